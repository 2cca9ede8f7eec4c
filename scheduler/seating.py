"""Rooms for meetings: in each period a matching, the same room for a body where it can be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.problem import Period, Problem, Room


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting that needs a room.

    `asked`: rooms its business asks for; `settled`: one given; `before`: one it had, and keeps
    where that can be.
    """

    period: int
    body: str
    seats: int
    booths: int
    asked: frozenset[str]
    settled: str | None
    before: str | None = None


def seat(problem: Problem, sittings: Sequence[Sitting]) -> list[str | None]:
    """A room for each sitting, None where the rooms of its period do not suffice.

    As many sittings as can be have a room; of such matchings, that which moves the fewest from the
    rooms they had, or bodies from their usual rooms, and then takes the smallest rooms.
    """
    rooms = sorted(problem.rooms, key=lambda room: (room.seats, room.booths))
    usual = _usual_rooms(problem, rooms, sittings)
    by_period: dict[int, list[int]] = defaultdict(list)
    for index, sitting in enumerate(sittings):
        by_period[sitting.period].append(index)
    found: list[str | None] = [sitting.settled for sitting in sittings]
    for number, indices in by_period.items():
        period = problem.periods[number]
        taken = {sittings[index].settled for index in indices}
        free = [room for room in rooms if room.id not in taken]
        wanting = [index for index in indices if sittings[index].settled is None]
        prices = [_prices(period, sittings[index], free, usual) for index in wanting]
        for index, place in zip(wanting, _cheapest(prices), strict=True):
            found[index] = free[place].id if place < len(free) else None
    return found


def _suits(room: Room, sitting: Sitting, period: Period) -> bool:
    closed = any(one.covers(period) for one in room.closed)
    return (
        not closed
        and room.seats >= sitting.seats
        and room.booths >= sitting.booths
        and sitting.asked <= {room.id}
    )


def _usual_rooms(
    problem: Problem, rooms: Sequence[Room], sittings: Sequence[Sitting]
) -> Mapping[str, str]:
    """A room for each body: where it is settled most, then where most of its meetings can be.

    Bodies that meet at once get different ones as long as there are any; bodies with the most
    meetings choose first.
    """
    by_body: dict[str, list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        by_body[sitting.body].append(sitting)
    usual: dict[str, str] = {}
    for body, own in sorted(by_body.items(), key=lambda entry: -len(entry[1])):
        periods = {sitting.period for sitting in own}
        beside = {
            usual[other]
            for other, theirs in by_body.items()
            if other in usual and any(sitting.period in periods for sitting in theirs)
        }
        settled = Counter(sitting.settled or sitting.before for sitting in own)
        fits = {
            room.id: sum(_suits(room, one, problem.periods[one.period]) for one in own)
            for room in rooms
        }
        candidates = [room for room in rooms if fits[room.id]]
        if candidates:
            best = min(
                candidates,
                key=lambda room: (-settled[room.id], room.id in beside, -fits[room.id]),
            )
            usual[body] = best.id
    return usual


def _prices(
    period: Period, sitting: Sitting, free: Sequence[Room], usual: Mapping[str, str]
) -> list[int | None]:
    """What each free room costs a sitting; None where it does not suit."""
    home, size = sitting.before or usual.get(sitting.body), len(free)
    away = size * size * (2 if sitting.before else 1)
    return [
        place + (0 if room.id == home else away) if _suits(room, sitting, period) else None
        for place, room in enumerate(free)
    ]


def _cheapest(prices: Sequence[Sequence[int | None]]) -> list[int]:
    """The cheapest choice of different columns, one for each row, first of all complete.

    A row left without one gets a column beyond the last. This is the Hungarian method, row by row
    along shortest augmenting paths; there is a spare column for each row, so it always ends well.
    """
    rows = len(prices)
    columns = len(prices[0]) if prices else 0
    dear = 1 + rows * 2 * (columns + 1) ** 2  # more than any complete choice
    table = [
        [dear * (rows + 1) if price is None else price for price in row] + [dear] * rows
        for row in prices
    ]
    row_offset, column_offset = [0] * rows, [0] * (columns + rows)
    owner: list[int | None] = [None] * (columns + rows)
    for row in range(rows):
        _augment(table, row, owner, row_offset, column_offset)
    chosen = {row: column for column, row in enumerate(owner) if row is not None}
    return [chosen[row] for row in range(rows)]


def _augment(
    table: Sequence[Sequence[int]],
    start: int,
    owner: list[int | None],
    row_offset: list[int],
    column_offset: list[int],
) -> None:
    """Find a column for one more row, moving others along the shortest path."""
    distance: dict[int, int] = {}
    via: dict[int, int | None] = {}
    done: dict[int, int] = {}  # columns whose distance is final
    row, column, base = start, None, 0
    while True:
        for other in range(len(owner)):
            if other not in done:
                reduced = table[row][other] - row_offset[row] - column_offset[other]
                if base + reduced < distance.get(other, base + reduced + 1):
                    distance[other], via[other] = base + reduced, column
        column = min((c for c in distance if c not in done), key=lambda c: (distance[c], c))
        base = done[column] = distance[column]
        owned_by = owner[column]
        if owned_by is None:
            break
        row = owned_by
    for passed, at in done.items():
        passed_by = owner[passed]
        if passed_by is not None:
            row_offset[passed_by] += base - at
        column_offset[passed] -= base - at
    row_offset[start] += base
    while column is not None:
        before = via[column]
        owner[column] = start if before is None else owner[before]
        column = before
