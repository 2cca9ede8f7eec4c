"""Searches, as jobs. This table is the truth; the queue only wakes workers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from models.types import PlainData, UTCDateTime, text_enum


class RunKind(StrEnum):
    """What is searched for. `services.solving.WORK` says what a worker does with each."""

    PROGRAMME = "programme"
    REPAIR = "repair"
    ALTERNATIVES = "alternatives"
    ELSEWHERE = "elsewhere"
    TRADE_OFF = "trade_off"
    ROSTER = "roster"


class RunStatus(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    INFEASIBLE = "infeasible"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = frozenset({RunStatus.QUEUED, RunStatus.RUNNING})


class SolverRun(Base):
    """One search. `attempts` counts the workers that took it up, and tells them apart.

    `asked` and `answer` are plain data, of a form of each kind: what is asked for beside the
    programme it is based on, and what came of it beside the programme `result`. `message` and
    `explanation` are sentences as plain data (`services.sentences`).
    """

    __tablename__ = "solver_run"
    __table_args__ = (
        Index(
            "uq_solver_run_active",
            "session_id",
            unique=True,
            sqlite_where=text("status IN ('queued', 'running')"),
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_session.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[RunKind] = mapped_column(
        text_enum(RunKind, "kind", checked=False), default=RunKind.PROGRAMME
    )
    asked: Mapped[dict[str, Any]] = mapped_column(PlainData, default=dict)
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("programme_version.id"))
    keep_pins: Mapped[bool]
    time_limit: Mapped[float]
    seed: Mapped[int]
    status: Mapped[RunStatus] = mapped_column(
        text_enum(RunStatus, "status"), default=RunStatus.QUEUED
    )
    asked_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    heartbeat_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    objective: Mapped[int | None]
    bound: Mapped[int | None]
    solutions: Mapped[int] = mapped_column(default=0)
    message: Mapped[dict[str, Any] | None] = mapped_column(PlainData)
    explanation: Mapped[dict[str, Any] | None] = mapped_column(PlainData)
    answer: Mapped[dict[str, Any] | None] = mapped_column(PlainData)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("programme_version.id"))

    session: Mapped[ConferenceSession] = relationship()
    based_on: Mapped[ProgrammeVersion | None] = relationship(foreign_keys=[based_on_id])
    result: Mapped[ProgrammeVersion | None] = relationship(foreign_keys=[result_id])
    drafts: Mapped[list[RunDraft]] = relationship(
        order_by="RunDraft.place", cascade="all, delete-orphan"
    )

    @property
    def active(self) -> bool:
        """Whether it is waiting or running."""
        return self.status in ACTIVE


class RunDraft(Base):
    """A draft made of one of the programmes that a run answers with: the one at `place`, from 0."""

    __tablename__ = "run_draft"

    run_id: Mapped[int] = mapped_column(
        ForeignKey("solver_run.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), unique=True)

    version: Mapped[ProgrammeVersion] = relationship()
