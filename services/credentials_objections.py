"""A party objects to the admission of another, and the Conference decides (rule 20)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.credentials import LONGEST_NOTE, CredentialsObjection, CredentialsRuling
from procedure.credentials.decisions import objection_refused
from procedure.credentials.values import Ruling
from procedure.participation import Act
from procedure.permissions import Action, Actor, may
from scheduler.text import text
from services import participation, participation_words
from services.credentials_rows import records
from services.credentials_words import broken
from services.errors import BadRequest, Forbidden, NotFound, Stale
from services.examinations import Decided, checked_note, subject
from services.fields import line
from services.sessions import lock
from services.transactions import Entry as Audit
from services.transactions import clock, writes


@writes(Action.CREDENTIALS_OBJECT)
def object_to(
    db: Session, actor: Actor, audit: Audit, delegation: Delegation, *, by: Delegation, grounds: str
) -> CredentialsObjection:
    """A party objects to another. Raises RuleBroken, BadRequest naming `grounds` or `by`."""
    if not may(actor, Action.CREDENTIALS_MANAGE) and by.id not in actor.delegation_ids:
        raise Forbidden
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
        open_already=any(one.ruling is None for one in made),
    )
    if refusal is not None:
        raise broken(refusal, found.rules)
    participation_words.check(participation.verdict(db, by, Act.OBJECT))
    row = CredentialsObjection(
        delegation_id=delegation.id,
        objector_id=by.id,
        grounds=line("grounds", grounds, most=LONGEST_NOTE, needed=True),
        at=at,
        by=actor.name,
    )
    db.add(row)
    db.flush()
    audit.subject = subject(session)
    audit.details = {"objection": row.id, "to": delegation.name, "by": by.name}
    return row


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
    row = db.get(CredentialsObjection, objection_id) if 0 < objection_id < 2**31 else None
    if row is None or row.delegation.session_id != session.id:
        raise NotFound(text("There is no such objection."))
    if db.get(CredentialsRuling, row.id) is not None:
        raise Stale
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
