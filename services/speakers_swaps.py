"""Two delegations exchange places on a list of speakers, by consent of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.mail import LetterKind
from models.speakers import SpeakersEntry, SpeakersList
from procedure.permissions import Action, Actor
from procedure.speakers.refusals import Refusal, answer_refused, swap_refused
from procedure.speakers.values import Entry, EntryKind, Swap
from services.floor_queues import check_unheard
from services.inscriptions import acting_for, capacity
from services.mail import Post
from services.speakers import subject
from services.speakers_letters import tell_both
from services.speakers_rows import append, found_in, lock, row_of, standing
from services.speakers_words import broken, check
from services.transactions import Entry as Audit
from services.transactions import writes


@dataclass(frozen=True, slots=True)
class Declined:
    """An exchange that the other delegation has declined, and when."""

    swap: Swap
    at: datetime


def declined(db: Session, speakers: SpeakersList) -> list[Declined]:
    """Of each two inscriptions the exchange that was declined last, if none was proposed since."""
    query = (
        select(SpeakersEntry)
        .where(
            SpeakersEntry.list_id == speakers.id,
            SpeakersEntry.kind.in_((EntryKind.SWAP_PROPOSED, EntryKind.SWAP_DECLINED)),
        )
        .order_by(SpeakersEntry.sequence)
    )
    made: dict[int, tuple[Swap, int | None]] = {}
    last: dict[frozenset[int], Declined] = {}
    for row in db.scalars(query):
        if row.kind is EntryKind.SWAP_PROPOSED:
            proposed, other = row.data["number"], row.data["other"]
            swap = Swap(number=row.sequence, proposed=proposed, other=other)
            made[row.sequence] = (swap, row.delegation_id)
            last.pop(frozenset((proposed, other)), None)
            continue
        swap, by = made[row.data["proposal"]]
        if row.delegation_id != by:  # else it was taken back
            last[frozenset((swap.proposed, swap.other))] = Declined(swap, row.at)
    return list(last.values())


@writes(Action.SPEAKERS_INSCRIBE)
def propose_swap(
    db: Session,
    actor: Actor,
    audit: Audit,
    speakers: SpeakersList,
    number: int,
    *,
    other: int,
    post: Post | None = None,
) -> Entry:
    """Propose to exchange the places of two inscriptions; the first is the proposer's own.

    The other delegation is told by `post`. Raises NotFound, RuleBroken.
    """
    at = lock(db, speakers)
    row = row_of(db, speakers, number, {EntryKind.INSCRIBED})
    now = standing(db, speakers, at)
    refusal = swap_refused(
        now.terms.policy,
        found_in(now, number),
        found_in(now, other),
        pending=now.swaps,
        acting_for=_key(actor, row),
    )
    check(speakers, refusal)
    check_unheard(db, speakers, number, other)
    data = {"number": number, "other": other}
    audit.subject, audit.details = subject(speakers.session.slug, speakers), data
    entry = append(
        db,
        speakers,
        EntryKind.SWAP_PROPOSED,
        at=at,
        actor=capacity(actor, row.delegation),
        data=data,
        delegation_id=row.delegation_id,
    )
    to, kind = row_of(db, speakers, other, {EntryKind.INSCRIBED}), LetterKind.EXCHANGE_PROPOSED
    tell_both(db, actor, speakers, kind, entry, by=row, to=to, places=now, post=post)
    return entry


@writes(Action.SPEAKERS_INSCRIBE)
def accept_swap(
    db: Session,
    actor: Actor,
    audit: Audit,
    speakers: SpeakersList,
    proposal: int,
    *,
    post: Post | None = None,
) -> Entry:
    """Consent to a proposal: the other delegation does. Raises RuleBroken."""
    return _answer(db, actor, audit, speakers, proposal, accepts=True, post=post)


@writes(Action.SPEAKERS_INSCRIBE)
def decline_swap(
    db: Session,
    actor: Actor,
    audit: Audit,
    speakers: SpeakersList,
    proposal: int,
    *,
    takes_back: bool = False,
    post: Post | None = None,
) -> Entry:
    """Decline a proposal, or take one's own back. Raises RuleBroken.

    `takes_back` says that it is for who proposed: the secretariat may act for either.
    """
    return _answer(
        db, actor, audit, speakers, proposal, accepts=False, takes_back=takes_back, post=post
    )


def _answer(
    db: Session,
    actor: Actor,
    audit: Audit,
    speakers: SpeakersList,
    proposal: int,
    *,
    accepts: bool,
    takes_back: bool = False,
    post: Post | None,
) -> Entry:
    at = lock(db, speakers)
    row_of(db, speakers, proposal, {EntryKind.SWAP_PROPOSED})
    now = standing(db, speakers, at)
    swap = next((one for one in now.swaps if one.number == proposal), None)
    if swap is None:
        raise broken(speakers, Refusal.UNKNOWN)
    answering, told = _answering(db, actor, speakers, swap, takes_back=takes_back)
    own = _key(actor, answering)
    check(speakers, answer_refused(swap, now.places, accepts=accepts, acting_for=own))
    if accepts:
        one, other = found_in(now, swap.proposed), found_in(now, swap.other)
        check(speakers, swap_refused(now.terms.policy, one, other, acting_for=None))
        check_unheard(db, speakers, swap.proposed, swap.other)
    audit.subject = subject(speakers.session.slug, speakers)
    audit.details = {"proposal": proposal}
    entry = append(
        db,
        speakers,
        EntryKind.SWAP_ACCEPTED if accepts else EntryKind.SWAP_DECLINED,
        at=at,
        actor=capacity(actor, answering.delegation),
        data={"proposal": proposal},
        delegation_id=answering.delegation_id,
    )
    kind = _kind(answering, swap, accepts=accepts)
    tell_both(db, actor, speakers, kind, entry, by=answering, to=told, places=now, post=post)
    return entry


def _answering(
    db: Session, actor: Actor, speakers: SpeakersList, swap: Swap, *, takes_back: bool
) -> tuple[SpeakersEntry, SpeakersEntry]:
    """Who answers, by inscription: the other, but where the proposer takes it back; and to whom."""
    proposed, other = (
        row_of(db, speakers, number, {EntryKind.INSCRIBED})
        for number in (swap.proposed, swap.other)
    )
    not_asked = other.delegation_id not in actor.delegation_ids
    is_own = not_asked and proposed.delegation_id in actor.delegation_ids
    return (proposed, other) if takes_back or is_own else (other, proposed)


def _kind(answering: SpeakersEntry, swap: Swap, *, accepts: bool) -> LetterKind:
    if accepts:
        return LetterKind.EXCHANGE_ACCEPTED
    taken_back = answering.sequence == swap.proposed
    return LetterKind.EXCHANGE_TAKEN_BACK if taken_back else LetterKind.EXCHANGE_DECLINED


def _key(actor: Actor, row: SpeakersEntry) -> str | None:
    return acting_for(actor, row.delegation_id, str(row.data["delegation"]))
