"""The duties of interpreters as calendar and sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from icalendar import Calendar

from exports.roster import Duty, person_calendar, sheet
from exports.wording import Wording

VIENNA = timezone(timedelta(hours=2))
MADE = datetime(2008, 10, 1, tzinfo=UTC)
DUTY = Duty(
    person="ann",
    name="Ann Lee",
    key="2008-10-08 AM COP",
    meeting="COP, 1st meeting",
    post="The English booth",
    starts_at=datetime(2008, 10, 8, 10, tzinfo=VIENNA),
    ends_at=datetime(2008, 10, 8, 13, tzinfo=VIENNA),
    room="Hall",
    chief=True,
)
LATER = replace(
    DUTY,
    key="2008-10-08 PM COP",
    starts_at=datetime(2008, 10, 8, 15, tzinfo=VIENNA),
    ends_at=datetime(2008, 10, 8, 18, tzinfo=VIENNA),
    room="",
    chief=False,
)


def calendar(*duties: Duty) -> bytes:
    return person_calendar(duties, session="cop", name="Ann Lee", made=MADE)


def test_a_calendar_has_an_event_for_each_duty_in_order_of_time() -> None:
    first, second = Calendar.from_ical(calendar(LATER, DUTY)).walk("VEVENT")
    assert (first.start, first.end) == (DUTY.starts_at, DUTY.ends_at)
    assert [str(first[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")] == [
        "COP, 1st meeting: The English booth",
        "Hall",
        "Chief interpreter",
    ]
    assert second.start == LATER.starts_at
    assert "LOCATION" not in second
    assert "DESCRIPTION" not in second


def test_the_same_duty_has_the_same_name_in_every_calendar_and_others_have_others() -> None:
    (one,), (again,) = (
        Calendar.from_ical(calendar(duty)).walk("VEVENT")
        for duty in (DUTY, replace(DUTY, post="The French booth"))
    )
    (later,) = Calendar.from_ical(calendar(LATER)).walk("VEVENT")
    assert one["UID"] == again["UID"]
    assert later["UID"] != one["UID"]


def test_a_sheet_has_a_line_for_each_duty() -> None:
    assert sheet([LATER, DUTY]).split("\r\n") == [
        "\ufeffInterpreter,Name,Date,Start,End,Meeting,Booth,Room,Chief interpreter",
        'ann,Ann Lee,2008-10-08,10:00,13:00,"COP, 1st meeting",The English booth,Hall,yes',
        'ann,Ann Lee,2008-10-08,15:00,18:00,"COP, 1st meeting",The English booth,,',
        "",
    ]


def test_a_sheet_computes_nothing() -> None:
    assert "'=1+1" in sheet([replace(DUTY, name="=1+1")])


def test_a_sheet_speaks_the_language_it_is_given() -> None:
    words = Wording(translate=lambda msgid: msgid.upper())
    assert sheet([DUTY], words).startswith("\ufeffINTERPRETER,NAME,DATE")
