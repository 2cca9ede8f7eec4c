"""Addresses of calendars: signed, so that a phone needs no password, and revocable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.accounts import User
from models.audit import AuditRecord
from models.conferences import Body, ConferenceSession, Delegation
from models.programmes import ProgrammeVersion
from procedure.permissions import Action, Actor, may
from scheduler.text import text
from services.accounts import actor_of
from services.errors import Forbidden, NotFound
from services.programmes import RELEASED, WHOLE
from services.transactions import Entry, require, writes

# What is done with these may show in a calendar.
CHANGES = (
    Action.SESSION_IMPORT,
    Action.REQUIREMENTS_EDIT,
    Action.PROGRAMME_APPROVE,
    Action.PROGRAMME_ADOPT,
    Action.PROGRAMME_REVISE,
    Action.FEED_DELEGATION,
)


class FeedKind(StrEnum):
    """Whose meetings a calendar shows."""

    SESSION = "session"
    BODY = "body"
    DELEGATION = "delegation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A calendar of one user: of a whole session, a body of it, or a delegation to it."""

    kind: FeedKind
    user: User
    session: ConferenceSession
    body: Body | None = None
    delegation: Delegation | None = None


def feed_token(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    *,
    secret_key: str,
    body: Body | None = None,
    delegation: Delegation | None = None,
) -> str:
    """The secret part of the address of one's calendar. Raises Forbidden, NotFound."""
    require(actor, Action.FEED_SUBSCRIBE)
    user = db.get(User, actor.user_id) if actor.user_id is not None else None
    if user is None:
        raise Forbidden
    if delegation is not None:
        _require_delegation(actor, delegation)
    for part in (body, delegation):
        if part is not None and part.session_id != session.id:
            raise NotFound
    kind = FeedKind.DELEGATION if delegation else FeedKind.BODY if body else FeedKind.SESSION
    named = delegation.id if delegation else body.key if body else None
    signed = _signer(secret_key, user).dumps([kind.value, session.id, named])
    return f"{user.id}.{signed}"


def read_feed_token(db: Session, token: str, *, secret_key: str) -> Feed:
    """What a token opens. Raises NotFound for one that is wrong or revoked.

    Rights are those of now: a feed ends with the account or with the delegation's focal point.
    """
    unknown = NotFound(text("This calendar address is not valid, or no longer."))
    user_id, _, signed = token.partition(".")
    user = db.get(User, int(user_id)) if re.fullmatch(r"[0-9]{1,9}", user_id) else None
    if user is None or not user.active:
        raise unknown
    try:
        kind, session_id, part = _signer(secret_key, user).loads(signed)
    except BadSignature:
        raise unknown from None
    session = db.get(ConferenceSession, session_id)
    if session is None:
        raise unknown
    body = _body(session, part) if kind == FeedKind.BODY else None
    delegation = _delegation(session, part) if kind == FeedKind.DELEGATION else None
    if kind != FeedKind.SESSION and body is None and delegation is None:
        raise unknown
    if delegation is not None:
        _require_delegation(actor_of(db, user.id, session), delegation)
    return Feed(kind=FeedKind(kind), user=user, session=session, body=body, delegation=delegation)


@writes(Action.FEED_SUBSCRIBE)
def revoke_feeds(db: Session, actor: Actor, entry: Entry) -> None:
    """Make all calendar addresses of the actor invalid."""
    user = db.get(User, actor.user_id) if actor.user_id is not None else None
    if user is None:
        raise Forbidden
    user.feed_secret = uuid4().hex
    entry.subject = f"user/{user.id}"


def released_versions(db: Session, session: ConferenceSession) -> Sequence[ProgrammeVersion]:
    """All released versions, whole, in order of their numbers: the history of a calendar."""
    return db.scalars(
        select(ProgrammeVersion)
        .where(ProgrammeVersion.session_id == session.id, RELEASED)
        .options(*WHOLE)
        .order_by(ProgrammeVersion.number)
    ).all()


def changed_at(db: Session, session: ConferenceSession) -> datetime | None:
    """When anything that calendars of a session show was last recorded.

    Not when it was decided: a decision may be recorded days later, under its own date.
    """
    subject = f"session/{session.slug}"
    concerned = or_(
        AuditRecord.subject == subject,
        AuditRecord.subject.startswith(f"{subject}/", autoescape=True),
    )
    query = select(func.max(AuditRecord.at)).where(AuditRecord.action.in_(CHANGES), concerned)
    return db.scalar(query)


def _body(session: ConferenceSession, key: str) -> Body | None:
    """By its key: a body that is removed and added again keeps its calendars."""
    return next((body for body in session.bodies if body.key == key), None)


def _delegation(session: ConferenceSession, delegation_id: int) -> Delegation | None:
    return next((one for one in session.delegations if one.id == delegation_id), None)


def _require_delegation(actor: Actor, delegation: Delegation) -> None:
    """A focal point subscribes to the calendar of their delegation, the secretariat to any."""
    own = delegation.id in actor.delegation_ids
    if not may(actor, Action.FEED_DELEGATION) or not (own or may(actor, Action.ACCOUNT_MANAGE)):
        raise Forbidden


def _signer(secret_key: str, user: User) -> URLSafeSerializer:
    """Signs with both secrets; of a list of keys, either would do."""
    return URLSafeSerializer(secret_key, salt=f"calendar feed {user.feed_secret}")
