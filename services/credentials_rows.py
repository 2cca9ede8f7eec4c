"""Credentials as the record has them, read in a fixed number of queries, as values of the rules.

Functions for services and pages: none has a transaction or asks for permission.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from models.conferences import ConferenceSession, Delegation
from models.credentials import (
    CredentialsExamination,
    CredentialsFinding,
    CredentialsObjection,
    CredentialsObjectionWithdrawal,
    CredentialsReminder,
    CredentialsReport,
    CredentialsRuling,
    CredentialsSubmission,
    CredentialsTerms,
    CredentialsWithdrawal,
)
from procedure.credentials import standing as rule18
from procedure.credentials.decisions import Found, Objection, participation_state
from procedure.credentials.rules import CredentialsRules
from procedure.credentials.values import Submission, SubmissionKind
from procedure.participation import CredentialsState
from procedure.rulebook import rulebook
from services.sessions import opening


@dataclass(frozen=True, slots=True)
class Paper:
    """Something that a delegation gave, and its withdrawal, if it was withdrawn."""

    row: CredentialsSubmission
    withdrawal: CredentialsWithdrawal | None

    @property
    def value(self) -> Submission:
        """It, as the rules know it."""
        return Submission(
            kind=self.row.kind,
            received_at=self.row.received_at,
            issuer=self.row.issuer,
            form=self.row.form,
            authorization=self.row.authorization,
            dated=self.row.dated,
            withdrawn_at=self.withdrawal.at if self.withdrawal else None,
        )


@dataclass(frozen=True, slots=True)
class Examined:
    """An examination, its findings by delegation, and the adoption of the report on it."""

    row: CredentialsExamination
    findings: Mapping[int, CredentialsFinding]
    report: CredentialsReport | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """An objection, what the Conference decided on it, if it has, or that it was withdrawn."""

    row: CredentialsObjection
    ruling: CredentialsRuling | None
    withdrawal: CredentialsObjectionWithdrawal | None = None

    @property
    def open(self) -> bool:
        """Whether it awaits a decision."""
        return self.ruling is None and self.withdrawal is None

    @property
    def value(self) -> Objection:
        """It, as the rules know it."""
        withdrawn_at = self.withdrawal.at if self.withdrawal else None
        if self.ruling is None:
            return Objection(self.row.at, withdrawn_at=withdrawn_at)
        return Objection(self.row.at, self.ruling.ruling, self.ruling.at, withdrawn_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All of a session, or of one delegation of it, as of the moment `at`.

    `papers` and `disputes` are by the delegation that gave them, or to which is objected; in order
    of time, as `examined`. `reminded` says when a delegation was reminded last.
    """

    rules: CredentialsRules
    session: rule18.Session
    at: datetime
    papers: Mapping[int, Sequence[Paper]]
    examined: Sequence[Examined]
    disputes: Mapping[int, Sequence[Dispute]]
    reminded: Mapping[int, datetime]

    @property
    def today(self) -> date:
        """The day of that moment, where the session is held."""
        return self.at.astimezone(self.session.zone).date()

    @property
    def number(self) -> int:
        """The number of the last examination; 0 before the first."""
        return self.examined[-1].row.number if self.examined else 0

    @property
    def dates(self) -> rule18.Dates:
        """When papers and originals are due."""
        return rule18.due(self.rules.on(self.session.first_day), self.session)

    def position(self, delegation: Delegation) -> rule18.Position:
        """Where a delegation stands."""
        given = self._given(delegation)
        return rule18.position(self.rules, delegation.kind, given, self.session, self.at)

    def checklist(self, delegation: Delegation) -> tuple[rule18.Item, ...]:
        """What is asked of a delegation, and what of it is there."""
        given = self._given(delegation)
        return rule18.checklist(self.rules, delegation.kind, given, self.session, self.at)

    def finding(self, delegation_id: int) -> CredentialsFinding | None:
        """What the bureau found of a delegation last."""
        found = [
            one.findings[delegation_id] for one in self.examined if delegation_id in one.findings
        ]
        return found[-1] if found else None

    def state(self, delegation_id: int) -> CredentialsState:
        """On what footing a party takes part."""
        found = [
            Found(one.findings[delegation_id].finding, one.row.at)
            for one in self.examined
            if delegation_id in one.findings
        ]
        objections = [one.value for one in self.disputes.get(delegation_id, ())]
        return participation_state(found, objections, self.at, self.given_at(delegation_id))

    def given_at(self, delegation_id: int) -> list[datetime]:
        """When credentials came that count."""
        return [
            one.row.received_at
            for one in self.papers.get(delegation_id, ())
            if one.row.kind is SubmissionKind.CREDENTIALS and one.withdrawal is None
        ]

    def barred_since(self, delegation_id: int) -> datetime | None:
        """When the Conference upheld an objection to a delegation that has given nothing since."""
        made = [one.value for one in self.disputes.get(delegation_id, ())]
        last = max((when for one in made if (when := one.upheld(self.at))), default=None)
        if last is None or any(one > last for one in self.given_at(delegation_id)):
            return None
        return last

    def _given(self, delegation: Delegation) -> list[Submission]:
        return [one.value for one in self.papers.get(delegation.id, ())]


