"""The secretariat's board of credentials: where everybody stands, and who is to be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.conferences import ConferenceSession, Delegation
from models.credentials import CredentialsReminder, CredentialsTerms
from models.mail import LetterKind
from procedure.credentials.standing import Position, Reminder, reminders
from procedure.credentials.values import Stage
from procedure.participation import CredentialsState
from procedure.permissions import Action, Actor
from scheduler.text import Text, text
from services import mail
from services.credentials_rows import Records, records
from services.credentials_words import letter
from services.errors import Stale
from services.sessions import lock
from services.transactions import Entry as Audit
from services.transactions import clock, require, writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A delegation on the board: where it stands, and on what footing it takes part."""

    delegation: Delegation
    position: Position
    state: CredentialsState
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A reminder that is due now, with its text."""

    delegation: Delegation
    reminder: Reminder
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All delegations of a session, in order of name, and the reminders that are due now."""

    records: Records
    rows: Sequence[Row]
    letters: Sequence[Letter]


def board(db: Session, actor: Actor, session: ConferenceSession) -> Board:
    """Where all delegations of a session stand now."""
    require(actor, Action.CREDENTIALS_VIEW)
    at = clock(db)
    found = records(db, session, at)
    listed = {str(one.id): one for one in all_of(db, session)}
    rows = [
        Row(
            delegation=one,
            position=found.position(one),
            state=found.state(one.id),
            reminded_at=found.reminded.get(one.id),
        )
        for one in listed.values()
    ]
    due_now = reminders(
        found.rules,
        {str(row.delegation.id): row.position for row in rows},
        {str(key): when for key, when in found.reminded.items()},
        found.session,
        at,
    )
    letters = [
        Letter(
            delegation=listed[one.delegation],
            reminder=one,
            text=letter(one, listed[one.delegation].name, found.rules, found.session.zone),
        )
        for one in due_now
    ]
    return Board(records=found, rows=rows, letters=letters)


@writes(Action.CREDENTIALS_MANAGE)
def remind(
    db: Session,
    actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    *,
    delegations: frozenset[int],
    stage: Stage | None = None,
    post: mail.Post | None = None,
) -> list[Delegation]:
    """Note that these delegations have been reminded now, of those who were to be.

    With a `post` they get letters, and who has nobody to get one is not reminded. Raises Stale if
    they are not reminded of what a page showed (`stage`) any more.
    """
    lock(db, session)
    found = board(db, actor, session)
    at = found.records.at
    sent = [one for one in found.letters if one.delegation.id in delegations]
    if stage is not None and any(one.reminder.stage is not stage for one in sent):
        raise Stale
    if post is not None:
        to = mail.addressees(db, session, [one.delegation.id for one in sent])
        sent = [one for one in sent if one.delegation.id in to]
        mail.put(db, session, post, {one.delegation.id: _by_mail(one) for one in sent}, to=to)
    for one in sent:
        db.add(
            CredentialsReminder(
                delegation_id=one.delegation.id, stage=one.reminder.stage, at=at, by=actor.name
            )
        )
    audit.subject = f"session/{session.slug}/credentials"
    audit.details = {"reminded": [one.delegation.name for one in sent]}
    if post is not None:
        audit.details["by"] = "mail"
    return [one.delegation for one in sent]


def _by_mail(one: Letter) -> mail.Content:
    return mail.Content(
        kind=LetterKind.CREDENTIALS_REMINDER,
        cause=f"credentials/{one.reminder.stage}/{one.reminder.since.isoformat()}",
        subject=text("Reminder of the credentials of %(name)s", name=one.delegation.name),
        paragraphs=(one.text,),
    )


@writes(Action.CREDENTIALS_MANAGE)
def consider_amendments(
    db: Session, _actor: Actor, audit: Audit, session: ConferenceSession, *, amendments: bool
) -> None:
    """Say whether the session considers amendments, for which the rule may ask more."""
    lock(db, session)
    terms = db.get(CredentialsTerms, session.id)
    if terms is None:
        terms = CredentialsTerms(session_id=session.id)
        db.add(terms)
    terms.amendments = amendments
    audit.subject = f"session/{session.slug}/credentials"
    audit.details = {"amendments": amendments}


def all_of(db: Session, session: ConferenceSession) -> Sequence[Delegation]:
    """The delegations of a session, in order of name, with their names in all languages."""
    query = select(Delegation).where(Delegation.session_id == session.id)
    return db.scalars(query.options(selectinload(Delegation.names)).order_by(Delegation.name)).all()
