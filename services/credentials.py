"""Credentials: a delegation gives them, and sees what is missing (rule 18)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import Delegation
from models.credentials import (
    LONGEST_NOTE,
    CredentialsSubmission,
    CredentialsWithdrawal,
)
from models.files import StoredFile
from procedure.credentials.values import Form, Issuer, SubmissionKind
from procedure.permissions import Action, Actor, may
from scheduler.text import Text, text
from services.credentials_rows import Records, records
from services.credentials_words import THE_RECORD
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken, Stale
from services.fields import line
from services.files import Upload, keep, stored
from services.sessions import lock
from services.transactions import Entry as Audit
from services.transactions import clock, require, writes

EARLIEST = 1945  # the year before which nothing was given to a secretariat


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is given. `received_at` is for the secretariat to say; None is now.

    A focal point sends a copy, whatever `form` says: originals are on paper.
    """

    kind: SubmissionKind
    issuer: Issuer | None = None
    form: Form = Form.COPY
    dated: date | None = None
    authorization: bool = False
    note: str = ""
    received_at: datetime | None = None


@writes(Action.CREDENTIALS_SUBMIT)
def submit(
    db: Session,
    actor: Actor,
    audit: Audit,
    delegation: Delegation,
    *,
    given: Given,
    upload: Upload | None,
) -> CredentialsSubmission:
    """Give credentials, a list of names or a change of it. Raises BadRequest, Forbidden."""
    secretariat = _acts_for(actor, delegation)
    at = clock(db)
    if not secretariat:
        given = replace(given, form=Form.COPY, received_at=None)
    lock(db, delegation.session)
    wrong = _wrong(given, at, ZoneInfo(delegation.session.time_zone))
    if upload is None and not secretariat:
        wrong["file"] = text("Choose the file.")
    elif upload is None and given.kind is SubmissionKind.NAMES and not _named(delegation, given):
        wrong["note"] = text("Give the file, or say where the names are.")
    kept = None
    try:
        given = replace(given, note=line("note", given.note, most=LONGEST_NOTE))
        if upload is not None:
            kept = keep(db, upload, at=at, by=actor.name)
            _refuse_twice(db, delegation, given.kind, kept)
    except BadRequest as error:
        wrong.update(error.fields)
    if wrong:
        raise BadRequest(wrong)
    row = _row(given, at)
    row.delegation_id, row.file = delegation.id, kept
    row.recorded_by, row.by_secretariat = actor.name, secretariat
    return _added(db, audit, delegation, row)


def _named(delegation: Delegation, given: Given) -> bool:
    """Whether a list of names without a file says where they are: in a note, or in our record."""
    return bool(given.note.strip() or delegation.delegates)


def _row(given: Given, at: datetime) -> CredentialsSubmission:
    """What is given, as it is kept: issuer and form are those of credentials."""
    of_credentials = given.kind is SubmissionKind.CREDENTIALS
    return CredentialsSubmission(
        kind=given.kind,
        issuer=given.issuer if of_credentials else None,
        form=given.form if of_credentials else None,
        dated=given.dated,
        authorization=given.authorization and given.issuer is Issuer.AUTHORIZED_PERSON,
        note=given.note,
        received_at=given.received_at or at,
        recorded_at=at,
    )


def _refuse_twice(
    db: Session, delegation: Delegation, kind: SubmissionKind, kept: StoredFile
) -> None:
    """Raise BadRequest if this file counts already as the same: a form was sent twice."""
    gone = select(CredentialsWithdrawal.submission_id)
    query = (
        select(CredentialsSubmission.id)
        .join(CredentialsSubmission.file)
        .where(
            CredentialsSubmission.delegation_id == delegation.id,
            CredentialsSubmission.kind == kind,
            CredentialsSubmission.id.not_in(gone),
            StoredFile.sha256 == kept.sha256,
        )
    )
    if db.scalar(query) is not None:
        raise BadRequest({"file": text("This file has been given already.")})


def _wrong(given: Given, at: datetime, zone: ZoneInfo) -> dict[str, Text]:
    """What cannot be, by field, at a moment in the time zone of the session."""
    wrong: dict[str, Text] = {}
    if given.kind is SubmissionKind.CREDENTIALS and given.issuer is None:
        wrong["issuer"] = text("Say who issued the credentials.")
    if given.dated is not None and given.dated > at.astimezone(zone).date():
        wrong["dated"] = text("This day has not come yet.")
    elif given.dated and given.dated > (given.received_at or at).astimezone(zone).date():
        wrong["dated"] = text("Nothing is dated after the day on which it was received.")
    if given.received_at is not None and not (
        given.received_at.year >= EARLIEST and given.received_at <= at
    ):
        wrong["received_at"] = text("Give a moment that has come.")
    return wrong


