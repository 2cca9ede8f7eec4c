"""What the chair decides of a list of speakers: late requests, and who was absent when called."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from models.mail import LetterKind
from models.speakers import SpeakersList
from procedure.permissions import Action, Actor
from procedure.speakers.order import inscription
from procedure.speakers.refusals import (
    Refusal,
    Request,
    absence_refused,
    decision_refused,
    refused,
)
from procedure.speakers.values import Entry, EntryKind
from services.floor_queues import check_unheard
from services.inscriptions import capacity, groups_for, groups_of
from services.mail import Post
from services.speakers import subject
from services.speakers_letters import tell_decided
from services.speakers_rows import append, lock, own, row_of, terms_of
from services.speakers_words import broken, check
from services.transactions import Entry as Audit
from services.transactions import writes

UNDOABLE = frozenset({EntryKind.ABSENT, EntryKind.ADMITTED, EntryKind.REFUSED})


@writes(Action.SPEAKERS_DECIDE)
def admit(
    db: Session,
    actor: Actor,
    audit: Audit,
    speakers: SpeakersList,
    number: int,
    *,
    post: Post | None = None,
) -> Entry:
    """Admit a late request; its delegation is told by `post`. Raises NotFound, RuleBroken."""
    _note(audit, speakers, {"number": number, "decided": "admitted"})
    entry = _add(db, actor, speakers, number, EntryKind.ADMITTED)
    to = row_of(db, speakers, number, {EntryKind.INSCRIBED})
    tell_decided(db, speakers, LetterKind.REQUEST_ADMITTED, entry, to=to, post=post)
    return entry


@writes(Action.SPEAKERS_DECIDE)
def refuse(
    db: Session,
    actor: Actor,
    audit: Audit,
    speakers: SpeakersList,
    number: int,
    *,
    post: Post | None = None,
) -> Entry:
    """Refuse a late request; its delegation is told by `post`. Raises NotFound, RuleBroken."""
    _note(audit, speakers, {"number": number, "decided": "refused"})
    entry = _add(db, actor, speakers, number, EntryKind.REFUSED)
    to = row_of(db, speakers, number, {EntryKind.INSCRIBED})
    tell_decided(db, speakers, LetterKind.REQUEST_REFUSED, entry, to=to, post=post)
    return entry


@writes(Action.SPEAKERS_DECIDE)
def undo_entry(
    db: Session,
    actor: Actor,
    audit: Audit,
    speakers: SpeakersList,
    sequence: int,
    *,
    post: Post | None = None,
) -> Entry:
    """Take back an absence, an admission or a refusal. Raises NotFound, RuleBroken.

    Who was told of an admission or a refusal is told of this by `post`.
    """
    _note(audit, speakers, {"entry": sequence})
    entry = undo(db, actor, speakers, sequence)
    row = row_of(db, speakers, sequence, UNDOABLE)
    if row.kind is not EntryKind.ABSENT:
        to = row_of(db, speakers, row.data["number"], {EntryKind.INSCRIBED})
        tell_decided(db, speakers, LetterKind.REQUEST_WAITING, entry, to=to, post=post)
    return entry


def mark_absent(db: Session, actor: Actor, speakers: SpeakersList, number: int) -> Entry:
    """Whoever was called was not there, and goes to the end of the category.

    Within the caller's transaction. Raises NotFound, RuleBroken.
    """
    return _add(db, actor, speakers, number, EntryKind.ABSENT)


def undo(db: Session, actor: Actor, speakers: SpeakersList, sequence: int) -> Entry:
    """`undo_entry` within the caller's transaction."""
    at = lock(db, speakers)
    row = row_of(db, speakers, sequence, UNDOABLE)
    assert row.delegation_id is not None  # what it names is the inscription of a delegation
    replay = own(db, speakers, row.delegation_id)
    wish = replay.wishes[row.data["number"]]
    if sequence not in replay.decided:
        raise broken(speakers, Refusal.DECIDED)
    if row.kind is not EntryKind.ABSENT:
        if wish.withdrawn:
            raise broken(speakers, Refusal.NOT_IN_FORCE)
        check_unheard(db, speakers, wish.number)
    if row.kind is EntryKind.REFUSED:  # the delegation may have asked anew
        request = Request(
            delegation=str(wish.data["delegation"]),
            participant=wish.participant,
            level=wish.level,
            on_behalf_of=wish.on_behalf_of,
        )
        groups = groups_for(db, speakers, request, at)
        terms = terms_of(speakers)
        check(speakers, refused(terms, request, at, own=groups_of(replay), groups=groups))
    return append(
        db,
        speakers,
        EntryKind.UNDONE,
        at=at,
        actor=capacity(actor),
        data={"entry": sequence},
        delegation_id=row.delegation_id,
    )


def _note(audit: Audit, speakers: SpeakersList, details: dict[str, Any]) -> None:
    audit.subject, audit.details = subject(speakers.session.slug, speakers), details


def _add(db: Session, actor: Actor, speakers: SpeakersList, number: int, kind: EntryKind) -> Entry:
    at = lock(db, speakers)
    row = row_of(db, speakers, number, {EntryKind.INSCRIBED})
    assert row.delegation_id is not None  # whoever is inscribed is a delegation
    wish = own(db, speakers, row.delegation_id).wishes[number]
    found = inscription(wish, terms_of(speakers))
    refusal = absence_refused if kind is EntryKind.ABSENT else decision_refused
    check(speakers, refusal(found))
    return append(
        db,
        speakers,
        kind,
        at=at,
        actor=capacity(actor),
        data={"number": number},
        delegation_id=row.delegation_id,
    )
