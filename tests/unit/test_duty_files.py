"""Who presides, as a sheet and as a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from icalendar import Calendar

from exports.duties import DutyLine, calendar, table
from exports.wording import Wording

MADE = datetime(2006, 10, 1, 12, tzinfo=UTC)
LINE = DutyLine(
    uid="m1",
    title="Conference of the Parties, 1st meeting",
    starts_at=datetime(2006, 10, 9, 8, tzinfo=UTC),
    ends_at=datetime(2006, 10, 9, 11, tzinfo=UTC),
    room="Plenary hall",
    office="President",
    person="Eugenio Curia",
    state="Argentina",
)


def test_a_sheet_has_a_row_for_each_meeting() -> None:
    found = table([LINE], Wording("en"))
    assert found.head[-3:] == ("Office", "Name", "State")
    assert found.rows == (
        (
            date(2006, 10, 9),
            "08:00",
            "11:00",
            "Conference of the Parties, 1st meeting",
            "Plenary hall",
            "President",
            "Eugenio Curia",
            "Argentina",
        ),
    )


def test_heads_and_offices_are_in_the_language_that_is_asked_for() -> None:
    found = table([LINE, replace(LINE, office="")], Wording("fr", lambda said: f"[{said}]"))
    assert found.head[-3:] == ("[Office]", "[Name]", "[State]")
    assert [row[5] for row in found.rows] == ["[President]", ""]


def test_a_calendar_has_an_event_for_each_meeting() -> None:
    read = Calendar.from_ical(calendar([LINE], "Eugenio Curia", MADE))
    (event,) = read.walk("VEVENT")
    assert str(event["UID"]) == "m1-presides@hemicycle"
    assert str(event["SUMMARY"]) == LINE.title
    assert str(event["LOCATION"]) == "Plenary hall"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (LINE.starts_at, LINE.ends_at)
    assert event.decoded("DTSTAMP") == MADE


def test_nobody_presides_over_an_empty_calendar() -> None:
    assert Calendar.from_ical(calendar([], "Nobody", MADE)).walk("VEVENT") == []
