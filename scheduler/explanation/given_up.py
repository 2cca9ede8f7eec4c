"""Problems without one of their requirements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from scheduler.problem import Column, Entitlement, Interpretation, Preference, Problem

ENOUGH = 1000  # of what there is at most so many: no limit


def given_up(problem: Problem, key: str) -> Problem | None:
    """The problem without a requirement; None where it cannot be thought away."""
    kind, _, name = key.partition(".")
    makers: Mapping[str, Callable[[], Problem | None]] = {
        "at_once": lambda: replace(problem, at_once={**problem.at_once, Column(name): ENOUGH}),
        "rooms": lambda: replace(problem, rooms=()),
        "closures": lambda: replace(
            problem, closures=tuple(one for one in problem.closures if one.id != name)
        ),
        "relations": lambda: replace(
            problem, relations=tuple(one for one in problem.relations if one.id != name)
        ),
        "chairs": lambda: replace(
            problem,
            business=tuple(
                replace(one, chair=None) if one.chair == name else one for one in problem.business
            ),
        ),
        "interpretation": lambda: _interpretation(problem, name),
        "preferences": lambda: _may_be_worse(problem, name),
        "business": lambda: _of_business(problem, name),
    }
    return makers[kind]() if kind in makers else None


def all_given_up(problem: Problem, keys: Collection[str]) -> Problem:
    """The problem without those of these requirements that can be thought away."""
    free: dict[str, dict[str, Any]] = {}
    for key in sorted(keys):
        kind, _, name = key.partition(".")
        if kind == "business":
            id_, _, condition = name.rpartition(".")
            free.setdefault(id_, {}).update(FREE[condition])
        else:
            problem = given_up(problem, key) or problem
    freed = (replace(one, **free.get(one.id, {})) for one in problem.business)
    return replace(problem, business=tuple(freed))


def _interpretation(problem: Problem, name: str) -> Problem:
    given = problem.interpretation
    limit, _, of = name.partition(".")
    if limit == "entitlement":
        changed = replace(given, entitlement=_unentitled(given.entitlement, of))
    elif limit == "teams":
        changed = replace(given, teams=ENOUGH, changes=())
    else:
        changed = _unlimited(given, limit)
    return replace(problem, interpretation=changed)


def _unlimited(given: Interpretation, limit: str) -> Interpretation:
    if limit == "meetings_per_team_day":
        return replace(given, meetings_per_team_day=ENOUGH)
    return replace(given, meetings_per_team_week=ENOUGH)


def _unentitled(given: Entitlement, of: str) -> Entitlement:
    match of:
        case "total":
            return replace(given, total=None)
        case "plenary":
            return replace(given, plenary=None)
        case _:
            return replace(given, parallel=None)


def _may_be_worse(problem: Problem, name: str) -> Problem:
    preference = Preference(name.removesuffix(".never_worse"))
    weights = dict(problem.preferences)
    weights[preference] = replace(weights[preference], never_worse=False)
    return replace(problem, preferences=weights)


FREE: Mapping[str, Mapping[str, Any]] = {
    "may_split": {"may_split": True},
    "most_parts": {"most_parts": None},
    "consecutive": {"consecutive": False},
    "shares_meeting": {"shares_meeting": True},
    "starts_meeting": {"starts_meeting": False},
    "not_before": {"not_before": None},
    "not_after": {"not_after": None},
    "not_on": {"not_on": ()},
    "fixed": {"fixed": ()},
    "room": {"room": None, "seats": 0},
    "documents": {"documents": ()},
}


def _of_business(problem: Problem, name: str) -> Problem:
    id_, _, condition = name.rpartition(".")
    return replace(
        problem,
        business=tuple(
            replace(one, **FREE[condition]) if one.id == id_ else one for one in problem.business
        ),
    )
