"""Requests of observers in the database, as the rules see them; who has the status is admitted.

Functions for services and pages: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.conferences import ConferenceSession, Delegation
from models.observers import ObserverObjection, ObserverRequest
from procedure.observers.rules import ObserversRules
from procedure.observers.status import Standing, status
from procedure.observers.values import Decision, Objection, Request
from procedure.rulebook import rulebook
from scheduler.text import text
from services import delegation_data
from services.errors import BadRequest
from services.fields import line
from services.sessions import opening
from services.transactions import clock

LONGEST_ABOUT = 4000  # characters
WHOLE = (
    joinedload(ObserverRequest.listing),
    selectinload(ObserverRequest.objections).joinedload(ObserverObjection.withdrawal),
    selectinload(ObserverRequest.decisions),
)


def rules_of(session: ConferenceSession) -> ObserversRules:
    """What the rules of procedure of a session say of observers."""
    return rulebook(session.rulebook).observers


def opening_there(session: ConferenceSession) -> datetime:
    """When a session opens, by the clocks of its place: rules count days from there."""
    return opening(session).astimezone(ZoneInfo(session.time_zone))


def request_of(row: ObserverRequest) -> Request:
    """A request with all that is on record of it."""
    return Request(
        path=row.path,
        received_at=row.received_at,
        circulated_at=row.listing.circulated_at if row.listing else None,
        objections=tuple(_objection(one) for one in row.objections),
        decisions=tuple(Decision(by=one.by, accorded=one.accorded) for one in row.decisions),
    )


def _objection(one: ObserverObjection) -> Objection:
    gone = one.withdrawal
    return Objection(at=one.at, withdrawn_at=None if gone is None else gone.at)


def standing(row: ObserverRequest, session: ConferenceSession, at: datetime) -> Standing:
    """How a request stands at a moment."""
    return status(request_of(row), rules_of(session), opening_there(session), at)


def rows(db: Session, session_id: int) -> Sequence[ObserverRequest]:
    """The requests of a session, by number."""
    query = select(ObserverRequest).where(ObserverRequest.session_id == session_id)
    return db.scalars(query.options(*WHOLE).order_by(ObserverRequest.number)).all()


def of_delegations(db: Session, delegations: Collection[int]) -> Sequence[ObserverRequest]:
    """The requests of some delegations that take part."""
    query = select(ObserverRequest).where(ObserverRequest.delegation_id.in_(delegations))
    return db.scalars(query.options(*WHOLE)).all()


def admit(
    db: Session, session: ConferenceSession, found: Iterable[ObserverRequest]
) -> list[Delegation]:
    """Make delegations of who has the status; one of that name that is there already is theirs.

    Unless it came by another request, and was named so since: then this one goes on waiting.
    """
    now = clock(db)
    waiting = [
        row for row in found if row.delegation_id is None and standing(row, session, now).takes_part
    ]
    if not waiting:
        return []
    known = {one.name: one for one in session.delegations}
    codes = {one.code for one in session.delegations if one.code}
    mine = ObserverRequest.session_id == session.id
    came = set(db.scalars(select(ObserverRequest.delegation_id).where(mine)))
    admitted = []
    for row in waiting:
        delegation = known.get(row.name)
        if delegation is not None and delegation.id in came:
            continue
        if delegation is None:
            code = "" if row.code in codes else row.code
            delegation = _delegation(session, row, code)
            codes.add(code)
        row.delegation = delegation
        admitted.append(delegation)
    db.flush()
    return admitted


def _delegation(session: ConferenceSession, row: ObserverRequest, code: str) -> Delegation:
    data = delegation_data.DelegationData(
        name=row.name,
        code=code,
        kind=row.kind,
        names=delegation_data.names_of(session, code, row.kind),
    )
    delegation = Delegation(session=session)
    delegation_data.put(delegation, data)
    return delegation


def subject(session: ConferenceSession, row: ObserverRequest) -> str:
    """What the audit calls a request of a session."""
    return f"session/{session.slug}/observers/{row.number}"


def prose(field: str, given: str, *, needed: bool = False) -> str:
    """A text of some lines. Raises BadRequest naming the field."""
    lines = [line(field, one, most=LONGEST_ABOUT) for one in given.strip().splitlines()]
    whole = "\n".join(lines)
    if needed and not whole:
        raise BadRequest({field: text("This must not be empty.")})
    if len(whole) > LONGEST_ABOUT:
        raise BadRequest({field: text("Give at most %(most)s characters.", most=LONGEST_ABOUT)})
    return whole
