"""Officers and nominations in the database, and the values by which rules judge them.

Functions for services: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.bureau import GroupChair, Nomination, Officer, PastOffice
from models.conferences import ConferenceSession, Delegation
from procedure.bureau.composition import Ground, Nominee
from procedure.bureau.rotation import Allotment, PastSession, rotation
from procedure.bureau.rules import Board, BureauRules, Office, Term
from procedure.bureau.values import Ending
from procedure.instruments import Membership
from procedure.participants import PARTIES
from procedure.rulebook import Rulebook, rulebook
from scheduler.text import text
from services.errors import BadRequest
from services.transactions import now


def rules_of(session: ConferenceSession) -> BureauRules:
    """The rules on officers of a session."""
    return rulebook(session.rulebook).bureau


def board_of(session: ConferenceSession, key: str) -> Board:
    """A board of the rulebook. Raises BadRequest naming `board`."""
    try:
        return rules_of(session).board(key)
    except KeyError:
        raise BadRequest({"board": text("The rules know no such officers.")}) from None


def officers(db: Session, session: ConferenceSession) -> Sequence[Officer]:
    """All who have held an office of a session, by office, then in order of their names."""
    query = (
        select(Officer)
        .where(Officer.session_id == session.id)
        .options(joinedload(Officer.delegation).selectinload(Delegation.names))
    )
    return sorted(db.scalars(query), key=lambda one: (one.position, one.delegation.name, one.id))


def today(db: Session, session: ConferenceSession) -> date:
    """The day that it is at the place of a session."""
    return now(db).astimezone(ZoneInfo(session.time_zone)).date()


def holds(one: Officer | GroupChair, on: date) -> bool:
    """Whether somebody is in office on a day."""
    return one.since <= on and not ended(one, on)


def ended(one: Officer | GroupChair, on: date) -> bool:
    """Whether somebody is in office no more on a day; who resigns as of a later day still is."""
    return one.until is not None and one.until <= on


def in_office(those: Iterable[Officer], board: str, on: date) -> list[Officer]:
    """Who of them holds an office of a board on a day."""
    return [one for one in those if one.board == board and holds(one, on)]


def of_session(those: Iterable[Officer], board: str, on: date) -> list[Officer]:
    """Who of them is in office on a day, or was until the next session elected successors."""
    return [
        one
        for one in those
        if one.board == board and (holds(one, on) or one.ended is Ending.SUCCESSOR)
    ]


def stays(one: Officer) -> bool:
    """Whether no successor is needed in the session: neither gone, nor to go on a later day."""
    return one.until is None or one.ended is Ending.SUCCESSOR


def awaits_successor(those: Iterable[Officer], one: Officer) -> bool:
    """Whether somebody leaves, or has left, before the term was over and nobody followed."""
    if one.until is None or stays(one):
        return False
    key = (one.board, one.office, one.place)
    return not any(
        other.since >= one.until and (other.board, other.office, other.place) == key
        for other in those
        if other is not one
    )


def free_place(
    those: Iterable[Officer], board: str, office: str, on: date, places: int = 0
) -> tuple[int, date]:
    """The place of an office for whoever is elected or named on a day, and from what day on.

    Of so many `places` the one that is or gets free first: where its holder leaves on a later day,
    from then on. Where none is, another one.
    """
    held = [one for one in those if one.board == board and one.office == office]
    taken = {one.place for one in held if stays(one)}
    free = {place: on for place in range(1, places + 1) if place not in taken}
    for one in held:
        if one.place in free and one.until is not None:
            free[one.place] = max(one.until, free[one.place])
    if free:
        return min(free.items(), key=lambda one: (one[1], one[0]))
    return max((one.place for one in held), default=0) + 1, on


def serving(db: Session, session: ConferenceSession, board: Board) -> list[Officer]:
    """The officers of a board at a session: those it elected, or those of the session before.

    Which of them, the term of office says. At the first session those it elected serve at once.
    """
    earlier = before(db, session)[:1] if board.term is Term.NEXT_CLOSURE else []
    return [
        one
        for each in (*earlier, session)[:1]
        for one in officers(db, each)
        if one.board == board.key
    ]


def before(db: Session, session: ConferenceSession) -> Sequence[ConferenceSession]:
    """The sessions of the same body that came before, the last of them first."""
    query = (
        select(ConferenceSession)
        .where(
            ConferenceSession.body == session.body,
            ConferenceSession.rulebook == session.rulebook,
            ConferenceSession.first_day < session.first_day,
        )
        .order_by(ConferenceSession.first_day.desc())
    )
    return db.scalars(query).all()


def nominations(db: Session, session: ConferenceSession) -> Sequence[Nomination]:
    """The nominations that stand, in the order in which they were made."""
    query = (
        select(Nomination)
        .where(Nomination.session_id == session.id, Nomination.withdrawn_at.is_(None))
        .options(joinedload(Nomination.delegation).selectinload(Delegation.names))
        .order_by(Nomination.id)
    )
    return db.scalars(query).all()


def chairs(db: Session, session: ConferenceSession, on: date) -> Sequence[GroupChair]:
    """The chairs of the regional groups who are in office on a day, or will be after it."""
    query = (
        select(GroupChair)
        .where(
            GroupChair.session_id == session.id,
            or_(GroupChair.until.is_(None), GroupChair.until > on),
        )
        .options(joinedload(GroupChair.delegation).selectinload(Delegation.names))
        .order_by(GroupChair.group, GroupChair.since, GroupChair.id)
    )
    return db.scalars(query).all()


def nominee(delegation: Delegation, office: str) -> Nominee:
    """A delegation in or for an office, as rules see it: by the number of its row."""
    return Nominee(office=office, delegation=str(delegation.id), group=delegation.regional_group)


def ground(db: Session, session: ConferenceSession, shares: Allotment | None = None) -> Ground:
    """By what the officers of a session are judged: its groups, instruments and parties."""
    book = rulebook(session.rulebook)
    rows = db.scalars(
        select(Delegation)
        .where(Delegation.session_id == session.id)
        .options(selectinload(Delegation.instruments))
    ).all()
    return Ground(
        groups=book.groups,
        instruments=book.instruments,
        parties={str(one.id): membership(one, book, session.first_day) for one in rows},
        on=session.first_day,
        shares={} if shares is None else shares.shares,
        others=frozenset(str(one.id) for one in rows if one.kind not in PARTIES),
    )


def membership(delegation: Delegation, book: Rulebook, on: date) -> Membership:
    """To what a delegation is party, as far as it is known.

    The capacity in which it takes part says whether it is to the instrument of the conference.
    """
    told = delegation.membership
    party = on if delegation.kind in PARTIES else None
    return replace(told, since={book.instruments[0].key: party, **told.since})


def allotments(
    db: Session, session: ConferenceSession, board: Board, sessions: int
) -> tuple[Allotment, ...]:
    """Which group nominates for what, in this session (number 0) and those after it."""
    held: dict[int, dict[str, str]] = {}
    for one in (*_told(db, session, board), *_recorded(db, session, board)):
        held.setdefault(one.number, {}).update(one.held)
    past = [PastSession(number=number, held=offices) for number, offices in held.items()]
    return rotation(past, board, rulebook(session.rulebook).groups, 0, sessions)


def _told(db: Session, session: ConferenceSession, board: Board) -> list[PastSession]:
    rows = db.scalars(
        select(PastOffice).where(PastOffice.session_id == session.id, PastOffice.board == board.key)
    )
    return [PastSession(number=-one.sessions_before, held={one.office: one.group}) for one in rows]


def _recorded(db: Session, session: ConferenceSession, board: Board) -> list[PastSession]:
    """What the record of earlier sessions says: who was elected first to each office."""
    earlier = before(db, session)
    offices = [turn.office for turn in board.turns]
    rows = db.scalars(
        select(Officer)
        .where(
            Officer.session_id.in_([one.id for one in earlier]),
            Officer.board == board.key,
            Officer.office.in_(offices),
            Officer.replaces_id.is_(None),
        )
        .options(joinedload(Officer.delegation))
        .order_by(Officer.id.desc())
    ).all()
    number = {one.id: -place for place, one in enumerate(earlier, 1)}
    held: dict[int, dict[str, str]] = {}
    for row in rows:
        held.setdefault(row.session_id, {})[row.office] = row.delegation.regional_group
    return [PastSession(number=number[key], held=offices) for key, offices in held.items()]


def subject(session: ConferenceSession, what: str) -> str:
    """How audit records name what concerns the bureau of a session."""
    return f"session/{session.slug}/bureau/{what}"


def office_of(board: Board, key: str) -> Office:
    """An office of a board. Raises BadRequest naming `office`."""
    try:
        return board.office(key)
    except KeyError:
        raise BadRequest({"office": text("The rules know no such office.")}) from None


def refuse_other(session: ConferenceSession, delegation: Delegation) -> None:
    """Raise BadRequest for a delegation of another session."""
    if delegation.session_id != session.id:
        raise BadRequest({"delegation": text("Choose a delegation of this session.")})
