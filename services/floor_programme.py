"""The meetings of the programme released last, and the hours that they give to each business."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.programmes import Meeting, ProgrammeDecision, ProgrammeVersion
from services.kept import Kept
from services.programmes import NOT_DISCARDED


@dataclass(frozen=True, slots=True)
class Part:
    """The time that a meeting gives to a piece of business."""

    business: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ProgrammeMeeting:
    """A meeting of the programme, with its parts in order. `number` and `series_title` name it.

    `series` is the key of the body in whose series it is numbered.
    """

    uid: str
    number: int
    series: str
    body: str
    body_title: str
    series_title: str
    room_title: str
    starts_at: datetime
    ends_at: datetime
    parts: tuple[Part, ...]


MEETINGS: Kept[str, tuple[ProgrammeMeeting, ...]] = Kept(16)  # by the stamps of versions


def meetings(db: Session, session_id: int) -> tuple[ProgrammeMeeting, ...]:
    """All meetings, in order of time; none before a programme is released."""
    released = db.execute(
        select(ProgrammeVersion.id, ProgrammeVersion.stamp)
        .join(ProgrammeVersion.decisions)
        .where(ProgrammeVersion.session_id == session_id, NOT_DISCARDED)
        .order_by(ProgrammeDecision.id.desc())
        .limit(1)
    ).first()
    if released is None:
        return ()
    version_id, stamp = released
    known = MEETINGS.get(stamp)
    if known is not None:
        return known
    rows = db.scalars(
        select(Meeting)
        .where(Meeting.version_id == version_id)
        .options(selectinload(Meeting.items))
        .order_by(Meeting.starts_at, Meeting.position)
    )
    return MEETINGS.put(stamp, tuple(_meeting(row) for row in rows))


def meeting(db: Session, session_id: int, uid: str) -> ProgrammeMeeting | None:
    """One meeting by its uid."""
    return next((one for one in meetings(db, session_id) if one.uid == uid), None)


def on_business(all_meetings: Iterable[ProgrammeMeeting], business: str) -> list[ProgrammeMeeting]:
    """The meetings that take up a piece of business."""
    return [one for one in all_meetings if any(part.business == business for part in one.parts)]


def _meeting(row: Meeting) -> ProgrammeMeeting:
    parts, begins = [], row.starts_at
    for item in row.items:
        ends = min(begins + timedelta(minutes=item.minutes), row.ends_at)
        parts.append(Part(item.business, begins, ends))
        begins = ends
    return ProgrammeMeeting(
        uid=row.uid,
        number=row.number,
        series=row.series,
        body=row.body,
        body_title=row.body_title,
        series_title=row.series_title,
        room_title=row.room_title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        parts=tuple(parts),
    )
