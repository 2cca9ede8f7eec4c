"""Observers: who wants to take part, how that stands, and what is due (rules 14 to 17).

What is circulated, objected and decided: `services.observers_decided`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.observers import ObserverRequest
from procedure.observers.status import Standing
from procedure.observers.watch import Due, dues
from procedure.permissions import Action, Actor
from scheduler.text import text
from services import files
from services.errors import NotFound, RuleBroken, Stale, cited
from services.observer_data import Wanted, checked, fixed, path_of, put, rests_on, wanted_of
from services.observer_rows import (
    admit,
    opening_there,
    request_of,
    rows,
    rules_of,
    standing,
    subject,
)
from services.sessions import lock
from services.transactions import Entry as Audit
from services.transactions import clock, require, writes


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


@writes(Action.OBSERVERS_MANAGE)
def take(
    db: Session, actor: Actor, audit: Audit, session: ConferenceSession, *, wanted: Wanted
) -> ObserverRequest:
    """Put down a notification or an application. Raises BadRequest naming the fields."""
    lock(db, session)
    every = rows(db, session.id)
    fit = checked(db, session, wanted, {row.name for row in every})
    row = ObserverRequest(session_id=session.id, number=_next(every))
    put(db, actor, row, fit)
    db.add(row)
    db.flush()
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
    every = rows(db, session.id)
    known, taken = {row.name for row in every}, []
    for number, one in enumerate(wanted, _next(every)):
        fit = checked(db, session, one, known)
        known.add(fit.name)
        row = ObserverRequest(session_id=session.id, number=number)
        put(db, actor, row, fit)
        taken.append(row)
    db.add_all(taken)
    db.flush()
    audit.subject = f"session/{session.slug}/observers"
    audit.details = {"names": [row.name for row in taken]}
    admit(db, session, taken)
    return taken


@writes(Action.OBSERVERS_MANAGE)
def correct(
    db: Session,
    actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    number: int,
    *,
    wanted: Wanted,
    expected: Wanted,
) -> ObserverRequest:
    """Correct what was put down, for whoever has seen it as it is: Stale for others.

    What lists, objections and decisions rest on does not change any more. Without a `file`, the one
    that is there stays. Raises BadRequest naming the fields, RuleBroken.
    """
    lock(db, session)
    row = request(db, actor, session, number)
    if wanted_of(row) != expected:
        raise Stale
    others = {one.name for one in rows(db, session.id) if one.number != number}
    fit = checked(db, session, wanted, others)
    if rests_on(row) and fixed(fit) != fixed(expected):
        raise RuleBroken(
            cited(path_of(session, row.path).rule),
            text("A list, an objection, a decision or a delegation rests on it: it stays so."),
        )
    earlier = row.file_id
    put(db, actor, row, fit)
    db.flush()
    audit.subject = subject(session, row)
    audit.details = {"was": expected.name, "name": row.name, "kind": row.kind, "path": row.path}
    if earlier is not None and earlier != row.file_id:
        audit.details["removed_file"] = files.let_go(db, earlier)
    admit(db, session, [row])
    return row


@writes(Action.OBSERVERS_MANAGE)
def remove(
    db: Session, actor: Actor, audit: Audit, session: ConferenceSession, number: int
) -> None:
    """Take out what was put down by mistake, with its file. Raises NotFound, RuleBroken."""
    lock(db, session)
    row = request(db, actor, session, number)
    if rests_on(row):
        raise RuleBroken(
            cited(path_of(session, row.path).rule),
            text("A list, an objection, a decision or a delegation rests on it: it stays."),
        )
    audit.subject, audit.details = subject(session, row), {"removed": row.name}
    kept = row.file_id
    db.delete(row)
    db.flush()
    if kept is not None:
        audit.details["removed_file"] = files.let_go(db, kept)


def _next(every: Sequence[ObserverRequest]) -> int:
    return max((row.number for row in every), default=0) + 1
