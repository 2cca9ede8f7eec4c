"""What the checker finds and what the score counts, each by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

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
from scheduler.timetables.wording import unmet
from tests.unit.timetables import at

PROBLEM = TimetableProblem(
    title="Two meetings",
    grid=15,
    hours=(Span(at(9), at(12)), Span(at(14), at(18)), Span(at(9, day=1), at(12, day=1))),
    rooms=(Room("r", "Room", 10), Room("s", "Other", 30), Room("t", "Third", 25)),
    bodies=(Body("x", "X", ("y",)), Body("y", "Y")),
    persons=(Person("p", "P"), Person("q", "Q")),
    meetings=(
        Meeting(id="a", title="A", seats=5, minutes=60),
        Meeting(id="b", title="B", seats=5, minutes=30),
    ),
)


def placed(a: Span, b: Span | None = None, rooms: str = "rs") -> Timetable:
    one = Placement("a", a, rooms[0])
    return Timetable((one,) if b is None else (one, Placement("b", b, rooms[1])))


def changed(**fields: Any) -> TimetableProblem:
    """The problem with other fields of the first meeting."""
    first, second = PROBLEM.meetings
    return replace(PROBLEM, meetings=(replace(first, **fields), second))


def broken(problem: TimetableProblem, timetable: Timetable) -> list[tuple[str, int]]:
    return [(one.rule, one.amount) for one in check_timetable(problem, timetable)]


LATE = Span(at(11), at(11, 30))


def test_what_keeps_everything_breaks_nothing() -> None:
    assert broken(PROBLEM, placed(Span(at(9), at(10)), LATE)) == []


@pytest.mark.parametrize(
    ("fields", "span", "rooms", "expected"),
    [
        ({}, Span(at(11, 30), at(12, 30)), "rs", [("hours", 1)]),
        ({}, Span(at(9), at(9, 45)), "rs", [("hours", 1)]),
        ({}, Span(at(9, 5), at(10, 5)), "rs", [("grid", 1)]),
        ({"times": (Span(at(9), at(9, 45)),)}, Span(at(9), at(10)), "rs", [("times", 1)]),
        ({"not_before": at(9, 15)}, Span(at(9), at(10)), "rs", [("times", 1)]),
        ({"not_after": at(9, 45)}, Span(at(9), at(10)), "rs", [("times", 1)]),
        ({"rooms": ("s",)}, Span(at(9), at(10)), "rs", [("rooms", 1)]),
        ({}, Span(at(9), at(10)), "?s", [("rooms", 1)]),
        ({"seats": 14}, Span(at(9), at(10)), "rs", [("seats", 4)]),
        ({"after": ("b",)}, Span(at(9), at(10)), "rs", [("after", 1)]),
        ({}, Span(at(10, 30), at(11, 30)), "ss", [("room", 2)]),
        ({"never_beside": ("b",)}, Span(at(10, 15), at(11, 15)), "rs", [("beside", 1)]),
    ],
)  # fmt: skip
def test_what_is_broken(
    fields: dict[str, Any], span: Span, rooms: str, expected: list[tuple[str, int]]
) -> None:
    assert broken(changed(**fields), placed(span, LATE, rooms)) == expected


def test_a_meeting_without_a_time_is_missing() -> None:
    found = check_timetable(PROBLEM, placed(Span(at(9), at(10))))
    assert [(one.rule, str(one.text)) for one in found] == [("missing", "B has no time.")]


def test_a_room_may_be_closed() -> None:
    room = replace(PROBLEM.rooms[0], closed=(Span(at(9, 45), at(10)),))
    problem = replace(PROBLEM, rooms=(room, *PROBLEM.rooms[1:]))
    assert broken(problem, placed(Span(at(9), at(10)), LATE)) == [("closed", 1)]


@pytest.mark.parametrize(
    ("first", "second", "rules"),
    [
        ({"bodies": ("x",)}, {"bodies": ("x",)}, [("body", 2)]),
        ({"bodies": ("x",)}, {"bodies": ("y",)}, [("body", 2)]),
        ({"bodies": ("y",)}, {"bodies": ()}, []),
        ({"required": ("p", "q")}, {"required": ("q", "p")}, [("person", 4)]),
        ({"required": ("p",)}, {"preferred": ("p",)}, []),
    ],
)
def test_who_cannot_be_in_two_places(
    first: dict[str, Any], second: dict[str, Any], rules: list[tuple[str, int]]
) -> None:
    one, other = PROBLEM.meetings
    problem = replace(PROBLEM, meetings=(replace(one, **first), replace(other, **second)))
    assert broken(problem, placed(Span(at(11), at(12)), LATE)) == rules


FULL = Span(at(11), at(12))


@pytest.mark.parametrize(
    ("aim", "fields", "a", "b", "amount"),
    [
        # one person is required in the first and should be in the second: two units
        (Aim.ATTENDANCE, {"required": ("p",)}, FULL, LATE, 2),
        (Aim.ATTENDANCE, {"required": ("p",)}, Span(at(9), at(10)), LATE, 0),
        (Aim.WISHED_TIMES, {"wished": (Span(at(9), at(10)),)}, FULL, LATE, 1),
        (Aim.WISHED_TIMES, {"wished": (Span(at(9), at(12)),)}, FULL, LATE, 0),
        (Aim.AVOIDED_TIMES, {"avoid": (Span(at(9), at(11)),)}, FULL, LATE, 0),
        (Aim.AVOIDED_TIMES, {"avoid": (Span(at(9), at(11, 15)),)}, FULL, LATE, 1),
        (Aim.WISHED_ROOMS, {"wished_rooms": ("s", "t")}, FULL, LATE, 1),
        (Aim.APART, {"rather_not_beside": ("b",)}, FULL, LATE, 2),
        (Aim.FEW_AT_ONCE, {}, FULL, LATE, 2),
        # the last unit of the one is the twelfth, of the other the tenth: eleven and nine before
        (Aim.EARLY_ENDS, {}, FULL, LATE, 20),
        (Aim.EARLY_ENDS, {}, Span(at(14), at(15)), LATE, 24),
        (Aim.BREAKS, {}, Span(at(10), at(11)), LATE, 1),
        (Aim.BREAKS, {}, Span(at(9), at(10)), LATE, 0),
        # the room of the first has 20 and 15 fewer seats than the others; the second's has most
        (Aim.LARGE_ROOMS, {}, FULL, LATE, 35),
        (Aim.SAME_ROOM, {"required": ("p",)}, Span(at(9, 30), at(10, 30)), LATE, 1),
        (Aim.SAME_ROOM, {"required": ("p",)}, Span(at(9, 15), at(10, 15)), LATE, 0),
        (Aim.SAME_ROOM, {"required": ("p",)}, FULL, LATE, 0),
    ],
)
def test_what_is_counted(aim: Aim, fields: dict[str, Any], a: Span, b: Span, amount: int) -> None:
    one, other = changed(**fields).meetings
    problem = replace(
        PROBLEM,
        meetings=(one, replace(other, preferred=("p",))),
        aims={**dict.fromkeys(Aim, Weight(0)), aim: Weight(7, Level.MEDIUM)},
    )
    found = score(problem, placed(a, b))
    assert found.amounts[aim] == amount
    assert found.levels == (0, 7 * amount, 0)


@pytest.mark.parametrize(
    ("continuous", "across_lunch", "across_night"), [(False, 0, 0), (True, 1, 1)]
)
def test_days_follow_on_one_another_only_if_told(
    continuous: bool, across_lunch: int, across_night: int
) -> None:
    problem = replace(PROBLEM, continuous=continuous, aims={Aim.BREAKS: Weight(1)})
    lunch = placed(FULL, Span(at(14), at(14, 30)))
    night = placed(Span(at(17), at(18)), Span(at(9, day=1), at(9, 30, day=1)))
    assert score(problem, lunch).amounts[Aim.BREAKS] == across_lunch
    assert score(problem, night).amounts[Aim.BREAKS] == across_night


def test_in_slots_a_unit_is_a_slot() -> None:
    slots = (Span(at(9), at(10)), Span(at(11), at(12)), Span(at(9, day=1), at(10, day=1)))
    one, other = (replace(meeting, minutes=None) for meeting in PROBLEM.meetings)
    problem = replace(
        PROBLEM,
        grid=None,
        hours=(),
        slots=slots,
        meetings=(one, other),
        aims={aim: Weight(1) for aim in (Aim.FEW_AT_ONCE, Aim.EARLY_ENDS, Aim.BREAKS)},
    )
    together, apart = placed(slots[1], slots[1]), placed(slots[0], slots[1])
    assert score(problem, together).amounts[Aim.FEW_AT_ONCE] == 1
    assert score(problem, apart).amounts[Aim.BREAKS] == 1
    assert score(problem, placed(slots[1], slots[2])).amounts[Aim.BREAKS] == 0
    assert score(problem, placed(slots[1], slots[2])).amounts[Aim.EARLY_ENDS] == 3
    assert broken(problem, placed(Span(at(9), at(9, 30)), slots[1])) == [("hours", 1)]


def test_what_is_not_met_is_said() -> None:
    one, other = changed(
        wished=(Span(at(9), at(10)),),
        avoid=(FULL,),
        wished_rooms=("t",),
        rather_not_beside=("b",),
        required=("p",),
    ).meetings
    problem = replace(PROBLEM, meetings=(one, replace(other, preferred=("p",))))
    assert [str(one) for one in unmet(problem, placed(FULL, LATE))] == [
        "1 person is to attend both A and B, which are at once.",
        "A is not at a time that it wishes.",
        "A is at a time that it should avoid.",
        "A is not in a room that it wishes.",
        "A and B are at once, and should not be.",
    ]
