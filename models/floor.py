"""The floor of a meeting: what happened there, in order. The database refuses any change to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import ConferenceSession
from models.types import PlainData, UTCDateTime, new_stamp, text_enum
from procedure.floor.values import FloorEventKind


class Floor(Base):
    """The floor of the meeting of a `uid`. Its row is locked to add to its events.

    `last_sequence` is that of the last event; `stamp` is another word with each.
    """

    __tablename__ = "floor"
    __table_args__ = (
        UniqueConstraint("session_id", "meeting_uid"),
        CheckConstraint("last_sequence >= 0", name="sequence_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    meeting_uid: Mapped[str] = mapped_column(String(64))
    last_sequence: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stamp: Mapped[str] = mapped_column(String(32), default=new_stamp)

    session: Mapped[ConferenceSession] = relationship()


class FloorEventRow(Base):
    """One event of a floor. Append-only. `data` is described in docs/speakers.md."""

    __tablename__ = "floor_event"
    __table_args__ = (CheckConstraint("sequence >= 1", name="sequence_from_one"),)

    floor_id: Mapped[int] = mapped_column(ForeignKey("floor.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    kind: Mapped[FloorEventKind] = mapped_column(text_enum(FloorEventKind, "kind"))
    actor: Mapped[str] = mapped_column(String(200))
    data: Mapped[dict[str, Any]] = mapped_column(PlainData)

    floor: Mapped[Floor] = relationship()
