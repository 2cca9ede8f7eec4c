"""Jobs of calendars whose worker has gone silent, or whose message was lost, are brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, sessionmaker

from models.calendars import CalendarJob, CalendarSearch, JobKind, JobStatus
from models.runs import RunStatus
from scheduler.text import text
from services.calendar_rounds import add_job, end_search, lock_search, open_jobs
from services.runs import MOST_ATTEMPTS
from services.transactions import clock, transaction


def reap_jobs(
    sessions: sessionmaker[Session],
    enqueue: Callable[[int], object],
    *,
    silent_seconds: float = 15.0,
    waiting_seconds: float = 120.0,
) -> list[int]:
    """Bring back what is silent. Returns the ids enqueued.

    What has been taken up too often is done without: a window stays as it was, and the rounds have
    no guide. Without a plan to begin with, or to go on with, the search fails.
    """
    with sessions() as db:
        lost = db.execute(_lost(clock(db), silent_seconds, waiting_seconds)).all()
    again = []
    for job_id, search_id in lost:
        with sessions() as db, transaction(db):
            search = lock_search(db, search_id)
            moment = clock(db)
            still = _lost(moment, silent_seconds, waiting_seconds).where(CalendarJob.id == job_id)
            if search.active and db.execute(still).first() is not None:
                again += _bring_back(db, search, db.get_one(CalendarJob, job_id), moment)
    for job_id in again:
        enqueue(job_id)
    return again


def _lost(moment: datetime, silent_seconds: float, waiting_seconds: float) -> Select[int, int]:
    """Ids of jobs that run without a word, or wait without being taken up, and of their search."""
    lost = or_(
        (CalendarJob.status == JobStatus.RUNNING)
        & (CalendarJob.heartbeat_at < moment - timedelta(seconds=silent_seconds)),
        (CalendarJob.status == JobStatus.QUEUED)
        & (CalendarJob.heartbeat_at < moment - timedelta(seconds=waiting_seconds)),
    )
    return select(CalendarJob.id, CalendarJob.search_id).where(lost)


def _bring_back(
    db: Session, search: CalendarSearch, job: CalendarJob, moment: datetime
) -> list[int]:
    """The ids to be enqueued."""
    if job.attempts < MOST_ATTEMPTS or job.status is JobStatus.QUEUED:
        job.status, job.heartbeat_at = JobStatus.QUEUED, moment
        return [job.id]
    job.status = JobStatus.FAILED
    db.flush()
    if job.kind in {JobKind.FIRST, JobKind.ROUND}:
        message = text("Its workers stopped without a word %(times)s times.", times=job.attempts)
        end_search(db, search, RunStatus.FAILED, message)
    elif job.kind is JobKind.BOUND or (
        job.kind is JobKind.WINDOW and not open_jobs(db, search, JobKind.WINDOW)
    ):
        return [add_job(db, search, JobKind.ROUND, moment=moment).id]
    elif job.kind is JobKind.EXACT:
        end_search(db, search, RunStatus.FINISHED)
    return []
