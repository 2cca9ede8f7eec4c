"""Sessions as an actor sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from procedure.permissions import Action, Actor
from scheduler.text import text
from services.errors import NotFound
from services.transactions import require

BY_SLUG = select(ConferenceSession).where(ConferenceSession.slug == bindparam("slug"))


def visible_sessions(db: Session, actor: Actor) -> Sequence[ConferenceSession]:
    """The sessions that the actor may see, the latest first."""
    require(actor, Action.SESSION_VIEW)
    query = select(ConferenceSession).order_by(ConferenceSession.first_day.desc())
    return db.scalars(query).all()


def session_by_slug(db: Session, actor: Actor, slug: str) -> ConferenceSession:
    """One session. Raises NotFound."""
    require(actor, Action.SESSION_VIEW)
    if "\0" in slug:  # PostgreSQL would not even look for it
        raise NotFound
    session = db.scalar(BY_SLUG, {"slug": slug})
    if session is None:
        raise NotFound(text("There is no session “%(slug)s”.", slug=slug))
    return session


def opening(session: ConferenceSession) -> datetime:
    """When a session opens, in UTC: with the first hours of its first day. Rules count from it."""
    first = session.first_day.isoformat()
    regular = (one for one in session.slots if not one.cost and first in (one.days or [first]))
    hours = min((one.start for one in regular), default=time())
    at = datetime.combine(session.first_day, hours, ZoneInfo(session.time_zone))
    return at.astimezone(UTC)


def lock(db: Session, session: ConferenceSession) -> None:
    """Let others wait who decide on the same session, until the transaction ends.

    Rows that merely belong to the session can be added by others meanwhile.
    """
    mine = select(ConferenceSession.id).where(ConferenceSession.id == session.id)
    db.execute(mine.with_for_update(key_share=True))
