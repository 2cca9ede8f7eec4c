"""The record of a search for a calendar: its jobs, what they found, the plan that got better.

These work within the caller's transaction, on a search that is locked. They load no solver.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, undefer

from models.audit import AuditRecord
from models.calendars import (
    Calendar,
    CalendarJob,
    CalendarPlan,
    CalendarSearch,
    JobKind,
    JobStatus,
)
from models.runs import ACTIVE, RunStatus
from procedure.permissions import Action
from scheduler.calendars.checker import check_calendar
from scheduler.calendars.problem import CalendarProblem, Plan, points
from scheduler.calendars.standing import CalendarFault
from scheduler.calendars.together import Changes, put_together
from scheduler.text import Text, text
from services.errors import RuleBroken
from services.sentences import pack
from services.transactions import now

ONE_AT_A_TIME = text("A calendar has one search at a time.")
OPEN = (JobStatus.QUEUED, JobStatus.RUNNING)


def refuse_while_searching(db: Session, calendar: Calendar) -> None:
    """Raise RuleBroken where a search of a calendar is under way."""
    active = select(CalendarSearch.id).where(
        CalendarSearch.calendar_id == calendar.id, CalendarSearch.status.in_(ACTIVE)
    )
    if db.scalar(active) is not None:
        raise RuleBroken(
            ONE_AT_A_TIME, text("A search is under way already. Wait for it, or cancel it.")
        )


def lock_search(db: Session, search_id: int) -> CalendarSearch:
    """The search as it is now, for this transaction alone."""
    query = (
        select(CalendarSearch)
        .where(CalendarSearch.id == search_id)
        .options(undefer(CalendarSearch.starts), undefer(CalendarSearch.state))
        .with_for_update(of=CalendarSearch)
        .execution_options(populate_existing=True)
    )
    return db.scalars(query).one()


def add_job(
    db: Session,
    search: CalendarSearch,
    kind: JobKind,
    *,
    moment: datetime,
    place: int = 0,
    window: dict[str, Any] | None = None,
) -> CalendarJob:
    """Something more to be done, of the round that the search is in."""
    job = CalendarJob(
        search_id=search.id,
        kind=kind,
        round=search.rounds,
        place=place,
        window=window,
        heartbeat_at=moment,
    )
    db.add(job)
    db.flush()
    return job


def open_jobs(db: Session, search: CalendarSearch, *kinds: JobKind) -> int:
    """How many jobs of these kinds, or of all, wait or run."""
    query = select(func.count()).where(
        CalendarJob.search_id == search.id, CalendarJob.status.in_(OPEN)
    )
    if kinds:
        query = query.where(CalendarJob.kind.in_(kinds))
    return db.scalar(query) or 0


def windows_found(db: Session, search: CalendarSearch) -> list[CalendarJob]:
    """The windows of this round that were planned anew, in their order."""
    query = (
        select(CalendarJob)
        .where(
            CalendarJob.search_id == search.id,
            CalendarJob.kind == JobKind.WINDOW,
            CalendarJob.round == search.rounds,
            CalendarJob.status == JobStatus.DONE,
        )
        .order_by(CalendarJob.place)
    )
    return list(db.scalars(query))


def changes_in(result: dict[str, Any] | None) -> Changes:
    """What is to be changed, from plain data."""
    return dict((result or {}).get("changes", ()))


def changes_data(found: Changes) -> list[list[int | None]]:
    """What is to be changed, as plain data."""
    return [[place, start] for place, start in sorted(found.items())]


def merge_found(db: Session, search: CalendarSearch, problem: CalendarProblem) -> None:
    """Take what the windows of an unfinished round have found so far, and the one model."""
    assert search.starts is not None
    found = [changes_in(job.result) for job in windows_found(db, search)]
    if found:
        improve(db, search, problem, put_together(problem, tuple(search.starts), found))


def improve(
    db: Session, search: CalendarSearch, problem: CalendarProblem, plan: Plan
) -> CalendarPlan | None:
    """Store a plan if it is better than the best so far: checked, as the version of this search.

    The first plan of a search becomes a version of its own; then that one gets better, as long
    as it is the last.
    """
    objective = points(problem, plan)
    if search.objective is not None and objective >= search.objective:
        return None
    violations = check_calendar(problem, plan)
    if violations:
        raise CalendarFault("; ".join(str(one.text) for one in violations[:10]))
    version = search.plan
    if version is None:
        version = CalendarPlan(
            calendar_id=search.calendar_id,
            edition_id=search.edition_id,
            number=next_number(db, search.calendar_id),
            based_on_id=search.based_on_id,
            made_by=search.asked_by,
            created_at=now(),
        )
        search.plan = version
    version.starts, version.objective = list(plan), objective
    version.left_out = plan.count(None)
    version.changed_at = now()
    search.objective = objective
    if search.begun is None:
        search.begun = objective
    prove(search, search.bound)
    db.flush()
    return version


def prove(search: CalendarSearch, bound: int | None) -> None:
    """Take a bound if it says more: it is one of the plan that was begun with, too.

    One that the plan is below says nothing: sums of rounded numbers made it.
    """
    known = [one for one in (bound, search.bound) if one is not None]
    if search.objective is not None:
        known = [one for one in known if one <= search.objective]
    search.bound = max(known, default=None)
    version = search.plan or search.based_on
    if version is not None and version.bound != search.bound:
        version.bound, version.changed_at = search.bound, now()


def next_number(db: Session, calendar_id: int) -> int:
    """The number of the next version of a calendar."""
    query = select(func.max(CalendarPlan.number)).where(CalendarPlan.calendar_id == calendar_id)
    return (db.scalar(query) or 0) + 1


def end_search(
    db: Session, search: CalendarSearch, status: RunStatus, message: Text | None = None
) -> None:
    """End a search; jobs that are left are dropped, and their workers stop.

    The audit says so of what workers end; who cancels has a record of their own.
    """
    search.status, search.ended_at = status, now()
    search.message = None if message is None else pack(message)
    search.starts = search.state = None
    drop(db, search, OPEN)
    if status is not RunStatus.CANCELLED:
        db.add(_ended(search))


def _ended(search: CalendarSearch) -> AuditRecord:
    details = {"status": search.status.value, "rounds": search.rounds, "windows": search.windows}
    if search.plan is not None:
        details |= {"plan": search.plan.number, "objective": search.plan.objective}
    return AuditRecord(
        at=now(),
        actor="solver",
        actor_id=None,
        action=Action.CALENDAR_SEARCH,
        subject=f"calendar/{search.calendar.slug}/search/{search.id}",
        details=details,
    )


def drop(db: Session, search: CalendarSearch, statuses: Iterable[JobStatus]) -> None:
    """Do without jobs of these statuses."""
    db.execute(
        update(CalendarJob)
        .where(CalendarJob.search_id == search.id, CalendarJob.status.in_(list(statuses)))
        .values(status=JobStatus.DROPPED)
        .execution_options(synchronize_session="fetch")
    )
