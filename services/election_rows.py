"""Elections in the database, and where they stand.

Functions for services: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.bureau import Election, ElectionStep, Nomination
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
from procedure.bureau.rules import Board, Office
from procedure.bureau.values import ElectionMethod, StepKind
from procedure.permissions import Actor
from services import bureau_rows as rows
from services import days
from services.errors import BadRequest
from services.fields import line


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """When and where an election is held, in words of the record: "1st meeting"."""

    on: date
    meeting: str = ""
    note: str = ""


def refuse_day(db: Session, session: ConferenceSession, on: date) -> None:
    """Raise BadRequest for a day on which the Conference, which elects, cannot have sat."""
    if refused := days.conference_refused(session, on, rows.today(db, session)):
        raise BadRequest({"held_on": refused})


def course_of(held: Election, session: ConferenceSession) -> Course:
    """Where an election stands: its ballots and lots, taken in order."""
    return courses_of(held, session)[-1]


def courses_of(held: Election, session: ConferenceSession) -> list[Course]:
    """Where an election stood at first, and after each of its steps."""
    keys = stood_in(held)
    if held.method is ElectionMethod.ACCLAMATION:
        undone = Course(candidates=(), places=held.places, called_off=True)
        return [Course(candidates=(), places=0, elected=keys), *(undone for _ in held.steps)]
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
    at: datetime,
) -> Election:
    """An election to an office among those nominated, as it is noted at a moment."""
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
        at=at,
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
