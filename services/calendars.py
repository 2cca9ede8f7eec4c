"""Calendars of conferences: imported, their plans seen and stored.

Searches for plans are in `services.calendar_searches`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from models.calendars import (
    Calendar,
    CalendarEdition,
    CalendarPlan,
)
from procedure.permissions import Action, Actor
from scheduler.calendars.checker import check_calendar
from scheduler.calendars.conferences.plans import write_plan
from scheduler.calendars.conferences.reading import FORMAT, is_conferences
from scheduler.calendars.outcome import CalendarOutcome
from scheduler.calendars.problem import CalendarProblem, Plan, points
from scheduler.calendars.reading import read_calendar_problem
from scheduler.calendars.rooms import RoomsTaken, assign_rooms
from scheduler.calendars.writing import write_calendar
from scheduler.programme import Status
from scheduler.reading import BadInput
from scheduler.reading.shape import plain
from scheduler.text import text
from services.calendar_rounds import next_number, refuse_while_searching
from services.errors import BadRequest, NotFound
from services.kept import Kept
from services.transactions import Entry, now, require, writes

MOST_NUMBER = 999_999  # as in the addresses of pages
SLUG = re.compile(r"\w[\w.-]{0,99}")  # what stands in an address as it is
_problems: Kept[str, CalendarProblem] = Kept(4)
_rooms: Kept[str, RoomsTaken] = Kept(4)


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


def is_calendar(data: object) -> bool:
    """Whether plain data are meant to be a calendar, and not a session."""
    return is_conferences(data) or (isinstance(data, Mapping) and "blocks" in data)


def problem_in(slug: str, data: object) -> CalendarProblem:
    """What a file asks for, which is to be called so in addresses. Raises BadRequest by path."""
    if not SLUG.fullmatch(slug):
        reason = text("Give letters, digits, hyphens and dots, as in calendar-2026.")
        raise BadRequest({"slug": reason})
    if not is_calendar(data):
        reason = text("This is no calendar: its “format” is to be “%(format)s”.", format=FORMAT)
        raise BadRequest({"format": reason})
    try:
        return read_calendar_problem(plain(data))
    except BadInput as bad:
        raise BadRequest({error.path: error.text for error in bad.errors}) from None


def asks_the_same(edition: CalendarEdition, data: object) -> bool:
    """Whether an edition asks for just what a file says."""
    return bool(edition.asked == plain(data))


@writes(Action.CALENDAR_IMPORT)
def import_calendar(
    db: Session, actor: Actor, entry: Entry, slug: str, data: object
) -> CalendarEdition:
    """Store what a file asks for, as a calendar or as a new edition of one.

    The same once more changes nothing. Raises BadRequest by path, RuleBroken while it is searched.
    """
    problem = problem_in(slug, data)
    calendar = db.scalar(select(Calendar).where(Calendar.slug == slug).with_for_update())
    last = None if calendar is None else edition_of(db, calendar)
    entry.subject = f"calendar/{slug}"
    if calendar is None:
        calendar = Calendar(slug=slug, title=problem.name or slug, created_at=now())
        db.add(calendar)
        db.flush()
    elif last is not None and asks_the_same(last, data):
        entry.details = {"edition": last.number, "changed": False}
        return last
    refuse_while_searching(db, calendar)
    calendar.title = problem.name or slug
    edition = CalendarEdition(
        calendar=calendar,
        number=1 if last is None else last.number + 1,
        asked=plain(data),
        made_by=actor.name,
        created_at=now(),
    )
    db.add(edition)
    db.flush()
    entry.details = {"edition": edition.number, "blocks": len(problem.blocks)}
    return edition


def plan_of(version: CalendarPlan) -> Plan:
    """The plan that a version holds."""
    return tuple(version.starts)


@writes(Action.CALENDAR_SEARCH)
def store_plan(
    db: Session,
    actor: Actor,
    entry: Entry,
    calendar: Calendar,
    plan: Plan,
    *,
    bound: int | None = None,
) -> CalendarPlan:
    """Store a plan that was found elsewhere as a new version. Raises BadRequest, RuleBroken."""
    db.refresh(calendar, with_for_update=True)
    refuse_while_searching(db, calendar)
    edition = edition_of(db, calendar)
    problem = problem_of(edition)
    if violations := check_calendar(problem, plan):
        raise BadRequest({"starts": violations[0].text})
    version = CalendarPlan(
        calendar=calendar,
        edition=edition,
        number=next_number(db, calendar.id),
        made_by=actor.name,
        created_at=now(),
        changed_at=now(),
        starts=list(plan),
        objective=points(problem, plan),
        bound=bound,
        left_out=plan.count(None),
    )
    db.add(version)
    db.flush()
    entry.subject = f"calendar/{calendar.slug}/plan/{version.number}"
    entry.details = {"objective": version.objective, "bound": bound}
    return version


def rooms_of(version: CalendarPlan) -> RoomsTaken:
    """The room of each meeting of a version, kept in memory by its stamp."""
    kept = _rooms.get(version.stamp)
    if kept is None:
        kept = assign_rooms(problem_of(version.edition), plan_of(version))
        _rooms.put(version.stamp, kept)
    return kept


def written(version: CalendarPlan) -> dict[str, Any]:
    """A version as the file of a plan: by dates where there are any."""
    problem = problem_of(version.edition)
    outcome = CalendarOutcome(
        status=Status.OPTIMAL if version.proven else Status.FEASIBLE,
        plan=plan_of(version),
        objective=version.objective,
        bound=version.bound,
        wall_seconds=0.0,
    )
    return write_plan(outcome, problem) if problem.day_slots else write_calendar(outcome)
