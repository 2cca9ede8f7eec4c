"""Business that has to share the times and rooms there are for it: more of it than these hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scheduler.counting.needs import Need, left_to_do, meetings
from scheduler.problem import Business, Column, Problem

Places = Callable[[Sequence[Need]], int]


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


def too_much(problem: Problem, business: Iterable[Business], places: Places) -> TooMuch | None:
    """As much of this business as there are too few `places` for; None where all has its place.

    What is shortest is spared first.
    """
    needed = left_to_do(problem, list(business))
    if meetings(needed) <= places(needed):
        return None
    pieces = sorted(
        (one for need in needed for one in need.business), key=lambda one: one.needed_minutes
    )
    few, most = (
        0,
        len(pieces),
    )  # of the shortest: without so few there is too much, not without most
    while most - few > 1:
        fewer = left_to_do(problem, pieces[(middle := (few + most) // 2) :])
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
