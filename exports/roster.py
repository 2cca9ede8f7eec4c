"""The duties of interpreters as calendars, one for each person, and as a sheet for all.

Both are functions of plain records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from icalendar import Event

from exports import sheets
from exports.icalendars import confirmed, opened
from exports.wording import Wording

PRODID = "-//Hemicycle//Roster of interpreters//EN"
NAMESPACE = UUID("9c3f4a5e-6f0d-5e6b-8a53-8d1f0f5a7b21")  # ours; never change it: UIDs hang on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One person in one meeting. `meeting` and `post` are for readers; `key` names the meeting."""

    person: str
    name: str
    key: str
    meeting: str
    post: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    chief: bool = False


def person_calendar(
    duties: Sequence[Duty], *, session: str, name: str, made: datetime, words: Wording | None = None
) -> bytes:
    """Make the calendar of one person from their duties."""
    calendar = opened(PRODID, name)
    for duty in sorted(duties, key=lambda duty: (duty.starts_at, duty.key)):
        calendar.add_component(_event(duty, session, made, words or Wording()))
    content: bytes = calendar.to_ical()
    return content


def _event(duty: Duty, session: str, made: datetime, words: Wording) -> Event:
    event = confirmed(
        f"{uuid5(NAMESPACE, f'{session} {duty.key} {duty.person}')}@hemicycle",
        f"{duty.meeting}: {duty.post}",
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        room=duty.room,
        made=made,
    )
    if duty.chief:
        event.add("DESCRIPTION", words.gettext("Chief interpreter"))
    return event


def sheet(duties: Sequence[Duty], words: Wording | None = None) -> str:
    """Make a sheet (CSV) with a line for each duty, person by person, in local hours."""
    say = (words or Wording()).gettext
    head = say("Interpreter"), say("Name"), say("Date"), say("Start"), say("End"), say("Meeting")
    rows = (
        (
            duty.person,
            duty.name,
            duty.starts_at.date(),
            f"{duty.starts_at:%H:%M}",
            f"{duty.ends_at:%H:%M}",
            duty.meeting,
            duty.post,
            duty.room,
            say("yes") if duty.chief else "",
        )
        for duty in sorted(duties, key=lambda duty: (duty.person, duty.starts_at, duty.key))
    )
    more = say("Booth"), say("Room"), say("Chief interpreter")
    return sheets.sheet(sheets.Table("", (*head, *more), tuple(rows)))
