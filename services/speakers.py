"""Lists of speakers: seen, made, changed, and shown to whoever wants to verify them.

Who is inscribed: `services.inscriptions`; exchanges of places: `services.speakers_swaps`; what the
chair decides: `services.speakers_decisions`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.requirements import Business
from models.speakers import SpeakersList
from procedure.permissions import Action, Actor, Role
from procedure.plain import BadData
from procedure.rulebook import rulebook
from procedure.speakers import order
from procedure.speakers.exchange import ledger_data
from procedure.speakers.ledger import NOTHING, terms_data
from procedure.speakers.lot import new_commitment
from procedure.speakers.order import draw_at
from procedure.speakers.refusals import change_refused
from procedure.speakers.rules import policy_data, read_policy
from procedure.speakers.values import Entry, EntryKind, OrderPolicy, Standing
from scheduler.text import Text, text
from services.errors import BadRequest, NotFound, RuleBroken
from services.fields import key as a_key
from services.fields import line
from services.receipts import public_key
from services.speakers_rows import (
    append,
    draw,
    draw_is_due,
    ledger,
    lock,
    standing,
    terms_of,
)
from services.speakers_words import check, cited
from services.transactions import Entry as Audit
from services.transactions import clock, require, writes

SEED_BYTES = 32
BY_KEY = select(SpeakersList).where(
    SpeakersList.session_id == bindparam("session_id"), SpeakersList.key == bindparam("key")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTerms:
    """What whoever makes a list says. `policy` is that of the rulebook, or one made of it."""

    title: str
    opens_at: datetime
    closes_at: datetime
    policy: OrderPolicy


def lists(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[SpeakersList]:
    """The lists of a session, in the order in which they open."""
    require(actor, Action.SPEAKERS_VIEW)
    query = select(SpeakersList).where(SpeakersList.session_id == session.id)
    return db.scalars(query.order_by(SpeakersList.opens_at, SpeakersList.id)).all()


def speakers_list(db: Session, actor: Actor, session: ConferenceSession, key: str) -> SpeakersList:
    """One list. Raises NotFound."""
    require(actor, Action.SPEAKERS_VIEW)
    found = None if "\0" in key else db.scalar(BY_KEY, {"session_id": session.id, "key": key})
    if found is None:
        raise NotFound(text("There is no list of speakers “%(key)s”.", key=key))
    return found


def standing_of(
    db: Session, actor: Actor, speakers: SpeakersList, at: datetime | None = None
) -> Standing:
    """The list as it stands at a moment, or now."""
    require(actor, Action.SPEAKERS_VIEW)
    return standing(db, speakers, at or clock(db))


def ledger_of(db: Session, actor: Actor, speakers: SpeakersList) -> dict[str, Any]:
    """All that is needed to verify a list, as the plain data of its file.

    The seed of the lot is in it once it is revealed.
    """
    require(actor, Action.SPEAKERS_VERIFY)
    at, entries = clock(db), ledger(db, speakers)
    places = order.standing(entries, at).places
    return ledger_data(
        entries,
        exported_at=at,
        public_key=public_key(speakers),
        order=[place.number for place in places],
    )


@writes(Action.SPEAKERS_MANAGE)
def make_list(
    db: Session,
    _actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    *,
    key: str,
    business: str,
    terms: ListTerms,
) -> SpeakersList:
    """Make a list on a piece of business. Raises BadRequest naming the field."""
    found = _business(db, session, business)
    seed = secrets.token_hex(SEED_BYTES)
    speakers = SpeakersList(
        session=session,
        key=_new_key(db, session, key),
        business=found.key,
        item=found.item or "",
        title="",
        commitment=new_commitment(seed),
        seed=seed,
        receipt_key=secrets.token_hex(SEED_BYTES),
        last_sequence=0,
        head=NOTHING,
        revealed=False,
    )
    _set(speakers, _checked(terms))
    db.add(speakers)
    db.flush()
    _put(db, speakers, EntryKind.MADE, at=clock(db))
    audit.subject = subject(session.slug, speakers)
    audit.details = terms_data(terms_of(speakers))
    return speakers


@writes(Action.SPEAKERS_MANAGE)
def change_list(
    db: Session, _actor: Actor, audit: Audit, speakers: SpeakersList, *, terms: ListTerms
) -> SpeakersList:
    """Change the terms of a list: all before it opens, then the closing and the time limits.

    Raises BadRequest naming the field; RuleBroken.
    """
    at = lock(db, speakers)
    if draw_is_due(speakers, at):
        draw(db, speakers, at=at)
    old, wanted = terms_of(speakers), _checked(terms)
    new = replace(
        old,
        title=wanted.title,
        opens_at=wanted.opens_at,
        closes_at=wanted.closes_at,
        policy=wanted.policy,
    )
    audit.subject = subject(speakers.session.slug, speakers)
    if new == old:
        return speakers
    check(speakers, change_refused(old, new, at, drawn=speakers.revealed))
    _set(speakers, wanted)
    _put(db, speakers, EntryKind.CHANGED, at=at)
    audit.details = terms_data(new)
    return speakers


@writes(Action.SPEAKERS_VERIFY)
def reveal(db: Session, _actor: Actor, audit: Audit, speakers: SpeakersList) -> Entry | None:
    """Draw the lot, if that is due and has not been done; anybody may ask. Raises RuleBroken."""
    at = lock(db, speakers)
    audit.subject = subject(speakers.session.slug, speakers)
    if speakers.revealed or draw_at(terms_of(speakers)) is None:
        return None
    if not draw_is_due(speakers, at):
        raise RuleBroken(cited(""), text("The lot is not to be drawn yet."))
    return draw(db, speakers, at=at)


def subject(slug: str, speakers: SpeakersList) -> str:
    """What the audit calls a list of a session."""
    return f"session/{slug}/speakers/{speakers.key}"


def preset(session: ConferenceSession, key: str) -> OrderPolicy:
    """A policy of the rulebook of a session. Raises BadRequest naming `policy`."""
    policies = rulebook(session.rulebook).speakers.policies
    found = next((policy for policy in policies if policy.key == key), None)
    if found is None:
        keys = [policy.key for policy in policies]
        raise BadRequest({"policy": text("Choose one of these: %(keys)s.", keys=keys)})
    return found


def _business(db: Session, session: ConferenceSession, key: str) -> Business:
    query = select(Business).where(Business.session_id == session.id, Business.key == key)
    found = None if "\0" in key else db.scalar(query)
    if found is None:
        raise BadRequest({"business": text("Choose a piece of business of this session.")})
    return found


def _new_key(db: Session, session: ConferenceSession, given: str) -> str:
    key = a_key("key", given)
    query = select(SpeakersList.id).where(
        SpeakersList.session_id == session.id, SpeakersList.key == key
    )
    if db.scalar(query) is not None:
        raise BadRequest({"key": text("There is a list with this key already.")})
    return key


def _checked(terms: ListTerms) -> ListTerms:
    wrong: dict[str, Text] = {}
    if terms.closes_at <= terms.opens_at:
        wrong["closes_at"] = text("Give a moment after the opening.")
    try:
        policy = read_policy(policy_data(terms.policy), "policy")
    except BadData as error:
        wrong[error.path] = text("%(what)s", what=error.wanted)
    if wrong:
        raise BadRequest(wrong)
    return replace(terms, title=line("title", terms.title, needed=True), policy=policy)


def _set(speakers: SpeakersList, terms: ListTerms) -> None:
    speakers.title = terms.title
    speakers.opens_at, speakers.closes_at = terms.opens_at, terms.closes_at
    speakers.policy = policy_data(terms.policy)


def _put(db: Session, speakers: SpeakersList, kind: EntryKind, *, at: datetime) -> None:
    data: Mapping[str, Any] = terms_data(terms_of(speakers))
    append(db, speakers, kind, at=at, actor=Role.SECRETARIAT.value, data=data)
