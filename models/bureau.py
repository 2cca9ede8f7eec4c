"""The officers of a session, how they came to be, and what the bureau met for and decided.

Elections, their ballots and the decisions of the bureau are only added to: the database refuses any
change to them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, one_where
from models.conferences import LONGEST_LINE, ConferenceSession, Delegation
from models.programmes import ProgrammeVersion
from models.types import PlainData, UTCDateTime, text_enum
from procedure.bureau.values import DecisionKind, ElectionMethod, Ending, ItemOutcome, StepKind

LONGEST_NAME = 200


class PastOffice(Base):
    """Which group had an office so many sessions before, where the record has no such session."""

    __tablename__ = "past_office"
    __table_args__ = (CheckConstraint("sessions_before >= 1", name="sessions_before_from_one"),)

    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE"), primary_key=True
    )
    board: Mapped[str] = mapped_column(String(100), primary_key=True)
    office: Mapped[str] = mapped_column(String(100), primary_key=True)
    sessions_before: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    group: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")


class Nomination(Base):
    """That a delegation is nominated for an office of a board of the rulebook, by its group."""

    __tablename__ = "nomination"
    __table_args__ = (
        one_where(
            "uq_nomination_standing",
            *("session_id", "board", "delegation_id"),
            where="withdrawn_at IS NULL",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    board: Mapped[str] = mapped_column(String(100))
    office: Mapped[str] = mapped_column(String(100))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    group: Mapped[str] = mapped_column(String(100))
    person: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    note: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    delegation: Mapped[Delegation] = relationship()


class Election(Base):
    """An election to an office, for so many places. Append-only.

    `number` counts those to the office, from 1: of two begun at once one is refused. `candidates`
    is plain data: for each its `key`, that of the delegation, `name` and `person`. Who is elected
    follows from the steps; by acclamation it is all of them, unless a step makes it void. `meeting`
    is that at which it was held, in words.
    """

    __tablename__ = "election"
    __table_args__ = (
        CheckConstraint("places >= 1", name="places_from_one"),
        Index("uq_election_number", "session_id", "board", "office", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    board: Mapped[str] = mapped_column(String(100))
    office: Mapped[str] = mapped_column(String(100))
    number: Mapped[int]
    places: Mapped[int]
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(PlainData)
    method: Mapped[ElectionMethod] = mapped_column(text_enum(ElectionMethod, "method"))
    held_on: Mapped[date]
    meeting: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    note: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))

    session: Mapped[ConferenceSession] = relationship()
    steps: Mapped[list[ElectionStep]] = relationship(
        back_populates="election", order_by="ElectionStep.number", passive_deletes="all"
    )


class ElectionStep(Base):
    """What an election is made of, in order. Append-only.

    `data` of a ballot: `votes` by key, `papers`, `abstentions`, `invalid`; of a lot: `drawn`, a
    list of keys; of a withdrawal: `key`, and the `reason` if one was given; of what is void or
    called off: the `reason`.
    """

    __tablename__ = "election_step"
    __table_args__ = (CheckConstraint("number >= 1", name="number_from_one"),)

    election_id: Mapped[int] = mapped_column(ForeignKey("election.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind, "kind"))
    data: Mapped[dict[str, Any]] = mapped_column(PlainData)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))

    election: Mapped[Election] = relationship(back_populates="steps")


class Officer(Base):
    """Who holds, or held, an office of a session: of a board of the rulebook, or of another body.

    Titles are copies. `place` counts those who hold the same office beside one another. `until` is
    the first day no longer in office, which may be to come. `absent` lists ISO dates.
    """

    __tablename__ = "officer"
    __table_args__ = (
        CheckConstraint("until IS NULL OR since <= until", name="days_in_order"),
        CheckConstraint("(until IS NULL) = (ended IS NULL)", name="ended_somehow"),
        one_where(
            "uq_officer_in_place",
            *("session_id", "board", "office", "place"),
            where="until IS NULL",
        ),
        one_where(
            "uq_officer_of_state",
            *("session_id", "board", "delegation_id"),
            where="until IS NULL AND office <> ''",  # but those of other bodies
        ),
        Index("uq_officer_elected", "election_id", "delegation_id", unique=True),
        Index("uq_officer_replaces_id", "replaces_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    position: Mapped[int]
    board: Mapped[str] = mapped_column(String(100))
    board_title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    office: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    place: Mapped[int]
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    person: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    ended: Mapped[Ending | None] = mapped_column(text_enum(Ending, "ended"))
    note: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    election_id: Mapped[int | None] = mapped_column(ForeignKey("election.id"))
    absent: Mapped[list[str]] = mapped_column(PlainData, default=list)
    version: Mapped[int] = mapped_column(default=1)

    session: Mapped[ConferenceSession] = relationship()
    delegation: Mapped[Delegation] = relationship()
    election: Mapped[Election | None] = relationship()
    replaces: Mapped[Officer | None] = relationship(remote_side="Officer.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read once by the mapper


class GroupChair(Base):
    """The chair of a regional group: a member of the extended bureau."""

    __tablename__ = "group_chair"
    __table_args__ = (
        one_where("uq_group_chair_in_office", "session_id", "group", where="until IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    group: Mapped[str] = mapped_column(String(100))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    person: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")

    delegation: Mapped[Delegation | None] = relationship()


class BureauMeeting(Base):
    """A meeting of the bureau, or of the extended bureau, on a session that is being prepared.

    `agenda` lists lines; `attendance` those who were there, as `name` and `capacity`, or is None
    where that was not noted.
    """

    __tablename__ = "bureau_meeting"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    number: Mapped[int]
    held_on: Mapped[date]
    extended: Mapped[bool]
    agenda: Mapped[list[str]] = mapped_column(PlainData)
    attendance: Mapped[list[dict[str, str]] | None] = mapped_column(PlainData)
    notes: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    session: Mapped[ConferenceSession] = relationship()
    decisions: Mapped[list[BureauDecision]] = relationship(
        back_populates="meeting", order_by="BureauDecision.number", passive_deletes="all"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read once by the mapper


class BracketedItem(Base):
    """An item of a draft agenda that was left in brackets. What became of it: its decisions."""

    __tablename__ = "bracketed_item"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    source: Mapped[str] = mapped_column(String(LONGEST_LINE), default="")

    decisions: Mapped[list[BureauDecision]] = relationship(
        back_populates="item", order_by="BureauDecision.id", passive_deletes="all"
    )


class BureauDecision(Base):
    """What a meeting of the bureau decided. Append-only.

    One that settles an item has its `outcome`, and the number under which it is kept. An item is
    settled once; a later decision on it `revises` the one before.
    """

    __tablename__ = "bureau_decision"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("(kind = 'programme') = (version_id IS NOT NULL)", name="of_a_version"),
        CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="of_an_item"),
        CheckConstraint("(item_id IS NULL) = (outcome IS NULL)", name="outcome_of_item"),
        CheckConstraint("revises_id IS NULL OR item_id IS NOT NULL", name="revises_of_item"),
        one_where(
            "uq_bureau_decision_settles",
            "item_id",
            where="item_id IS NOT NULL AND revises_id IS NULL",
        ),
        UniqueConstraint("revises_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("bureau_meeting.id"), index=True)
    number: Mapped[int]
    kind: Mapped[DecisionKind] = mapped_column(text_enum(DecisionKind, "kind"))
    text: Mapped[str]
    version_id: Mapped[int | None] = mapped_column(ForeignKey("programme_version.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("bracketed_item.id"), index=True)
    outcome: Mapped[ItemOutcome | None] = mapped_column(text_enum(ItemOutcome, "outcome"))
    new_number: Mapped[str] = mapped_column(String(100), default="")
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("bureau_decision.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))

    meeting: Mapped[BureauMeeting] = relationship(back_populates="decisions")
    version: Mapped[ProgrammeVersion | None] = relationship()
    item: Mapped[BracketedItem | None] = relationship(back_populates="decisions")
    revises: Mapped[BureauDecision | None] = relationship(remote_side="BureauDecision.id")


class PresidingDuty(Base):
    """Who presides over a meeting, by its `uid` in all versions of the programme."""

    __tablename__ = "presiding_duty"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE"), primary_key=True
    )
    meeting_uid: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    pinned: Mapped[bool] = mapped_column(default=False)

    officer: Mapped[Officer] = relationship()
