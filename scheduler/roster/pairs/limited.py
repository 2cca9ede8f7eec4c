"""Covering pairs where a person has limits: flows from both sides, then HiGHS for what is left.

A flow that knows some windows of blocks is a bound from above. A flow in which every person rests
in some block of every window keeps all limits: it is a roster. Which rests cost little is read off
the flow before. Where the two do not meet, the rest is left to a mixed-integer model.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from scheduler.roster.pairs.flow import Demand, Flow, Numbers, largest
from scheduler.roster.pairs.instance import Limits

Answer = TypeVar("Answer")
FRUITLESS = 8  # rounds of flows without a better roster before HiGHS is asked


def cover_limited(
    asked: Demand,
    people: list[frozenset[str]],
    limits: Limits,
    *,
    deadline: float,
    seed: int,
    cancelled: Callable[[], bool],
) -> tuple[Flow, int]:
    """The best roster found, and a bound that no roster is above.

    `people`: the languages of each; `deadline`: of ``time.monotonic``.
    """

    def over() -> bool:
        return cancelled() or time.monotonic() >= deadline

    bound, best = _flows(asked, limits, over, seed)
    if best.value == bound or over():
        return best, bound
    improved = _aside(lambda: _improved(asked, people, limits, deadline), cancelled)
    if improved is None:
        return best, bound
    at_work, proven = improved
    if at_work is not None and at_work.sum() > best.value:
        best = largest(asked, available=at_work)
    # a bound that a roster is above comes of rounding, and says nothing
    return best, max(best.value, min(bound, proven))


def _improved(
    asked: Demand, people: list[frozenset[str]], limits: Limits, deadline: float
) -> tuple[Numbers | None, int]:
    from scheduler.roster.pairs.highs import improve  # noqa: PLC0415 (loads for a second)

    return improve(asked, people, limits, max(0.0, deadline - time.monotonic()))


def _aside(search: Callable[[], Answer], cancelled: Callable[[], bool]) -> Answer | None:
    """Search in another thread, which is left to itself if it is cancelled.

    By way of MathOpt HiGHS hears neither an interrupter nor a callback. A process of its own could
    be ended, but takes about as long to begin as HiGHS to end.
    """
    answer: Future[Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(search())
        except BaseException as error:  # noqa: BLE001 (raised again in the first thread)
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    while True:
        try:
            return answer.result(timeout=0.05)
        except TimeoutError:
            if cancelled() and not answer.done():
                return None


def _flows(asked: Demand, limits: Limits, over: Callable[[], bool], seed: int) -> tuple[int, Flow]:
    """A bound from above and the best roster that flows lead to."""
    chance = default_rng(seed)
    bound, best = asked.people * limits.sessions, None
    offsets = iter(range(limits.consecutive + 1))
    fruitless = 0
    while True:
        offset = next(offsets, None)
        if offset is None and best is not None:
            start = best
        else:
            start = largest(asked, limits=limits, offset=offset or 0)
            bound = min(bound, start.value)
        rests = _rests(start.at_work, limits.consecutive, chance)
        found = largest(asked, available=1 - rests, limits=limits)
        fruitless = 0 if best is None or found.value > best.value else fruitless + 1
        if best is None or found.value >= best.value:
            best = found
        if best.value == bound or fruitless > FRUITLESS or over():
            return bound, best


def _rests(at_work: Numbers, consecutive: int, chance: Generator) -> Numbers:
    """Blocks of rest for every person, so that none works more than `consecutive` in a row.

    They cost as little work as possible, and chance decides where that is equal. State by state:
    the blocks since the last rest.
    """
    people, blocks = at_work.shape
    everybody = np.arange(people)
    cost = at_work + 0.01 + 0.02 * chance.random((people, blocks))
    best: NDArray[np.float64] = np.full((people, consecutive + 1), np.inf)
    best[:, 0] = 0
    came_from = np.zeros((blocks, people), np.int64)
    for block in range(blocks):
        came_from[block] = best.argmin(axis=1)
        rested = best[everybody, came_from[block]] + cost[:, block]
        best = np.column_stack([rested, best[:, :-1]])
    state = best.argmin(axis=1)
    rests = np.zeros((people, blocks), np.int64)
    for block in reversed(range(blocks)):
        resting = state == 0
        rests[resting, block] = 1
        state = np.where(resting, came_from[block], state - 1)
    return rests
