"""Sessions of a body, the organs that meet in them, and who takes part."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.types import PlainData, new_stamp
from procedure.instruments import Membership

if TYPE_CHECKING:
    from models.delegations import Delegate, DelegationInstrument, DelegationName
    from models.programmes import ProgrammeVersion
    from models.requirements import (
        Business,
        Document,
        PreferenceWeight,
        Relation,
        Room,
        SlotHours,
    )


LONGEST_LINE = 1000  # characters, as in the file format


class SessionFacts:
    """What documents and calendars say of a session; each version of the programme has a copy.

    `body` is the key of the body whose session it is. Plain data: `languages` is a list of codes;
    `entitlement` is as in the file format.
    """

    title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    body: Mapped[str] = mapped_column(String(100))
    venue: Mapped[str] = mapped_column(String(LONGEST_LINE))
    time_zone: Mapped[str] = mapped_column(String(LONGEST_LINE))
    first_day: Mapped[date]
    last_day: Mapped[date]
    languages: Mapped[list[str]] = mapped_column(PlainData)
    entitlement: Mapped[dict[str, Any]] = mapped_column(PlainData)


class ConferenceSession(SessionFacts, Base):
    """One regular session, with its settings of time and interpretation.

    `version` grows with every change of what was asked for; a form sends back the one it showed.
    `stamp` is another word with every such change. `rulebook` is the key of its rules of procedure.
    Plain data: `days_without_meetings` is a list of ISO dates; `team_changes`, `at_once` and
    `reference` are as in the file format.
    """

    __tablename__ = "conference_session"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("teams >= 0", name="teams_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    stamp: Mapped[str] = mapped_column(String(32), default=new_stamp)
    days_without_meetings: Mapped[list[str]] = mapped_column(PlainData)
    source: Mapped[str]
    teams: Mapped[int]
    meetings_per_team_day: Mapped[int]
    meetings_per_team_week: Mapped[int]
    team_changes: Mapped[list[dict[str, Any]]] = mapped_column(PlainData)
    interpretation_source: Mapped[str]
    interpretation_sources: Mapped[dict[str, str]] = mapped_column(PlainData)
    at_once: Mapped[dict[str, int]] = mapped_column(PlainData)
    at_once_source: Mapped[str]
    reference: Mapped[list[dict[str, Any]]] = mapped_column(PlainData)
    closures: Mapped[list[dict[str, Any]]] = mapped_column(PlainData)
    held: Mapped[dict[str, Any] | None] = mapped_column(PlainData)
    rulebook: Mapped[str] = mapped_column(String(100), default="ctoc")

    slots: Mapped[list[SlotHours]] = relationship(
        order_by="SlotHours.position",
        cascade="all, delete-orphan",
    )
    bodies: Mapped[list[Body]] = relationship(
        order_by="Body.position",
        cascade="all, delete-orphan",
    )
    rooms: Mapped[list[Room]] = relationship(
        order_by="Room.position",
        cascade="all, delete-orphan",
    )
    documents: Mapped[list[Document]] = relationship(
        order_by="Document.position",
        cascade="all, delete-orphan",
    )
    business: Mapped[list[Business]] = relationship(
        order_by="Business.position",
        cascade="all, delete-orphan",
    )
    relations: Mapped[list[Relation]] = relationship(
        order_by="Relation.position",
        cascade="all, delete-orphan",
    )
    preferences: Mapped[list[PreferenceWeight]] = relationship(
        order_by="PreferenceWeight.position",
        cascade="all, delete-orphan",
    )
    delegations: Mapped[list[Delegation]] = relationship(
        back_populates="session", order_by="Delegation.name", cascade="all, delete-orphan"
    )
    versions: Mapped[list[ProgrammeVersion]] = relationship(
        back_populates="session", order_by="ProgrammeVersion.number", passive_deletes="all"
    )

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 - read once by the mapper


class Body(Base):
    """An organ that meets in a session. `numbered_with` is the key of another."""

    __tablename__ = "body"
    __table_args__ = (UniqueConstraint("session_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    numbered_with: Mapped[str | None] = mapped_column(String(100))
    source: Mapped[str]


HAS_CODE = text("code <> ''")


class Delegation(Base):
    """A participant of a session, under the name it had there; `code` is "" where it has none.

    `kind` is a word such as "State party", `regional_group` one such as "African States", or "" for
    who is in none (`procedure.participants` has those that rules know). `follows` lists the keys of
    the bodies whose meetings its calendar shows: none means all. `version` grows with every change
    of what the forms of the delegation and of its delegates show.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        UniqueConstraint("session_id", "name"),
        Index(
            "uq_delegation_code",
            "session_id",
            "code",
            unique=True,
            sqlite_where=HAS_CODE,
            postgresql_where=HAS_CODE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(100))
    regional_group: Mapped[str] = mapped_column(String(100), default="")
    follows: Mapped[list[str]] = mapped_column(PlainData, default=list)
    version: Mapped[int] = mapped_column(default=1)

    session: Mapped[ConferenceSession] = relationship(back_populates="delegations")
    names: Mapped[list[DelegationName]] = relationship(
        back_populates="delegation",
        order_by="DelegationName.language",
        cascade="all, delete-orphan",
    )
    instruments: Mapped[list[DelegationInstrument]] = relationship(
        back_populates="delegation",
        order_by="DelegationInstrument.instrument",
        cascade="all, delete-orphan",
    )
    delegates: Mapped[list[Delegate]] = relationship(
        back_populates="delegation", order_by="Delegate.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 - read once by the mapper

    def name_in(self, language: str) -> str:
        """Its name in a language, where that is known; else the name it is listed under."""
        return next((one.name for one in self.names if one.language == language), self.name)

    @property
    def membership(self) -> Membership:
        """To which instruments it is party, and since when, as far as that is known."""
        return Membership(
            since={one.instrument: one.since for one in self.instruments},
            at_latest=frozenset(one.instrument for one in self.instruments if one.at_latest),
        )
