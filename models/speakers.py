"""Lists of speakers: their terms, the ledger of what was asked for, and the texts of statements.

The database refuses any change to an entry of a ledger. docs/speakers.md describes plain data.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import LONGEST_LINE, ConferenceSession, Delegation
from models.types import PlainData, UTCDateTime, new_stamp, text_enum
from procedure.speakers.ledger import NOTHING
from procedure.speakers.values import EntryKind


class SpeakersList(Base):
    """The list of speakers on a piece of business. Its row is locked to add to its ledger.

    `business` is the key of a piece of business, `item` the number of its agenda item, if any.
    `policy` is in the form of the rulebook. `last_sequence`, `last_at` and `head` are of the last
    entry; `stamp` is another word with each. `seed` of the lot is secret until `revealed`,
    `receipt_key` for good; both are in hexadecimal digits.
    """

    __tablename__ = "speakers_list"
    __table_args__ = (
        UniqueConstraint("session_id", "key"),
        CheckConstraint("opens_at < closes_at", name="times_in_order"),
        CheckConstraint("last_sequence >= 0", name="sequence_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    key: Mapped[str] = mapped_column(String(100))
    business: Mapped[str] = mapped_column(String(100))
    item: Mapped[str] = mapped_column(String(100), default="")
    title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    policy: Mapped[dict[str, Any]] = mapped_column(PlainData)
    commitment: Mapped[str] = mapped_column(String(64))
    seed: Mapped[str] = mapped_column(String(64))
    receipt_key: Mapped[str] = mapped_column(String(64))
    revealed: Mapped[bool] = mapped_column(default=False)
    last_sequence: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    head: Mapped[str] = mapped_column(String(64), default=NOTHING)
    stamp: Mapped[str] = mapped_column(String(32), default=new_stamp)

    session: Mapped[ConferenceSession] = relationship()


class SpeakersEntry(Base):
    """One line of a ledger. Append-only.

    `delegation_id` is whom it concerns: of whoever inscribed, or whose inscription it names; None
    where it is the list itself. `data` has the key of the delegation.
    """

    __tablename__ = "speakers_entry"
    __table_args__ = (
        Index("ix_speakers_entry_delegation", "list_id", "delegation_id"),
        CheckConstraint("sequence >= 1", name="sequence_from_one"),
    )

    list_id: Mapped[int] = mapped_column(ForeignKey("speakers_list.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    kind: Mapped[EntryKind] = mapped_column(text_enum(EntryKind, "kind"))
    actor: Mapped[str] = mapped_column(String(200))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(PlainData)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))

    list: Mapped[SpeakersList] = relationship()
    delegation: Mapped[Delegation | None] = relationship()


class SpeakerGender(Base):
    """The gender of who speaks by an inscription, where it was given: for statistics only.

    It is not in the ledger, which everybody may read and nobody can change.
    """

    __tablename__ = "speaker_gender"
    __table_args__ = (
        ForeignKeyConstraint(
            ["list_id", "number"],
            ["speakers_entry.list_id", "speakers_entry.sequence"],
            name="fk_speaker_gender_inscription",
        ),
    )

    list_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    gender: Mapped[str] = mapped_column(String(50))


class StatementText(Base):
    """The text of the statement of an inscription, one for each language and media type.

    Who may read it when follows from the floor: see `services.statements`.
    """

    __tablename__ = "statement_text"
    __table_args__ = (
        UniqueConstraint("list_id", "number", "language", "media_type"),
        ForeignKeyConstraint(
            ["list_id", "number"],
            ["speakers_entry.list_id", "speakers_entry.sequence"],
            name="fk_statement_text_inscription",
        ),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("speakers_list.id"), index=True)
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(35))
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    check_against_delivery: Mapped[bool]
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    given_by: Mapped[str] = mapped_column(String(200))

    list: Mapped[SpeakersList] = relationship(viewonly=True)
