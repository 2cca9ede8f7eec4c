"""Elections in the database: where they stand, and whom they put in office.

Functions for services: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.bureau import Election, ElectionStep, Nomination, Officer
from models.conferences import ConferenceSession
from procedure.bureau.courses import (
    CalledOff,
    Drawn,
    Step,
    Unopposed,
    Void,
    Withdrawn,
    follow,
)
from procedure.bureau.elections import Ballot, Course
from procedure.bureau.rules import Board, Office, Term
from procedure.bureau.values import ElectionMethod, Ending, StepKind
from procedure.permissions import Actor
from scheduler.text import text
from services import bureau_rows as rows
from services.bureau import Standing
from services.errors import BadRequest, RuleBroken, cited
from services.fields import line
from services.transactions import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """When and where an election is held, in words of the record: "1st meeting"."""

    on: date
    meeting: str = ""
    note: str = ""


def refuse_day(db: Session, session: ConferenceSession, on: date) -> None:
    """Raise BadRequest for a day before the session, which elects its officers, or to come."""
    today = now(db).astimezone(ZoneInfo(session.time_zone)).date()
    if not session.first_day <= on <= today:
        wanted = text("Give a day from the opening of the session on, that has come.")
        raise BadRequest({"held_on": wanted})


def course_of(held: Election, session: ConferenceSession) -> Course:
    """Where an election stands: its ballots and lots, taken in order."""
    return courses_of(held, session)[-1]


def courses_of(held: Election, session: ConferenceSession) -> list[Course]:
    """Where an election stood at first, and after each of its steps."""
    keys = stood_in(held)
    if held.method is ElectionMethod.ACCLAMATION:
        return [Course(candidates=(), places=0, elected=keys)]
    start = Course(candidates=keys, places=held.places)
    return follow(start, steps_of(held), rows.rules_of(session).elections)


def stood_in(held: Election) -> tuple[str, ...]:
    """The keys of all candidates of an election, as it began."""
    return tuple(one["key"] for one in held.candidates)


def steps_of(held: Election) -> list[Step]:
    """The steps of an election, as rules see them."""
    return [_step(one) for one in held.steps]


def _step(kept: ElectionStep) -> Step:
    match kept.kind:
        case StepKind.BALLOT:
            return Ballot(**kept.data)
        case StepKind.LOT:
            return Drawn(tuple(kept.data["drawn"]))
        case StepKind.WITHDRAWAL:
            return Withdrawn(kept.data["key"])
        case StepKind.VOID:
            return Void()
        case StepKind.UNOPPOSED:
            return Unopposed()
        case StepKind.CALLED_OFF:
            return CalledOff()


def under_way(db: Session, session: ConferenceSession, board: str) -> list[Election]:
    """The elections of a board that are not over."""
    query = (
        select(Election)
        .where(Election.session_id == session.id, Election.board == board)
        .options(selectinload(Election.steps))
        .order_by(Election.id)
    )
    return [one for one in db.scalars(query) if not course_of(one, session).over]


def stands_in(held: Election, nomination: Nomination) -> bool:
    """Whether a nomination is being voted on in an election that is not over.

    Also that of who was elected, or left out: where a ballot is void, they stand again.
    """
    gone = course_of(held, held.session).withdrawn
    return any(is_for(nomination, held, key) for key in stood_in(held) if key not in gone)


def is_for(nomination: Nomination, held: Election, key: str) -> bool:
    """Whether a nomination is that of a candidate of an election."""
    return (nomination.board, nomination.office, str(nomination.delegation_id)) == (
        held.board,
        held.office,
        key,
    )


def new_election(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    *,
    board: Board,
    office: Office,
    named: Sequence[Nomination],
    places: int,
    method: ElectionMethod,
    held: Held,
) -> Election:
    """An election to an office among those nominated."""
    made = Election(
        session=session,
        board=board.key,
        office=office.key,
        number=1 + _held_before(db, session, board, office),
        places=places,
        candidates=[
            {"key": str(one.delegation_id), "name": one.delegation.name, "person": one.person}
            for one in named
        ],
        method=method,
        held_on=held.on,
        meeting=line("meeting", held.meeting),
        note=line("note", held.note),
        at=now(db),
        by=actor.name,
        steps=[],
    )
    db.add(made)
    db.flush()
    return made


def _held_before(db: Session, session: ConferenceSession, board: Board, office: Office) -> int:
    """How many elections to an office there have been."""
    query = select(func.count(Election.id)).where(
        Election.session_id == session.id,
        Election.board == board.key,
        Election.office == office.key,
    )
    return db.scalars(query).one()


def put_in_office(
    db: Session, stands: Standing, office: Office, held: Election, elected: Sequence[str]
) -> list[Officer]:
    """Make officers of whoever was elected, by their keys; predecessors are done with.

    Where no place is left, nobody is nominated for the office any more. Raises RuleBroken for more
    than there are places left.
    """
    left = stands.places_left(office)
    if elected and len(elected) > left:
        raise RuleBroken(
            cited(rows.rules_of(held.session).elections.rule),
            text(
                "More would be elected than places are left. Call off what was counted last, or "
                "the election."
            ),
        )
    filled = left <= len(elected)
    _end_nominations(db, stands, held, elected, filled=filled)
    known = list(rows.officers(db, held.session))
    made: list[Officer] = []
    for key in elected:
        made.append(_officer(stands.board, office, held, key, [*known, *made]))
    db.add_all(made)
    if stands.board.term is Term.SUCCESSORS and filled:
        for one in stands.outgoing:
            if one.office == office.key and one.since <= held.held_on:
                one.until, one.ended = held.held_on, Ending.SUCCESSOR
    db.flush()
    return made


def _end_nominations(
    db: Session, stands: Standing, held: Election, elected: Sequence[str], *, filled: bool
) -> None:
    """The nominations of all who stood to the end; of those elected, where it was called off.

    All of them, where the office is filled.
    """
    moment, course = now(db), course_of(held, held.session)
    stood = {*stood_in(held)} - {*course.withdrawn}
    done = {*elected} if course.called_off else stood
    for nomination in stands.nominations:
        ends = filled or str(nomination.delegation_id) in done
        if nomination.office == held.office and ends:
            nomination.withdrawn_at = moment


def _officer(
    board: Board, office: Office, held: Election, key: str, known: Sequence[Officer]
) -> Officer:
    """Whoever was elected, in the first place that is free; once the holder leaves, if later."""
    place, since = rows.free_place(known, board.key, office.key, held.held_on, office.number)
    persons = {one["key"]: one["person"] for one in held.candidates}
    return Officer(
        session_id=held.session_id,
        position=board.offices.index(office),
        board=board.key,
        board_title=board.title,
        office=office.key,
        title=office.title,
        place=place,
        delegation_id=int(key),
        person=persons[key],
        since=since,
        election_id=held.id,
    )
