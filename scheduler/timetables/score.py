"""What a timetable costs, counted from the timetable by the clock, not from the search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import combinations, permutations

from scheduler.timetables.checker import MINUTE, check_timetable, overlap
from scheduler.timetables.outcome import Placement, Score, Timetable
from scheduler.timetables.problem import Aim, Level, Meeting, Span, TimetableProblem

Placed = list[tuple[Meeting, Placement]]


def score(problem: TimetableProblem, timetable: Timetable) -> Score:
    """The cost on each level; hard is the sum of what is broken."""
    known = problem.meeting_by_id
    placed = [(known[one.meeting], one) for one in timetable.placements]
    amounts = {aim: _COUNTS[aim](problem, placed) for aim in problem.weights}
    costs = dict.fromkeys(Level, 0)
    for aim, weight in problem.weights.items():
        costs[weight.level] += amounts[aim] * weight.weight
    hard = sum(one.amount for one in check_timetable(problem, timetable))
    return Score(hard, costs[Level.MEDIUM], costs[Level.SOFT], amounts)


def units_before(problem: TimetableProblem, span: Span) -> int:
    """How many units of the whole timetable, or slots, begin before the last one of `span`."""
    if problem.grid is None:
        return sum(slot.start < span.start for slot in problem.slots)
    step = problem.grid * MINUTE
    last = span.end - step
    return sum(
        max(0, -(-(min(hours.end, last) - hours.start) // step))
        for hours in problem.hours
        if hours.start < last
    )


def _gaps(
    problem: TimetableProblem, placed: Placed
) -> Iterator[tuple[tuple[Meeting, Placement], tuple[Meeting, Placement], int]]:
    """Two meetings, the first over before the other, and the units between them.

    Both lie in one row: the same hours, or the slots of a day; or all, where it is `continuous`.
    """
    step = problem.grid * MINUTE if problem.grid else None
    known = [
        (one, one[1].span, units_before(problem, one[1].span), _length(one[1].span, step))
        for one in placed
    ]
    for (one, first, at, _), (other, then, later, length) in permutations(known, 2):
        between = later - length - at
        if between >= 0 and (problem.continuous or _one_row(problem, first, then)):
            yield one, other, between


def _length(span: Span, step: timedelta | None) -> int:
    return (span.end - span.start) // step if step else 1


def _one_row(problem: TimetableProblem, first: Span, then: Span) -> bool:
    if problem.grid is None:
        return first.start.date() == then.start.date()
    return any(hours.holds(first) and hours.holds(then) for hours in problem.hours)


def _pairs(problem: TimetableProblem, placed: Placed) -> Iterator[tuple[Meeting, Meeting, int]]:
    for (one, here), (other, there) in combinations(placed, 2):
        units = overlap(problem, here.span, there.span)
        if units:
            yield one, other, units


def _attendance(problem: TimetableProblem, placed: Placed) -> int:
    return sum(
        units
        * (
            len({*one.required, *one.preferred} & {*other.required, *other.preferred})
            - len(set(one.required) & set(other.required))
        )
        for one, other, units in _pairs(problem, placed)
    )


def _apart(problem: TimetableProblem, placed: Placed) -> int:
    return sum(
        units
        for one, other, units in _pairs(problem, placed)
        if one.id in other.rather_not_beside or other.id in one.rather_not_beside
    )


def _few_at_once(problem: TimetableProblem, placed: Placed) -> int:
    return sum(units for _one, _other, units in _pairs(problem, placed))


def _wished_times(_problem: TimetableProblem, placed: Placed) -> int:
    return sum(
        bool(meeting.wished) and not any(window.holds(place.span) for window in meeting.wished)
        for meeting, place in placed
    )


def _avoided_times(_problem: TimetableProblem, placed: Placed) -> int:
    return sum(
        any(window.meets(place.span) for window in meeting.avoid) for meeting, place in placed
    )


def _wished_rooms(_problem: TimetableProblem, placed: Placed) -> int:
    return sum(
        bool(meeting.wished_rooms) and place.room not in meeting.wished_rooms
        for meeting, place in placed
    )


def _early_ends(problem: TimetableProblem, placed: Placed) -> int:
    return sum(units_before(problem, place.span) for _meeting, place in placed)


def _breaks(problem: TimetableProblem, placed: Placed) -> int:
    return sum(between == 0 for _one, _other, between in _gaps(problem, placed))


def _large_rooms(problem: TimetableProblem, placed: Placed) -> int:
    seats = {room.id: room.seats for room in problem.rooms}
    return sum(
        max(0, other - seats[place.room]) for _meeting, place in placed for other in seats.values()
    )


def _same_room(problem: TimetableProblem, placed: Placed) -> int:
    within = problem.weights[Aim.SAME_ROOM].within
    total = 0
    for (one, here), (other, there), between in _gaps(problem, placed):
        if here.room != there.room and between <= within:
            everyone = {*one.required, *one.preferred}
            total += len(everyone & {*other.required, *other.preferred})
    return total


_COUNTS: Mapping[Aim, Callable[[TimetableProblem, Placed], int]] = {
    Aim.ATTENDANCE: _attendance,
    Aim.WISHED_TIMES: _wished_times,
    Aim.AVOIDED_TIMES: _avoided_times,
    Aim.WISHED_ROOMS: _wished_rooms,
    Aim.APART: _apart,
    Aim.FEW_AT_ONCE: _few_at_once,
    Aim.EARLY_ENDS: _early_ends,
    Aim.BREAKS: _breaks,
    Aim.LARGE_ROOMS: _large_rooms,
    Aim.SAME_ROOM: _same_room,
}
