"""Meetings of the bureau and of the extended bureau, and what they decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.bureau import BureauDecision, BureauMeeting
from models.conferences import ConferenceSession
from procedure.permissions import Action, Actor
from scheduler.text import text
from services import bureau_rows as rows
from services.errors import BadRequest, NotFound, Stale
from services.fields import line
from services.sessions import lock
from services.transactions import Entry, require, writes

MOST_LINES = 200
BEFORE = timedelta(days=2 * 366)
"""So long before a session its bureau may meet, where the record has no session before."""
AFTER = timedelta(days=366)
"""So long after a session its bureau may meet on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What is noted of a meeting. `attendance`: names with capacities; None if it was not noted."""

    held_on: date
    extended: bool
    agenda: Sequence[str] = ()
    attendance: Sequence[Mapping[str, str]] | None = None
    notes: str = ""


def meetings(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[BureauMeeting]:
    """The meetings on a session, in order of time, with what they decided."""
    require(actor, Action.BUREAU_MEETINGS_VIEW)
    query = (
        select(BureauMeeting)
        .where(BureauMeeting.session_id == session.id)
        .options(
            selectinload(BureauMeeting.decisions).joinedload(BureauDecision.item),
            selectinload(BureauMeeting.decisions).joinedload(BureauDecision.version),
            selectinload(BureauMeeting.decisions)
            .joinedload(BureauDecision.revises)
            .joinedload(BureauDecision.meeting),
        )
        .order_by(BureauMeeting.held_on, BureauMeeting.number)
    )
    return db.scalars(query).all()


def meeting(db: Session, actor: Actor, session: ConferenceSession, number: int) -> BureauMeeting:
    """One meeting. Raises NotFound."""
    found = next((one for one in meetings(db, actor, session) if one.number == number), None)
    if found is None:
        raise NotFound(text("There is no meeting %(number)s of the bureau.", number=number))
    return found


@writes(Action.BUREAU_MANAGE)
def hold(
    db: Session, _actor: Actor, entry: Entry, session: ConferenceSession, *, minutes: Minutes
) -> BureauMeeting:
    """Note a meeting of the bureau, under the next number. Raises BadRequest naming `held_on`."""
    if minutes.extended and not rows.rules_of(session).extended:
        raise BadRequest({"extended": text("The rules know no extended bureau.")})
    _refuse_day(db, session, minutes.held_on)
    lock(db, session)
    last = select(func.max(BureauMeeting.number)).where(BureauMeeting.session_id == session.id)
    made = BureauMeeting(session=session, number=(db.scalar(last) or 0) + 1)
    _put(made, minutes)
    db.add(made)
    db.flush()
    entry.subject = subject(made)
    entry.details = {"held_on": minutes.held_on.isoformat(), "extended": minutes.extended}
    return made


@writes(Action.BUREAU_MANAGE)
def edit(
    db: Session,
    _actor: Actor,
    entry: Entry,
    held: BureauMeeting,
    *,
    minutes: Minutes,
    expected_version: int,
) -> BureauMeeting:
    """Change what is noted of a meeting. Its decisions stay.

    Raises Stale, BadRequest naming `held_on` or `extended`.
    """
    if held.version != expected_version:
        raise Stale
    if held.decisions and minutes.extended is not held.extended:
        raise BadRequest({"extended": text("It has taken decisions as the bureau it was.")})
    _refuse_day(db, held.session, minutes.held_on)
    _put(held, minutes)
    db.flush()
    entry.subject, entry.details = subject(held), {"held_on": minutes.held_on.isoformat()}
    return held


def _refuse_day(db: Session, session: ConferenceSession, on: date) -> None:
    """Raise BadRequest for a day before the last session was over, or long after this one."""
    earlier = rows.before(db, session)[:1]
    first = earlier[0].last_day if earlier else session.first_day - BEFORE
    last = session.last_day + AFTER
    if not first <= on <= last:
        wanted = text("Give a day from %(first)s to %(last)s.", first=first, last=last)
        raise BadRequest({"held_on": wanted})


def _put(held: BureauMeeting, minutes: Minutes) -> None:
    held.held_on, held.extended = minutes.held_on, minutes.extended
    held.agenda = _lines("agenda", minutes.agenda)
    held.notes = minutes.notes.replace("\0", "").strip()
    held.attendance = (
        None
        if minutes.attendance is None
        else [
            {name: line("attendance", one.get(name, "")) for name in ("name", "capacity")}
            for one in minutes.attendance
        ]
    )


def _lines(name: str, given: Sequence[str]) -> list[str]:
    if len(given) > MOST_LINES:
        raise BadRequest({name: text("Give at most %(most)s lines.", most=MOST_LINES)})
    return [kept for one in given if (kept := line(name, one))]


def members(db: Session, actor: Actor, session: ConferenceSession) -> list[dict[str, str]]:
    """Who is in the extended bureau now: those who may have been at a meeting."""
    require(actor, Action.BUREAU_MEETINGS_VIEW)
    bureau, on = rows.rules_of(session).bureau.key, rows.today(db, session)
    own = rows.of_session(rows.officers(db, session), bureau, on)
    for earlier in [] if own else rows.before(db, session)[:1]:
        own = rows.in_office(rows.officers(db, earlier), bureau, on)
    found = [
        {"name": _called(one.person, one.delegation.name), "capacity": one.title} for one in own
    ]
    for chair in rows.chairs(db, session, on):
        if not rows.holds(chair, on):
            continue
        state = chair.delegation.name if chair.delegation else ""
        found.append({"name": _called(chair.person, state), "capacity": chair.group})
    return found


def _called(person: str, state: str) -> str:
    return f"{person} ({state})" if person and state else person or state


def subject(held: BureauMeeting) -> str:
    """How audit records name a meeting of the bureau."""
    return rows.subject(held.session, f"meeting/{held.number}")
