"""What is asked for in a session: imported whole, or edited entry by entry."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.conferences import ConferenceSession
from procedure.permissions import Action, Actor
from scheduler.problem import Problem
from services.mapping import fill, problem_from
from services.transactions import Entry, writes

LISTS = (
    ConferenceSession.slots,
    ConferenceSession.bodies,
    ConferenceSession.rooms,
    ConferenceSession.documents,
    ConferenceSession.business,
    ConferenceSession.relations,
    ConferenceSession.preferences,
)


def problem_of(db: Session, session: ConferenceSession) -> Problem:
    """The problem that the session states. Reads a fixed number of queries."""
    query = (
        select(ConferenceSession)
        .where(ConferenceSession.id == session.id)
        .options(*(selectinload(listed) for listed in LISTS))
    )
    return problem_from(db.scalars(query).one())


@writes(Action.SESSION_IMPORT)
def import_problem(db: Session, _actor: Actor, entry: Entry, problem: Problem) -> ConferenceSession:
    """Create the session of the problem's id, or state it anew, keeping its programmes."""
    slug = problem.session.id
    session = db.scalar(select(ConferenceSession).where(ConferenceSession.slug == slug))
    if session is None:
        session = ConferenceSession(slug=slug)
        fill(session, problem)
        db.add(session)
    else:
        fill(session, problem)
        session.version += 1
    db.flush()
    entry.subject, entry.details = f"session/{slug}", {"version": session.version}
    return session
