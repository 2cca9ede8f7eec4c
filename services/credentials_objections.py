"""A party objects to the admission of another, and the Conference decides (rule 20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.conferences import ConferenceSession, Delegation
from models.credentials import (
    LONGEST_NOTE,
    CredentialsObjection,
    CredentialsObjectionWithdrawal,
    CredentialsRuling,
)
from procedure.credentials.decisions import objection_refused
from procedure.credentials.values import Ruling
from procedure.participation import Act
from procedure.permissions import Action, Actor, may
from scheduler.text import text
from services import days, participation, participation_words
from services.credentials_rows import Dispute, records
from services.credentials_words import broken
from services.errors import BadRequest, Forbidden, NotFound, Stale
from services.examinations import Decided, checked_note, subject
from services.fields import line
from services.sessions import lock
from services.transactions import Entry as Audit
from services.transactions import clock, writes


@writes(Action.CREDENTIALS_OBJECT)
def object_to(
    db: Session,
    actor: Actor,
    audit: Audit,
    delegation: Delegation,
    *,
    by: Delegation,
    grounds: str,
    received_at: datetime | None = None,
) -> CredentialsObjection:
    """A party objects to another. `received_at` is for the secretariat to say; None is now.

    Raises RuleBroken, BadRequest naming `grounds`, `received_at` or `by`.
    """
    secretariat = _acts_for(actor, by)
    if by.session_id != delegation.session_id:
        raise BadRequest({"by": text("Choose a delegation of this session.")})
    session, at = delegation.session, clock(db)
    lock(db, session)
    found = records(db, session, at, delegation)
    made = [one for one in found.disputes.get(delegation.id, ()) if one.row.objector_id == by.id]
    refusal = objection_refused(
        found.rules.on(found.session.first_day),
        by_kind=by.kind,
        to_kind=delegation.kind,
        own=by.id == delegation.id,
        open_already=any(one.open for one in made),
    )
    if refusal is not None:
        raise broken(refusal, found.rules)
    participation_words.check(participation.verdict(db, by, Act.OBJECT))
    row = CredentialsObjection(
        delegation_id=delegation.id,
        objector_id=by.id,
        grounds=line("grounds", grounds, most=LONGEST_NOTE, needed=True),
        at=days.received(session, received_at if secretariat else None, at),
        by=actor.name,
    )
    db.add(row)
    db.flush()
    audit.subject = subject(session)
    audit.details = {"objection": row.id, "to": delegation.name, "by": by.name}
    return row


@writes(Action.CREDENTIALS_OBJECT)
def withdraw(
    db: Session,
    actor: Actor,
    audit: Audit,
    by: Delegation,
    objection_id: int,
    *,
    reason: str,
) -> None:
    """Whoever made an objection withdraws it, until it is ruled upon; it stays on record.

    Raises NotFound, Forbidden, Stale, BadRequest naming `reason`.
    """
    _acts_for(actor, by)
    lock(db, by.session)
    row = _objection(db, by.session, objection_id)
    if row.objector_id != by.id:
        raise NotFound(text("There is no such objection."))
    why = line("reason", reason, most=LONGEST_NOTE, needed=True)
    _refuse_ended(db, row)
    gone = CredentialsObjectionWithdrawal(
        objection_id=row.id, reason=why, at=clock(db), by=actor.name
    )
    db.add(gone)
    audit.subject, audit.details = subject(by.session), {"objection": row.id, "withdrawn": True}
    db.flush()


def made_by(db: Session, by: Delegation) -> Sequence[Dispute]:
    """The objections that a delegation has made, in order of time."""
    query = (
        select(CredentialsObjection, CredentialsRuling, CredentialsObjectionWithdrawal)
        .outerjoin(CredentialsRuling, CredentialsRuling.objection_id == CredentialsObjection.id)
        .outerjoin(
            CredentialsObjectionWithdrawal,
            CredentialsObjectionWithdrawal.objection_id == CredentialsObjection.id,
        )
        .where(CredentialsObjection.objector_id == by.id)
        .options(joinedload(CredentialsObjection.delegation))
        .order_by(CredentialsObjection.at, CredentialsObjection.id)
    )
    return [Dispute(*row) for row in db.execute(query)]


def _acts_for(actor: Actor, by: Delegation) -> bool:
    """Whether the actor is of the secretariat. Raises Forbidden for focal points of others."""
    if may(actor, Action.CREDENTIALS_MANAGE):
        return True
    if by.id not in actor.delegation_ids:
        raise Forbidden
    return False


def _objection(db: Session, session: ConferenceSession, objection_id: int) -> CredentialsObjection:
    row = db.get(CredentialsObjection, objection_id) if 0 < objection_id < 2**31 else None
    if row is None or row.delegation.session_id != session.id:
        raise NotFound(text("There is no such objection."))
    return row


def _refuse_ended(db: Session, row: CredentialsObjection) -> None:
    """Raise Stale where an objection was decided or withdrawn."""
    if any(db.get(kind, row.id) for kind in (CredentialsRuling, CredentialsObjectionWithdrawal)):
        raise Stale


@writes(Action.CREDENTIALS_DECIDE)
def rule_on(
    db: Session,
    actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    objection_id: int,
    *,
    ruling: Ruling,
    decided: Decided,
) -> CredentialsRuling:
    """Keep what the Conference decided on an objection. Raises NotFound, Stale, BadRequest."""
    lock(db, session)
    row = _objection(db, session, objection_id)
    _refuse_ended(db, row)
    found = records(db, session, clock(db))
    made = row.at.astimezone(found.session.zone).date()
    note = checked_note(db, session, decided, found, about=made)
    kept = CredentialsRuling(
        objection_id=row.id,
        ruling=ruling,
        day=decided.day,
        meeting=decided.meeting,
        note=note,
        at=clock(db),
        by=actor.name,
    )
    db.add(kept)
    audit.subject, audit.details = subject(session), {"objection": row.id, "ruling": ruling.value}
    db.flush()
    return kept
