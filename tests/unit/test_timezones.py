from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.calendar import calendar
from exports.timezones import timezone_component
from tests.unit.feeds import (
    URL,
    at_local_noon,
    meeting,
    release,
    session,
    starts_by_icalendar,
    starts_by_vobject,
    under_an_unknown_zone,
)

ZONES = [
    "Europe/Vienna",
    "America/New_York",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Australia/Sydney",
    "Europe/Dublin",  # its law calls winter time the exception
    "Australia/Lord_Howe",  # half an hour of summer time
    "UTC",
]


def feed_of(zone, days):
    where = session(zone, first_day=days[0], last_day=days[-1])
    meetings = at_local_noon(zone, days)
    feed = calendar([release(1, *meetings)], session=where, name="Programme", url=URL)
    return under_an_unknown_zone(feed, zone), [m.starts_at for m in meetings]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2006, 2008, 2025, 2026, 2036])
def test_meetings_around_the_last_sunday_of_october_start_when_they_should(zone, year):
    last = max(date(year, 10, day) for day in range(25, 32) if date(year, 10, day).weekday() == 6)
    feed, starts = feed_of(zone, [last - timedelta(days=1), last, last + timedelta(days=1)])
    assert starts_by_icalendar(feed) == starts
    assert starts_by_vobject(feed) == starts


@pytest.mark.parametrize("zone", ZONES)
def test_meetings_of_a_whole_year_start_when_they_should(zone):
    feed, starts = feed_of(zone, [date(2010, 1, 1) + timedelta(days=n) for n in range(0, 365, 7)])
    assert starts_by_icalendar(feed) == starts
    assert starts_by_vobject(feed) == starts


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"})),
    st.dates(date(1971, 2, 1), date(2036, 12, 1)),
)
def test_meetings_start_when_they_should_in_any_zone_and_year(zone, first):
    feed, starts = feed_of(zone, [first + timedelta(days=n) for n in range(0, 30, 3)])
    assert starts_by_vobject(feed) == starts
    assert b"RDATE" not in feed  # some clients read no more than its first date


def test_the_rules_of_vienna():
    component = timezone_component("Europe/Vienna", date(2008, 10, 8), date(2008, 10, 17))
    assert component.to_ical().decode().splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Vienna",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def observances(zone, year):
    component = timezone_component(zone, date(year, 6, 1), date(year, 6, 30))
    return [
        (
            part.name,
            part["DTSTART"].to_ical().decode(),
            part["RRULE"].to_ical().decode() if "RRULE" in part else "",
        )
        for part in component.subcomponents
    ]


def test_changes_in_a_fixed_week_of_the_month():
    assert observances("America/New_York", 2009) == [
        ("DAYLIGHT", "19700308T020000", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"),
        ("STANDARD", "19701101T020000", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
    ]


def test_years_in_which_the_law_changed_are_written_out():
    assert observances("America/New_York", 2007) == [
        ("STANDARD", "19700101T000000", ""),
        ("DAYLIGHT", "20060402T020000", ""),
        ("STANDARD", "20061029T020000", ""),
        ("DAYLIGHT", "20070311T020000", ""),
        ("STANDARD", "20071104T020000", ""),
        ("DAYLIGHT", "20080309T020000", ""),
        ("STANDARD", "20081102T020000", ""),
    ]


def test_a_zone_that_never_changes_its_clocks():
    assert observances("Asia/Kolkata", 2008) == [("STANDARD", "19700101T000000", "")]


def test_a_session_in_utc_needs_no_zone():
    feed = calendar(
        [release(1, meeting(start=datetime(2008, 10, 8, 8, tzinfo=UTC)))],
        session=session("UTC"),
        name="Programme",
        url=URL,
    )
    assert b"VTIMEZONE" not in feed
    assert b"DTSTART:20081008T080000Z\r\n" in feed
