"""A timetable problem as arrays: units of time along one axis, rooms by their seats.

Where the end of one stretch of hours and the start of the next do not follow on one another, units
lie between them on the axis in which nothing may be held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.timetables.amounts import BY_START, Floats, Pairs, by_room
from scheduler.timetables.outcome import Placement, Timetable
from scheduler.timetables.problem import Aim, Level, Meeting, Span, TimetableProblem

Whole = NDArray[np.int64]
Spot = tuple[int, int]  # (unit in which a meeting begins, room)


@dataclass(frozen=True)
class Near:
    """Cost of meetings close to one another: `weight` for each of `amount`, on a level."""

    level: Level
    weight: int
    within: int
    amount: Floats  # (meetings, meetings)


@dataclass(frozen=True)
class Instance:
    """Arrays over meetings (M), units on the axis (T) and rooms (R, those with least seats first).

    `start_cost` and `room_cost` are by level; `overlap` is the cost of a unit in common, by level,
    and `forbidden` how many rules that unit breaks.
    """

    problem: TimetableProblem
    units: tuple[Span | None, ...]
    rooms: tuple[str, ...]
    lengths: Whole
    allowed: NDArray[np.bool_]  # M, T
    suits: NDArray[np.bool_]  # M, R
    closed: NDArray[np.bool_]  # R, T
    start_cost: Mapping[Level, Floats]  # M, T
    room_cost: Mapping[Level, Floats]  # M, R
    overlap: Mapping[Level, Floats]  # M, M
    forbidden: Floats  # M, M
    breaks: Near | None
    same_room: Near | None
    after: tuple[tuple[int, int], ...]  # (earlier, later)

    @cached_property
    def weighs_medium(self) -> bool:
        """Whether anything counts on the medium level."""
        near = [one for one in (self.breaks, self.same_room) if one and one.level is Level.MEDIUM]
        costs = (self.start_cost, self.room_cost, self.overlap)
        return bool(near) or any(one[Level.MEDIUM].any() for one in costs)

    def timetable(self, spots: Sequence[Spot]) -> Timetable:
        """Placements by the clock."""
        return Timetable(
            tuple(
                Placement(meeting.id, self._span(start, int(length)), self.rooms[room])
                for meeting, length, (start, room) in zip(
                    self.problem.meetings, self.lengths, spots, strict=True
                )
            )
        )

    def _span(self, start: int, length: int) -> Span:
        first, last = self.units[start], self.units[start + length - 1]
        assert first is not None
        assert last is not None
        return Span(first.start, last.end)


def compiled(problem: TimetableProblem) -> Instance:
    """The arrays of a problem."""
    units, row = _axis(problem)
    meetings, rooms = problem.meetings, sorted(problem.rooms, key=lambda room: room.seats)
    unit_minutes = problem.grid or 1
    lengths = np.array(
        [1 if problem.grid is None else (one.minutes or 0) // unit_minutes for one in meetings]
    )
    spans = _every_span(problem, units, row, lengths)
    allowed = np.array([[span is not None for span in mine] for mine in spans], dtype=bool)
    start_cost = {level: np.zeros(allowed.shape) for level in Level}
    room_cost = {level: np.zeros((len(meetings), len(rooms))) for level in Level}
    overlap = {level: np.zeros((len(meetings), len(meetings))) for level in Level}
    matrices = Pairs(problem)
    for aim, weight in problem.weights.items():
        if aim in BY_START:
            costs = BY_START[aim](problem, spans, units)
            start_cost[weight.level] += weight.weight * costs
        elif aim in (Aim.WISHED_ROOMS, Aim.LARGE_ROOMS):
            room_cost[weight.level] += weight.weight * by_room(aim, meetings, rooms)
        elif aim in (Aim.ATTENDANCE, Aim.APART, Aim.FEW_AT_ONCE):
            overlap[weight.level] += weight.weight * matrices.by_unit(aim)
    suits = [
        [
            room.seats >= meeting.seats and (not meeting.rooms or room.id in meeting.rooms)
            for room in rooms
        ]
        for meeting in meetings
    ]
    closed = [
        [unit is None or any(unit.meets(span) for span in room.closed) for unit in units]
        for room in rooms
    ]
    places = {meeting.id: place for place, meeting in enumerate(meetings)}
    return Instance(
        problem=problem,
        units=units,
        rooms=tuple(room.id for room in rooms),
        lengths=lengths,
        allowed=allowed,
        suits=np.array(suits, dtype=bool),
        closed=np.array(closed, dtype=bool),
        start_cost=start_cost,
        room_cost=room_cost,
        overlap=overlap,
        forbidden=matrices.forbidden(),
        breaks=_near(problem, Aim.BREAKS, matrices.all_pairs),
        same_room=_near(problem, Aim.SAME_ROOM, matrices.everybody),
        after=tuple(
            (places[name], place)
            for place, meeting in enumerate(meetings)
            for name in meeting.after
        ),
    )


def _near(problem: TimetableProblem, aim: Aim, amount: Floats) -> Near | None:
    weight = problem.weights.get(aim)
    if weight is None:
        return None
    return Near(weight.level, weight.weight, 0 if aim is Aim.BREAKS else weight.within, amount)


def _axis(problem: TimetableProblem) -> tuple[tuple[Span | None, ...], tuple[int, ...]]:
    """Units along the axis, and the row of each: units of one row follow on one another."""
    if problem.grid is None:
        days: dict[date, list[Span]] = {}
        for slot in problem.slots:
            days.setdefault(slot.start.date(), []).append(slot)
        rows = list(days.values())
    else:
        step = timedelta(minutes=problem.grid)
        rows = [
            [
                Span(hours.start + k * step, hours.start + (k + 1) * step)
                for k in range((hours.end - hours.start) // step)
            ]
            for hours in problem.hours
        ]
    weight = problem.weights.get(Aim.SAME_ROOM)
    dead = 0 if problem.continuous else 1 + (weight.within if weight else 0)
    units: list[Span | None] = []
    row: list[int] = []
    for place, mine in enumerate(rows):
        units += [*mine, *[None] * dead]
        row += [place] * (len(mine) + dead)
    return tuple(units), tuple(row)


def _every_span(
    problem: TimetableProblem, units: Sequence[Span | None], row: Sequence[int], lengths: Any
) -> list[list[Span | None]]:
    """For each meeting what it takes up if it begins in each unit; made once where alike."""
    made: dict[Any, list[Span | None]] = {}
    found = []
    for meeting, length in zip(problem.meetings, lengths, strict=True):
        key = (meeting.minutes, meeting.times, meeting.not_before, meeting.not_after)
        if key not in made:
            made[key] = _spans(problem, units, row, meeting, int(length))
        found.append(made[key])
    return found


def _spans(
    problem: TimetableProblem,
    units: Sequence[Span | None],
    row: Sequence[int],
    meeting: Meeting,
    length: int,
) -> list[Span | None]:
    """What a meeting takes up if it begins in each unit; None where it may not."""
    found: list[Span | None] = [None] * len(units)
    for place in range(len(units) - length + 1):
        first, last = units[place], units[place + length - 1]
        if first is None or last is None or row[place] != row[place + length - 1]:
            continue
        span = Span(first.start, last.end)
        if problem.grid is None and (meeting.minutes or 0) * 60 > (span.end - span.start).seconds:
            continue
        in_time = (meeting.not_before is None or meeting.not_before <= span.start) and (
            meeting.not_after is None or span.end <= meeting.not_after
        )
        if in_time and (not meeting.times or any(one.holds(span) for one in meeting.times)):
            found[place] = span
    return found
