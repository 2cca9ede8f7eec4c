"""Calendars of conferences: what is asked for, plans of it, and searches as jobs of the queue.

The table of jobs is the truth; the queue only wakes workers.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import LONGEST_LINE
from models.runs import ACTIVE, RunStatus
from models.types import PlainData, UTCDateTime, new_stamp, text_enum


class Calendar(Base):
    """The calendar of a year. What is asked for is in its editions: the last one counts."""

    __tablename__ = "calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(LONGEST_LINE))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class CalendarEdition(Base):
    """What is asked for, as in its file. It is never changed: another file is another edition.

    `stamp` is a word that no other edition of any calendar has.
    """

    __tablename__ = "calendar_edition"
    __table_args__ = (UniqueConstraint("calendar_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("calendar.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    stamp: Mapped[str] = mapped_column(String(32), default=new_stamp)
    asked: Mapped[dict[str, Any]] = mapped_column(PlainData, deferred=True)
    made_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    calendar: Mapped[Calendar] = relationship()


class CalendarPlan(Base):
    """A version of the plan of an edition. The last one may get better; earlier ones stay.

    `starts` has a slot for each block of the edition, null where it is left out. `bound`: no plan
    has fewer points. `row_version` grows with every change, and `stamp` is then another word.
    """

    __tablename__ = "calendar_plan"
    __table_args__ = (UniqueConstraint("calendar_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("calendar.id", ondelete="CASCADE"), index=True
    )
    edition_id: Mapped[int] = mapped_column(ForeignKey("calendar_edition.id"), index=True)
    number: Mapped[int]
    row_version: Mapped[int] = mapped_column(default=1)
    stamp: Mapped[str] = mapped_column(String(32), default=new_stamp, onupdate=new_stamp)
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_plan.id"))
    made_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    starts: Mapped[list[int | None]] = mapped_column(PlainData, deferred=True)
    objective: Mapped[int] = mapped_column(BigInteger)
    bound: Mapped[int | None] = mapped_column(BigInteger)
    left_out: Mapped[int]

    calendar: Mapped[Calendar] = relationship()
    edition: Mapped[CalendarEdition] = relationship()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - read once by the mapper

    @property
    def proven(self) -> bool:
        """Whether no plan is better."""
        return self.bound is not None and self.bound >= self.objective


class CalendarSearch(Base):
    """A search for a better plan, in rounds of windows that have no week in common.

    `starts` is the plan that the windows of the round begin from; it may differ from that of
    `plan`, which changes only where it gets better. `state` says where the rounds are, as plain
    data of `services.calendar_jobs`. `begun` are the points at the beginning.
    """

    __tablename__ = "calendar_search"
    __table_args__ = (
        CheckConstraint("most_rounds IS NULL OR most_rounds >= 1", name="a_round_at_least"),
        Index(
            "uq_calendar_search_active",
            "calendar_id",
            unique=True,
            sqlite_where=text("status IN ('queued', 'running')"),
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("calendar.id", ondelete="CASCADE"), index=True
    )
    edition_id: Mapped[int] = mapped_column(ForeignKey("calendar_edition.id"))
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_plan.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_plan.id"))
    status: Mapped[RunStatus] = mapped_column(
        text_enum(RunStatus, "status"), default=RunStatus.QUEUED
    )
    seed: Mapped[int]
    time_limit: Mapped[float]
    most_rounds: Mapped[int | None]
    asked_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    begun: Mapped[int | None] = mapped_column(BigInteger)
    objective: Mapped[int | None] = mapped_column(BigInteger)
    bound: Mapped[int | None] = mapped_column(BigInteger)
    rounds: Mapped[int] = mapped_column(default=0)
    windows: Mapped[int] = mapped_column(default=0)
    state: Mapped[dict[str, Any] | None] = mapped_column(PlainData, deferred=True)
    starts: Mapped[list[int | None] | None] = mapped_column(PlainData, deferred=True)
    message: Mapped[dict[str, Any] | None] = mapped_column(PlainData)

    calendar: Mapped[Calendar] = relationship()
    edition: Mapped[CalendarEdition] = relationship()
    based_on: Mapped[CalendarPlan | None] = relationship(foreign_keys=[based_on_id])
    plan: Mapped[CalendarPlan | None] = relationship(foreign_keys=[plan_id])

    @property
    def active(self) -> bool:
        """Whether it is waiting or running."""
        return self.status in ACTIVE

    @property
    def proven(self) -> bool:
        """Whether no plan is better than the best so far."""
        return (
            self.bound is not None and self.objective is not None and self.bound >= self.objective
        )


class JobKind(StrEnum):
    """What is to be done for a search."""

    FIRST = "first"  # a plan to begin with
    ROUND = "round"  # what the windows of a round found is put together, and the next are cut
    WINDOW = "window"  # some weeks are planned anew
    BOUND = "bound"  # what no plan is below, and where to look
    EXACT = "exact"  # a small year in one model


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # its workers were lost too often
    DROPPED = "dropped"  # the search was over before


class CalendarJob(Base):
    """Something to be done for a search. `attempts` counts the workers that took it up.

    `window` is plain data (first week, end, blocks tried, starts looked at) and `result` what came
    of it. A window begins from the plan of the search in its `round`.
    """

    __tablename__ = "calendar_job"
    __table_args__ = (
        UniqueConstraint("search_id", "kind", "round", "place"),
        Index("ix_calendar_job_status", "status", "heartbeat_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    search_id: Mapped[int] = mapped_column(
        ForeignKey("calendar_search.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[JobKind] = mapped_column(text_enum(JobKind, "kind", checked=False))
    round: Mapped[int]
    place: Mapped[int] = mapped_column(default=0)
    window: Mapped[dict[str, Any] | None] = mapped_column(PlainData)
    status: Mapped[JobStatus] = mapped_column(
        text_enum(JobStatus, "status"), default=JobStatus.QUEUED
    )
    attempts: Mapped[int] = mapped_column(default=0)
    heartbeat_at: Mapped[datetime] = mapped_column(UTCDateTime)
    result: Mapped[dict[str, Any] | None] = mapped_column(PlainData)

    search: Mapped[CalendarSearch] = relationship()
