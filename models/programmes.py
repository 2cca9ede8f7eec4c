"""Versions of the programme, what was decided about them, and their meetings."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import LONGEST_LINE, ConferenceSession, SessionFacts
from models.types import PlainData, UTCDateTime, new_stamp, one_of, text_enum
from procedure.programmes import VersionStatus, released


class ProgrammeVersion(SessionFacts, Base):
    """One version of the programme of a session. Immutable once it has a decision.

    The facts of the session are those of when it was made, or last changed by hand.

    `objective`, `bound` and `proof` are of the search that made it, and are gone once a hand has
    changed it. `row_version` grows with every change; a form sends back the one it showed.
    `stamp` is another word with every change of the meetings.
    """

    __tablename__ = "programme_version"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_session.id"), index=True)
    number: Mapped[int]
    row_version: Mapped[int] = mapped_column(default=1)
    stamp: Mapped[str] = mapped_column(String(32), default=new_stamp)
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("programme_version.id"))
    made_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    objective: Mapped[int | None]
    bound: Mapped[int | None]
    proof: Mapped[str | None] = mapped_column(one_of("optimal", "feasible", name="proof"))

    session: Mapped[ConferenceSession] = relationship(back_populates="versions")
    based_on: Mapped[ProgrammeVersion | None] = relationship(remote_side="ProgrammeVersion.id")
    decisions: Mapped[list[ProgrammeDecision]] = relationship(
        back_populates="version", order_by="ProgrammeDecision.id", passive_deletes="all"
    )
    meetings: Mapped[list[Meeting]] = relationship(
        back_populates="version", order_by="Meeting.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": row_version, "version_id_generator": False}  # noqa: RUF012 - read once by the mapper

    @property
    def status(self) -> VersionStatus:
        """That of the last decision; a draft without any."""
        return self.decisions[-1].status if self.decisions else VersionStatus.DRAFT

    @property
    def released(self) -> bool:
        """Whether delegations and the public see it."""
        return released(self.status)


class ProgrammeDecision(Base):
    """What was decided about a version, by whom its status asks for. Append-only.

    `revision` is the number in "Rev.1"; 0 unless the version was revised. `waiver` says why it was
    released although it breaks a requirement.
    """

    __tablename__ = "programme_decision"
    __table_args__ = (
        UniqueConstraint("version_id", "status"),
        CheckConstraint("status <> 'draft'", name="not_a_draft"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), index=True)
    status: Mapped[VersionStatus] = mapped_column(text_enum(VersionStatus, "status"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str]
    waiver: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)

    version: Mapped[ProgrammeVersion] = relationship(back_populates="decisions")


class Meeting(Base):
    """One sitting in a version. Titles are copies: what was released stays as it was.

    `uid` names the same meeting in version after version (calendars follow it). `position` is
    the order of the programme. `series` is the key of the body in whose series it is numbered.
    `starts_at` and `ends_at` are in UTC.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("version_id", "uid"),
        CheckConstraint("starts_at < ends_at", name="times_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), index=True)
    uid: Mapped[str] = mapped_column(String(64), default=lambda: uuid4().hex)
    position: Mapped[int]
    number: Mapped[int]
    column: Mapped[str] = mapped_column(one_of("plenary", "parallel", name="column"))
    body: Mapped[str] = mapped_column(String(100))
    body_title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    series: Mapped[str] = mapped_column(String(100))
    series_title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    date: Mapped[date]
    slot: Mapped[str] = mapped_column(String(100))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    room: Mapped[str | None] = mapped_column(String(100))
    room_title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    languages: Mapped[list[str]] = mapped_column(PlainData)
    pinned: Mapped[bool] = mapped_column(default=False)

    version: Mapped[ProgrammeVersion] = relationship(back_populates="meetings")
    items: Mapped[list[MeetingItem]] = relationship(
        back_populates="meeting", order_by="MeetingItem.position", cascade="all, delete-orphan"
    )

    @property
    def interpreted(self) -> bool:
        """Whether there is interpretation into any language."""
        return bool(self.languages)


class MeetingItem(Base):
    """What a meeting takes of one piece of business, in the order it is taken."""

    __tablename__ = "meeting_item"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    business: Mapped[str] = mapped_column(String(100))
    item: Mapped[str | None] = mapped_column(String(100))
    title: Mapped[str]
    minutes: Mapped[int]
    continued: Mapped[bool]

    meeting: Mapped[Meeting] = relationship(back_populates="items")
