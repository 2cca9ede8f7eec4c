"""Letters to be sent by mail: an outbox, written with what causes them and emptied by workers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import LONGEST_LINE, Delegation
from models.types import UTCDateTime, new_stamp, text_enum

LONGEST_SUBJECT = 300


class LetterKind(StrEnum):
    """What a letter is about."""

    CREDENTIALS_REMINDER = "credentials_reminder"
    EXCHANGE_PROPOSED = "exchange_proposed"
    EXCHANGE_ACCEPTED = "exchange_accepted"
    EXCHANGE_DECLINED = "exchange_declined"
    EXCHANGE_TAKEN_BACK = "exchange_taken_back"
    REQUEST_ADMITTED = "request_admitted"
    REQUEST_REFUSED = "request_refused"
    REQUEST_WAITING = "request_waiting"
    OBSERVER_DECIDED = "observer_decided"


class LetterState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Letter(Base):
    """A letter to one address. `cause` names what it tells of: to nobody is that told twice.

    Until `due_at` no worker takes it up: whoever does puts that off, so that no other sends it at
    the same time, and it is taken up again if the worker is lost. `attempts` counts the workers
    that took it up. `uid` is in the name of the message, by which who gets it twice can tell.
    Address and text are for the secretariat alone, and in no audit record.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("session_id", "kind", "cause", "address"),
        UniqueConstraint("uid"),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="sent_or_given_up"),
        Index(
            "ix_letter_waiting",
            "due_at",
            sqlite_where=text("sent_at IS NULL AND given_up_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE"), index=True
    )
    delegation_id: Mapped[int | None] = mapped_column(
        ForeignKey("delegation.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[LetterKind] = mapped_column(text_enum(LetterKind, "kind", checked=False))
    cause: Mapped[str] = mapped_column(String(300))
    address: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    text: Mapped[str]
    language: Mapped[str] = mapped_column(String(35))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    uid: Mapped[str] = mapped_column(String(32), default=new_stamp)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    given_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")

    delegation: Mapped[Delegation | None] = relationship()

    @property
    def state(self) -> LetterState:
        """Where it is."""
        if self.sent_at is not None:
            return LetterState.SENT
        return LetterState.WAITING if self.given_up_at is None else LetterState.FAILED
