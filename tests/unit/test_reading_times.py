"""Mistakes of days and slots in a problem."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.problem import Problem
from scheduler.reading import read_problem
from tests.unit.problem_files import Change, add, mistakes, put, small

TAKEN = {"business": "1", "date": "2008-10-08", "slot": "AM", "minutes": 60}
OF_THE_SESSION = "Give a day of the session, from 2008-10-08 to 2008-10-10."
IDLE = (
    "No meetings are held on 2008-10-09, one of the days without meetings of the session: "
    "give another day, or hold meetings on this one."
)
MISTAKES: list[tuple[str, Change, str, str]] = [
    (
        "time zone",
        put("session", "time_zone", "Europe/Viena"),
        "session.time_zone",
        'There is no time zone "Europe/Viena"; Europe/Vienna is probably meant.',
    ),
    (
        "time zone out of reach",
        put("session", "time_zone", "../passwd"),
        "session.time_zone",
        'There is no time zone "../passwd"; give one such as Europe/Vienna.',
    ),
    (
        "time zone of the machine",
        put("session", "time_zone", "localtime"),
        "session.time_zone",
        'There is no time zone "localtime"; give one such as Europe/Vienna.',
    ),
    (
        "time zone of no place",
        put("session", "time_zone", "Factory"),
        "session.time_zone",
        'There is no time zone "Factory"; give one such as Europe/Vienna.',
    ),
    (
        "before there were whole minutes",
        lambda data: data["session"].update(
            first_day="1971-12-31", last_day="1972-01-01", days_without_meetings=[]
        ),
        "session.first_day",
        "Give a day in 1972 or later.",
    ),
    (
        "last day before first",
        put("session", "last_day", "2008-10-07"),
        "session.last_day",
        "Give the first day, 2008-10-08, or a later one.",
    ),
    (
        "too long",
        put("session", "last_day", "2009-11-12"),
        "session.last_day",
        "A session has at most 400 days.",
    ),
    (
        "no day of meetings",
        put("session", "days_without_meetings", ["2008-10-08", "2008-10-09", "2008-10-10"]),
        "session.days_without_meetings",
        "Leave at least one day of the session for meetings.",
    ),
    (
        "no slot on a day of meetings",
        lambda data: [slot.update(days=["2008-10-09"]) for slot in data["slots"]],
        "session.days_without_meetings",
        "Leave at least one day on which there is a slot for meetings.",
    ),
    (
        "end before start",
        put("slots", 0, "end", "09:00"),
        "slots[0].end",
        "Give a time after the start, 10:00.",
    ),
    (
        "slots overlap",
        put("slots", 1, "start", "12:59"),
        "slots[1].start",
        'The slots "AM" and "PM" overlap; one must end as the other begins.',
    ),
    (
        "day without meetings outside the session",
        put("session", "days_without_meetings", ["2008-10-12"]),
        "session.days_without_meetings[0]",
        OF_THE_SESSION,
    ),
    (
        "day of a slot outside the session",
        put("slots", 0, "days", ["2008-10-11"]),
        "slots[0].days[0]",
        OF_THE_SESSION,
    ),
    (
        "room closed outside the session",
        put("rooms", 0, "closed", ["2008-11-08"]),
        "rooms[0].closed[0]",
        OF_THE_SESSION,
    ),
    (
        "slot unknown",
        put("business", 0, "not_after", "2008-10-10 EV"),
        "business[0].not_after",
        'There is no slot "EV"; the slots are: AM, PM.',
    ),
    (
        "slot on a day without meetings",
        put("business", 0, "fixed", ["2008-10-09 AM"]),
        "business[0].fixed[0]",
        IDLE,
    ),
    (
        "fixed without a slot",
        put("business", 0, "fixed", ["2008-10-08"]),
        "business[0].fixed[0]",
        "Name the slot as well, such as “2008-10-08 AM”.",
    ),
    (
        "window upside down",
        lambda data: data["business"][0].update(not_before="2008-10-10", not_after="2008-10-08"),
        "business[0].not_after",
        "Give a day that is not before 2008-10-10.",
    ),
    (
        "window upside down within a day",
        lambda data: data["business"][0].update(
            not_before="2008-10-10 PM", not_after="2008-10-10 AM"
        ),
        "business[0].not_after",
        "Give a slot that is not before PM.",
    ),
    (
        "change of teams in an unknown slot",
        put("interpretation", "changes", [{"date": "2008-10-08", "slot": "EV", "teams": 1}]),
        "interpretation.changes[0].slot",
        'There is no slot "EV"; the slots are: AM, PM.',
    ),
    (
        "closed outside the session",
        add("closures", date="2008-10-11"),
        "closures[0].date",
        OF_THE_SESSION,
    ),
    (
        "closed in an unknown slot",
        add("closures", date="2008-10-08", slot="EV", column="plenary"),
        "closures[0].slot",
        'There is no slot "EV"; the slots are: AM, PM.',
    ),
    (
        "ruled out outside the session",
        put("business", 0, "not_on", ["2008-10-08", "2008-10-11"]),
        "business[0].not_on[1]",
        OF_THE_SESSION,
    ),
    (
        "wished outside the session",
        put("business", 0, "wished", "2008-10-11"),
        "business[0].wished",
        OF_THE_SESSION,
    ),
    (
        "wished on a day without meetings",
        put("business", 0, "wished", "2008-10-09"),
        "business[0].wished",
        IDLE,
    ),
    (
        "held before a moment outside the session",
        put("held", {"before": {"date": "2008-10-11"}}),
        "held.before.date",
        OF_THE_SESSION,
    ),
    (
        "held in the slot before which it is held",
        put("held", {"before": {"date": "2008-10-08", "slot": "AM"}, "parts": [TAKEN]}),
        "held.parts[0].slot",
        "Give a slot before 2008-10-08 AM.",
    ),
    (
        "held on the day before which it is held",
        put("held", {"before": {"date": "2008-10-08"}, "parts": [TAKEN]}),
        "held.parts[0].slot",
        "Give a slot before 2008-10-08.",
    ),
    (
        "held in an unknown slot",
        put("held", {"before": {"date": "2008-10-10"}, "parts": [TAKEN | {"slot": "EV"}]}),
        "held.parts[0].slot",
        'There is no slot "EV"; the slots are: AM, PM.',
    ),
    (
        "reference outside the session",
        add("reference", business="1", date="2008-11-08", slot="AM"),
        "reference[0].slot",
        'No meetings are held in the slot "AM" on 2008-11-08.',
    ),
]


@pytest.mark.parametrize(
    ("change", "path", "text"),
    [pytest.param(*row, id=name) for name, *row in MISTAKES],
)
def test_mistakes_between_fields(change: Change, path: str, text: str) -> None:
    data = small()
    change(data)
    assert mistakes(data) == [(path, text)]


def night(start: str, end: str, first_day: str, last_day: str) -> dict[str, Any]:
    """A session with a slot at night, in Vienna."""
    data = small()
    data["session"] |= {"first_day": first_day, "last_day": last_day, "days_without_meetings": []}
    data["slots"].append({"id": "NIGHT", "start": start, "end": end})
    return data


@pytest.mark.parametrize(
    ("start", "end"),
    [("01:30", "03:30"), ("02:00", "02:30"), ("02:30", "04:00")],
)
@pytest.mark.parametrize("on", ["2008-03-30", "2008-10-26"])
def test_the_clock_does_not_change_in_a_slot(start: str, end: str, on: str) -> None:
    before = (date.fromisoformat(on) - timedelta(days=2)).isoformat()
    assert mistakes(night(start, end, before, on)) == [
        (
            "slots[2].start",
            f"The clock changes in this slot on {on}; give other hours, or other days.",
        )
    ]


@pytest.mark.parametrize(("start", "end"), [("00:30", "02:00"), ("03:00", "05:00")])
@pytest.mark.parametrize("on", ["2008-03-30", "2008-10-26"])
def test_a_slot_may_end_or_begin_when_the_clock_changes(start: str, end: str, on: str) -> None:
    assert len(read_problem(night(start, end, on, on)).periods) == 3


def test_the_clock_may_change_on_a_day_without_that_slot() -> None:
    data = night("01:30", "03:30", "2008-10-24", "2008-10-27")
    data["slots"][2]["days"] = ["2008-10-24", "2008-10-27"]
    assert len(read_problem(data).periods) == 10
    del data["slots"][2]["days"]
    data["session"]["days_without_meetings"] = ["2008-10-26"]
    assert len(read_problem(data).periods) == 9


@pytest.mark.parametrize(
    ("not_before", "not_after"),
    [
        ("2008-10-10 AM", "2008-10-10 AM"),
        ("2008-10-10 AM", "2008-10-10 PM"),
        ("2008-10-10 PM", "2008-10-10"),
        ("2008-10-10", "2008-10-10 AM"),
        ("2008-10-08 PM", "2008-10-10 AM"),
    ],
)
def test_a_window_may_be_one_slot(not_before: str, not_after: str) -> None:
    data = small()
    data["business"][0] |= {"not_before": not_before, "not_after": not_after}
    assert isinstance(read_problem(data), Problem)


def test_what_is_said_of_a_day_may_stay_where_no_meetings_are_held_on_it_any_more() -> None:
    data = small()
    data["slots"][0]["days"] = ["2008-10-08", "2008-10-09"]
    data["rooms"][0]["closed"] = ["2008-10-09 AM"]
    data["interpretation"]["changes"] = [{"date": "2008-10-09", "slot": "PM", "teams": 0}]
    data["closures"] = [{"date": "2008-10-09"}, {"date": "2008-10-09", "slot": "AM"}]
    data["business"][0] |= {
        "not_before": "2008-10-09 AM",
        "not_after": "2008-10-09 PM",
        "not_on": ["2008-10-09 PM", "2008-10-09"],
    }
    data["held"] = {"before": {"date": "2008-10-09", "slot": "AM"}}
    found = read_problem(data)
    assert [(one.date.day, one.slot.id) for one in found.periods] == [
        (8, "AM"),
        (8, "PM"),
        (10, "PM"),
    ]
    assert found.periods_held == 2


def test_slots_may_overlap_on_different_days() -> None:
    data = small()
    data["slots"][0]["days"] = ["2008-10-08"]
    data["slots"].append({"id": "LATE", "start": "11:00", "end": "13:30", "days": ["2008-10-10"]})
    assert [slot.id for slot in read_problem(data).slots] == ["AM", "PM", "LATE"]
