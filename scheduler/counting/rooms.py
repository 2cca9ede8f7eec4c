"""Whether there are rooms enough, counted for each kind of room that business asks for.

Business that fits into some rooms only, for its seats, its booths or by name, has no more meetings
than these rooms are open for, nor more in a period than there are bodies that meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from scheduler.counting.needs import Need
from scheduler.counting.shared import TooMuch, to_come, too_much
from scheduler.counting.windows import Windows
from scheduler.problem import Business, Problem, Room

MOST_KINDS = 8  # of rooms, any two of which are also counted together

Rooms = frozenset[str]


def too_few_rooms(problem: Problem, windows: Windows | None = None) -> Iterator[TooMuch]:
    """Business for which too few rooms are open."""
    if not problem.rooms:
        return
    windows = windows or Windows(problem)
    good = {one.id: _good(problem.rooms, one) for one in problem.business}
    for kind in _kinds(good.values()):
        business = [one for one in problem.business if good[one.id] <= kind]
        found = _too_few(problem, windows, kind, business)
        if found is not None:
            asking = [one for one in found.business if one.room is not None or one.seats]
            keys = ("rooms", *(f"business.{one.id}.room" for one in asking))
            yield replace(found, because=(*keys, *found.because))


def _too_few(
    problem: Problem, windows: Windows, kind: Rooms, business: Sequence[Business]
) -> TooMuch | None:
    """None also where it is not for lack of rooms that there are too few meetings."""
    rooms = [room for room in problem.rooms if room.id in kind]
    open_ = {
        period.index: sum(not any(when.covers(period) for when in room.closed) for room in rooms)
        for period in problem.periods
    }
    times = {column: to_come(problem, column) for column in {one.column for one in business}}

    def wanted(needed: Sequence[Need], index: int) -> int:
        return sum(index in times[need.column] for need in needed)

    def places(needed: Sequence[Need], *, first: int, last: int) -> int:
        return sum(
            min(there, wanted(needed, index))
            for index, there in open_.items()
            if first <= index <= last
        )

    found = too_much(problem, windows, business, places)
    if found is None or found.meetings > sum(wanted(found.needed, index) for index in open_):
        return None
    return found


def _good(rooms: Iterable[Room], business: Business) -> Rooms:
    """The rooms it can be taken in."""
    return frozenset(
        room.id
        for room in rooms
        if room.booths >= len(business.languages)
        and room.seats >= business.seats
        and business.room in {None, room.id}
    )


def _kinds(good: Iterable[Rooms]) -> list[Rooms]:
    kinds = dict.fromkeys(good)
    if len(kinds) <= MOST_KINDS:
        kinds |= dict.fromkeys(one | other for one, other in combinations(kinds, 2))
    return list(kinds)
