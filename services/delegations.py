"""The delegations of a session: who takes part, in what capacity, under what names.

Names come from the register of States, as of the first day of the session, unless others are given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from models.conferences import ConferenceSession, Delegation
from models.delegations import Attendance, DelegationName
from procedure.permissions import Action, Actor, may
from scheduler.text import text
from services.delegation_data import (
    DelegationData,
    Participant,
    checked,
    data_of,
    names_of,
    put,
    subject,
)
from services.errors import BadRequest, Forbidden, NotFound, Stale
from services.sessions import lock
from services.transactions import Entry, require, writes


def delegations(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[Delegation]:
    """The delegations of a session, in order of their names, with these in all languages."""
    require(actor, Action.DELEGATIONS_VIEW)
    query = (
        select(Delegation)
        .where(Delegation.session_id == session.id)
        .order_by(Delegation.name)
        .options(selectinload(Delegation.names))
    )
    return db.scalars(query).all()


def delegation(
    db: Session, actor: Actor, session: ConferenceSession, delegation_id: int
) -> Delegation:
    """One delegation of a session. Raises NotFound."""
    require(actor, Action.DELEGATIONS_VIEW)
    found = db.get(Delegation, delegation_id) if 0 < delegation_id < 2**31 else None
    if found is None or found.session_id != session.id:
        raise NotFound(text("There is no such delegation in this session."))
    return found


@writes(Action.DELEGATIONS_MANAGE)
def add_delegation(
    db: Session, _actor: Actor, entry: Entry, session: ConferenceSession, *, data: DelegationData
) -> Delegation:
    """Add a delegation, with its names from the register where none are given."""
    lock(db, session)
    names = data.names or names_of(session, data.code, data.kind)
    fit = checked(replace(data, names=names), session)
    _refuse_twice(session, fit, None)
    added = Delegation(session=session)
    put(added, fit)
    db.add(added)
    db.flush()
    entry.subject, entry.details = subject(added), {"added": fit.name, "kind": fit.kind}
    return added


@writes(Action.DELEGATIONS_MANAGE)
def edit_delegation(
    db: Session,
    _actor: Actor,
    entry: Entry,
    delegation: Delegation,
    *,
    data: DelegationData,
    expected_version: int,
) -> Delegation:
    """Change a delegation. Raises BadRequest, and Stale for whoever has not seen it as it is."""
    lock(db, delegation.session)
    if delegation.version != expected_version:
        raise Stale
    old = data_of(delegation)
    fit = checked(data, delegation.session, old)
    _refuse_twice(delegation.session, fit, delegation)
    entry.subject = subject(delegation)
    entry.details = {"was": old.name, "name": fit.name, "kind": fit.kind}
    put(delegation, fit)
    delegation.version += 1
    db.flush()
    return delegation


@writes(Action.DELEGATIONS_MANAGE)
def remove_delegation(
    db: Session, _actor: Actor, entry: Entry, delegation: Delegation, *, expected_version: int
) -> None:
    """Take a delegation off the list of participants, with its delegates and focal points.

    Raises BadRequest where something in the record, such as a list of speakers, names it.
    """
    if delegation.version != expected_version:
        raise Stale
    entry.subject, entry.details = subject(delegation), {"removed": delegation.name}
    present = select(Attendance.meeting_uid).where(Attendance.delegation_id == delegation.id)
    if db.scalar(present.limit(1)) is not None:
        raise BadRequest({"": text("It was noted as present at a meeting: it cannot be removed.")})
    try:
        db.delete(delegation)
        db.flush()
    except IntegrityError:
        reason = text("Lists of speakers or other records name it: it cannot be removed.")
        raise BadRequest({"": reason}) from None


def _refuse_twice(session: ConferenceSession, data: DelegationData, own: Delegation | None) -> None:
    others = [one for one in session.delegations if one is not own]
    wrong = {}
    if any(one.name == data.name for one in others):
        wrong["name"] = text("There is a delegation of this name already.")
    if data.code and any(one.code == data.code for one in others):
        wrong["code"] = text("There is a delegation with this code already.")
    if wrong:
        raise BadRequest(wrong)


@writes(Action.SESSION_IMPORT)
def add_delegations(
    db: Session,
    _actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    listed: Iterable[Participant],
) -> list[Delegation]:
    """Add delegations to a session. One that is there keeps its focal points, and its names.

    Raises BadRequest naming `code` where two would have the same.
    """
    with_names = select(Delegation).where(Delegation.session_id == session.id)
    rows = db.scalars(with_names.options(selectinload(Delegation.names)))
    known = {delegation.name: delegation for delegation in rows}
    added = []
    for participant in listed:
        delegation = known.get(participant.name) or Delegation(name=participant.name)
        delegation.code, delegation.kind = participant.code, participant.kind
        delegation.regional_group = participant.regional_group or delegation.regional_group
        if not delegation.names:
            names = names_of(session, participant.code, participant.kind)
            delegation.names = [
                DelegationName(language=language, name=one.name, source=one.source)
                for language, one in names.items()
            ]
        session.delegations.append(delegation)
        added.append(delegation)
    _refuse_shared_codes(session)
    db.flush()
    entry.subject = f"session/{session.slug}/delegations"
    entry.details = {"names": [delegation.name for delegation in added]}
    return added


def _refuse_shared_codes(session: ConferenceSession) -> None:
    times = Counter(one.code for one in set(session.delegations) if one.code)
    if shared := sorted(code for code, number in times.items() if number > 1):
        said = text("Two delegations cannot have one code: %(codes)s.", codes=shared)
        raise BadRequest({"code": said})


@writes(Action.FEED_DELEGATION)
def follow(
    db: Session, actor: Actor, entry: Entry, delegation: Delegation, bodies: Sequence[str]
) -> Delegation:
    """Choose the bodies, by their keys, that a delegation's calendar shows; none means all."""
    if delegation.id not in actor.delegation_ids and not may(actor, Action.ACCOUNT_MANAGE):
        raise Forbidden
    known = {body.key for body in delegation.session.bodies}
    if unknown := [key for key in bodies if key not in known]:
        raise BadRequest({"bodies": text("No such body: %(keys)s.", keys=unknown)})
    delegation.follows = list(bodies)
    db.flush()
    entry.subject = subject(delegation)
    entry.details = {"follows": list(bodies)}
    return delegation
