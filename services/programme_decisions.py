"""Decisions about versions of the programme: approved, adopted, revised. They release it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.programmes import ProgrammeDecision, ProgrammeVersion
from procedure.permissions import Action, Actor
from procedure.programmes import VersionStatus, next_statuses
from scheduler.text import text
from services.errors import BadRequest, RuleBroken, Stale
from services.programmes import NOT_DISCARDED, check_version, label_of, subject_of, whole
from services.sessions import lock
from services.transactions import Entry, now, writing

RULE_8 = text("Rule 8 of the rules of procedure")
ACTIONS = {
    VersionStatus.APPROVED: Action.PROGRAMME_APPROVE,
    VersionStatus.ADOPTED: Action.PROGRAMME_ADOPT,
    VersionStatus.REVISED: Action.PROGRAMME_REVISE,
}


def decide(
    db: Session,
    actor: Actor,
    version: ProgrammeVersion,
    status: VersionStatus,
    *,
    note: str = "",
    waiver: str = "",
    decided_at: datetime | None = None,
    expected_row_version: int | None = None,
) -> ProgrammeDecision:
    """Record what was decided about a version; from then on it is released and immutable.

    A programme that breaks a requirement is released only with a `waiver`: who allows it, and
    why. Raises RuleBroken where rule 8 knows no such step, BadRequest naming `waiver` or
    `decided_at`, Stale.
    """
    if status not in ACTIONS:
        raise BadRequest({"status": text("This is not decided, but done to drafts.")})
    with writing(db, actor, ACTIONS[status]) as entry:
        return put_decision(
            db,
            actor,
            entry,
            version,
            status,
            note=note,
            waiver=waiver,
            decided_at=decided_at,
            expected_row_version=expected_row_version,
        )


def put_decision(
    db: Session,
    actor: Actor,
    entry: Entry,
    version: ProgrammeVersion,
    status: VersionStatus,
    *,
    note: str,
    waiver: str,
    decided_at: datetime | None = None,
    expected_row_version: int | None = None,
) -> ProgrammeDecision:
    """`decide`, within the transaction of the caller, who has asked for permission."""
    note, waiver = _kept(note), _kept(waiver)
    lock(db, version.session)
    version = whole(db, version.id)
    if expected_row_version not in {None, version.row_version}:
        raise Stale
    decision = _decision(db, actor, version, status, decided_at)
    broken = check_version(db, version)
    if broken and not waiver:
        refusal = text(
            "This programme breaks requirements (%(count)s). Say who allows it, and why.",
            count=len(broken),
        )
        raise BadRequest({"waiver": refusal})
    decision.note, decision.waiver = note, waiver
    version.decisions.append(decision)
    version.row_version += 1
    entry.subject = subject_of(version)
    entry.details = {"status": status.value, "note": note, "waiver": waiver}
    entry.details["broken"] = [one.requirement for one in broken]
    return decision


def _kept(given: str) -> str:
    return given.replace("\0", "").strip()  # PostgreSQL knows no NUL


def _decision(
    db: Session,
    actor: Actor,
    version: ProgrammeVersion,
    status: VersionStatus,
    decided_at: datetime | None,
) -> ProgrammeDecision:
    past = db.scalars(
        select(ProgrammeDecision)
        .join(ProgrammeDecision.version)
        .where(ProgrammeVersion.session_id == version.session_id, NOT_DISCARDED)
    ).all()
    adopted = any(decision.status is VersionStatus.ADOPTED for decision in past)
    if status not in next_statuses(version.status, session_has_adopted=adopted):
        raise RuleBroken(
            RULE_8,
            text("The version “%(label)s” cannot take this step now.", label=label_of(version)),
        )
    moment = decided_at or now()
    if moment > now() or any(moment < decision.decided_at for decision in past):
        raise BadRequest(
            {"decided_at": text("Give a time after the last decision, and not in the future.")}
        )
    revised = sum(decision.status is VersionStatus.REVISED for decision in past)
    return ProgrammeDecision(
        status=status,
        decided_at=moment,
        by=actor.name,
        revision=revised + 1 if status is VersionStatus.REVISED else 0,
    )