@writes(Action.CREDENTIALS_SUBMIT)
def withdraw(
    db: Session,
    actor: Actor,
    audit: Audit,
    delegation: Delegation,
    submission_id: int,
    *,
    reason: str,
) -> None:
    """Let a submission count no longer; it stays on record. Raises NotFound, Stale, BadRequest.

    Raises RuleBroken for a focal point, of what the secretariat entered.
    """
    secretariat = _acts_for(actor, delegation)
    lock(db, delegation.session)
    row = submission(db, delegation, submission_id)
    if row.by_secretariat and not secretariat:
        raise RuleBroken(THE_RECORD, text("The secretariat entered this: ask it to withdraw it."))
    why = line("reason", reason, most=LONGEST_NOTE, needed=True)
    if db.get(CredentialsWithdrawal, row.id) is not None:
        raise Stale
    db.add(CredentialsWithdrawal(submission_id=row.id, reason=why, at=clock(db), by=actor.name))
    _note(audit, delegation, withdrawn=row.id)


@writes(Action.CREDENTIALS_MANAGE)
def original_received(
    db: Session, actor: Actor, audit: Audit, delegation: Delegation, submission_id: int
) -> CredentialsSubmission:
    """Note that the original of a copy has come, now. Raises NotFound, Stale."""
    lock(db, delegation.session)
    copy = submission(db, delegation, submission_id)
    if copy.form is not Form.COPY:
        raise BadRequest({"": text("Only of a copy can an original come later.")})
    query = select(CredentialsSubmission).where(CredentialsSubmission.original_of_id == copy.id)
    if db.scalar(query) is not None or db.get(CredentialsWithdrawal, copy.id) is not None:
        raise Stale
    at = clock(db)
    row = CredentialsSubmission(
        delegation_id=delegation.id,
        kind=copy.kind,
        issuer=copy.issuer,
        form=Form.ORIGINAL,
        dated=copy.dated,
        authorization=copy.authorization,
        original_of_id=copy.id,
        received_at=at,
        recorded_at=at,
        recorded_by=actor.name,
        by_secretariat=True,
    )
    return _added(db, audit, delegation, row)


def dossier(db: Session, actor: Actor, delegation: Delegation) -> Records:
    """What the record has of one delegation. Raises Forbidden for focal points of others."""
    _may_see(actor, delegation)
    return records(db, delegation.session, clock(db), delegation)


def file_of(db: Session, actor: Actor, delegation: Delegation, submission_id: int) -> StoredFile:
    """The file of a submission, with its content. Raises Forbidden, NotFound."""
    _may_see(actor, delegation)
    row = submission(db, delegation, submission_id)
    if row.file_id is None:
        raise NotFound(text("There is no such file."))
    return stored(db, row.file_id)


def submission(db: Session, delegation: Delegation, submission_id: int) -> CredentialsSubmission:
    """A submission of a delegation. Raises NotFound."""
    found = db.get(CredentialsSubmission, submission_id) if 0 < submission_id < 2**31 else None
    if found is None or found.delegation_id != delegation.id:
        raise NotFound(text("This delegation has given nothing of this number."))
    return found


def _acts_for(actor: Actor, delegation: Delegation) -> bool:
    """Whether the actor is of the secretariat. Raises Forbidden for focal points of others."""
    if may(actor, Action.CREDENTIALS_MANAGE):
        return True
    if delegation.id not in actor.delegation_ids:
        raise Forbidden
    return False


def _may_see(actor: Actor, delegation: Delegation) -> None:
    require(actor, Action.CREDENTIALS_VIEW_ONE)
    if not may(actor, Action.CREDENTIALS_VIEW) and delegation.id not in actor.delegation_ids:
        raise Forbidden


def _added(
    db: Session, audit: Audit, delegation: Delegation, row: CredentialsSubmission
) -> CredentialsSubmission:
    db.add(row)
    db.flush()
    _note(audit, delegation, submission=row.id, kind=row.kind.value, form=row.form)
    return row


def _note(audit: Audit, delegation: Delegation, **details: object) -> None:
    audit.subject = f"session/{delegation.session.slug}/credentials/{delegation.name}"[:300]
    audit.details = details
