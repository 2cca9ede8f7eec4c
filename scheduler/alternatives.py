"""Programmes to choose from: each the best of those that differ enough from the ones before it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from scheduler.model.narrowing import Narrowing, Unlike
from scheduler.problem import Problem
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
