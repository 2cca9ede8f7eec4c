"""Reading a programme: the JSON that is written, or the meetings alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduler.problem import Column
from scheduler.programme import ItemPart, Meeting, Programme
from scheduler.reading import BadInput, hours, read_problem, read_programme
from tests.unit.problem_files import Change, drop, put, small
from tests.unit.problems import judged

PROBLEM = read_problem(small())


def meetings() -> dict[str, Any]:
    """Two meetings, the later one first."""
    common = {"column": "plenary", "body": "COP", "slot": "AM"}
    return {
        "meetings": [
            common
            | {
                "number": 2,
                "date": "2008-10-10",
                "start": "2008-10-10T08:00:00Z",
                "languages": ["en"],
                "items": [{"item": "2", "minutes": 35, "continued": False}],
            },
            common
            | {
                "number": 1,
                "date": "2008-10-08",
                "room": "hall",
                "interpreted": True,
                "languages": ["en", "fr"],
                "items": [{"item": "1", "minutes": 60, "continued": False}],
            },
        ]
    }


def mistakes(data: object) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as caught:
        read_programme(data, PROBLEM)
    return [(error.path, str(error.text)) for error in caught.value.errors]


def test_meetings_in_order_of_time() -> None:
    first, last = PROBLEM.periods[0], PROBLEM.periods[2]
    expected = []
    for number, period, room, languages, part in (
        (1, first, "hall", ("en", "fr"), ItemPart(item="1", minutes=60, continued=False)),
        (2, last, None, ("en",), ItemPart(item="2", minutes=35, continued=False)),
    ):
        start, end = hours(PROBLEM, period)
        meeting = Meeting(
            number=number,
            column=Column.PLENARY,
            body="COP",
            date=period.date,
            slot="AM",
            start=start,
            end=end,
            room=room,
            languages=languages,
            items=(part,),
        )
        expected.append(meeting)
    assert read_programme(meetings(), PROBLEM) == Programme(meetings=tuple(expected))


def test_hours_carry_the_offset_of_the_day() -> None:
    data = small()
    data["session"] |= {"first_day": "2008-10-24", "last_day": "2008-10-27"}
    data["session"]["days_without_meetings"] = ["2008-10-25", "2008-10-26"]
    problem = read_problem(data)
    assert [hours(problem, period)[0].isoformat() for period in problem.periods] == [
        "2008-10-24T10:00:00+02:00",
        "2008-10-24T15:00:00+02:00",
        "2008-10-27T10:00:00+01:00",
        "2008-10-27T15:00:00+01:00",
    ]


def test_plenary_stands_before_parallel() -> None:
    data = meetings()
    data["meetings"][0] |= {"date": "2008-10-08", "column": "parallel", "body": "WG"}
    del data["meetings"][0]["start"]
    read = read_programme(data, PROBLEM).meetings
    assert [(meeting.column, meeting.date) for meeting in read] == [
        (Column.PLENARY, date(2008, 10, 8)),
        (Column.PARALLEL, date(2008, 10, 8)),
    ]


FIRST = ("meetings", 0)

BROKEN: list[tuple[str, Change, str, str]] = [
    (
        "business",
        put(*FIRST, "items", 0, "item", "3"),
        "structure.business",
        'The 2nd meeting of the Conference on 10 October 2008, 10:00, takes "3",'
        " which is no business of the session.",
    ),
    (
        "body",
        put(*FIRST, "body", "GA"),
        "structure.body",
        "The 2nd meeting of the GA on 10 October 2008, 10:00, is of no body of the session.",
    ),
    (
        "room",
        put(*FIRST, "room", "attic"),
        "rooms",
        'The 2nd meeting of the Conference on 10 October 2008, 10:00, is in the room "attic",'
        " which the session does not have.",
    ),
    (
        "language",
        put(*FIRST, "languages", ["de", "en"]),
        "structure.languages",
        "The 2nd meeting of the Conference on 10 October 2008, 10:00, has interpretation into"
        " German, which item 2 does not need.",
    ),
    (
        "slot",
        put(*FIRST, "slot", "EV"),
        "structure.period",
        'The 2nd meeting of the Conference on 10 October 2008, 10:00, is in the slot "EV",'
        " which the session does not have on that day.",
    ),
    (
        "slot without hours",
        lambda data: (put(*FIRST, "slot", "EV")(data), drop(*FIRST, "start")(data)),
        "structure.period",
        'The 2nd meeting of the Conference on 10 October 2008, 00:00, is in the slot "EV",'
        " which the session does not have on that day.",
    ),
    (
        "day without meetings",
        put(*FIRST, "date", "2008-10-09"),
        "structure.period",
        "The 2nd meeting of the Conference on 9 October 2008, 10:00, is on a day without meetings.",
    ),
    (
        "day outside the session",
        lambda data: (put(*FIRST, "date", "9999-12-31")(data), drop(*FIRST, "start")(data)),
        "structure.period",
        "The 2nd meeting of the Conference on 31 December 9999, 10:00, is outside the session.",
    ),
    (
        "another start",
        put(*FIRST, "start", "2008-10-10T10:00:00+01:00"),
        "structure.hours",
        "The 2nd meeting of the Conference on 10 October 2008, 10:00, is said to be held"
        " from 2008-10-10T11:00+02:00 to 2008-10-10T13:00+02:00;"
        " its slot is from 2008-10-10T10:00+02:00 to 2008-10-10T13:00+02:00.",
    ),
    (
        "the end of all days",
        put(*FIRST, "end", "9999-12-31T23:59:00-12:00"),
        "structure.hours",
        "The 2nd meeting of the Conference on 10 October 2008, 10:00, is said to be held"
        " from 2008-10-10T10:00+02:00 to 9999-12-31T23:59-12:00;"
        " its slot is from 2008-10-10T10:00+02:00 to 2008-10-10T13:00+02:00.",
    ),
]


@pytest.mark.parametrize(
    ("change", "key", "sentence"), [pytest.param(*row, id=name) for name, *row in BROKEN]
)
def test_what_the_session_does_not_have_is_read_for_the_checker(
    change: Change, key: str, sentence: str
) -> None:
    data, given = small(), meetings()
    put("business", 1, "item", "2")(data)
    put(*FIRST, "room", "hall")(given)
    problem = read_problem(data)
    assert judged(problem, read_programme(given, problem)) == []
    change(given)
    assert (key, sentence) in judged(problem, read_programme(given, problem))


MISTAKES: list[tuple[str, Change, str, str]] = [
    (
        "start without an offset",
        put(*FIRST, "start", "2008-10-10T10:00:00"),
        "meetings[0].start",
        "Give a time with its offset, such as 2008-10-08T10:00:00+02:00;"
        ' this is "2008-10-10T10:00:00".',
    ),
    (
        "not interpreted",
        lambda data: data["meetings"][0].update(interpreted=False),
        "meetings[0].interpreted",
        "Give true, as the languages have it, or leave it out.",
    ),
    (
        "no items",
        put(*FIRST, "items", []),
        "meetings[0].items",
        "Give at least 1.",
    ),
    (
        "missing",
        drop(*FIRST, "number"),
        "meetings[0].number",
        "This is missing. Give a whole number from 1 to 100000.",
    ),
    (
        "unknown field",
        put("meeting", []),
        "meeting",
        "There is no field “meeting” here; “meetings” is probably meant.",
    ),
    (
        "another session",
        put("session", "large"),
        "session",
        'This programme is of the session "large"; the problem is of "small".',
    ),
]


@pytest.mark.parametrize(
    ("change", "path", "text"), [pytest.param(*row, id=name) for name, *row in MISTAKES]
)
def test_mistakes(change: Change, path: str, text: str) -> None:
    data = meetings()
    change(data)
    assert mistakes(data) == [(path, text)]


def test_something_else_altogether() -> None:
    assert mistakes([]) == [("", "Give a group of fields; this is [].")]
