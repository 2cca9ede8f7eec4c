"""On what footing parties take part, by what was found, objected and decided (rule 20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import Delegation
from models.credentials import (
    CredentialsExamination,
    CredentialsFinding,
    CredentialsObjection,
    CredentialsObjectionWithdrawal,
    CredentialsRuling,
    CredentialsSubmission,
    CredentialsWithdrawal,
)
from procedure.credentials.decisions import Found, Objection, participation_state
from procedure.credentials.values import Ruling, SubmissionKind
from procedure.participation import CredentialsState
from services.transactions import clock


def standing_of(
    db: Session, delegation: Delegation, at: datetime | None = None
) -> CredentialsState:
    """On what footing a party takes part, now or at a moment (rule 20)."""
    return states_of(db, [delegation.id], at)[delegation.id]


def states_of(
    db: Session, delegations: Collection[int], at: datetime | None = None
) -> Mapping[int, CredentialsState]:
    """The same for several parties, by their ids, in as many queries as for one."""
    found: dict[int, list[Found]] = {key: [] for key in delegations}
    objections: dict[int, list[Objection]] = {key: [] for key in delegations}
    findings = (
        select(
            CredentialsFinding.delegation_id, CredentialsFinding.finding, CredentialsExamination.at
        )
        .join(
            CredentialsExamination, CredentialsExamination.id == CredentialsFinding.examination_id
        )
        .where(CredentialsFinding.delegation_id.in_(delegations))
        .order_by(CredentialsExamination.number)
    )
    for key, finding, examined_at in db.execute(findings):
        found[key].append(Found(finding, examined_at))
    made = (
        select(
            CredentialsObjection.delegation_id,
            CredentialsObjection.at,
            CredentialsRuling.ruling,
            CredentialsRuling.at,
            CredentialsObjectionWithdrawal.at,
        )
        .outerjoin(CredentialsRuling, CredentialsRuling.objection_id == CredentialsObjection.id)
        .outerjoin(
            CredentialsObjectionWithdrawal,
            CredentialsObjectionWithdrawal.objection_id == CredentialsObjection.id,
        )
        .where(CredentialsObjection.delegation_id.in_(delegations))
    )
    for key, made_at, ruling, ruled_at, withdrawn_at in db.execute(made):
        objections[key].append(Objection(made_at, ruling, ruled_at, withdrawn_at))
    moment = at or clock(db)
    given = _given_at(db, [key for key in delegations if any(map(_upheld, objections[key]))])
    return {
        key: participation_state(found[key], objections[key], moment, given[key])
        for key in delegations
    }


def _upheld(objection: Objection) -> bool:
    return objection.ruling is Ruling.UPHELD


def _given_at(db: Session, delegations: Collection[int]) -> Mapping[int, list[datetime]]:
    """When delegations gave credentials that count: of the few to whom an objection was upheld."""
    given: dict[int, list[datetime]] = defaultdict(list)
    if not delegations:
        return given
    query = select(CredentialsSubmission.delegation_id, CredentialsSubmission.received_at).where(
        CredentialsSubmission.delegation_id.in_(delegations),
        CredentialsSubmission.kind == SubmissionKind.CREDENTIALS,
        CredentialsSubmission.id.not_in(select(CredentialsWithdrawal.submission_id)),
    )
    for key, received_at in db.execute(query):
        given[key].append(received_at)
    return given
