"""Mistakes of days and slots in a problem."""

from __future__ import annotations

import pytest

from scheduler.reading import read_problem
from tests.unit.problem_files import Change, add, mistakes, put, small

OF_THE_SESSION = "Give a day of the session, from 2008-10-08 to 2008-10-10."

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
        "day of a slot without meetings",
        put("slots", 0, "days", ["2008-10-09"]),
        "slots[0].days[0]",
        "No meetings are held on 2008-10-09.",
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
        'No meetings are held in the slot "AM" on 2008-10-09.',
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
        "change of teams in an unknown slot",
        put("interpretation", "changes", [{"date": "2008-10-08", "slot": "EV", "teams": 1}]),
        "interpretation.changes[0].slot",
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


def test_slots_may_overlap_on_different_days() -> None:
    data = small()
    data["slots"][0]["days"] = ["2008-10-08"]
    data["slots"].append({"id": "LATE", "start": "11:00", "end": "13:30", "days": ["2008-10-10"]})
    assert [slot.id for slot in read_problem(data).slots] == ["AM", "PM", "LATE"]
