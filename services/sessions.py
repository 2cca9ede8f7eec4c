"""Sessions as an actor sees them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from procedure.permissions import Action, Actor
from scheduler.text import text
from services.errors import NotFound
from services.transactions import require


def visible_sessions(db: Session, actor: Actor) -> Sequence[ConferenceSession]:
    """The sessions that the actor may see, the latest first."""
    require(actor, Action.SESSION_VIEW)
    query = select(ConferenceSession).order_by(ConferenceSession.first_day.desc())
    return db.scalars(query).all()


def session_by_slug(db: Session, actor: Actor, slug: str) -> ConferenceSession:
    """One session. Raises NotFound."""
    require(actor, Action.SESSION_VIEW)
    session = db.scalar(select(ConferenceSession).where(ConferenceSession.slug == slug))
    if session is None:
        raise NotFound(text("There is no session “%(slug)s”.", slug=slug))
    return session


def delegations(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[Delegation]:
    """The delegations of a session, in order of their names."""
    require(actor, Action.SESSION_VIEW)
    query = select(Delegation).where(Delegation.session_id == session.id).order_by(Delegation.name)
    return db.scalars(query).all()
