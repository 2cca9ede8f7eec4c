"""Calendars of conferences: imported, their plans and searches seen, searches asked for and ended.

What a worker does for a search is in `services.calendar_jobs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, undefer

from models.calendars import (
    Calendar,
    CalendarEdition,
    CalendarJob,
    CalendarPlan,
    CalendarSearch,
    JobKind,
)
from models.runs import ACTIVE, RunStatus
from procedure.permissions import Action, Actor
from scheduler.calendars.problem import CalendarProblem, Plan
from scheduler.calendars.reading import read_calendar_problem
from scheduler.reading import BadInput
from scheduler.text import Text, text
from services.calendar_rounds import add_job, end_search, lock_search, merge_found
from services.errors import BadRequest, NotFound, RuleBroken
from services.kept import Kept
from services.sentences import unpack
from services.transactions import Entry, clock, now, require, writes, writing

ONE_AT_A_TIME = text("A calendar has one search at a time.")
LONGEST = 24 * 3600.0
MOST_NUMBER = 999_999  # as in the addresses of pages
_problems: Kept[str, CalendarProblem] = Kept(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How to search: who is given the ids of jobs, seconds, the seed, and most rounds if any."""

    enqueue: Callable[[int], object]
    time_limit: float = 60.0
    seed: int = 1
    most_rounds: int | None = None


def calendars(db: Session, actor: Actor) -> Sequence[Calendar]:
    """All calendars, the latest first."""
    require(actor, Action.CALENDAR_VIEW)
    return db.scalars(select(Calendar).order_by(Calendar.id.desc())).all()


def calendar_by_slug(db: Session, actor: Actor, slug: str) -> Calendar:
    """One calendar. Raises NotFound."""
    require(actor, Action.CALENDAR_VIEW)
    if "\0" in slug:  # PostgreSQL would not even look for it
        raise NotFound
    found = db.scalar(select(Calendar).where(Calendar.slug == slug))
    if found is None:
        raise NotFound(text("There is no calendar “%(slug)s”.", slug=slug))
    return found


def edition_of(db: Session, calendar: Calendar) -> CalendarEdition:
    """What is asked for now."""
    query = select(CalendarEdition).where(CalendarEdition.calendar_id == calendar.id)
    return db.scalars(query.order_by(CalendarEdition.number.desc()).limit(1)).one()


def problem_of(edition: CalendarEdition) -> CalendarProblem:
    """What an edition asks for, kept in memory by its stamp."""
    kept = _problems.get(edition.stamp)
    return kept or _problems.put(edition.stamp, read_calendar_problem(edition.asked))


def plans(db: Session, actor: Actor, calendar: Calendar) -> Sequence[CalendarPlan]:
    """The versions of the plan, the latest first, without their starts."""
    require(actor, Action.CALENDAR_VIEW)
    query = (
        select(CalendarPlan)
        .where(CalendarPlan.calendar_id == calendar.id)
        .options(joinedload(CalendarPlan.edition))
        .order_by(CalendarPlan.number.desc())
    )
    return db.scalars(query).all()


def plan_version(
    db: Session, actor: Actor, calendar: Calendar, number: int | None = None
) -> CalendarPlan | None:
    """A version with its starts; the latest unless a number is given. Raises NotFound for that."""
    require(actor, Action.CALENDAR_VIEW)
    query = (
        select(CalendarPlan)
        .where(CalendarPlan.calendar_id == calendar.id)
        .options(undefer(CalendarPlan.starts), joinedload(CalendarPlan.edition))
        .order_by(CalendarPlan.number.desc())
        .limit(1)
    )
    if number is None:
        return db.scalar(query)
    found = None
    if 0 < number <= MOST_NUMBER:
        found = db.scalar(query.where(CalendarPlan.number == number))
    if found is None:
        raise NotFound(text("There is no version %(number)s of the calendar.", number=number))
    return found


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


def message_of(search: CalendarSearch) -> Text | None:
    """What is to be said about a search that failed."""
    message = unpack(search.message)
    assert message is None or isinstance(message, Text)
    return message


@writes(Action.CALENDAR_IMPORT)
def import_calendar(
    db: Session, actor: Actor, entry: Entry, slug: str, data: Mapping[str, Any]
) -> CalendarEdition:
    """Store what a file asks for, as a calendar or as a new edition of one.

    The same once more changes nothing. Raises BadRequest by path, RuleBroken while it is searched.
    """
    try:
        problem = read_calendar_problem(data)
    except BadInput as bad:
        raise BadRequest({error.path: error.text for error in bad.errors}) from None
    calendar = db.scalar(select(Calendar).where(Calendar.slug == slug).with_for_update())
    last = None if calendar is None else edition_of(db, calendar)
    entry.subject = f"calendar/{slug}"
    if calendar is None:
        calendar = Calendar(slug=slug, title=problem.name or slug, created_at=now())
        db.add(calendar)
        db.flush()
    elif last is not None and last.asked == data:
        entry.details = {"edition": last.number, "changed": False}
        return last
    _refuse_while_searching(db, calendar)
    calendar.title = problem.name or slug
    edition = CalendarEdition(
        calendar=calendar,
        number=1 if last is None else last.number + 1,
        asked=dict(data),
        made_by=actor.name,
        created_at=now(),
    )
    db.add(edition)
    db.flush()
    entry.details = {"edition": edition.number, "blocks": len(problem.blocks)}
    return edition


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
        _refuse_while_searching(db, calendar)
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
        kind = JobKind.FIRST if based_on is None else JobKind.ROUND
        first = add_job(db, asked, kind, moment=clock(db))
        entry.subject = f"calendar/{calendar.slug}/search/{asked.id}"
        entry.details = {"time_limit": how.time_limit, "seed": how.seed}
    how.enqueue(first.id)
    return asked


def _refuse_while_searching(db: Session, calendar: Calendar) -> None:
    active = select(CalendarSearch.id).where(
        CalendarSearch.calendar_id == calendar.id, CalendarSearch.status.in_(ACTIVE)
    )
    if db.scalar(active) is not None:
        raise RuleBroken(
            ONE_AT_A_TIME, text("A search is under way already. Wait for it, or cancel it.")
        )


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


def plan_of(version: CalendarPlan) -> Plan:
    """The plan that a version holds."""
    return tuple(version.starts)
