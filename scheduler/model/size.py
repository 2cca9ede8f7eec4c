"""How large a model will be at least, known before anything of it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scheduler.model.base import Group, groups_of
from scheduler.model.objective import MOST_PAIRS
from scheduler.problem import Column, Preference, Problem


def least_size(problem: Problem, *, explaining: bool) -> int:
    """Variables and constraints that the model will have at least."""
    groups = groups_of(problem)
    each = _parts(problem, explaining=explaining) + _chairs(problem, groups)
    each += _starters(problem, groups)
    if not explaining:
        each += _by_themselves(problem, groups) + _agenda_order(problem)
    return each * max(0, len(problem.periods) - 1)


def _parts(problem: Problem, *, explaining: bool) -> int:
    """Of each business a part in each period, its minutes, and whether it is begun and finished."""
    split, listed, whole = 11, 1, 3  # variables and constraints; what is listed has most in sets
    return sum(
        split
        if explaining
        else listed
        if one.most_parts is not None
        else split
        if one.may_split
        else whole
        for one in problem.business
    )


def _by_themselves(problem: Problem, groups: Sequence[Group]) -> int:
    """Whether one of those that share a meeting is held beside one that does not."""
    each = 0
    for group in groups:
        sharing = sum(problem.business[b].shares_meeting for b in group.members)
        if sharing < len(group.members) > 1:
            each += 1 + (sharing if sharing > 1 else 0)
    return each


def _chairs(problem: Problem, groups: Sequence[Group]) -> int:
    """Whether a group meets with one of those that somebody chairs."""
    each = 0
    for chair in {one.chair for one in problem.business if one.chair}:
        rows = [sum(problem.business[b].chair == chair for b in group.members) for group in groups]
        chaired = [row for row in rows if row]
        if len(chaired) > 1:
            each += 1 + sum(row for row in chaired if row > 1)
    return each


def _starters(problem: Problem, groups: Sequence[Group]) -> int:
    """Whether a meeting has been started."""
    starters = [sum(problem.business[b].starts_meeting for b in group.members) for group in groups]
    return sum(4 * count - 7 for count in starters if count > 1)


def _agenda_order(problem: Problem) -> int:
    """How many begin late, where there are too many for pairs of them."""
    if not any(Preference.AGENDA_ORDER in rank for rank in problem.ranks):
        return 0
    columns = Counter[Column](one.column for one in problem.business)
    periods = len(problem.periods)
    return sum(3 * n - 1 for n in columns.values() if n * n * periods > MOST_PAIRS)
