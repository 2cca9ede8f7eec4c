"""Drafts that nobody follows up."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.programmes import ProgrammeDecision, ProgrammeVersion
from procedure.permissions import Action, Actor
from procedure.programmes import VersionStatus
from scheduler.text import text
from services.errors import RuleBroken, Stale
from services.programme_decisions import RULE_8
from services.programmes import subject_of, whole
from services.sessions import lock
from services.transactions import Entry, now, writes


@writes(Action.PROGRAMME_DISCARD)
def discard(
    db: Session,
    actor: Actor,
    entry: Entry,
    version: ProgrammeVersion,
    *,
    expected_row_version: int | None = None,
) -> ProgrammeDecision:
    """Put a draft aside for good: it keeps its number, and can be copied but not released.

    Raises RuleBroken for what is no draft, Stale.
    """
    decision = put_aside(db, actor, version, expected_row_version=expected_row_version)
    entry.subject = subject_of(decision.version)
    entry.details = {"status": VersionStatus.DISCARDED.value}
    return decision


def put_aside(
    db: Session,
    actor: Actor,
    version: ProgrammeVersion,
    *,
    expected_row_version: int | None = None,
) -> ProgrammeDecision:
    """Discard a draft within the caller's transaction. Raises RuleBroken, Stale."""
    lock(db, version.session)
    version = whole(db, version.id)
    if version.status is not VersionStatus.DRAFT:
        raise RuleBroken(
            RULE_8,
            text("Only a draft can be discarded. What is released is replaced by a new version."),
        )
    if expected_row_version not in {None, version.row_version}:
        raise Stale
    decision = ProgrammeDecision(
        status=VersionStatus.DISCARDED, decided_at=now(), by=actor.name, note="", waiver=""
    )
    version.decisions.append(decision)
    version.row_version += 1
    return decision
