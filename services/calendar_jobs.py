"""What a worker does with a job of a search for a calendar: takes it up, does it, says what next.

A search has no process of its own. Whoever finishes the last window of a round adds the job that
puts the round together and cuts the next; so any number of workers, on any machines, take part.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Update, update
from sqlalchemy.orm import Session, sessionmaker

from models.calendars import CalendarJob, CalendarSearch, JobKind, JobStatus
from models.runs import RunStatus
from scheduler.calendars.problem import CalendarProblem
from scheduler.calendars.steps import Found, Led, Proof, Round, small
from scheduler.calendars.together import changed
from scheduler.text import text
from services.calendar_hand import Hand, Lost, Stopped
from services.calendar_rounds import (
    add_job,
    drop,
    end_search,
    improve,
    lock_search,
    merge_found,
    open_jobs,
    prove,
)
from services.calendar_steps import provable, result_data, step_of, window_data
from services.calendars import problem_of
from services.transactions import clock, transaction

log = logging.getLogger("hemicycle.calendars")
Enqueue = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this worker has taken up. Another attempt is another claim."""

    job_id: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Task:
    """A job as the engine takes it, for the problem of an edition."""

    search_id: int
    kind: JobKind
    stamp: str
    problem: CalendarProblem
    step: Any


def run_job(
    sessions: sessionmaker[Session],
    job_id: int,
    *,
    enqueue: Enqueue,
    hand: Hand,
    pulse_seconds: float = 0.5,
) -> None:
    """Take up a job, if it still waits, bring it to its end, and enqueue what comes next.

    What fails for reasons of ours ends the search, is logged and raised again.
    """
    claim = _claim(sessions, job_id)
    if claim is None:
        return
    task = _task(sessions, claim)
    if task is None:
        return
    try:
        answer = hand.do(
            task.stamp, task.problem, task.step, lambda: _alive(sessions, claim), pulse_seconds
        )
        following = _finish(sessions, claim, task, answer)
    except Stopped:
        return
    except Lost:  # as if the worker itself were lost
        log.warning("job %s of a calendar lost its process in attempt %s", job_id, claim.attempt)
        return
    except Exception:
        log.exception("job %s of a calendar failed in attempt %s", job_id, claim.attempt)
        _fail(sessions, claim, task)
        raise
    for one in following:
        enqueue(one)


def _claim(sessions: sessionmaker[Session], job_id: int) -> Claim | None:
    with sessions() as db, transaction(db):
        attempt = db.scalar(
            update(CalendarJob)
            .where(CalendarJob.id == job_id, CalendarJob.status == JobStatus.QUEUED)
            .values(
                status=JobStatus.RUNNING,
                attempts=CalendarJob.attempts + 1,
                heartbeat_at=clock(db),
            )
            .returning(CalendarJob.attempts)
        )
    return None if attempt is None else Claim(job_id, attempt)


def _mine(claim: Claim) -> Update:
    """A change to the job, as long as it has not been given to another worker, or dropped."""
    return update(CalendarJob).where(
        CalendarJob.id == claim.job_id,
        CalendarJob.attempts == claim.attempt,
        CalendarJob.status == JobStatus.RUNNING,
    )


def _alive(sessions: sessionmaker[Session], claim: Claim) -> bool:
    """Say that the worker lives; whether the job is to go on."""
    with sessions() as db, transaction(db):
        beat = _mine(claim).values(heartbeat_at=clock(db)).returning(CalendarJob.id)
        return db.scalar(beat) is not None


def _task(sessions: sessionmaker[Session], claim: Claim) -> Task | None:
    """What is to be done; None where the search is over, or its time, which then ends it."""
    with sessions() as db, transaction(db):
        job = db.get_one(CalendarJob, claim.job_id)
        search = lock_search(db, job.search_id)
        moment = clock(db)
        if search.status is RunStatus.QUEUED:
            search.status, search.started_at = RunStatus.RUNNING, moment
        if not search.active or job.status is not JobStatus.RUNNING:
            return None
        edition = search.edition
        problem = problem_of(edition)
        left = _left(search, moment)
        if left <= 0 and search.starts is not None:
            job.status = JobStatus.DROPPED
            drop(db, search, [JobStatus.QUEUED])
            db.flush()
            if not open_jobs(db, search, JobKind.WINDOW):  # these are about to end
                _end(db, search, problem)
            return None
        return Task(search.id, job.kind, edition.stamp, problem, step_of(db, search, job, left))


