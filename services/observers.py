"""Observers: who wants to take part, how that stands, and what is due (rules 14 to 17).

What is circulated, objected and decided: `services.observers_decided`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.conferences import LONGEST_LINE, ConferenceSession
from models.observers import ObserverRequest
from procedure.observers.rules import ObserverPath
from procedure.observers.status import Standing
from procedure.observers.values import Asks
from procedure.observers.watch import Due, dues
from procedure.participants import ParticipantKind
from procedure.permissions import Action, Actor
from scheduler.text import Text, text
from services import delegation_data, files
from services.errors import BadRequest, NotFound
from services.fields import line
from services.files import Upload
from services.observer_rows import (
    admit,
    lock,
    opening_there,
    prose,
    request_of,
    rows,
    rules_of,
    standing,
    subject,
)
from services.transactions import Entry as Audit
from services.transactions import clock, require, writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody sent: a notification, or an application, on the path of that key."""

    path: str
    name: str
    kind: str
    received_at: datetime
    code: str = ""
    contact: str = ""
    about: str = ""
    source: str = ""
    file: Upload | None = None


def requests(
    db: Session, actor: Actor, session: ConferenceSession
) -> Sequence[tuple[ObserverRequest, Standing]]:
    """The requests of a session, by number, each with how it stands now."""
    require(actor, Action.OBSERVERS_VIEW)
    now = clock(db)
    return [(row, standing(row, session, now)) for row in rows(db, session.id)]


def request(db: Session, actor: Actor, session: ConferenceSession, number: int) -> ObserverRequest:
    """One request. Raises NotFound."""
    require(actor, Action.OBSERVERS_VIEW)
    query = select(ObserverRequest).where(
        ObserverRequest.session_id == session.id, ObserverRequest.number == number
    )
    found = db.scalar(query) if 0 < number < 2**31 else None
    if found is None:
        raise NotFound(text("There is no such request in this session."))
    return found


def standing_of(db: Session, session: ConferenceSession, row: ObserverRequest) -> Standing:
    """How a request stands now."""
    return standing(row, session, clock(db))


def dues_of(
    db: Session, session: ConferenceSession, found: Iterable[ObserverRequest]
) -> Sequence[Due]:
    """What is due in a session on its requests, and what is overdue."""
    asked = [request_of(row) for row in found]
    return dues(asked, rules_of(session), opening_there(session), clock(db))


def path_of(session: ConferenceSession, key: str) -> ObserverPath:
    """A path of the rulebook of a session. Raises BadRequest naming `path`."""
    try:
        return rules_of(session).path(key)
    except KeyError:
        raise BadRequest({"path": text("Choose how it comes to take part.")}) from None


@writes(Action.OBSERVERS_MANAGE)
def take(
    db: Session, actor: Actor, audit: Audit, session: ConferenceSession, *, wanted: Wanted
) -> ObserverRequest:
    """Put down a notification or an application. Raises BadRequest naming the fields."""
    lock(db, session)
    known = {row.name for row in rows(db, session.id)}
    row = _checked(db, actor, session, wanted, known)
    row.number = len(known) + 1
    db.add(row)
    _flush(db)
    audit.subject = subject(session, row)
    audit.details = {"name": row.name, "kind": row.kind, "path": row.path}
    admit(db, session, [row])
    return row


@writes(Action.OBSERVERS_MANAGE)
def take_all(
    db: Session,
    actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    *,
    wanted: Iterable[Wanted],
) -> Sequence[ObserverRequest]:
    """Put down many. Raises BadRequest naming the fields of the first that is wrong."""
    lock(db, session)
    known = {row.name for row in rows(db, session.id)}
    taken = []
    for one in wanted:
        row = _checked(db, actor, session, one, known)
        known.add(row.name)
        row.number = len(known)
        taken.append(row)
    db.add_all(taken)
    _flush(db)
    audit.subject = f"session/{session.slug}/observers"
    audit.details = {"names": [row.name for row in taken]}
    admit(db, session, taken)
    return taken


def _checked(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    wanted: Wanted,
    known: Collection[str],
) -> ObserverRequest:
    """A row for what is wanted. Raises BadRequest naming all fields that are wrong."""
    path = path_of(session, wanted.path)
    wrong: dict[str, Text] = {}

    def said(field: str, given: str, most: int = LONGEST_LINE, needed: bool = False) -> str:
        try:
            return line(field, given, most=most, needed=needed)
        except BadRequest as error:
            wrong.update(error.fields)
            return given

    name = said("name", wanted.name, most=delegation_data.LONGEST_NAME, needed=True)
    code = said("code", wanted.code, most=delegation_data.LONGEST_CODE)
    contact, source = said("contact", wanted.contact), said("source", wanted.source)
    if path.asks is Asks.NOTHING:
        wrong["path"] = text("The rules ask for nothing: add it to the delegations.")
    if name in known:
        wrong["name"] = text("There is a request of this name already.")
    if wanted.kind not in {kind.value for kind in path.kinds}:
        wrong["kind"] = text("Choose a capacity that this rule is about.")
    if wanted.received_at > clock(db):
        wrong["received_at"] = text("Give a moment that has passed.")
    if wrong:
        raise BadRequest(wrong)
    row = ObserverRequest(
        session_id=session.id,
        name=name,
        code=code,
        kind=ParticipantKind(wanted.kind).value,
        path=path.key,
        received_at=wanted.received_at,
        contact=contact,
        about=prose("about", wanted.about),
        source=source,
    )
    if wanted.file is not None:
        row.file = files.keep(db, wanted.file, at=clock(db), by=actor.name)
    return row


def _flush(db: Session) -> None:
    try:
        db.flush()
    except IntegrityError:
        raise BadRequest({"name": text("There is a request of this name already.")}) from None
