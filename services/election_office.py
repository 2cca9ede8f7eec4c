"""Whom an election puts in office; and what is taken back of that, where it was noted in error.

Functions for services: none has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.bureau import Election, Nomination, Officer, PresidingDuty
from procedure.bureau.rules import Board, Office, Term
from procedure.bureau.values import Ending
from scheduler.text import text
from services import bureau_rows as rows
from services.bureau import Standing
from services.bureau_words import rule_or_practice
from services.election_rows import course_of, stood_in, under_way
from services.errors import RuleBroken, cited


def put_in_office(
    db: Session,
    stands: Standing,
    office: Office,
    held: Election,
    elected: Sequence[str],
    *,
    at: datetime,
) -> list[Officer]:
    """Make officers of whoever was elected, by their keys, at a moment; predecessors are done with.

    Where no place is left, nobody is nominated for the office any more. Raises RuleBroken for more
    than there are places left, and for a State that has an office by now.
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
    _refuse_second_office(stands, held, elected)
    filled = left <= len(elected)
    _end_nominations(stands, held, elected, filled=filled, at=at)
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


def _refuse_second_office(stands: Standing, held: Election, elected: Sequence[str]) -> None:
    """Raise RuleBroken for a State elected elsewhere since a ballot that is counted again."""
    taken = {str(one.delegation_id) for one in stands.staying}
    names = [one["name"] for one in held.candidates if one["key"] in taken.intersection(elected)]
    if names:
        raise RuleBroken(
            rule_or_practice(stands.board.one_per_state_rule),
            text(
                "Already in another office: %(names)s. Let them withdraw from this election, or "
                "undo the other one first.",
                names=names,
            ),
        )


def _end_nominations(
    stands: Standing, held: Election, elected: Sequence[str], *, filled: bool, at: datetime
) -> None:
    """The nominations of all who stood to the end; of those elected, where it was called off.

    All of them, where the office is filled.
    """
    course = course_of(held, held.session)
    stood = {*stood_in(held)} - {*course.withdrawn}
    done = {*elected} if course.called_off else stood
    for nomination in stands.nominations:
        ends = filled or str(nomination.delegation_id) in done
        if nomination.office == held.office and ends:
            nomination.withdrawn_at = at


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


def take_from_office(db: Session, held: Election, at: datetime) -> None:
    """Undo what an election that ended at a moment led to: it is as if it had not ended.

    Whoever was elected is in no office and presides over nothing, predecessors are in office again,
    and the nominations that ended with it stand again, but of States that have, or are nominated
    for, another office by now. Raises RuleBroken where somebody elected has left, or another
    election to the office is under way.
    """
    session = held.session
    rule = cited(rows.rules_of(session).elections.rule)
    if any(one.office == held.office for one in under_way(db, session, held.board)):
        raise RuleBroken(rule, text("An election to this office is under way."))
    made = [one for one in rows.officers(db, session) if one.election_id == held.id]
    for one in made:
        if one.until is not None:
            who = one.person or one.delegation.name
            said = text("%(person)s has left the office since: the election stays.", person=who)
            raise RuleBroken(rule, said)
    ids = [one.id for one in made]
    db.execute(delete(PresidingDuty).where(PresidingDuty.officer_id.in_(ids)))
    for one in made:
        db.delete(one)
    db.flush()  # before States are nominated that were in office
    _nominate_again(db, held, at)
    _back_in_office(db, held)
    db.flush()


def _nominate_again(db: Session, held: Election, at: datetime) -> None:
    those: list[Officer | Nomination] = [*rows.nominations(db, held.session)]
    those += [one for one in rows.officers(db, held.session) if rows.stays(one)]
    busy = {str(one.delegation_id) for one in those if one.board == held.board}
    busy |= {*course_of(held, held.session).withdrawn}
    query = select(Nomination).where(
        Nomination.session_id == held.session_id,
        Nomination.board == held.board,
        Nomination.office == held.office,
        Nomination.withdrawn_at == at,
    )
    for nomination in db.scalars(query):
        if str(nomination.delegation_id) not in busy:
            nomination.withdrawn_at = None


def _back_in_office(db: Session, held: Election) -> None:
    """Those who were succeeded on the day of the election, unless the office was filled before."""
    session, of_office = held.session, (held.board, held.office)
    others = [one for one in rows.officers(db, session) if (one.board, one.office) == of_office]
    office = rows.office_of(rows.board_of(session, held.board), held.office)
    if len({one.place for one in others}) >= office.number:
        return
    for earlier in rows.before(db, session)[:1]:
        for one in rows.officers(db, earlier):
            same = (one.board, one.office) == of_office
            if same and one.ended is Ending.SUCCESSOR and one.until == held.held_on:
                one.until, one.ended = None, None
