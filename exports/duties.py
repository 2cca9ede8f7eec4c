"""Who presides over which meeting, as a sheet and as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from exports.icalendars import confirmed, opened
from exports.sheets import Table

PRODID = "-//Hemicycle//Duties//EN"
HEAD = ("Date", "From", "To", "Meeting", "Room", "Office", "Name", "State")


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


def table(lines: Sequence[DutyLine]) -> Table:
    """The roster as a sheet, meeting by meeting."""
    rows = tuple(
        (
            one.starts_at.date(),
            f"{one.starts_at:%H:%M}",
            f"{one.ends_at:%H:%M}",
            one.title,
            one.room,
            one.office,
            one.person,
            one.state,
        )
        for one in lines
    )
    return Table(title="Duties", head=HEAD, rows=rows)


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
