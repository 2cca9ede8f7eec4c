"""Delegations inscribe themselves on a list of speakers, change what they said, and withdraw.

None of this reads the whole ledger: at the opening all come at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.conferences import Delegation
from models.speakers import SpeakersEntry, SpeakersList
from procedure.participants import ParticipantKind
from procedure.participation import Act
from procedure.permissions import Action, Actor, Role, may
from procedure.rulebook import rulebook
from procedure.speakers.order import inscription, is_late
from procedure.speakers.refusals import (
    Refusal,
    Request,
    amendment_refused,
    group_key,
    refused,
    withdrawal_refused,
)
from procedure.speakers.replay import Replay
from procedure.speakers.values import Admission, Entry, EntryKind, Inscription
from scheduler.text import text
from services import participation, participation_words
from services.delegation_keys import read_anew
from services.errors import BadRequest, RuleBroken
from services.floor_queues import check_unheard
from services.genders import keep_gender
from services.receipts import SignedReceipt, signed
from services.speakers import subject
from services.speakers_rows import append, entry_of, lock, own, row_of, standing, terms_of
from services.speakers_words import broken, check
from services.transactions import Entry as Audit
from services.transactions import require, writes
from services.wanted import Wanted, checked, of_inscription, plain


class Twice(RuleBroken):
    """Refused, because it is there already: `receipt` is that of what is there."""

    def __init__(self, error: RuleBroken, receipt: SignedReceipt) -> None:
        super().__init__(error.rule, error.text)
        self.receipt = receipt


@writes(Action.SPEAKERS_INSCRIBE)
def inscribe(
    db: Session,
    actor: Actor,
    audit: Audit,
    speakers: SpeakersList,
    delegation: Delegation,
    *,
    wanted: Wanted,
) -> SignedReceipt:
    """Inscribe a delegation. After the closing the request is kept as late, for the chair.

    Raises BadRequest naming the field, Twice with the receipt of what is there, RuleBroken.
    """
    wanted = checked(wanted)
    anew = read_anew(db, delegation)  # before the lock, which others wait for
    key, rules = anew.key, rulebook(anew.rulebook).participation
    allowed = participation.verdict_anew(db, delegation, Act.INSCRIBE, rules, judged=anew.judged)
    request = Request(
        delegation=key,
        participant=participant(delegation),
        level=wanted.level,
        on_behalf_of=wanted.on_behalf_of,
        acting_for=acting_for(actor, delegation.id, key),
    )
    at = lock(db, speakers)
    if delegation.session_id != speakers.session_id:
        raise BadRequest({"delegation": text("Choose a delegation of this session.")})
    audit.subject = subject(anew.slug, speakers)
    terms, before = terms_of(speakers), own(db, speakers, delegation.id)
    groups = groups_for(db, speakers, request, at)
    refusal = refused(terms, request, at, own=groups_of(before), groups=groups)
    if refusal is not None:
        raise _with_receipt(db, speakers, before, request, refusal)
    participation_words.check(allowed)
    entry = append(
        db,
        speakers,
        EntryKind.INSCRIBED,
        at=at,
        actor=capacity(actor, delegation),
        data=_told(request, delegation.name, wanted, late=is_late(terms, at)),
        delegation_id=delegation.id,
    )
    if wanted.gender:
        keep_gender(db, speakers, entry.sequence, wanted.gender)
    audit.details = {"number": entry.sequence, "delegation": delegation.name}
    return signed(speakers, entry)


def _told(request: Request, name: str, wanted: Wanted, *, late: bool) -> Mapping[str, Any]:
    """What the entry of an inscription says."""
    return {
        "delegation": request.delegation,
        "name": name,
        "participant": request.participant.value,
        **plain(wanted),
        "late": late,
        "by_secretariat": request.acting_for is None,
    }


@writes(Action.SPEAKERS_INSCRIBE)
def amend(
    db: Session, actor: Actor, audit: Audit, speakers: SpeakersList, number: int, *, wanted: Wanted
) -> Entry | None:
    """Change what was said of a statement; None where nothing changes of what the ledger says.

    Raises NotFound, BadRequest naming the field, RuleBroken.
    """
    wanted = checked(wanted)
    found = _own(db, actor, audit, speakers, number)
    request = Request(
        delegation=found.inscription.delegation,
        participant=found.inscription.participant,
        level=wanted.level,
        on_behalf_of=wanted.on_behalf_of,
        acting_for=found.acting_for,
    )
    refusal = amendment_refused(
        terms_of(speakers),
        found.inscription,
        request,
        own=groups_of(found.all, but=number),
        groups=groups_for(db, speakers, request, found.at, but=number),
    )
    check(speakers, refusal)
    check_unheard(db, speakers, number)
    keep_gender(db, speakers, number, wanted.gender)
    said = plain(of_inscription(found.inscription))
    changed = {name: value for name, value in plain(wanted).items() if value != said[name]}
    if not changed:
        return None
    audit.details = {"number": number, **changed}
    return found.append(db, EntryKind.AMENDED, {"number": number, **changed})


@writes(Action.SPEAKERS_INSCRIBE)
def withdraw(db: Session, actor: Actor, audit: Audit, speakers: SpeakersList, number: int) -> Entry:
    """Take an inscription back. Raises NotFound, RuleBroken."""
    found = _own(db, actor, audit, speakers, number)
    check(speakers, withdrawal_refused(found.inscription, acting_for=found.acting_for))
    check_unheard(db, speakers, number)
    audit.details = {"number": number}
    return found.append(db, EntryKind.WITHDRAWN, {"number": number})


def receipt_of(db: Session, actor: Actor, speakers: SpeakersList, number: int) -> SignedReceipt:
    """The receipt of an inscription, for whoever may act for it. Raises NotFound, RuleBroken."""
    require(actor, Action.SPEAKERS_INSCRIBE)
    row = row_of(db, speakers, number, {EntryKind.INSCRIBED})
    key = str(row.data["delegation"])
    if acting_for(actor, row.delegation_id, key) not in {None, key}:
        raise broken(speakers, Refusal.NOT_YOURS)
    return signed(speakers, entry_of(row))


def inscriptions_of(
    db: Session, actor: Actor, speakers: SpeakersList, delegation: Delegation
) -> list[Inscription]:
    """What a delegation has on a list, whatever became of it, in the order of its requests."""
    require(actor, Action.SPEAKERS_VIEW)
    terms = terms_of(speakers)
    wishes = own(db, speakers, delegation.id).wishes.values()
    return [inscription(wish, terms) for wish in wishes]


def participant(delegation: Delegation) -> ParticipantKind:
    """In what capacity a delegation takes part. Raises BadRequest naming `delegation`."""
    try:
        return ParticipantKind(delegation.kind)
    except ValueError:
        sentence = text("The rules know no capacity “%(kind)s”.", kind=delegation.kind)
        raise BadRequest({"delegation": sentence}) from None


def acting_for(actor: Actor, delegation_id: int | None, key: str) -> str | None:
    """The key of the delegation that somebody acts for: this one, if they may.

    None is the secretariat, which acts for all; "" for who acts for others only.
    """
    if delegation_id in actor.delegation_ids:
        return key
    return None if may(actor, Action.SPEAKERS_MANAGE) else ""


def capacity(actor: Actor, delegation: Delegation | None = None) -> str:
    """How a ledger, which everyone may read, names who acted; the audit names the person."""
    if delegation is not None and delegation.id in actor.delegation_ids:
        return delegation.name
    return next(
        (role.value for role in (Role.SECRETARIAT, Role.CHAIR_TABLE) if role in actor.roles), ""
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """An inscription that somebody wants to change, in a locked list, and all of its delegation."""

    speakers: SpeakersList
    row: SpeakersEntry
    all: Replay
    inscription: Inscription
    acting_for: str | None
    actor: str
    at: datetime

    def append(self, db: Session, kind: EntryKind, data: Mapping[str, Any]) -> Entry:
        return append(
            db,
            self.speakers,
            kind,
            at=self.at,
            actor=self.actor,
            data=data,
            delegation_id=self.row.delegation_id,
        )


def _own(db: Session, actor: Actor, audit: Audit, speakers: SpeakersList, number: int) -> _Own:
    at = lock(db, speakers)
    audit.subject = subject(speakers.session.slug, speakers)
    row = row_of(db, speakers, number, {EntryKind.INSCRIBED})
    delegation = row.delegation
    assert delegation is not None  # whoever is inscribed is a delegation
    replay = own(db, speakers, delegation.id)
    found = inscription(replay.wishes[number], terms_of(speakers))
    return _Own(
        speakers=speakers,
        row=row,
        all=replay,
        inscription=found,
        acting_for=acting_for(actor, delegation.id, found.delegation),
        actor=capacity(actor, delegation),
        at=at,
    )


def groups_of(replay: Replay, but: int = 0) -> list[str]:
    """The groups of inscriptions that are neither withdrawn nor refused; "" for none."""
    return [
        wish.on_behalf_of
        for wish in replay.wishes.values()
        if wish.number != but and not wish.withdrawn and wish.admission is not Admission.REFUSED
    ]


def groups_for(
    db: Session, speakers: SpeakersList, request: Request, at: datetime, but: int = 0
) -> list[str]:
    """The groups for which somebody speaks; read only for a statement on behalf of one."""
    if not request.on_behalf_of:
        return []
    found = standing(db, speakers, at)
    listed = (*found.places, *found.waiting)
    return [one.on_behalf_of for one in listed if one.number != but]


def _with_receipt(
    db: Session, speakers: SpeakersList, before: Replay, request: Request, refusal: Refusal
) -> RuleBroken:
    """The refusal; with the receipt of the delegation's own inscription where it is there already.

    Who lost the answer of the server asks again, and so has it after all.
    """
    error = broken(speakers, refusal)
    if refusal not in {Refusal.TWICE, Refusal.GROUP_TWICE}:
        return error
    wanted = group_key(request.on_behalf_of)
    for wish in before.wishes.values():
        in_force = not wish.withdrawn and wish.admission is not Admission.REFUSED
        if in_force and group_key(wish.on_behalf_of) == wanted:
            row = row_of(db, speakers, wish.number, {EntryKind.INSCRIBED})
            return Twice(error, signed(speakers, entry_of(row)))
    return error
