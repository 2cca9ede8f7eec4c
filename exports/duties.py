"""Who presides over which meeting, as a sheet and as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from exports.icalendars import confirmed, opened
from exports.sheets import Table
from exports.wording import Wording

PRODID = "-//Hemicycle//Duties//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A meeting and who presides; "" where nobody does yet. Hours are those of the session."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str
    office: str
    person: str
    state: str


def table(lines: Sequence[DutyLine], words: Wording) -> Table:
    """The roster as a sheet, meeting by meeting."""
    say = words.gettext
    head = (
        *(say("Date"), say("From"), say("To"), say("Meeting"), say("Room")),
        *(say("Office"), say("Name"), say("State")),
    )
    rows = tuple(
        (
            one.starts_at.date(),
            f"{one.starts_at:%H:%M}",
            f"{one.ends_at:%H:%M}",
            one.title,
            one.room,
            words.translate(one.office) if one.office else "",
            one.person,
            one.state,
        )
        for one in lines
    )
    return Table(title=say("Who presides"), head=head, rows=rows)


def calendar(lines: Sequence[DutyLine], name: str, made: datetime | None) -> bytes:
    """The meetings of one officer as a calendar (RFC 5545)."""
    found = opened(PRODID, name)
    for one in lines:
        found.add_component(
            confirmed(
                f"{one.uid}-presides@hemicycle",
                one.title,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                room=one.room,
                made=made or datetime.now(UTC),
            )
        )
    return bytes(found.to_ical())
