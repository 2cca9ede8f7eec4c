"""Clashes that counting shows, without a search, among those requirements that are kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from scheduler.counting.capacity import Count, capacity
from scheduler.counting.fillings import TEAM_LIMITS, limits_counted, overfilled
from scheduler.explanation.hurt import MEANS
from scheduler.problem import Business, Problem
from scheduler.text import Text

TEAMS = "interpretation.teams"
OF_TEAMS = set(TEAM_LIMITS)


def counted(problem: Problem, kept: Collection[str], *, begun: bool = False) -> set[str] | None:
    """Keys of a clash, with as little of single business as can be; None where none is counted.

    Nothing is counted without what has been held: that leaves open what is taken in its time.
    `begun`: business is taken for a minute at least, also where its time is not kept.
    """
    if problem.held is not None and "held" not in kept:
        return None
    some = _keeping(problem, kept, begun=begun)
    found = [clash for _, clash in _too_much(some, kept)]
    if not found and overfilled(some, kept):
        found = [limits_counted(some) & set(kept)]
    return min(found, key=_of_business, default=None)


def counts(problem: Problem, clash: Collection[str]) -> tuple[Text, ...]:
    """What a clash needs, and what there is of it, as far as that can be counted.

    What has no hours in it may need as many times all the same, however short it is.
    """
    if problem.held is not None and "held" not in clash:
        return ()
    # what teams serve is counted with all of their limits, of which not each need be in the way
    kept = set(clash) | (OF_TEAMS if TEAMS in clash else set())
    for begun in (False, True):
        found = _too_much(_keeping(problem, kept, begun=begun), kept)
        same = (count for count, keys in found if keys - OF_TEAMS == set(clash) - OF_TEAMS)
        if told := [count.text for count in same if count.tells]:
            return tuple(told)
    return ()


def _too_much(some: Problem, kept: Collection[str]) -> list[tuple[Count, set[str]]]:
    """Counts that do not fit, each with its clash."""
    short = {one.time for one in some.business}.difference(kept)  # what is not needed is not told
    clashes = ((count, set(count.clash) - short) for count in capacity(some) if not count.fits)
    return [(count, clash) for count, clash in clashes if clash and clash <= set(kept)]


def by_itself(problem: Problem) -> list[set[str]]:
    """Clashes of what is too long, or too much, for one time: of no hours but its own."""
    return [set(one.clash) for one in capacity(problem) if one.by_itself]


def _of_business(clash: Collection[str]) -> int:
    return sum(not key.startswith(MEANS) for key in clash)


def _keeping(problem: Problem, kept: Collection[str], *, begun: bool) -> Problem:
    """The problem without those of its requirements that are counted, but not kept."""

    def keeping(one: Business) -> Business:
        key = f"business.{one.id}"
        if one.time not in kept:
            one = replace(one, minutes=1, speakers=None, may_split=True)
        return replace(
            one,
            may_split=one.may_split or f"{key}.may_split" not in kept,
            fixed=one.fixed if f"{key}.fixed" in kept else (),
            documents=one.documents if f"{key}.documents" in kept else (),
            not_before=one.not_before if f"{key}.not_before" in kept else None,
            not_after=one.not_after if f"{key}.not_after" in kept else None,
            not_on=one.not_on if f"{key}.not_on" in kept else (),
            room=one.room if f"{key}.room" in kept else None,
            seats=one.seats if f"{key}.room" in kept else 0,
            chair=one.chair if f"chairs.{one.chair}" in kept else None,
        )

    return replace(
        problem,
        business=tuple(keeping(one) for one in problem.business if begun or one.time in kept),
        closures=tuple(one for one in problem.closures if f"closures.{one.id}" in kept),
        rooms=problem.rooms if "rooms" in kept else (),
        bodies=tuple(one for one in problem.bodies if f"bodies.{one.id}" in kept),
        at_once={
            column: most for column, most in problem.at_once.items() if f"at_once.{column}" in kept
        },
        relations=tuple(one for one in problem.relations if f"relations.{one.id}" in kept),
    )
