"""Who interprets: the people of a session, and rosters of a version of its programme.

Plain data is as in the file of a roster problem.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import LONGEST_LINE, ConferenceSession
from models.programmes import ProgrammeVersion
from models.requirements import OfSession
from models.types import PlainData, UTCDateTime, one_of


class RosterTerms(Base):
    """Booths, pivots and rules of a session.

    `version` grows with every change of these, or of the people.
    """

    __tablename__ = "roster_terms"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(default=1)
    booths: Mapped[dict[str, int]] = mapped_column(PlainData)
    pivots: Mapped[list[str]] = mapped_column(PlainData)
    rules: Mapped[dict[str, Any]] = mapped_column(PlainData)
    consecutive: Mapped[list[dict[str, Any]]] = mapped_column(PlainData)
    note: Mapped[str]
    source: Mapped[str]

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 - read once by the mapper


class Interpreter(OfSession, Base):
    """A person who interprets. `into`: language to class, that of their own booth first."""

    __tablename__ = "interpreter"
    __table_args__ = (
        UniqueConstraint("session_id", "key"),
        CheckConstraint("cost_per_day >= 0", name="cost_not_negative"),
    )

    key: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(LONGEST_LINE))
    into: Mapped[dict[str, str]] = mapped_column(PlainData)
    hears: Mapped[list[str]] = mapped_column(PlainData)
    retour: Mapped[list[str]] = mapped_column(PlainData)
    chief: Mapped[bool]
    cost_per_day: Mapped[int]
    absences: Mapped[list[str]] = mapped_column(PlainData)
    avoid: Mapped[list[str]] = mapped_column(PlainData)


class Roster(Base):
    """Who interprets which meeting of a version. It is never changed: a repair is another.

    `proof`: optimal, feasible, or infeasible where places stay empty. `levels` and `changes` are as
    in the file of a roster; `changes` only after a repair.
    """

    __tablename__ = "roster"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), index=True)
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("roster.id"))
    made_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    proof: Mapped[str] = mapped_column(one_of("optimal", "feasible", "infeasible", name="proof"))
    levels: Mapped[list[dict[str, Any]]] = mapped_column(PlainData)
    changes: Mapped[list[dict[str, Any]] | None] = mapped_column(PlainData)

    session: Mapped[ConferenceSession] = relationship()
    version: Mapped[ProgrammeVersion] = relationship()
    duties: Mapped[list[RosterDuty]] = relationship(
        order_by="RosterDuty.position", cascade="all, delete-orphan"
    )


class RosterDuty(Base):
    """One person in one meeting. The name is a copy; `person` is the key of an interpreter."""

    __tablename__ = "roster_duty"

    roster_id: Mapped[int] = mapped_column(
        ForeignKey("roster.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[date]
    slot: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(String(100))
    languages: Mapped[list[str]] = mapped_column(PlainData)
    person: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(LONGEST_LINE))
    chief: Mapped[bool]
