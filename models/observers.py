"""Who wants to take part as an observer, and what was listed, objected and decided (rules 14-17).

The database refuses any change to lists, objections, their withdrawals and decisions. How a request
stands follows from them: `procedure.observers.status`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import LONGEST_LINE, ConferenceSession, Delegation
from models.files import StoredFile
from models.types import UTCDateTime, text_enum
from procedure.observers.values import Decider


class ObserverList(Base):
    """A list of organizations that was circulated as a document, with the symbol, if it has one."""

    __tablename__ = "observer_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    path: Mapped[str] = mapped_column(String(100))
    symbol: Mapped[str] = mapped_column(String(100), default="")
    circulated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    source: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")

    requests: Mapped[list[ObserverRequest]] = relationship(
        back_populates="listing", order_by="ObserverRequest.name"
    )


class ObserverRequest(Base):
    """A notification or an application, on a path of the rulebook, by its key.

    `number` counts from 1 in the session. `delegation` is there once it takes part. `listing` is
    the list on which its name was circulated. `about` is what the list says of it. `source` says
    where this is from, or what is invented.
    """

    __tablename__ = "observer_request"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        UniqueConstraint("session_id", "name"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(10), default="")
    kind: Mapped[str] = mapped_column(String(100))
    path: Mapped[str] = mapped_column(String(100))
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    contact: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    about: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    list_id: Mapped[int | None] = mapped_column(ForeignKey("observer_list.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(
        ForeignKey("delegation.id", ondelete="SET NULL"), unique=True
    )

    session: Mapped[ConferenceSession] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    listing: Mapped[ObserverList | None] = relationship(back_populates="requests")
    delegation: Mapped[Delegation | None] = relationship()
    objections: Mapped[list[ObserverObjection]] = relationship(order_by="ObserverObjection.id")
    decisions: Mapped[list[ObserverDecision]] = relationship(order_by="ObserverDecision.id")


class ObserverObjection(Base):
    """That a party objects to an organization on a list that was circulated.

    `number` counts, from 1, the objections of the party to it: another is made only once the one
    before is withdrawn.
    """

    __tablename__ = "observer_objection"
    __table_args__ = (
        UniqueConstraint("request_id", "delegation_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("observer_request.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    number: Mapped[int]
    grounds: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    delegation: Mapped[Delegation] = relationship()
    withdrawal: Mapped[ObserverObjectionWithdrawal | None] = relationship()


class ObserverObjectionWithdrawal(Base):
    """That whoever made an objection has withdrawn it, before the Conference decided."""

    __tablename__ = "observer_objection_withdrawal"

    objection_id: Mapped[int] = mapped_column(ForeignKey("observer_objection.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(LONGEST_LINE))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))


class ObserverDecision(Base):
    """What the bureau or the Conference decided on a request, on what day. A later one prevails."""

    __tablename__ = "observer_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("observer_request.id"), index=True)
    by: Mapped[Decider] = mapped_column(text_enum(Decider, "by"))
    accorded: Mapped[bool]
    decided_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
