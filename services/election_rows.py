"""Elections in the database: where they stand, and whom they put in office.

Functions for services: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.bureau import Election, Nomination, Officer
from models.conferences import ConferenceSession
from procedure.bureau.elections import Ballot, Course, count, draw
from procedure.bureau.rules import Board, Office, Term
from procedure.bureau.values import ElectionMethod, Ending, StepKind
from procedure.permissions import Actor
from scheduler.text import text
from services import bureau_rows as rows
from services.bureau import Standing
from services.errors import BadRequest
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
    """Where an election stood at first, and after each of its ballots and lots."""
    rules = rows.rules_of(session).elections
    keys = tuple(one["key"] for one in held.candidates)
    if held.method is ElectionMethod.ACCLAMATION:
        return [Course(candidates=(), places=0, elected=keys)]
    courses = [Course(candidates=keys, places=held.places)]
    for step in held.steps:
        if step.kind is StepKind.LOT:
            courses.append(draw(courses[-1], step.data["drawn"]))
        else:
            courses.append(count(courses[-1], Ballot(**step.data), rules))
    return courses


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


def put_in_office(
    db: Session, stands: Standing, office: Office, held: Election, keys: Sequence[str]
) -> list[Officer]:
    """Make officers of whoever was elected: nominations and predecessors are done with."""
    moment = now(db)
    candidates = {one["key"]: one for one in held.candidates}
    for nomination in stands.nominations:
        if nomination.office == office.key and str(nomination.delegation_id) in candidates:
            nomination.withdrawn_at = moment
    made = [
        Officer(
            session_id=held.session_id,
            position=stands.board.offices.index(office),
            board=stands.board.key,
            board_title=stands.board.title,
            office=office.key,
            title=office.title,
            delegation_id=int(key),
            person=candidates[key]["person"],
            since=held.held_on,
            election_id=held.id,
        )
        for key in keys
    ]
    db.add_all(made)
    if stands.board.term is Term.SUCCESSORS and stands.places_left(office) == len(made):
        for one in stands.outgoing:
            if one.office == office.key and one.since <= held.held_on:
                one.until, one.ended = held.held_on, Ending.SUCCESSOR
    db.flush()
    return made
