"""Reading timetable problems: our own form and the three of others, each mistake at its field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from scheduler.reading import BadInput
from scheduler.timetables.problem import Aim, Level, Span, TimetableProblem, Weight
from scheduler.timetables.reading import load_timetable_problem, read_timetable_problem
from scheduler.timetables.writing import write_problem
from tests.unit.timetables import at, problems

EXAMPLE = Path(__file__).parents[2] / "examples/lakes-meetings.yaml"
PUBLISHED = "8 2 3 2\n0 0 0 0 1 1 1 1\n4 2\n2 1 1 0 1\n3 0 0\n"
HELD = {
    "sessions": [
        {
            "start": "2018-03-24 09:00",
            "end": "2018-03-24 10:00",
            "room": "Hall",
            "title": "Council",
        },
        {"start": "2018-03-24 10:05", "end": "2018-03-24 10:05", "room": "Lounge", "title": "Tea*"},
        {
            "start": "2018-03-25 09:00",
            "end": "2018-03-25 11:30",
            "room": "HALL",
            "title": "Council - Reports",
        },
        {
            "start": "2018-03-25 09:00",
            "end": "2018-03-25 09:30",
            "room": "Lounge",
            "title": "Bureau of the Council (members)",
        },
    ]
}
GRID = {
    "rooms": ["Hall (40)", "Room (2) (14)"],
    "slots": ["2023-09-11 09:30 - 11:00", "2023-09-12 09:30 - 11:00"],
    "sessions": [
        {"number": 7, "title": "Audio WG", "participants": "Less than 15", "preferred": None},
        {
            "number": 9,
            "title": "Audio WG & Media IG joint meeting",
            "participants": "16-30",
            "preferred": ["Tuesday, 09:30 - 11:00"],
            "avoid": ["Monday, 09:30 - 11:00"],
            "conflicts": [7],
        },
    ],
}


def own(**changes: Any) -> dict[str, Any]:
    """A small problem in our own form."""
    data = {
        "format": "hemicycle-timetable-problem/1",
        "title": "Small",
        "grid": 15,
        "days": [{"date": "2027-05-10", "hours": [{"start": "09:00", "end": "12:00"}]}],
        "rooms": [{"id": "r", "seats": 10}],
        "meetings": [{"id": "a", "minutes": 30}, {"id": "b", "minutes": 45}],
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def meeting(**fields: Any) -> dict[str, Any]:
    return own(meetings=[{"id": "a", "minutes": 30, **fields}, {"id": "b", "minutes": 45}])


def errors(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as refused:
        read_timetable_problem(data, "x")
    return [(error.path, str(error.text)) for error in refused.value.errors]


def published(folder: Path, content: str) -> TimetableProblem:
    file = folder / "small.txt"
    file.write_text(content, encoding="utf-8")
    return load_timetable_problem(file).problem


@given(problem=problems())
@settings(max_examples=50, deadline=None)
def test_what_is_written_is_read_again(problem: TimetableProblem) -> None:
    assert read_timetable_problem(write_problem(problem), "x").problem == problem


def test_the_example_is_read_and_written_again() -> None:
    problem = load_timetable_problem(EXAMPLE).problem
    assert read_timetable_problem(write_problem(problem), "x").problem == problem
    assert len(problem.meetings) == 12
    assert problem.weights[Aim.BREAKS] == Weight(3, Level.SOFT, 2)
    assert problem.room_by_id["room-2"].closed == (Span(at(14, 30, day=1), at(0, day=2)),)


def test_attendance_counts_before_soft_aims_unless_told_otherwise() -> None:
    problem = read_timetable_problem(own(aims={"attendance": {"weight": 3}}), "x").problem
    assert problem.weights[Aim.ATTENDANCE] == Weight(3, Level.MEDIUM)
    assert Aim.FEW_AT_ONCE not in problem.weights


def test_seats_are_for_those_who_attend() -> None:
    people = [{"id": "p"}, {"id": "q"}]
    data = meeting(required=["p"], preferred=["q"]) | {"persons": people}
    assert [one.seats for one in read_timetable_problem(data, "x").problem.meetings] == [2, 0]


@pytest.mark.parametrize(
    ("data", "path", "reason"),
    [
        (own(days=None), "days", "Give either days with a grid, or slots."),
        (own(grid=None), "grid", "Give the minutes from one possible start to the next."),
        (meeting(minutes=40), "meetings[0].minutes", "Give a multiple of the grid, 15 minutes."),
        (meeting(rooms=["q"]), "meetings[0].rooms[0]", 'There is no "q"; give one of: r.'),
        (meeting(required=["p"]), "meetings[0].required[0]",
         'There is no "p", nor any other of its kind: list it first.'),
        (meeting(after=["a"]), "meetings[0].after[0]", "Give another than this one itself."),
        (
            meeting(id="b"),
            "meetings[1].id",
            '"b" is given twice; give another.',
        ),
        (
            meeting(wished=[{"date": "2027-05-10", "start": "10:00", "end": "09:00"}]),
            "meetings[0].wished[0].end",
            "Give a time after the start.",
        ),
        (
            meeting(not_before="2027-02-30"),
            "meetings[0].not_before",
            "Give a day that there is; this is 2027-02-30.",
        ),
        (
            own(days=[{"date": "2027-05-10", "hours": [{"start": "09:00", "end": "09:20"}]}]),
            "days[0].hours[0].end",
            "Give hours that are a multiple of the grid.",
        ),
        (
            own(title=None),
            "title",
            "This is missing. Give a text on one line, of 1 to 1,000 characters.",
        ),
        (
            own(format="hemicycle-timetable-problem/9"),
            "format",
            "Give hemicycle-timetable-problem/1, the name of this format; "
            'this is "hemicycle-timetable-problem/9".',
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named(data: dict[str, Any], path: str, reason: str) -> None:
    assert errors(data) == [(path, reason)]


def test_meetings_after_one_another_in_a_circle_are_refused() -> None:
    data = own(
        meetings=[
            {"id": "a", "minutes": 30, "after": ["b"]},
            {"id": "b", "minutes": 30, "after": ["a"]},
        ]
    )
    assert [path for path, _reason in errors(data)] == ["meetings[0].after"]


def test_slots_that_overlap_are_refused() -> None:
    slots = [
        {"date": "2027-05-10", "start": "10:00", "end": "11:00"},
        {"date": "2027-05-10", "start": "09:00", "end": "10:30"},
    ]
    data = own(slots=slots, days=None, grid=None)
    assert errors(data) == [("slots[0].start", "This overlaps with slots[1].")]


def test_more_than_memory_holds_is_refused() -> None:
    days = [
        {"date": f"2027-{month:02}-{day:02}", "hours": [{"start": "00:00", "end": "23:00"}]}
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    meetings = [{"id": f"m{n}", "minutes": 1} for n in range(100)]
    assert [path for path, _ in errors(own(grid=1, days=days, meetings=meetings))] == ["grid"]


def test_a_published_instance(tmp_path: Path) -> None:
    problem = published(tmp_path, PUBLISHED)
    assert [(one.minutes, one.seats, one.required, one.preferred) for one in problem.meetings] == [
        (30, 2, ("p0",), ("p1",)),
        (45, 0, (), ()),
    ]
    assert [room.seats for room in problem.rooms] == [4, 2]
    assert [(span.end - span.start).seconds // 900 for span in problem.hours] == [4, 4]
    assert problem.continuous


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ("", ""),
        ("8 2 3\n", "line 1"),
        ("8 0 3 2\n", "line 1, R"),
        (PUBLISHED.replace("0 0 0 0 1", "0 0 0 1"), "line 2"),
        (PUBLISHED.replace("0 0 0 0 1 1 1 1", "0 0 1 1 0 0 1 1"), "line 2"),
        (PUBLISHED.replace("4 2", "4 x"), "line 3"),
        (PUBLISHED.replace("2 1 1 0 1", "2 1 1 0"), "line 4"),
        (PUBLISHED.replace("2 1 1 0 1", "2 1 1 0 3"), "line 4"),
        (PUBLISHED.replace("2 1 1 0 1", "2 1 1 0 0"), "line 4"),
        (PUBLISHED.replace("3 0 0", "9 0 0"), "line 5"),
        (PUBLISHED + "1 0 0\n", ""),
        ("è", ""),
    ],
)
def test_a_mistake_of_a_published_instance_is_named(
    tmp_path: Path, content: str, path: str
) -> None:
    with pytest.raises(BadInput) as refused:
        published(tmp_path, content)
    assert [error.path for error in refused.value.errors] == [path]


def test_a_timetable_as_held() -> None:
    reading = read_timetable_problem(HELD, "Held")
    problem = reading.problem
    assert [body.title for body in problem.bodies] == ["Council", "Tea", "Bureau of the Council"]
    assert problem.bodies[2].conflicts == (problem.bodies[0].id,)
    assert [room.title for room in problem.rooms] == ["Hall", "Lounge"]
    assert [one.minutes for one in problem.meetings] == [60, 60, 30, 150]
    assert problem.meetings[3].after == (problem.meetings[0].id,)
    assert problem.grid == 5
    assert str(reading.notes[0]) == (
        "1 meeting has no stated end; it is taken to last 60 minutes: Tea*."
    )
    assert str(reading.notes[0]) in problem.note


def test_a_grid_of_slots() -> None:
    problem = read_timetable_problem(GRID, "Grid").problem
    assert [(room.title, room.seats) for room in problem.rooms] == [("Hall", 40), ("Room (2)", 14)]
    first, second = problem.meetings
    assert (first.id, first.seats, second.seats) == ("s7", 14, 30)
    assert set(first.bodies) < set(second.bodies)
    assert second.wished == (problem.slots[1],)
    assert second.avoid == (problem.slots[0],)
    assert second.rather_not_beside == ("s7",)


@pytest.mark.parametrize(
    ("section", "place", "field", "value", "path"),
    [
        ("rooms", 0, None, "Hall", "rooms[0]"),
        ("slots", 1, None, "2023-09-11 10:00 - 11:00", "slots[1]"),
        ("slots", 1, None, "tomorrow", "slots[1]"),
        ("sessions", 0, "participants", "many", "sessions[0].participants"),
        ("sessions", 0, "preferred", ["Sunday"], "sessions[0].preferred[0]"),
        ("sessions", 0, "conflicts", [12], "sessions[0].conflicts"),
        ("sessions", 0, "number", "seven", "sessions[0].number"),
        ("sessions", 0, "title", 5, "sessions[0].title"),
    ],
)
def test_a_mistake_of_a_grid_is_named(
    section: str, place: int, field: str | None, value: Any, path: str
) -> None:
    data: dict[str, Any] = {name: list(part) for name, part in GRID.items()}
    data[section][place] = value if field is None else {**data[section][place], field: value}
    assert path in [where for where, _reason in errors(data)]


@pytest.mark.parametrize(
    ("field", "value"), [("start", "soon"), ("end", "2018-03-23 09:00"), ("room", None)]
)
def test_a_mistake_of_a_timetable_as_held_is_named(field: str, value: Any) -> None:
    sessions = [{**HELD["sessions"][0], field: value}]
    assert [path for path, _reason in errors({"sessions": sessions})] == [f"sessions[0].{field}"]


def test_hours_are_those_of_the_clock() -> None:
    assert read_timetable_problem(own(), "x").problem.hours == (Span(at(9), at(12)),)
