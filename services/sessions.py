"""Sessions as an actor sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from procedure.permissions import Action, Actor, may
from scheduler.text import text
from services.errors import BadRequest, Forbidden, NotFound
from services.transactions import Entry, require, writes

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


def delegations(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[Delegation]:
    """The delegations of a session, in order of their names."""
    require(actor, Action.SESSION_VIEW)
    query = select(Delegation).where(Delegation.session_id == session.id).order_by(Delegation.name)
    return db.scalars(query).all()


def opening(session: ConferenceSession) -> datetime:
    """When a session opens, in UTC: with the first hours of its first day. Rules count from it."""
    first = session.first_day.isoformat()
    regular = (one for one in session.slots if not one.cost and first in (one.days or [first]))
    hours = min((one.start for one in regular), default=time())
    at = datetime.combine(session.first_day, hours, ZoneInfo(session.time_zone))
    return at.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Participant:
    """A delegation as it is listed: `code` is that of ISO 3166, or of the organization's own.

    `regional_group` is "" for who is in none, or where it is not known.
    """

    name: str
    code: str
    kind: str
    regional_group: str = ""


@writes(Action.SESSION_IMPORT)
def add_delegations(
    db: Session,
    _actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    listed: Iterable[Participant],
) -> list[Delegation]:
    """Add delegations to a session. One that is there keeps its focal points."""
    known = {delegation.name: delegation for delegation in session.delegations}
    added = []
    for participant in listed:
        delegation = known.get(participant.name) or Delegation(name=participant.name)
        delegation.code, delegation.kind = participant.code, participant.kind
        delegation.regional_group = participant.regional_group or delegation.regional_group
        session.delegations.append(delegation)
        added.append(delegation)
    db.flush()
    entry.subject = f"session/{session.slug}/delegations"
    entry.details = {"names": [delegation.name for delegation in added]}
    return added


@writes(Action.FEED_DELEGATION)
def follow(
    db: Session, actor: Actor, entry: Entry, delegation: Delegation, bodies: Sequence[str]
) -> Delegation:
    """Choose the bodies, by their keys, that a delegation's calendar shows; none means all."""
    if delegation.id not in actor.delegation_ids and not may(actor, Action.ACCOUNT_MANAGE):
        raise Forbidden
    known = {body.key for body in delegation.session.bodies}
    if unknown := [key for key in bodies if key not in known]:
        raise BadRequest({"bodies": text("No such body: %(keys)s.", keys=unknown)})
    delegation.follows = list(bodies)
    db.flush()
    entry.subject = f"session/{delegation.session.slug}/delegation/{delegation.name}"
    entry.details = {"follows": list(bodies)}
    return delegation
