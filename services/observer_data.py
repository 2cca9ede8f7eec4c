"""What is kept of a request: as plain values, checked, and put into its row.

Functions for services: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models.conferences import LONGEST_LINE, ConferenceSession
from models.observers import ObserverRequest
from procedure.observers.rules import ObserverPath
from procedure.observers.values import Asks
from procedure.permissions import Actor
from scheduler.text import Text, text
from services import delegation_data, files
from services.errors import BadRequest
from services.fields import line
from services.files import Upload
from services.observer_rows import prose, rules_of
from services.transactions import clock


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


def wanted_of(row: ObserverRequest) -> Wanted:
    """What is kept of a request, without its file."""
    return Wanted(
        path=row.path,
        name=row.name,
        kind=row.kind,
        received_at=row.received_at,
        code=row.code,
        contact=row.contact,
        about=row.about,
        source=row.source,
    )


def fixed(wanted: Wanted) -> tuple[object, ...]:
    """What does not change once something rests on a request."""
    return wanted.path, wanted.name, wanted.kind, wanted.received_at


def rests_on(row: ObserverRequest) -> bool:
    """Whether something rests on a request: a list, an objection, a decision, a delegation."""
    return bool(row.list_id or row.delegation_id or row.objections or row.decisions)


def path_of(session: ConferenceSession, key: str) -> ObserverPath:
    """A path of the rulebook of a session. Raises BadRequest naming `path`."""
    try:
        return rules_of(session).path(key)
    except KeyError:
        raise BadRequest({"path": text("Choose how it comes to take part.")}) from None


def checked(
    db: Session, session: ConferenceSession, wanted: Wanted, known: Collection[str]
) -> Wanted:
    """The same, fit to be kept; `known` are the names of others.

    Raises BadRequest naming all fields that are wrong, but for the file.
    """
    path = path_of(session, wanted.path)
    wrong: dict[str, Text] = {}

    def said(field: str, given: str, most: int = LONGEST_LINE, *, needed: bool = False) -> str:
        try:
            return line(field, given, most=most, needed=needed)
        except BadRequest as error:
            wrong.update(error.fields)
            return given

    fit = replace(
        wanted,
        name=said("name", wanted.name, delegation_data.LONGEST_NAME, needed=True),
        code=said("code", wanted.code, delegation_data.LONGEST_CODE),
        contact=said("contact", wanted.contact),
        source=said("source", wanted.source),
    )
    try:
        fit = replace(fit, about=prose("about", wanted.about))
    except BadRequest as error:
        wrong.update(error.fields)
    if path.asks is Asks.NOTHING:
        wrong["path"] = text("The rules ask for nothing: add it to the delegations.")
    if fit.name in known:
        wrong["name"] = text("There is a request of this name already.")
    if fit.kind not in {kind.value for kind in path.kinds}:
        wrong["kind"] = text("Choose a capacity that this rule is about.")
    if fit.received_at > clock(db):
        wrong["received_at"] = text("Give a moment that has passed.")
    if wrong:
        raise BadRequest(wrong)
    return fit


def put(db: Session, actor: Actor, row: ObserverRequest, wanted: Wanted) -> None:
    """Make a row what is wanted. Raises BadRequest naming `file`."""
    row.path, row.name, row.kind = wanted.path, wanted.name, wanted.kind
    row.received_at, row.code = wanted.received_at, wanted.code
    row.contact, row.about, row.source = wanted.contact, wanted.about, wanted.source
    if wanted.file is not None:
        row.file = files.keep(db, wanted.file, at=clock(db), by=actor.name)
