"""What of those who take part in a session awaits somebody: papers, requests, offices, places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.conferences import ConferenceSession, Delegation
from models.delegations import Delegate
from models.speakers import SpeakersEntry, SpeakersList
from procedure.credentials.values import Need
from procedure.observers.values import Addressee
from procedure.permissions import Action, Actor, may
from procedure.speakers.values import EntryKind
from services import bureau, bureau_rows, observers
from services.credentials_board import board
from services.credentials_rows import records
from services.speakers_rows import found_in, standing
from services.transactions import clock, require


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDelegation:
    """What a delegation has still to give, and whether it has named nobody, in papers or here."""

    delegation: Delegation
    missing: tuple[Need, ...]
    unnamed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCredentials:
    """How many are to be reminded, examined, decided on; whether a report is to be adopted."""

    reminders: int
    unexamined: int
    objections: int
    unadopted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfObservers:
    """How many requests await the actor, by what day the first; how many observers are not listed.

    `unlisted` have the status, and are not on the list of participants yet.
    """

    waiting: int
    first_due: date | None
    overdue: bool
    unlisted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBureau:
    """How many places of the bureau are vacant, and for how many of them nobody is nominated."""

    vacant: int
    without_nominee: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfExchanges:
    """Somebody proposes to exchange places with an inscription of the actor's delegation.

    `by` and `own` are the names of the two delegations, as they were inscribed.
    """

    speakers: SpeakersList
    by: str
    own: str


def of_exchanges(
    db: Session, actor: Actor, session: ConferenceSession, own: frozenset[int] | None = None
) -> list[OfExchanges]:
    """The exchanges of places that await the answer of the actor's delegations, or of `own`.

    Lists on which nothing was proposed to them are not read.
    """
    require(actor, Action.SPEAKERS_INSCRIBE)
    asked = actor.delegation_ids if own is None else own & actor.delegation_ids
    if not asked:
        return []
    at, found = clock(db), []
    for speakers, mine in _proposed_to(db, session, asked).items():
        now = standing(db, speakers, at)
        for swap in now.swaps:
            by, to = found_in(now, swap.proposed), found_in(now, swap.other)
            if swap.other in mine and by is not None and to is not None:
                found.append(OfExchanges(speakers=speakers, by=by.name, own=to.name))
    return found


def _proposed_to(
    db: Session, session: ConferenceSession, delegations: frozenset[int]
) -> dict[SpeakersList, set[int]]:
    """Lists with a proposal to one of these, and the numbers of their own inscriptions there."""
    kinds = (EntryKind.INSCRIBED, EntryKind.SWAP_PROPOSED)
    query = (
        select(SpeakersEntry, SpeakersList)
        .join(SpeakersList, SpeakersList.id == SpeakersEntry.list_id)
        .where(SpeakersList.session_id == session.id, SpeakersEntry.kind.in_(kinds))
        .where(
            (SpeakersEntry.kind == EntryKind.SWAP_PROPOSED)
            | SpeakersEntry.delegation_id.in_(delegations)
        )
        .order_by(SpeakersList.id, SpeakersEntry.sequence)
    )
    own: dict[SpeakersList, set[int]] = {}
    asked: dict[SpeakersList, set[int]] = {}
    for entry, speakers in db.execute(query):
        proposed = entry.kind is EntryKind.SWAP_PROPOSED
        of_list = (asked if proposed else own).setdefault(speakers, set())
        of_list.add(int(entry.data["other"]) if proposed else entry.sequence)
    return {one: mine for one, mine in own.items() if mine & asked.get(one, set())}


def of_delegations(db: Session, actor: Actor, session: ConferenceSession) -> list[OfDelegation]:
    """What the actor's own delegations have still to give, of those that have given not all."""
    require(actor, Action.CREDENTIALS_VIEW_ONE)
    query = (
        select(Delegation)
        .where(Delegation.session_id == session.id, Delegation.id.in_(actor.delegation_ids))
        .options(selectinload(Delegation.names))
        .order_by(Delegation.name)
    )
    own = db.scalars(query).all()
    if not own:
        return []
    found = records(db, session, clock(db), own[0] if len(own) == 1 else None)
    members = select(Delegate.delegation_id).where(Delegate.delegation_id.in_([o.id for o in own]))
    named = set(db.scalars(members))
    every = [(one, found.position(one).missing) for one in own]
    return [
        OfDelegation(
            delegation=one,
            missing=missing,
            unnamed=Need.NAMES in missing and one.id not in named,
        )
        for one, missing in every
        if missing
    ]


def of_credentials(db: Session, actor: Actor, session: ConferenceSession) -> OfCredentials:
    """What is to be done about credentials. They are examined once the mark of rule 18 is there."""
    found = board(db, actor, session)
    kept = found.records
    begun = bool(kept.examined) or kept.at >= kept.dates.mark
    asked = [row.delegation.id for row in found.rows if row.position.asked]
    return OfCredentials(
        reminders=len(found.letters),
        unexamined=sum(kept.finding(one) is None for one in asked) if begun else 0,
        objections=sum(one.open for each in kept.disputes.values() for one in each),
        unadopted=bool(kept.examined) and kept.examined[-1].report is None,
    )


def of_observers(db: Session, actor: Actor, session: ConferenceSession) -> OfObservers:
    """What is to be done about observers: by the bureau, or by anybody, for the secretariat."""
    found = observers.requests(db, actor, session)
    acting = set(Addressee) if may(actor, Action.OBSERVERS_MANAGE) else {Addressee.BUREAU}
    days = [one.due for _, one in found if one.next in acting and one.due is not None]
    today = clock(db).astimezone(ZoneInfo(session.time_zone)).date()
    return OfObservers(
        waiting=len(days),
        first_due=min(days, default=None),
        overdue=min(days, default=today) < today,
        unlisted=sum(one.takes_part and row.delegation_id is None for row, one in found),
    )


def of_bureau(db: Session, actor: Actor, session: ConferenceSession) -> OfBureau:
    """What is to be done about officers; nothing while no delegation is there to be nominated."""
    require(actor, Action.BUREAU_VIEW)
    if not _has_delegations(db, session):
        return OfBureau(vacant=0, without_nominee=0)
    stands = bureau.standing_of(db, session, bureau_rows.rules_of(session).bureau)
    nominated = [one.office for one in stands.nominations]
    left = {one.key: stands.places_left(one) for one in stands.board.offices}
    return OfBureau(
        vacant=sum(left.values()),
        without_nominee=sum(max(0, most - nominated.count(key)) for key, most in left.items()),
    )


def _has_delegations(db: Session, session: ConferenceSession) -> bool:
    query = select(Delegation.id).where(Delegation.session_id == session.id).limit(1)
    return db.scalar(query) is not None
