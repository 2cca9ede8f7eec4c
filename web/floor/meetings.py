"""The meeting in the address of a page of the floor."""

from __future__ import annotations

from flask import g
from sqlalchemy import select

from models.programmes import Meeting, ProgrammeVersion
from services.errors import NotFound
from services.programmes import RELEASED


def meeting_of(uid: str) -> Meeting:
    """The meeting of a `uid`, as in the newest version released that has it. Raises NotFound."""
    query = (
        select(Meeting)
        .join(Meeting.version)
        .where(ProgrammeVersion.session_id == g.session.id, Meeting.uid == uid, RELEASED)
        .order_by(ProgrammeVersion.number.desc())
        .limit(1)
    )
    meeting: Meeting | None = g.db.scalar(query)
    if meeting is None:
        raise NotFound
    return meeting
