"""The floor of a meeting in the database: read, and added to under its lock.

Functions for services: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.floor import Floor, FloorEventRow
from models.types import new_stamp
from procedure.floor import state as folding
from procedure.floor.values import FloorEvent, FloorEventKind, FloorState
from services import sessions
from services.kept import Kept
from services.live import announce
from services.transactions import clock

EMPTY = folding.state(())


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorView:
    """The floor of a meeting as it was read: all events, and how it stands after them."""

    session_id: int
    meeting_uid: str
    events: tuple[FloorEvent, ...] = ()
    state: FloorState = EMPTY


VIEWS: Kept[str, FloorView] = Kept(64)  # by the stamps of the rows


def view(db: Session, session_id: int, meeting_uid: str) -> FloorView:
    """The floor of one meeting; empty before anything has happened on it."""
    found = [one for one in views(db, session_id, meeting_uid) if one.meeting_uid == meeting_uid]
    return found[0] if found else FloorView(session_id=session_id, meeting_uid=meeting_uid)


def views(db: Session, session_id: int, meeting_uid: str | None = None) -> tuple[FloorView, ...]:
    """The floors of all meetings of a session, or of one; each is read once for each state."""
    if meeting_uid is not None and "\0" in meeting_uid:  # PostgreSQL would not even look for it
        return ()
    columns = Floor.__table__.c  # not the objects: what a session has loaded may be of earlier
    query = select(columns.id, columns.meeting_uid, columns.stamp, columns.last_sequence).where(
        columns.session_id == session_id
    )
    if meeting_uid is not None:
        query = query.where(columns.meeting_uid == meeting_uid)
    found = []
    for row in db.execute(query.order_by(columns.id)).all():
        known = VIEWS.get(row.stamp)
        if known is None:
            known = _read(db, row.id, session_id, row.meeting_uid)
            if known.state.sequence == row.last_sequence:  # nobody has added to it between
                VIEWS.put(row.stamp, known)
        found.append(known)
    return tuple(found)


def _read(db: Session, floor_id: int, session_id: int, meeting_uid: str) -> FloorView:
    columns = FloorEventRow.__table__.c
    query = (
        select(columns.sequence, columns.at, columns.kind, columns.actor, columns.data)
        .where(columns.floor_id == floor_id)
        .order_by(columns.sequence)
    )
    events = tuple(FloorEvent(**row._mapping) for row in db.execute(query))
    return FloorView(
        session_id=session_id,
        meeting_uid=meeting_uid,
        events=events,
        state=folding.state(events),
    )


def lock(db: Session, session: ConferenceSession, meeting_uid: str) -> Floor:
    """Let nobody else add to the floor of a meeting until the transaction ends.

    Whoever locks a list of speakers too locks it before.
    """
    query = (
        select(Floor)
        .where(Floor.session_id == session.id, Floor.meeting_uid == meeting_uid)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.scalar(query)
    if found is None:
        sessions.lock(db, session)  # one at a time makes the row
        found = db.scalar(query)
    if found is None:
        found = Floor(
            session_id=session.id, meeting_uid=meeting_uid, last_sequence=0, stamp=new_stamp()
        )
        db.add(found)
        db.flush()
    return found


def append(
    db: Session,
    floor: Floor,
    kind: FloorEventKind,
    *,
    actor: str,
    data: Mapping[str, Any],
) -> FloorEvent:
    """Add an event to a locked floor, by the clock of the database. It never runs back."""
    moment = clock(db)
    event = FloorEvent(
        sequence=floor.last_sequence + 1,
        at=max(moment, floor.last_at) if floor.last_at else moment,
        kind=kind,
        actor=actor,
        data=dict(data),
    )
    db.add(
        FloorEventRow(
            floor_id=floor.id,
            sequence=event.sequence,
            at=event.at,
            kind=kind,
            actor=actor,
            data=dict(data),
        )
    )
    floor.last_sequence, floor.last_at, floor.stamp = event.sequence, event.at, new_stamp()
    announce(db, floor.session_id)
    return event
