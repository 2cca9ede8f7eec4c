"""A party objects to an observer on a list, and may withdraw that (rule 17)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.observers import ObserverObjection, ObserverObjectionWithdrawal, ObserverRequest
from procedure.observers.status import open_to_objection
from procedure.observers.values import Decider
from procedure.participation import Act
from procedure.permissions import Action, Actor, may
from scheduler.text import text
from services import days, participation, participation_words
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken, Stale, cited
from services.fields import line
from services.observer_data import path_of
from services.observer_rows import (
    admit,
    opening_there,
    prose,
    request_of,
    rules_of,
    subject,
)
from services.observers import request
from services.sessions import lock
from services.transactions import Entry as Audit
from services.transactions import clock, writes


@writes(Action.OBSERVERS_OBJECT)
def object_to(
    db: Session,
    actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    number: int,
    *,
    delegation: Delegation,
    grounds: str,
    received_at: datetime | None = None,
) -> ObserverObjection:
    """A party objects to an organization on a list (rule 17).

    `received_at` is for the secretariat to say; None is now. Raises RuleBroken, BadRequest.
    """
    secretariat = _acts_for(actor, delegation)
    if delegation.session_id != session.id:
        raise BadRequest({"delegation": text("Choose a delegation of this session.")})
    participation_words.check(participation.verdict(db, delegation, Act.OBJECT))
    lock(db, session)
    row = request(db, actor, session, number)
    at = days.received(session, received_at if secretariat else None, clock(db))
    _refuse_objection(session, row, delegation, at)
    objection = ObserverObjection(
        request_id=row.id,
        delegation_id=delegation.id,
        number=1 + len(_made_by(row, delegation)),
        grounds=prose("grounds", grounds, needed=True),
        at=at,
    )
    row.objections.append(objection)
    db.flush()
    audit.subject = subject(session, row)
    audit.details = {"objection_of": delegation.name}
    return objection


def _refuse_objection(
    session: ConferenceSession, row: ObserverRequest, delegation: Delegation, at: datetime
) -> None:
    """Raise RuleBroken where a party cannot have objected at a moment."""
    path = path_of(session, row.path)
    known = open_to_objection(request_of(row), rules_of(session), opening_there(session), at)
    if not known or (row.listing is not None and at < row.listing.circulated_at):
        raise RuleBroken(
            cited(path.rule),
            text("Objections are made to who is on a list, until the session opens."),
        )
    if any(one.withdrawal is None for one in _made_by(row, delegation)):
        raise RuleBroken(cited(path.rule), text("This delegation has objected already."))


def _made_by(row: ObserverRequest, delegation: Delegation) -> list[ObserverObjection]:
    """The objections of a party to a request, also those it has withdrawn."""
    return [one for one in row.objections if one.delegation_id == delegation.id]


@writes(Action.OBSERVERS_OBJECT)
def withdraw(
    db: Session,
    actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    number: int,
    *,
    objection: int,
    reason: str,
    received_at: datetime | None = None,
) -> None:
    """Whoever objected withdraws that, until the Conference decides; it stays on record.

    `objection` is the id of its row. `received_at` is for the secretariat to say; None is now: what
    comes after the opening leaves the matter with the Conference. Raises NotFound, Forbidden,
    Stale, BadRequest naming `reason` or `received_at`.
    """
    lock(db, session)
    row = request(db, actor, session, number)
    made = next((one for one in row.objections if one.id == objection), None)
    if made is None:
        raise NotFound(text("There is no such objection."))
    secretariat = _acts_for(actor, made.delegation)
    why = line("reason", reason, needed=True)
    if not may_withdraw(row, made):
        raise Stale
    at = days.received(session, received_at if secretariat else None, clock(db))
    if at < made.at:
        raise BadRequest({"received_at": text("Give a moment after the objection was made.")})
    made.withdrawal = ObserverObjectionWithdrawal(reason=why, at=at, by=actor.name)
    db.flush()
    audit.subject = subject(session, row)
    audit.details = {"objection_of": made.delegation.name, "withdrawn": at.isoformat()}
    admit(db, session, [row])


def may_withdraw(row: ObserverRequest, made: ObserverObjection) -> bool:
    """Whether an objection still stands, and the Conference has not decided."""
    decided = any(one.by is Decider.CONFERENCE for one in row.decisions)
    return made.withdrawal is None and not decided


def _acts_for(actor: Actor, delegation: Delegation) -> bool:
    """Whether the actor is of the secretariat. Raises Forbidden for focal points of others."""
    if may(actor, Action.OBSERVERS_MANAGE):
        return True
    if delegation.id not in actor.delegation_ids:
        raise Forbidden
    return False
