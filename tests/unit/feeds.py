"""Released programmes for tests of calendars, and two ways to read a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import vobject
from vobject.icalendar import TimezoneComponent, stringToDateTime

from exports.records import Item, Meeting, Session, Version
from procedure.programmes import VersionStatus

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
URL = "https://meetings.example.org/sessions/cop4/programme"


def session(time_zone: str = "Europe/Vienna", **changes) -> Session:
    values = {
        "slug": "cop4",
        "title": "Conference of the Parties, fourth session",
        "time_zone": time_zone,
        "first_day": date(2008, 10, 8),
        "last_day": date(2008, 10, 17),
        "languages": LANGUAGES,
        "venue": "Vienna International Centre",
    }
    return Session(**(values | changes))


def meeting(
    number: int = 16, *, start=datetime(2008, 10, 17, 13, tzinfo=UTC), **changes
) -> Meeting:
    values = {
        "uid": f"m{number}",
        "number": number,
        "column": "plenary",
        "body": "COP",
        "starts_at": start,
        "ends_at": start + timedelta(hours=3),
        "items": (Item(number="4", title="Future activities"), Item(number="5", title="Budget")),
        "room": "Plenary hall",
        "venue": "Vienna International Centre",
        "languages": LANGUAGES,
    }
    return Meeting(**(values | changes))


def working_group(number: int = 2, **changes) -> Meeting:
    title = "Working Group on International Cooperation"
    values = {
        "uid": f"w{number}",
        "column": "parallel",
        "body": "WGIC",
        "body_title": title,
        "series_title": title,
        "items": (Item(number="2(c)", title=title, continued=True),),
        "room": "Conference room",
    }
    return meeting(number, **(values | changes))


def release(number: int, *meetings: Meeting, status=VersionStatus.APPROVED) -> Version:
    at = datetime(2008, 5, 28, 12, tzinfo=UTC) + timedelta(days=number)
    return Version(number=number, status=status, status_at=at, meetings=meetings)


def at_local_noon(zone: str, days: Iterable[date]) -> tuple[Meeting, ...]:
    """A meeting at noon of each day, as the clocks of the zone have it."""
    noons = [datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)) for day in days]
    return tuple(meeting(n, start=noon.astimezone(UTC)) for n, noon in enumerate(noons, start=1))


def under_an_unknown_zone(feed: bytes, zone: str) -> bytes:
    """The feed with a name of its zone that nobody knows, so that only its own rules can tell."""
    name = f"X-{zone}-{len(feed)}-{hash(feed) & 0xFFFF}"
    for mark in ("TZID:", "TZID="):
        feed = feed.replace(f"{mark}{zone}".encode(), f"{mark}{name}".encode())
    return feed


def starts_by_icalendar(feed: bytes) -> list[datetime]:
    events = icalendar.Calendar.from_ical(feed).events
    return [event.start.astimezone(UTC) for event in events]


def starts_by_vobject(feed: bytes) -> list[datetime]:
    """Times told from the rules in the feed; left to itself it also guesses zones by name."""
    read = vobject.readOne(feed.decode(), transform=False)
    zones = [TimezoneComponent.gettzinfo(zone) for zone in read.contents.get("vtimezone", [])]
    zone = zones[0] if zones else UTC
    starts = [event.dtstart.value for event in read.contents.get("vevent", [])]
    return [stringToDateTime(start, zone).astimezone(UTC) for start in starts]
