"""How long a list of speakers will take, and what the programme gives; asked for of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.speakers import SpeakersList
from procedure.permissions import Action, Actor
from procedure.rulebook import rulebook
from procedure.speakers.demand import Demand, demand
from procedure.speakers.values import Inscription
from scheduler.business import Speakers
from scheduler.text import text
from services.errors import BadRequest, Stale
from services.floor_programme import meetings
from services.requirements import problem_of, restate
from services.speakers_rows import standing
from services.transactions import Entry as Audit
from services.transactions import clock, require, writes

MOST_MINUTES = 10_000


def demand_of(db: Session, actor: Actor, speakers: SpeakersList) -> Demand:
    """What the lists on the business of this one need, against the minutes of the programme.

    That is the one in force; before any is released, no minutes are given. `Demand.limit` is the
    limit of time with which all could speak.
    """
    require(actor, Action.SPEAKERS_VIEW)
    return _demand(db, speakers)


@writes(Action.REQUIREMENTS_EDIT)
def ask_for_minutes(
    db: Session,
    _actor: Actor,
    audit: Audit,
    speakers: SpeakersList,
    *,
    expected_version: int,
    extra_minutes: int = 0,
) -> ConferenceSession:
    """Let the requirements give the business the minutes that its lists need, and some more.

    `extra_minutes` are for introductions and replies. Raises BadRequest naming the field; Stale.
    """
    session = speakers.session
    if session.version != expected_version:
        raise Stale
    if not 0 <= extra_minutes <= MOST_MINUTES:
        most = text("Give from 0 to %(most)s minutes.", most=MOST_MINUTES)
        raise BadRequest({"extra_minutes": most})
    problem = problem_of(db, session)
    business = next((one for one in problem.business if one.id == speakers.business), None)
    if business is None:
        raise BadRequest({"business": text("This business is not in the requirements any more.")})
    places, needed = _places(db, speakers), _demand(db, speakers)
    if not places:
        raise BadRequest({"speakers": text("Nobody is inscribed yet.")})
    alike = None if extra_minutes else _alike(places, _changeover(session))
    minutes = None if alike else needed.minutes + extra_minutes
    asking = replace(business, minutes=minutes, speakers=alike)
    changed = tuple(asking if one is business else one for one in problem.business)
    restate(session, replace(problem, business=changed))
    audit.subject = f"session/{session.slug}/requirements/business"
    audit.details = {"key": business.id, "list": speakers.key, "minutes": asking.needed_minutes}
    return session


def _demand(db: Session, speakers: SpeakersList) -> Demand:
    seconds = sum(
        (part.ends_at - part.begins_at).total_seconds()
        for meeting in meetings(db, speakers.session_id)
        for part in meeting.parts
        if part.business == speakers.business
    )
    return demand(
        _places(db, speakers),
        round(seconds / 60),
        changeover_seconds=_changeover(speakers.session),
    )


def _places(db: Session, speakers: SpeakersList) -> Sequence[Inscription]:
    """Those on all lists on the same business."""
    query = select(SpeakersList).where(
        SpeakersList.session_id == speakers.session_id, SpeakersList.business == speakers.business
    )
    at = clock(db)
    return [one for each in db.scalars(query).all() for one in standing(db, each, at).places]


def _changeover(session: ConferenceSession) -> int:
    return rulebook(session.rulebook).floor.changeover_seconds


def _alike(places: Sequence[Inscription], changeover: int) -> Speakers | None:
    """So many speakers with one limit, in whole minutes; None where limits differ."""
    limits = {one.category.seconds for one in places}
    if len(limits) > 1 or any(limit % 60 for limit in limits):
        return None
    return Speakers(
        number=len(places), limit_minutes=limits.pop() // 60, changeover_seconds=changeover
    )
