"""Searches for a programme, as jobs. This table is the truth; the queue only wakes workers."""

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

    `message` and `explanation` are sentences as plain data (`services.sentences`).
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
    result_id: Mapped[int | None] = mapped_column(ForeignKey("programme_version.id"))

    session: Mapped[ConferenceSession] = relationship()
    based_on: Mapped[ProgrammeVersion | None] = relationship(foreign_keys=[based_on_id])
    result: Mapped[ProgrammeVersion | None] = relationship(foreign_keys=[result_id])

    @property
    def active(self) -> bool:
        """Whether it is waiting or running."""
        return self.status in ACTIVE
