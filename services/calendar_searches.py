"""Searches for plans of calendars: asked for, followed, ended.

What a worker does for one is in `services.calendar_jobs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.calendars import Calendar, CalendarJob, CalendarSearch, JobKind
from models.runs import RunStatus
from procedure.permissions import Action, Actor
from scheduler.text import Text, text
from services.calendar_rounds import (
    ONE_AT_A_TIME,
    add_job,
    end_search,
    lock_search,
    merge_found,
    refuse_while_searching,
    windows_found,
)
from services.calendars import edition_of, plan_version, problem_of
from services.errors import BadRequest, NotFound, RuleBroken
from services.sentences import unpack
from services.transactions import Entry, clock, now, require, writes, writing

LONGEST = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How to search: who is given the ids of jobs, seconds, the seed, and most rounds if any."""

    enqueue: Callable[[int], object]
    time_limit: float = 60.0
    seed: int = 1
    most_rounds: int | None = None


def search(db: Session, actor: Actor, calendar: Calendar, search_id: int) -> CalendarSearch:
    """One search of a calendar. Raises NotFound."""
    require(actor, Action.CALENDAR_VIEW)
    query = select(CalendarSearch).where(
        CalendarSearch.id == search_id, CalendarSearch.calendar_id == calendar.id
    )
    found = db.scalar(query.options(joinedload(CalendarSearch.plan)))
    if found is None:
        raise NotFound(text("There is no such search."))
    return found


def last_search(db: Session, actor: Actor, calendar: Calendar) -> CalendarSearch | None:
    """The search of a calendar asked for last."""
    require(actor, Action.CALENDAR_VIEW)
    query = select(CalendarSearch).where(CalendarSearch.calendar_id == calendar.id)
    return db.scalar(query.order_by(CalendarSearch.id.desc()).limit(1))


def jobs_by_status(db: Session, search: CalendarSearch) -> Mapping[tuple[JobKind, str], int]:
    """How many jobs of the round of a search, and beside it, are of each kind and status."""
    query = (
        select(CalendarJob.kind, CalendarJob.status, func.count())
        .where(
            CalendarJob.search_id == search.id,
            (CalendarJob.round == search.rounds) | (CalendarJob.kind != JobKind.WINDOW),
        )
        .group_by(CalendarJob.kind, CalendarJob.status)
    )
    return {(kind, status.value): count for kind, status, count in db.execute(query)}


def saved_in_round(db: Session, search: CalendarSearch) -> int:
    """Points that the windows of a round have saved, before it is put together."""
    return sum(job.result["saved"] for job in windows_found(db, search) if job.result)


def message_of(search: CalendarSearch) -> Text | None:
    """What is to be said about a search that failed."""
    message = unpack(search.message)
    assert message is None or isinstance(message, Text)
    return message


def ask_search(db: Session, actor: Actor, calendar: Calendar, how: Search) -> CalendarSearch:
    """Ask for a better plan than the latest of this edition, or for a first one.

    Raises RuleBroken while another search is under way, or where the latest plan is proven;
    BadRequest.
    """
    if not 0 < how.time_limit <= LONGEST:
        reason = text("Give seconds, at most %(most)s.", most=round(LONGEST))
        raise BadRequest({"time_limit": reason})
    with writing(db, actor, Action.CALENDAR_SEARCH) as entry:
        db.refresh(calendar, with_for_update=True)
        refuse_while_searching(db, calendar)
        edition = edition_of(db, calendar)
        based_on = plan_version(db, actor, calendar)
        if based_on is not None and based_on.edition_id != edition.id:
            based_on = None  # the plan of something else
        if based_on is not None and based_on.proven:
            raise RuleBroken(
                text("A search looks for something better."),
                text("No calendar is better than this one: that is proven."),
            )
        asked = CalendarSearch(
            calendar=calendar,
            edition=edition,
            based_on=based_on,
            seed=how.seed,
            time_limit=how.time_limit,
            most_rounds=how.most_rounds,
            asked_by=actor.name,
            created_at=now(),
        )
        if based_on is not None:
            asked.starts = list(based_on.starts)
            asked.begun = asked.objective = based_on.objective
            asked.bound = based_on.bound
        db.add(asked)
        db.flush()
        kind = JobKind.FIRST if based_on is None else JobKind.BOUND
        first = add_job(db, asked, kind, moment=clock(db))
        entry.subject = f"calendar/{calendar.slug}/search/{asked.id}"
        entry.details = {"time_limit": how.time_limit, "seed": how.seed}
    how.enqueue(first.id)
    return asked


@writes(Action.CALENDAR_SEARCH)
def cancel(db: Session, _actor: Actor, entry: Entry, search: CalendarSearch) -> CalendarSearch:
    """End a search at once, with the best that was found. Its workers stop when they hear of it."""
    search = lock_search(db, search.id)
    if not search.active:
        raise RuleBroken(ONE_AT_A_TIME, text("This search has ended already."))
    if search.starts is not None:
        merge_found(db, search, problem_of(search.edition))
    end_search(db, search, RunStatus.CANCELLED)
    entry.subject = f"calendar/{search.calendar.slug}/search/{search.id}"
    entry.details = {"rounds": search.rounds, "objective": search.objective}
    return search
