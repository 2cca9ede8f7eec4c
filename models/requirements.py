"""What is asked for in a session: the stored form of a problem, in the order it was given.

Names are those of the file format, save that an `id` there is a `key` here. Plain data is as in
the file: dates in ISO form, a date with a slot as ``{"date": ..., "slot": ... or None}``.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import Base
from models.conferences import LONGEST_LINE
from models.types import PlainData, one_of


class OfSession:
    """A row in an ordered list of a session.

    `source` is that of the entry itself; where there are `sources`, they are those of conditions
    on it, by field.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    source: Mapped[str]

    @declared_attr
    def session_id(self) -> Mapped[int]:
        """The session whose list it is."""
        return mapped_column(ForeignKey("conference_session.id", ondelete="CASCADE"), index=True)


class SlotHours(OfSession, Base):
    """A period of the day in which meetings are held. `days`: ISO dates, none means every day."""

    __tablename__ = "slot_hours"
    __table_args__ = (
        UniqueConstraint("session_id", "key"),
        CheckConstraint('start < "end"', name="hours_in_order"),
        CheckConstraint("cost >= 0", name="cost_not_negative"),
    )

    key: Mapped[str] = mapped_column(String(100))
    start: Mapped[time]
    end: Mapped[time]
    cost: Mapped[int]
    days: Mapped[list[str]] = mapped_column(PlainData)


class Room(OfSession, Base):
    """A conference room. `closed`: list of dates with a slot or none."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("session_id", "key"),)

    key: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    seats: Mapped[int]
    booths: Mapped[int]
    closed: Mapped[list[dict[str, Any]]] = mapped_column(PlainData)
    sources: Mapped[dict[str, str]] = mapped_column(PlainData)


class Document(OfSession, Base):
    """A document. `issued`: language code to the ISO date on which it is out."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("session_id", "symbol"),)

    symbol: Mapped[str] = mapped_column(String(100))
    title: Mapped[str]
    issued: Mapped[dict[str, str]] = mapped_column(PlainData)


class Business(OfSession, Base):
    """What takes time: an agenda item, or the meetings of a body. `position` is agenda order.

    Minutes are given, or follow from a list of speakers.
    """

    __tablename__ = "business"
    __table_args__ = (
        UniqueConstraint("session_id", "key"),
        CheckConstraint(
            "(minutes IS NULL) <> (speakers_number IS NULL)", name="minutes_or_speakers"
        ),
        CheckConstraint(
            "(speakers_number IS NULL) = (speakers_limit_minutes IS NULL)",
            name="speakers_with_limit",
        ),
        CheckConstraint(
            "(speakers_number IS NULL) = (speakers_changeover_seconds IS NULL)",
            name="speakers_with_changeover",
        ),
    )

    key: Mapped[str] = mapped_column(String(100))
    title: Mapped[str]
    body: Mapped[str] = mapped_column(String(100))
    column: Mapped[str] = mapped_column(one_of("plenary", "parallel", name="column"))
    languages: Mapped[list[str]] = mapped_column(PlainData)
    item: Mapped[str | None] = mapped_column(String(100))
    minutes: Mapped[int | None]
    speakers_number: Mapped[int | None]
    speakers_limit_minutes: Mapped[int | None]
    speakers_changeover_seconds: Mapped[int | None]
    may_split: Mapped[bool]
    consecutive: Mapped[bool]
    shares_meeting: Mapped[bool]
    starts_meeting: Mapped[bool]
    least_minutes: Mapped[int]
    most_parts: Mapped[int | None]
    chair: Mapped[str | None] = mapped_column(String(LONGEST_LINE))
    room: Mapped[str | None] = mapped_column(String(100))
    seats: Mapped[int]
    not_before: Mapped[dict[str, Any] | None] = mapped_column(PlainData)
    not_after: Mapped[dict[str, Any] | None] = mapped_column(PlainData)
    not_on: Mapped[list[dict[str, Any]]] = mapped_column(PlainData)
    fixed: Mapped[list[dict[str, Any]]] = mapped_column(PlainData)
    wished: Mapped[dict[str, Any] | None] = mapped_column(PlainData)
    documents: Mapped[list[str]] = mapped_column(PlainData)
    sources: Mapped[dict[str, str]] = mapped_column(PlainData)


class Relation(OfSession, Base):
    """What one piece of business asks of another. `business` lists keys."""

    __tablename__ = "relation"
    __table_args__ = (UniqueConstraint("session_id", "key"),)

    key: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(
        one_of(
            "before",
            "after_begun",
            "never_parallel",
            "together",
            "ends_session",
            "alone",
            "near",
            name="relation_kind",
        )
    )
    business: Mapped[list[str]] = mapped_column(PlainData)
    gap_slots: Mapped[int]
    gap_days: Mapped[int]
    because: Mapped[str]


class PreferenceWeight(OfSession, Base):
    """What one unit of a preference costs; `above` is the number of ``short_agendas``.

    `rank`: 1 before 2, and these before None; `never_worse`: than in the version it begins from.
    """

    __tablename__ = "preference_weight"
    __table_args__ = (
        UniqueConstraint("session_id", "name"),
        CheckConstraint("weight >= 0", name="weight_not_negative"),
    )

    name: Mapped[str] = mapped_column(String(100))
    weight: Mapped[int]
    above: Mapped[int]
    rank: Mapped[int | None]
    never_worse: Mapped[bool]
