"""What all our iCalendar files have in common: their opening lines, and an event of a meeting.

Hours are in UTC: every reader shows them in its own zone.
"""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar, Event


def opened(prodid: str, name: str) -> Calendar:
    """A calendar without events; `name` is what its reader's program shows."""
    calendar = Calendar()  # not Calendar.new(), whose UID of the whole makes clients merge events
    calendar.add("PRODID", prodid)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    return calendar


def confirmed(
    uid: str, title: str, *, starts_at: datetime, ends_at: datetime, room: str, made: datetime
) -> Event:
    """An event that is held."""
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", made.astimezone(UTC))
    event.add("DTSTART", starts_at.astimezone(UTC))
    event.add("DTEND", ends_at.astimezone(UTC))
    event.add("SUMMARY", title)
    if room:
        event.add("LOCATION", room)
    event.add("STATUS", "CONFIRMED")
    return event
