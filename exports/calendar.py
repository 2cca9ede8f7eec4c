"""The meetings of a session as an iCalendar feed (RFC 5545, RFC 7986).

A feed is a function of what was released: the same history gives the same bytes. A meeting keeps
its UID from version to version; its SEQUENCE counts the releases that changed it; one that is
dropped stays, cancelled, so that it leaves the phones it is on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from exports.icalendars import opened
from exports.records import Meeting, Session, Version
from exports.timezones import timezone_component
from exports.wording import Wording
from procedure.programmes import released

PRODID = "-//Hemicycle//Programme of meetings//EN"
REFRESH = timedelta(hours=1)
NAMESPACE = UUID("6f0e4f5c-3f5e-5f0b-9a43-0f9b7c1f4d52")  # ours; never change it: UIDs hang on it


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as the feed shows it: its last form, and how it came to it."""

    meeting: Meeting
    sequence: int
    created: datetime
    changed: datetime
    cancelled: bool = False


def calendar(
    releases: Sequence[Version],
    *,
    session: Session,
    name: str,
    url: str,
    bodies: Collection[str] | None = None,
    words: Wording | None = None,
) -> bytes:
    """Make the feed from all that was released, oldest first.

    `name` is shown by the reader's calendar, `url` is the page of the programme, if it has one.
    With `bodies` (keys), only their meetings are in it. Raises ValueError for a draft.
    """
    words = words or Wording()
    feed = _feed(releases, session=session, name=name, url=url)
    if session.time_zone != "UTC":
        days = [m.starts_at.date() for version in releases for m in version.meetings]
        first, last = min(days, default=session.first_day), max(days, default=session.last_day)
        feed.add_component(timezone_component(session.time_zone, first, last))
    for entry in history(releases, bodies):
        feed.add_component(_event(entry, session=session, url=url, words=words))
    content: bytes = feed.to_ical()
    return content


def etag(content: bytes) -> str:
    """The entity tag of a feed or a document, without quotes."""
    return sha256(content).hexdigest()[:32]


def history(releases: Sequence[Version], bodies: Collection[str] | None = None) -> list[Entry]:
    """Every meeting there ever was in the released versions, in order of time, as it stands now."""
    entries: dict[str, Entry] = {}
    for version in releases:
        if not released(version.status):
            raise ValueError(f"version {version.number} is not released")
        at = version.status_at
        chosen = [m for m in version.meetings if bodies is None or m.body in bodies]
        for meeting in chosen:
            entries[meeting.uid] = _next(entries.get(meeting.uid), meeting, at)
        for key in entries.keys() - {meeting.uid for meeting in chosen}:
            entries[key] = _cancelled(entries[key], at)
    return sorted(entries.values(), key=lambda e: (e.meeting.starts_at, e.meeting.uid))


def uid(session: Session, meeting: Meeting) -> str:
    """What a meeting is known by in every calendar, over all versions."""
    return f"{uuid5(NAMESPACE, f'{session.slug} {meeting.uid}')}@hemicycle"


def _next(entry: Entry | None, meeting: Meeting, at: datetime) -> Entry:
    if entry is None:
        return Entry(meeting, sequence=0, created=at, changed=at)
    if entry.meeting == meeting and not entry.cancelled:
        return entry
    return Entry(meeting, sequence=entry.sequence + 1, created=entry.created, changed=at)


def _cancelled(entry: Entry, at: datetime) -> Entry:
    if entry.cancelled:
        return entry
    return replace(entry, sequence=entry.sequence + 1, changed=at, cancelled=True)


def _feed(releases: Sequence[Version], *, session: Session, name: str, url: str) -> Calendar:
    feed = opened(PRODID, name)
    feed.add("X-WR-TIMEZONE", session.time_zone)
    if url:
        feed.add("URL", url)
    if releases:
        feed.add("LAST-MODIFIED", releases[-1].status_at)
    feed.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    feed.add("X-PUBLISHED-TTL", "PT1H")
    return feed


def _event(entry: Entry, *, session: Session, url: str, words: Wording) -> Event:
    meeting = entry.meeting
    start, end = _times(meeting, session)
    event = Event()
    event.add("UID", uid(session, meeting))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", entry.changed)
    event.add("CREATED", entry.created)
    event.add("LAST-MODIFIED", entry.changed)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("SUMMARY", _summary(entry, words))
    event.add("DESCRIPTION", _description(meeting, words))
    if place := ", ".join(part for part in (meeting.room, meeting.venue) if part):
        event.add("LOCATION", place)
    event.add("CATEGORIES", [words.column(meeting.column)])
    if url:
        event.add("URL", url)
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return event


def _times(meeting: Meeting, session: Session) -> tuple[datetime, datetime]:
    """Start and end in local time; in UTC in the hour that comes twice as summer time ends.

    A local time then means the first of the two (RFC 5545, 3.3.5), and nights before the end of a
    session are long.
    """
    zone = UTC if session.time_zone == "UTC" else ZoneInfo(session.time_zone)
    start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    if start.fold or end.fold:
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _summary(entry: Entry, words: Wording) -> str:
    """A meeting in one line: "16th meeting: items 4 and 5", "Working Group, 2nd meeting"."""
    meeting = entry.meeting
    line = words.meeting(meeting.number)
    if meeting.series_title:
        line = words.gettext("%(body)s, %(meeting)s", body=meeting.series_title, meeting=line)
    else:
        items = words.items(meeting.items) or words.listed(item.title for item in meeting.items)
        line = words.gettext("%(meeting)s: %(items)s", meeting=line, items=items) if items else line
    return words.gettext("Cancelled: %(meeting)s", meeting=line) if entry.cancelled else line


def _description(meeting: Meeting, words: Wording) -> str:
    if meeting.languages:
        service = words.interpretation(meeting.languages)
    else:
        service = words.gettext("No interpretation")
    return "\n".join([*words.business(meeting), "", service])
