"""Programmes to choose from: each the best of those that differ enough from the ones before it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from scheduler.model.narrowing import Narrowing, Unlike
from scheduler.problem import Preference, Problem, Weight
from scheduler.programme import Outcome, Programme
from scheduler.solve import DEFAULT, Options, Progress, plan

SHARE = 4  # one placement in so many lies elsewhere
LEAST_MOVED = 3  # two items that trade places make no other programme


def alternatives(
    problem: Problem,
    count: int,
    options: Options = DEFAULT,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Outcome, ...]:
    """The best programme, then the best that is unlike it, and so on: at most `count`.

    A programme is unlike another where at least a quarter of the placements (business, period) of
    the other are not in it. The bound of each holds for programmes unlike all before it. Where
    there is none at all, the first outcome says so; fewer come back where there are no more, or
    none was found in the time, which all share.
    """
    deadline = time.monotonic() + options.time_limit
    found: list[Outcome] = []
    while len(found) < count and not (found and cancelled()):
        left = deadline - time.monotonic()
        if found and left <= 0:
            break
        # Those still to come have as much of the time as this one
        limited = replace(options, time_limit=max(0.1, left / (count - len(found))))
        earlier = [one.programme for one in found if one.programme is not None]
        unlike = tuple(Unlike(programme=one, moved=least_moved(one)) for one in earlier)
        outcome = plan(
            problem,
            limited,
            narrowing=Narrowing(unlike=unlike),
            progress=progress,
            cancelled=cancelled,
        )
        if found and outcome.programme is None:
            break
        found.append(outcome)
        if outcome.programme is None:
            break
    return tuple(found)


def least_moved(programme: Programme) -> int:
    """How many of its placements lie elsewhere in a programme that is unlike it."""
    placements = sum(len(meeting.items) for meeting in programme.meetings)
    return min(placements, max(LEAST_MOVED, -(-placements // SHARE)))


def trade_off(
    problem: Problem,
    one: Preference,
    other: Preference,
    options: Options = DEFAULT,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Outcome, ...]:
    """What less of one preference costs in another, down to the least of `one`.

    Each programme has less of `one` than that before it, and no programme with as little of it has
    less of `other` where its status is optimal. Only these two count; their amounts are those of
    `scheduler.preferences`. Stops where the time ends.
    """
    deadline = time.monotonic() + options.time_limit
    asked = _in_this_order(problem, other, one)
    found: list[Outcome] = []
    narrowing = Narrowing()
    while not cancelled():
        left = deadline - time.monotonic()
        if left <= 0:
            break
        limited = replace(options, time_limit=left)
        outcome = plan(asked, limited, narrowing=narrowing, cancelled=cancelled)
        if outcome.programme is None:
            break
        found.append(outcome)
        least = amount_of(found[-1], one)
        if least == 0:
            break
        narrowing = Narrowing(most={one: least - 1})
    return tuple(found)


def _in_this_order(problem: Problem, first: Preference, then: Preference) -> Problem:
    """The problem with these preferences only, the second deciding between equals in the first."""
    given = problem.preferences
    weights = {first: _above_all(problem), then: 1}
    return replace(
        problem,
        preferences={  # some count unless told otherwise
            name: replace(given.get(name, Weight(weight=0)), weight=weights.get(name, 0), rank=None)
            for name in Preference
        },
    )


def _above_all(problem: Problem) -> int:
    """More than any preference can amount to; so weighed, two are proven sooner than as ranks."""
    periods, business = len(problem.periods), len(problem.business)
    far = business * periods * (periods + 1)  # each part as far as can be from its wished time
    pairs = max(business * business, len(problem.relations) * periods)
    dear = sum(period.slot.cost for period in problem.periods)
    half_hours = sum(period.minutes for period in problem.periods) // 30
    return 1 + max(far, pairs, dear, half_hours)


def amount_of(outcome: Outcome, preference: Preference) -> int:
    """How often the programme of an outcome goes against a preference."""
    return next(cost.amount for cost in outcome.preferences if cost.name is preference)
