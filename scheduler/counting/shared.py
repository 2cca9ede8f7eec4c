"""Business that has to share the times and rooms there are for it: more of it than these hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from scheduler.counting.needs import Need, left_to_do, meetings
from scheduler.counting.windows import Windows
from scheduler.problem import Business, Column, Problem


class Places(Protocol):
    """How many meetings there can be of what needs them, from one period (index) to another."""

    def __call__(self, needed: Sequence[Need], *, first: int, last: int) -> int:
        """The number."""


@dataclass(frozen=True, slots=True)
class TooMuch:
    """Business that needs more meetings than there are `places` for.

    `because`: keys of the requirements for which there are no more.
    """

    needed: tuple[Need, ...]
    places: int
    because: tuple[str, ...] = ()

    @property
    def meetings(self) -> int:
        """How many it needs at least."""
        return meetings(self.needed)

    @property
    def business(self) -> list[Business]:
        """The pieces of it."""
        return [one for need in self.needed for one in need.business]

    def clash(self, problem: Problem) -> tuple[str, ...]:
        """Keys of requirements that cannot all be met.

        Beside those for which there are no more places: that the business is taken, that some of it
        is taken in one meeting where it would need too few otherwise, closures, what was held.
        """
        columns = {None, *(need.column for need in self.needed)}
        keys = [*self.because, *(["held"] if problem.held is not None else [])]
        keys += [f"closures.{one.id}" for one in problem.closures if one.column in columns]
        spare = self.meetings - self.places - 1
        for need in self.needed:
            fewer = min(spare, need.meetings - need.packing.filled)
            spare -= fewer
            keys += need.clash(need.meetings - fewer)
        return tuple(dict.fromkeys(keys))


def too_much(
    problem: Problem, windows: Windows, business: Sequence[Business], places: Places
) -> TooMuch | None:
    """As much of this business as there are too few `places` for; None where all has its place.

    All of it is counted, and what has to lie between two periods. What is shortest is spared first.
    """
    for first, last in windows.spans(business):
        inside = windows.between(business, first, last)
        there = partial(places, first=first, last=last)
        # What fills so many meetings by its minutes alone is soon told
        if len(inside) < len(business) and not _fills(left_to_do(problem, inside), there):
            continue
        found = _spared(problem, inside, there)
        if found is not None:
            return replace(found, because=tuple(sorted(windows.keys(found.business))))
    return None


def _fills(needed: Sequence[Need], places: Callable[[Sequence[Need]], int]) -> bool:
    return sum(need.packing.filled for need in needed) > places(needed)


def _spared(
    problem: Problem, business: Sequence[Business], places: Callable[[Sequence[Need]], int]
) -> TooMuch | None:
    needed = left_to_do(problem, business)
    if meetings(needed) <= places(needed):
        return None
    pieces = sorted(
        (one for need in needed for one in need.business), key=lambda one: one.needed_minutes
    )
    few, most = 0, len(pieces)  # of the shortest: without few it is too much, without most not
    while most - few > 1:
        middle = (few + most) // 2
        fewer = left_to_do(problem, pieces[middle:])
        if meetings(fewer) > places(fewer):
            needed, few = fewer, middle
        else:
            most = middle
    return TooMuch(needed, places(needed))


def to_come(problem: Problem, column: Column) -> frozenset[int]:
    """The periods (indices) to come that are not closed to a column."""
    closed = [one for one in problem.closures if one.column in {None, column}]
    return frozenset(
        period.index
        for period in problem.periods[problem.periods_held :]
        if not any(one.covers(period) for one in closed)
    )
