"""Small timetable problems for tests, and the best of each by trying everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

from hypothesis import strategies as st

from scheduler.timetables.checker import check_timetable
from scheduler.timetables.outcome import Placement, Timetable
from scheduler.timetables.problem import (
    Aim,
    Body,
    Level,
    Meeting,
    Person,
    Room,
    Span,
    TimetableProblem,
    Weight,
)
from scheduler.timetables.score import score

DAY = datetime(2027, 5, 10)  # noqa: DTZ001 (by the clock of a place)
PEOPLE = tuple(Person(f"p{n}", f"Person {n}") for n in range(3))
BODIES = (Body("a", "Body A"), Body("b", "Body B", ("c",)), Body("c", "Body C"))
ROOMS = ("small", "large")


def at(hour: int, minute: int = 0, day: int = 0) -> datetime:
    return DAY + timedelta(days=day, hours=hour, minutes=minute)


def spans(problem: TimetableProblem, meeting: Meeting) -> Iterator[Span]:
    """Where a meeting could lie, by the clock."""
    if problem.grid is None:
        yield from problem.slots
        return
    for hours in problem.hours:
        start = hours.start
        while start + timedelta(minutes=meeting.minutes or 0) <= hours.end:
            yield Span(start, start + timedelta(minutes=meeting.minutes or 0))
            start += timedelta(minutes=problem.grid)


def timetables(problem: TimetableProblem) -> Iterator[Timetable]:
    """Every timetable, kept or not what must be."""
    choices = [
        [Placement(one.id, span, room.id) for span in spans(problem, one) for room in problem.rooms]
        for one in problem.meetings
    ]
    for placements in product(*choices):
        yield Timetable(placements)


def best(problem: TimetableProblem) -> tuple[int, int, int] | None:
    """The lowest cost of all timetables that keep what must be; None where there is none."""
    costs = [
        score(problem, one).levels
        for one in timetables(problem)
        if not check_timetable(problem, one)
    ]
    return min(costs, default=None)


_names = st.sets(st.sampled_from(["p0", "p1", "p2"]), max_size=2)
_windows = st.sampled_from(
    [(), (Span(at(9), at(10)),), (Span(at(9, 15), at(10)), Span(at(9, day=1), at(12, day=1)))]
)


@st.composite
def meetings(draw: st.DrawFn, number: int, *, slots: bool) -> Meeting:
    required = draw(_names)
    earlier = [f"m{n}" for n in range(number)]
    some = st.lists(st.sampled_from(earlier), max_size=1) if earlier else st.just([])
    return Meeting(
        id=f"m{number}",
        title=f"Meeting {number}",
        seats=draw(st.integers(0, 12)),
        minutes=None if slots else draw(st.sampled_from([15, 30, 45])),
        bodies=tuple(draw(st.sets(st.sampled_from("abc"), max_size=1))),
        required=tuple(sorted(required)),
        preferred=tuple(sorted(draw(_names) - required)),
        rooms=draw(st.sampled_from([(), (), ("small",), ("large",)])),
        wished_rooms=draw(st.sampled_from([(), ("small",)])),
        times=draw(st.sampled_from([(), (), (Span(at(9), at(10)),)])),
        wished=draw(_windows),
        avoid=draw(_windows),
        not_before=draw(st.sampled_from([None, None, at(9, 15)])),
        not_after=draw(st.sampled_from([None, None, at(9, 45)])),
        after=tuple(draw(some)),
        never_beside=tuple(draw(some)),
        rather_not_beside=tuple(draw(some)),
    )


@st.composite
def problems(draw: st.DrawFn) -> TimetableProblem:
    """Two or three meetings, two rooms, six quarter-hours or four slots, and any aims."""
    slots = draw(st.booleans())
    aims = draw(
        st.dictionaries(
            st.sampled_from(list(Aim)),
            st.builds(Weight, st.integers(0, 5), st.sampled_from(list(Level)), st.integers(0, 2)),
        )
    )
    quarter = timedelta(minutes=15)
    morning = [Span(at(9) + n * quarter, at(9) + (n + 1) * quarter) for n in range(3)]
    count = draw(st.integers(2, 3))
    return TimetableProblem(
        title="Drawn",
        grid=None if slots else 15,
        hours=() if slots else (Span(at(9), at(10)), Span(at(9, day=1), at(9, 30, day=1))),
        slots=(*morning, Span(at(9, day=1), at(10, day=1))) if slots else (),
        continuous=draw(st.booleans()),
        rooms=(
            Room("small", "Small room", 8, draw(st.sampled_from([(), (Span(at(9), at(9, 15)),)]))),
            Room("large", "Large room", 12),
        ),
        bodies=BODIES,
        persons=PEOPLE,
        meetings=tuple(draw(meetings(n, slots=slots)) for n in range(count)),
        aims=aims,
    )
