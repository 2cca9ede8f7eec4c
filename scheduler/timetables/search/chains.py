"""One or two chains at once, the second in a process of its own: its best counts where better."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from scheduler.timetables.instance import Instance, Spot, compiled
from scheduler.timetables.problem import TimetableProblem
from scheduler.timetables.search.chain import FIRST_ROUND, LONGER, Chain
from scheduler.timetables.search.levels import Levels

WORTH_A_PROCESS = 3.0  # seconds of search; a process takes about half a second to begin
LAST_WORD = 0.3  # seconds in which a chain that has been stopped may still say its best

Watch = Callable[[Levels], None]


@dataclass(frozen=True, slots=True)
class Found:
    """The best state of a search. `first_seconds`: when the first without a rule broken was met."""

    spots: Sequence[Spot]
    levels: Levels
    first_seconds: float | None
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When a search ends: `deadline` by the monotonic clock, and after so many steps a chain."""

    deadline: float
    steps: int | None = None
    workers: int = 1
    seed: int = 1


def search(
    instance: Instance, limits: Limits, watch: Watch | None, cancelled: Callable[[], bool]
) -> Found:
    """Search until the limits, or until cancelled."""
    worth = limits.steps is not None or limits.deadline - time.monotonic() > WORTH_A_PROCESS
    if limits.workers < 2 or not worth:
        return _run(instance, limits, watch, cancelled)
    context = multiprocessing.get_context("spawn")  # threads are running: no fork
    mine, theirs = context.Pipe(duplex=False)
    ended = context.Event()
    started = time.monotonic()
    arguments = (instance.problem, limits, started, ended, theirs)
    process = context.Process(target=_second, args=arguments, daemon=True)
    process.start()
    theirs.close()
    try:
        first = _run(instance, limits, watch, cancelled)
        patience = None if limits.steps is not None and not cancelled() else LAST_WORD
        if patience is not None:
            ended.set()
        other = _last(mine, patience, limits.deadline, cancelled)
    finally:
        ended.set()
        process.join(LAST_WORD)
        if process.is_alive():
            process.kill()
            process.join()
        mine.close()
    if other is None:
        return first
    firsts = [one.first_seconds for one in (first, other) if one.first_seconds is not None]
    best = min(first, other, key=lambda one: one.levels)
    return Found(best.spots, best.levels, min(firsts, default=None), first.steps + other.steps)


def _run(
    instance: Instance,
    limits: Limits,
    watch: Watch | None,
    cancelled: Callable[[], bool],
    tell: Callable[[Found], None] | None = None,
) -> Found:
    started = time.monotonic()
    chain = Chain(instance, limits.seed)
    first = None if chain.best_levels[0] else time.monotonic() - started
    seen = chain.best_levels
    steps = FIRST_ROUND

    def stop() -> bool:
        nonlocal first, seen
        if chain.best_levels != seen:
            seen = chain.best_levels
            if first is None and not seen[0]:
                first = time.monotonic() - started
            if watch is not None:
                watch(seen)
        return (
            time.monotonic() > limits.deadline
            or cancelled()
            or (limits.steps is not None and chain.steps >= limits.steps)
        )

    if watch is not None:
        watch(seen)
    while not stop() and seen != (0, 0, 0):
        chain.round(_fitting(steps, chain.steps, time.monotonic() - started, limits), stop)
        steps *= LONGER
        if tell is not None:
            tell(Found(chain.best, chain.best_levels, first, chain.steps))
    return Found(chain.best, chain.best_levels, first, chain.steps)


def _fitting(steps: int, done: int, seconds: float, limits: Limits) -> int:
    """Steps of the next round: all that are left, where the round after it would not fit."""
    if limits.steps is not None:
        left = limits.steps - done
    elif done:
        left = int(max(0.0, limits.deadline - time.monotonic()) * done / seconds)
    else:
        return steps
    return max(1, left if left < (1 + LONGER) * steps else steps)


def _second(
    problem: TimetableProblem, limits: Limits, started: float, ended: Any, told: Connection
) -> None:
    """The chain of the other process; it says its best after each round."""
    late = time.monotonic() - started
    own = Limits(deadline=limits.deadline, steps=limits.steps, seed=limits.seed + 1_000_003)

    def tell(found: Found) -> None:
        first = None if found.first_seconds is None else found.first_seconds + late
        told.send(Found(found.spots, found.levels, first, found.steps))

    # the end of the round under way is told too: `stop` is asked before each step
    tell(_run(compiled(problem), own, None, ended.is_set, tell))
    told.close()


def _last(
    told: Connection, patience: float | None, deadline: float, cancelled: Callable[[], bool]
) -> Found | None:
    """What the other process said last; without `patience`, wait until it has ended."""
    found = None
    until = deadline if patience is None else time.monotonic() + patience
    try:
        while time.monotonic() < until and not (patience is None and cancelled()):
            if told.poll(0.05):
                found = told.recv()
        while told.poll():
            found = told.recv()
    except EOFError:
        pass
    return found