def records(
    db: Session, session: ConferenceSession, at: datetime, only: Delegation | None = None
) -> Records:
    """What the record has of a session; of one delegation only, if one is given."""
    examined = _examined(db, session, only)
    terms = db.get(CredentialsTerms, session.id)
    days = [one.row.originals_due for one in examined if one.row.originals_due is not None]
    return Records(
        rules=rulebook(session.rulebook).credentials,
        session=rule18.Session(
            opening=opening(session),
            last_day=session.last_day,
            zone=ZoneInfo(session.time_zone),
            amendments=terms is not None and terms.amendments,
            originals_due=days[-1] if days else None,
        ),
        at=at,
        papers=_papers(db, session, only),
        examined=examined,
        disputes=_disputes(db, session, only),
        reminded=_reminded(db, session, only),
    )


def _papers(
    db: Session, session: ConferenceSession, only: Delegation | None
) -> dict[int, list[Paper]]:
    query = (
        select(CredentialsSubmission, CredentialsWithdrawal)
        .join(CredentialsSubmission.delegation)
        .outerjoin(
            CredentialsWithdrawal, CredentialsWithdrawal.submission_id == CredentialsSubmission.id
        )
        .where(Delegation.session_id == session.id)
        .options(joinedload(CredentialsSubmission.file))
        .order_by(CredentialsSubmission.received_at, CredentialsSubmission.id)
    )
    if only is not None:
        query = query.where(CredentialsSubmission.delegation_id == only.id)
    found = defaultdict(list)
    for row, withdrawal in db.execute(query):
        found[row.delegation_id].append(Paper(row, withdrawal))
    return found


def _examined(
    db: Session, session: ConferenceSession, only: Delegation | None
) -> tuple[Examined, ...]:
    query = (
        select(CredentialsExamination, CredentialsReport)
        .outerjoin(CredentialsReport, CredentialsReport.examination_id == CredentialsExamination.id)
        .where(CredentialsExamination.session_id == session.id)
        .order_by(CredentialsExamination.number)
    )
    rows = db.execute(query).all()
    findings: dict[int, dict[int, CredentialsFinding]] = defaultdict(dict)
    wanted = select(CredentialsFinding).where(
        CredentialsFinding.examination_id.in_([examination.id for examination, _ in rows])
    )
    if only is not None:
        wanted = wanted.where(CredentialsFinding.delegation_id == only.id)
    for one in db.scalars(wanted):
        findings[one.examination_id][one.delegation_id] = one
    return tuple(
        Examined(examination, findings[examination.id], report) for examination, report in rows
    )


def _disputes(
    db: Session, session: ConferenceSession, only: Delegation | None
) -> dict[int, list[Dispute]]:
    accused = aliased(Delegation)
    query = (
        select(CredentialsObjection, CredentialsRuling, CredentialsObjectionWithdrawal)
        .join(CredentialsObjection.delegation.of_type(accused))
        .outerjoin(CredentialsRuling, CredentialsRuling.objection_id == CredentialsObjection.id)
        .outerjoin(
            CredentialsObjectionWithdrawal,
            CredentialsObjectionWithdrawal.objection_id == CredentialsObjection.id,
        )
        .where(accused.session_id == session.id)
        .options(
            contains_eager(CredentialsObjection.delegation.of_type(accused)),
            joinedload(CredentialsObjection.objector),
        )
        .order_by(CredentialsObjection.at, CredentialsObjection.id)
    )
    if only is not None:
        query = query.where(CredentialsObjection.delegation_id == only.id)
    found = defaultdict(list)
    for row, ruling, withdrawal in db.execute(query):
        found[row.delegation_id].append(Dispute(row, ruling, withdrawal))
    return found


def _reminded(
    db: Session, session: ConferenceSession, only: Delegation | None
) -> dict[int, datetime]:
    query = (
        select(CredentialsReminder.delegation_id, func.max(CredentialsReminder.at))
        .join(Delegation, Delegation.id == CredentialsReminder.delegation_id)
        .where(Delegation.session_id == session.id)
        .group_by(CredentialsReminder.delegation_id)
    )
    if only is not None:
        query = query.where(CredentialsReminder.delegation_id == only.id)
    return {row[0]: row[1] for row in db.execute(query)}
