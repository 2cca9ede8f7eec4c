"""Which requirements keep a programme from being better: each given up alone, and solved anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from scheduler.limits import Stop, never
from scheduler.preferences import by_rank, costs
from scheduler.problem import Column, Entitlement, Interpretation, Preference, Problem
from scheduler.programme import Programme, Requirement, Status
from scheduler.requirements import requirements
from scheduler.solve import DEFAULT, Options, plan

ENOUGH = 1000  # of what there is at most so many: no limit
SHARE = 8  # one question has at most this part of the time


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What keeps a programme from being better.

    Each of `requirements` alone, given up, allows a programme with fewer points than the one given:
    verified by solving. `complete`: all that could be given up were tried to the end.
    """

    requirements: tuple[Requirement, ...]
    complete: bool


def binding(
    problem: Problem,
    programme: Programme,
    business: str | None = None,
    options: Options = DEFAULT,
    *,
    cancelled: Stop = never,
) -> Binding:
    """The requirements (of one piece of business, if it is named) that bind a programme.

    Of what is best anyhow; where the programme is not, much seems to bind. Not tried are the time
    that business takes, what has been held, and that a body meets once at a time. Raises KeyError
    for unknown business.
    """
    asked = {one.key: one for one in requirements(problem)}
    keys = [
        key
        for key in asked
        if _concerns(problem, key, business) and given_up(problem, key) is not None
    ]
    search = _Search(problem, by_rank(costs(problem, programme)), options, cancelled)
    found = search.binding_among(keys)
    return Binding(requirements=tuple(asked[key] for key in found), complete=search.complete)


class _Search:
    """Programmes better than so many points, without some requirements."""

    def __init__(
        self, problem: Problem, points: tuple[int, ...], options: Options, cancelled: Stop
    ) -> None:
        self.complete = True
        self._problem = problem
        self._points = points
        self._options = options
        self._deadline = time.monotonic() + options.time_limit
        self._cancelled = cancelled

    def binding_among(self, keys: Sequence[str]) -> list[str]:
        """Those of the keys that bind alone; where all of them together do not help, none does."""
        better = self._better_without(keys) if keys else False
        if better is False:
            return []
        if len(keys) > 1:
            half = len(keys) // 2
            return self.binding_among(keys[:half]) + self.binding_among(keys[half:])
        if better is None:
            self.complete = False
        return list(keys) if better else []

    def _better_without(self, keys: Sequence[str]) -> bool | None:
        """Whether there is a better programme; None where that is not known in time."""
        left = self._deadline - time.monotonic()
        if left <= 0 or self._cancelled():
            return None
        limited = replace(self._options, time_limit=min(left, self._options.time_limit / SHARE))
        wider = reduce(_without, keys, self._problem)
        outcome = plan(wider, limited, cancelled=self._cancelled)
        if outcome.programme is not None and by_rank(outcome.preferences) < self._points:
            return True
        return False if outcome.status is Status.OPTIMAL else None


def _without(problem: Problem, key: str) -> Problem:
    wider = given_up(problem, key)
    assert wider is not None
    return wider


def _concerns(problem: Problem, key: str, business: str | None) -> bool:
    if business is None:
        return True
    chair = f"chairs.{problem.business_by_id[business].chair}"
    related = {f"relations.{one.id}" for one in problem.relations if business in one.business}
    of = key.rpartition(".")[0]  # an id may have dots of its own
    return of == f"business.{business}" or key == chair or key in related


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
