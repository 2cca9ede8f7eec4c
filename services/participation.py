"""What a delegation may do, and why: the one place where the rest of the system asks.

Functions for services and pages: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.credentials import CredentialsFinding, CredentialsObjection
from models.observers import ObserverRequest
from procedure.observers.values import ObserverStatus
from procedure.participants import ParticipantKind
from procedure.participation import (
    Act,
    CredentialsState,
    Participant,
    ParticipationRules,
    TakesPart,
    Verdict,
    may_do,
)
from procedure.rulebook import rulebook
from services import observer_rows
from services.credentials_states import states_of
from services.transactions import now

JUDGED = or_(
    *(
        exists().where(column == Delegation.id)
        for column in (
            CredentialsFinding.delegation_id,
            CredentialsObjection.delegation_id,
            ObserverRequest.delegation_id,
        )
    )
)
"""Whether anything is on record of a delegation that decides on what it may do."""


def rules_of(session: ConferenceSession) -> ParticipationRules:
    """What the rules of procedure of a session say of who may do what."""
    return rulebook(session.rulebook).participation


def verdict(db: Session, delegation: Delegation, act: Act) -> Verdict:
    """Whether a delegation may do something, why, and by which rule."""
    return verdicts(db, delegation.session, [delegation], act)[delegation.id]


def verdict_anew(
    db: Session, delegation: Delegation, act: Act, rules: ParticipationRules, *, judged: bool
) -> Verdict:
    """The same, for who has read the delegation with `JUDGED` and knows the rules.

    Where nothing is on record of it that decides, nothing is read: so it is for nearly all when
    they inscribe themselves at once.
    """
    if not judged:
        return may_do(Participant(kind=kind_of(delegation.kind)), act, rules)
    (found,) = participants(db, rules, {delegation.id: delegation.kind}).values()
    return may_do(found, act, rules)


def verdicts(
    db: Session, session: ConferenceSession, delegations: Iterable[Delegation], act: Act
) -> Mapping[int, Verdict]:
    """The same for several of a session, by their ids, in as many queries as for one."""
    rules = rules_of(session)
    found = participants(db, rules, {one.id: one.kind for one in delegations})
    return {key: may_do(one, act, rules) for key, one in found.items()}


def verdicts_on(
    db: Session, session: ConferenceSession, delegations: Iterable[Delegation], acts: Iterable[Act]
) -> Mapping[Act, Mapping[int, Verdict]]:
    """The same for several acts, in as many queries as for one."""
    rules = rules_of(session)
    found = participants(db, rules, {one.id: one.kind for one in delegations})
    return {act: {key: may_do(one, act, rules) for key, one in found.items()} for act in acts}


def participants(
    db: Session, rules: ParticipationRules, kinds: Mapping[int, str]
) -> Mapping[int, Participant]:
    """In what capacity delegations of a session take part, by their ids; given are their kinds."""
    known = {key: kind_of(kind) for key, kind in kinds.items()}
    by = {key: _by(rules, kind) for key, kind in known.items()}
    parties = [key for key, one in by.items() if one is TakesPart.CREDENTIALS]
    states = states_of(db, parties, now(db)) if parties else {}
    statuses = _statuses(db, [key for key, one in by.items() if one is TakesPart.STATUS])
    return {
        key: Participant(
            kind=kind,
            credentials=states.get(key, CredentialsState.PENDING),
            observer=statuses.get(key),
        )
        for key, kind in known.items()
    }


def counted(db: Session, session: ConferenceSession, act: Act = Act.DECIDE) -> int:
    """How many delegations of a session may do something; who may decide is in the quorum."""
    rules = rules_of(session)
    deciding = [kind.value for kind in rules.kinds(act)]
    query = select(Delegation.id, Delegation.kind).where(
        Delegation.session_id == session.id, Delegation.kind.in_(deciding)
    )
    kinds = {row.id: row.kind for row in db.execute(query)}
    found = participants(db, rules, kinds).values()
    return sum(may_do(one, act, rules).allowed for one in found)


def kind_of(kind: str) -> ParticipantKind | None:
    """The kind of a delegation as rules know it; None where they know none such."""
    return next((one for one in ParticipantKind if one.value == kind), None)


def _by(rules: ParticipationRules, kind: ParticipantKind | None) -> TakesPart | None:
    capacity = rules.capacity(kind)
    return capacity.by if capacity else None


def _statuses(db: Session, observers: list[int]) -> Mapping[int, ObserverStatus]:
    """The status of observers of whom there is a request on record."""
    if not observers:
        return {}
    at = now(db)
    return {
        row.delegation_id: observer_rows.standing(row, row.session, at).status
        for row in observer_rows.of_delegations(db, observers)
        if row.delegation_id is not None
    }
