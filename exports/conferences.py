"""The meetings of a body over a year as a calendar (iCalendar): a function of plain records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from icalendar import Event

from exports.icalendars import confirmed, opened
from exports.wording import Wording

PRODID = "-//Hemicycle//Calendar of conferences//EN"
NAMESPACE = UUID("2b1c7a64-0d0e-5c39-9f43-52a7c8a3b6d1")  # ours; never change it: UIDs hang on it


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMeeting:
    """One meeting. `key` and `number` say which of which session; `of`: how many these are."""

    key: str
    number: int
    of: int
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""


def body_calendar(
    meetings: Sequence[YearMeeting],
    *,
    year: str,
    name: str,
    made: datetime,
    words: Wording | None = None,
) -> bytes:
    """Make the calendar of a body; `name` is what its reader's program shows."""
    calendar = opened(PRODID, name)
    for meeting in sorted(meetings, key=lambda one: (one.starts_at, one.key)):
        calendar.add_component(_event(meeting, year, made, words or Wording()))
    content: bytes = calendar.to_ical()
    return content


def _event(meeting: YearMeeting, year: str, made: datetime, words: Wording) -> Event:
    title = meeting.title
    if meeting.of > 1:
        title = words.gettext(
            "%(title)s, %(meeting)s", title=title, meeting=words.meeting(meeting.number)
        )
    return confirmed(
        f"{uuid5(NAMESPACE, f'{year} {meeting.key} {meeting.number}')}@hemicycle",
        title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        room=meeting.room,
        made=made,
    )