def _left(search: CalendarSearch, moment: datetime) -> float:
    """Seconds that are left of the time of a search."""
    assert search.started_at is not None
    return search.time_limit - (moment - search.started_at).total_seconds()


def _finish(sessions: sessionmaker[Session], claim: Claim, task: Task, answer: Any) -> list[int]:
    """Store what a job came to, unless it was given to another; the ids of what comes next."""
    with sessions() as db, transaction(db):
        search = lock_search(db, task.search_id)
        done = _mine(claim).values(status=JobStatus.DONE, heartbeat_at=clock(db))
        if db.scalar(done.returning(CalendarJob.id)) is None or not search.active:
            return []
        job = db.get_one(CalendarJob, claim.job_id, populate_existing=True)
        job.result = result_data(answer)
        match answer:
            case Found():
                return _window_done(db, search, task.problem)
            case Led():
                return _led(db, search, task.problem, answer)
            case Proof():
                return _prove(db, search, task.problem, answer)
            case Round():
                return _next_round(db, search, task.problem, answer)
        search.starts = list(answer)
        improve(db, search, task.problem, answer)
        return _add(db, search, JobKind.BOUND)


def _window_done(db: Session, search: CalendarSearch, problem: CalendarProblem) -> list[int]:
    """After the last window of a round it is put together, unless the time is over."""
    search.windows += 1
    db.flush()
    if open_jobs(db, search, JobKind.WINDOW):
        return []
    if _left(search, clock(db)) > 0:
        return _add(db, search, JobKind.ROUND)
    _end(db, search, problem)
    return []


def _add(db: Session, search: CalendarSearch, kind: JobKind) -> list[int]:
    return [add_job(db, search, kind, moment=clock(db)).id]


def _next_round(
    db: Session, search: CalendarSearch, problem: CalendarProblem, found: Round
) -> list[int]:
    """Take the plan of a round if it is better, and begin the next unless all is done."""
    search.starts = list(found.plan)
    improve(db, search, problem, found.plan)
    last = search.most_rounds is not None and search.rounds >= search.most_rounds
    if search.proven or last or _left(search, clock(db)) <= 0:
        _end(db, search, problem)
        return []
    if found.step is None:
        search.state = None
        return _after_rounds(db, search, problem)
    search.rounds += 1
    search.state = {"step": asdict(found.step), "settled": sorted(found.settled)}
    moment = clock(db)
    jobs = [
        add_job(db, search, JobKind.WINDOW, moment=moment, place=place, window=window_data(*window))
        for place, window in enumerate(found.windows)
    ]
    return [job.id for job in jobs]


def _led(db: Session, search: CalendarSearch, problem: CalendarProblem, found: Led) -> list[int]:
    """Take the bound and the plan of a relaxation; the rounds begin where it leads."""
    _take(db, search, problem, found)
    if not search.proven:
        return _add(db, search, JobKind.ROUND)
    _end(db, search, problem)
    return []


def _take(
    db: Session, search: CalendarSearch, problem: CalendarProblem, found: Led | Proof
) -> None:
    if found.changes and search.starts is not None:
        plan = changed(tuple(search.starts), found.changes)
        search.starts = list(plan)
        improve(db, search, problem, plan)
    prove(search, found.bound)


def _after_rounds(db: Session, search: CalendarSearch, problem: CalendarProblem) -> list[int]:
    """Then a year is proven in one model, if it is small or little of it is open."""
    if small(problem) or provable(db, search) is not None:
        return _add(db, search, JobKind.EXACT)
    _end(db, search, problem)
    return []


def _prove(
    db: Session, search: CalendarSearch, problem: CalendarProblem, found: Proof
) -> list[int]:
    """Take what one model found; the search ends with that."""
    _take(db, search, problem, found)
    _end(db, search, problem)
    return []


def _end(db: Session, search: CalendarSearch, problem: CalendarProblem) -> None:
    """End a search with what was found, also in a round that is not over."""
    merge_found(db, search, problem)
    end_search(db, search, RunStatus.FINISHED)


def _fail(sessions: sessionmaker[Session], claim: Claim, task: Task) -> None:
    with sessions() as db, transaction(db):
        search = lock_search(db, task.search_id)
        failed = _mine(claim).values(status=JobStatus.FAILED).returning(CalendarJob.id)
        if db.scalar(failed) is not None and search.active:
            mistake = text("This is our mistake; the log names search %(id)s.", id=search.id)
            end_search(db, search, RunStatus.FAILED, mistake)
