"""The bureau examines credentials, and the Conference adopts its report (rule 19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.credentials import (
    LONGEST_NOTE,
    CredentialsExamination,
    CredentialsFinding,
    CredentialsReport,
)
from models.delegations import Attendance
from procedure.credentials.decisions import Report, Represented, report
from procedure.credentials.values import Finding
from procedure.permissions import Action, Actor
from scheduler.text import Text, text
from services import days
from services.credentials_board import all_of
from services.credentials_rows import Dispute, Examined, Records, records
from services.credentials_words import THE_RECORD
from services.errors import BadRequest, RuleBroken, Stale
from services.fields import line
from services.sessions import lock
from services.transactions import Entry as Audit
from services.transactions import clock, require, writes

LATEST = timedelta(days=365)  # after an examination, for originals


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the bureau finds of a delegation."""

    finding: Finding
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """When the Conference decided: the day, and the number of the meeting, if it is known."""

    day: date
    meeting: int | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the report of the bureau says: figures, and the delegations by their ids.

    `latest` is the last examination, if there was one, and `adopted` the last report adopted.
    """

    records: Records
    report: Report
    delegations: Mapping[str, Delegation]
    latest: Examined | None
    adopted: CredentialsReport | None
    disputes: Sequence[Dispute] = field(default=())

    def named(self, keys: Sequence[str]) -> list[Delegation]:
        """The delegations of these keys."""
        return [self.delegations[key] for key in keys]


@writes(Action.CREDENTIALS_EXAMINE)
def examine(
    db: Session,
    actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    *,
    expects: int,
    day: date,
    opinions: Mapping[int, Opinion],
    originals_due: date | None = None,
    note: str = "",
) -> CredentialsExamination:
    """Keep what the bureau found, on whom it found something.

    `expects` is the number of the last examination that was seen, 0 before the first. Raises
    Stale, and BadRequest naming `day`, `originals_due`, `note` or a delegation.
    """
    lock(db, session)
    found = records(db, session, clock(db))
    if found.number != expects:
        raise Stale
    if wrong := _wrong(
        session,
        found,
        _asked(db, session, found),
        day=day,
        opinions=opinions,
        originals_due=originals_due,
    ):
        raise BadRequest(wrong)
    row = CredentialsExamination(
        session_id=session.id,
        number=found.number + 1,
        day=day,
        originals_due=originals_due,
        note=line("note", note, most=LONGEST_NOTE),
        at=found.at,
        by=actor.name,
    )
    db.add(row)
    db.flush()
    db.add_all(_findings(row, opinions))
    db.flush()
    in_order = sum(one.finding is Finding.IN_ORDER for one in opinions.values())
    audit.subject = subject(session)
    audit.details = {"examination": row.number, "in_order": in_order, "of": len(opinions)}
    return row


def _findings(
    row: CredentialsExamination, opinions: Mapping[int, Opinion]
) -> Iterator[CredentialsFinding]:
    """What an examination found, delegation by delegation. Raises BadRequest naming a note."""
    for delegation_id, one in opinions.items():
        yield CredentialsFinding(
            examination_id=row.id,
            delegation_id=delegation_id,
            finding=one.finding,
            note=line(f"note-{delegation_id}", one.note, most=LONGEST_NOTE),
        )


def _wrong(
    session: ConferenceSession,
    found: Records,
    asked: frozenset[int],
    *,
    day: date,
    opinions: Mapping[int, Opinion],
    originals_due: date | None,
) -> dict[str, Text]:
    """What of an examination cannot be, by field."""
    wrong: dict[str, Text] = {}
    if refused := days.bureau_refused(session, day, found.today, _first_papers(session, found)):
        wrong["day"] = refused
    if not opinions:
        wrong["opinions"] = text("Say what the bureau found of a delegation.")
    latest = min(day, found.today) + LATEST
    if originals_due is not None and not day <= originals_due <= latest:
        wrong["originals_due"] = text(
            "Give a day from that of the examination to %(latest)s.", latest=latest
        )
    for delegation_id in sorted(opinions.keys() - asked):
        wrong[f"finding-{delegation_id}"] = text("No credentials are asked of this participant.")
    for delegation_id, one in opinions.items():
        if one.finding is Finding.IN_ORDER and found.barred_since(delegation_id) is not None:
            wrong[f"finding-{delegation_id}"] = text(
                "The Conference upheld an objection, and no credentials were given since: the "
                "bureau cannot find in order what the Conference did not accept."
            )
    return wrong


def draft(db: Session, actor: Actor, session: ConferenceSession) -> Draft:
    """The report of the bureau as it would be now, on the delegations that are represented."""
    require(actor, Action.CREDENTIALS_VIEW)
    found = records(db, session, clock(db))
    present = _represented(db, session)
    kinds = {str(one.id): one for one in present}
    represented = [
        Represented(key=key, kind=one.kind, finding=_finding(found, one))
        for key, one in kinds.items()
    ]
    adopted = [one.report for one in found.examined if one.report is not None]
    return Draft(
        records=found,
        report=report(found.rules.on(found.session.first_day), represented),
        delegations=kinds,
        latest=found.examined[-1] if found.examined else None,
        adopted=adopted[-1] if adopted else None,
        disputes=[one for listed in found.disputes.values() for one in listed],
    )


@writes(Action.CREDENTIALS_DECIDE)
def adopt(
    db: Session,
    actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    *,
    number: int,
    decided: Decided,
) -> CredentialsReport:
    """The Conference adopts the report on the last examination. Raises Stale, BadRequest."""
    lock(db, session)
    found = records(db, session, clock(db))
    if not found.examined:
        raise RuleBroken(THE_RECORD, text("The bureau has not examined credentials yet."))
    last = found.examined[-1]
    if last.row.number != number or last.report is not None:
        raise Stale
    note = checked_note(db, session, decided, found, about=last.row.day)
    if decided.meeting is None:
        raise BadRequest({"meeting": text("Give the number of the meeting.")})
    kept = CredentialsReport(
        examination_id=last.row.id,
        day=decided.day,
        meeting=decided.meeting,
        note=note,
        at=found.at,
        by=actor.name,
    )
    db.add(kept)
    audit.subject, audit.details = subject(session), {"adopted": number}
    db.flush()
    return kept


def _asked(db: Session, session: ConferenceSession, found: Records) -> frozenset[int]:
    """The delegations of whom credentials are asked."""
    version = found.rules.on(found.session.first_day)
    rows = db.execute(
        select(Delegation.id, Delegation.kind).where(Delegation.session_id == session.id)
    )
    return frozenset(key for key, kind in rows if version.of(kind) is not None)


def _finding(found: Records, delegation: Delegation) -> Finding | None:
    kept = found.finding(delegation.id)
    return None if kept is None else kept.finding


def _represented(db: Session, session: ConferenceSession) -> list[Delegation]:
    """Who was noted as present at a meeting; all delegations while nobody was."""
    query = select(Attendance.delegation_id).where(Attendance.session_id == session.id).distinct()
    noted = set(db.scalars(query))
    return [one for one in all_of(db, session) if not noted or one.id in noted]


def checked_note(
    db: Session, session: ConferenceSession, decided: Decided, found: Records, *, about: date
) -> str:
    """The note of a decision of the Conference; `about` is the day of what it decided on.

    Raises BadRequest naming `day`, `meeting` or `note`.
    """
    wrong: dict[str, Text] = {}
    if refused := days.conference_refused(session, decided.day, found.today, about):
        wrong["day"] = refused
    meeting = decided.meeting
    if meeting is not None and (refused := days.meeting_refused(db, session, meeting, decided.day)):
        wrong["meeting"] = refused
    if wrong:
        raise BadRequest(wrong)
    return line("note", decided.note, most=LONGEST_NOTE)


def _first_papers(session: ConferenceSession, found: Records) -> date | None:
    """The day on which the first papers came, if any did before the session opened."""
    zone = found.session.zone
    came = [one.row.received_at for papers in found.papers.values() for one in papers]
    first = min(came).astimezone(zone).date() if came else None
    return first if first is not None and first <= session.first_day else None


def subject(session: ConferenceSession) -> str:
    """The subject of audit records on credentials."""
    return f"session/{session.slug}/credentials"
