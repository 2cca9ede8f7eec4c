"""Elections of officers: by acclamation, or by ballots and lots until the places are filled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.bureau import Election, ElectionStep, Officer
from models.conferences import ConferenceSession
from procedure.bureau.composition import Verdict
from procedure.bureau.elections import (
    Ballot,
    BallotRefusal,
    Course,
    acclaimed,
    ballot_refused,
    lot_refused,
)
from procedure.bureau.rules import Office
from procedure.bureau.values import ElectionMethod, StepKind
from procedure.permissions import Action, Actor
from procedure.rulebook import rulebook
from scheduler.text import text
from services import bureau_rows as rows
from services.bureau import Standing, standing_of
from services.bureau_words import REFUSALS, sentence
from services.election_rows import Held, course_of, new_election, put_in_office, refuse_day
from services.errors import BadRequest, NotFound, RuleBroken, Stale, cited
from services.sessions import lock
from services.transactions import Entry, now, require, writes


def elections(db: Session, actor: Actor, session: ConferenceSession) -> Sequence[Election]:
    """The elections of a session, with their ballots, in order."""
    require(actor, Action.BUREAU_VIEW)
    query = (
        select(Election)
        .where(Election.session_id == session.id)
        .options(selectinload(Election.steps))
        .order_by(Election.id)
    )
    return db.scalars(query).all()


def election(db: Session, actor: Actor, session: ConferenceSession, election_id: int) -> Election:
    """One election of a session. Raises NotFound."""
    every = elections(db, actor, session)
    found = next((one for one in every if one.id == election_id), None)
    if found is None:
        raise NotFound(text("There is no such election in this session."))
    return found


def contests(stands: Standing) -> list[tuple[Office, str]]:
    """Where there are more nominations than places: of which office, and of which group if any."""
    found = []
    for office in stands.board.offices:
        named = [one for one in stands.nominations if one.office == office.key]
        if len(named) <= stands.places_left(office) or not named:
            continue
        groups = {one.group for one in named} if stands.board.per_group else set()
        crowded = [
            group
            for group in sorted(groups)
            if sum(one.group == group for one in named) > stands.left_to(group, office.key) > 0
        ]
        found += [(office, group) for group in crowded] or [(office, "")]
    return found


@writes(Action.ELECTION_RUN)
def acclaim(
    db: Session,
    actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    board: str,
    held: Held,
) -> list[Officer]:
    """Elect by acclamation all who are nominated, to each office (rules on elections).

    Raises RuleBroken where there are more candidates than places, or the composition would break a
    rule; BadRequest naming `held_on`, or where one of the offices is being voted on.
    """
    lock(db, session)
    refuse_day(db, session, held.on)
    stands = standing_of(db, session, rows.board_of(session, board))
    _refuse_twice(db, actor, session, board, {one.office for one in stands.nominations})
    _refuse_crowds(session, stands)
    _refuse_broken(session, stands)
    made = []
    for office in stands.board.offices:
        named = [one for one in stands.nominations if one.office == office.key]
        if not named:
            continue
        one = new_election(
            db,
            actor,
            session,
            board=stands.board,
            office=office,
            named=named,
            places=len(named),
            method=ElectionMethod.ACCLAMATION,
            held=held,
        )
        made += put_in_office(db, stands, office, one, [str(who.delegation_id) for who in named])
    if not made:
        raise BadRequest({"": text("Nobody is nominated.")})
    entry.subject = rows.subject(session, "election")
    entry.details = {"elected": [one.person for one in made], "method": "acclamation"}
    return made


@writes(Action.ELECTION_RUN)
def open_ballot(
    db: Session,
    actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    board: str,
    office: str,
    held: Held,
    group: str = "",
) -> Election:
    """Begin an election by secret ballot among those nominated for an office, or those of a group.

    Of a group as many are elected as it has places left.
    """
    lock(db, session)
    refuse_day(db, session, held.on)
    stands = standing_of(db, session, rows.board_of(session, board))
    wanted = rows.office_of(stands.board, office)
    named = [one for one in stands.nominations if one.office == office and group in {"", one.group}]
    places = stands.places_left(wanted)
    if group and stands.board.per_group:
        places = min(places, stands.left_to(group, office))
    if not named or places < 1:
        raise BadRequest({"office": text("There is no place to fill, or nobody is nominated.")})
    _refuse_twice(db, actor, session, board, {office})
    made = new_election(
        db,
        actor,
        session,
        board=stands.board,
        office=wanted,
        named=named,
        places=places,
        method=ElectionMethod.BALLOT,
        held=held,
    )
    entry.subject = rows.subject(session, f"election/{made.id}")
    entry.details = {"office": office, "candidates": [one["name"] for one in made.candidates]}
    return made


@writes(Action.ELECTION_RUN)
def add_ballot(
    db: Session,
    actor: Actor,
    entry: Entry,
    held: Election,
    *,
    votes: Mapping[str, int],
    papers: int,
    abstentions: int,
    invalid: int,
    expects: int,
) -> Course:
    """Take the result of a ballot, number `expects`. Raises BadRequest, RuleBroken, Stale."""
    _lock(db, held)
    course = _current(held, expects)
    ballot = Ballot(votes=dict(votes), papers=papers, abstentions=abstentions, invalid=invalid)
    _refuse(held, ballot_refused(course, ballot))
    data = {
        "votes": dict(votes),
        "papers": papers,
        "abstentions": abstentions,
        "invalid": invalid,
    }
    return _take(db, actor, entry, held, ElectionStep(kind=StepKind.BALLOT, data=data))


@writes(Action.ELECTION_RUN)
def add_lot(
    db: Session,
    actor: Actor,
    entry: Entry,
    held: Election,
    *,
    drawn: Sequence[str],
    expects: int,
) -> Course:
    """Take who was drawn by lot, as step `expects`."""
    _lock(db, held)
    course = _current(held, expects)
    _refuse(held, lot_refused(course, drawn))
    return _take(
        db, actor, entry, held, ElectionStep(kind=StepKind.LOT, data={"drawn": list(drawn)})
    )


def _lock(db: Session, held: Election) -> None:
    db.execute(select(Election.id).where(Election.id == held.id).with_for_update())
    db.expire(held, ["steps"])


def _current(held: Election, expects: int) -> Course:
    if expects != len(held.steps) + 1:
        raise Stale
    return course_of(held, held.session)


def _refuse(held: Election, refusal: BallotRefusal | None) -> None:
    if refusal is None:
        return
    if refusal in {BallotRefusal.OVER, BallotRefusal.LOT_FIRST, BallotRefusal.NO_LOT}:
        raise RuleBroken(cited(rows.rules_of(held.session).elections.rule), REFUSALS[refusal])
    raise BadRequest({"votes": REFUSALS[refusal]})


def _take(db: Session, actor: Actor, entry: Entry, held: Election, step: ElectionStep) -> Course:
    step.number, step.at, step.by = len(held.steps) + 1, now(db), actor.name
    held.steps.append(step)
    db.flush()
    course = course_of(held, held.session)
    entry.subject = rows.subject(held.session, f"election/{held.id}")
    entry.details = {"step": step.number, "kind": step.kind.value, **step.data}
    if course.over:
        stands = standing_of(db, held.session, rows.board_of(held.session, held.board))
        office = rows.office_of(stands.board, held.office)
        put_in_office(db, stands, office, held, course.elected)
        entry.details["elected"] = list(course.elected)
    return course


def _refuse_twice(
    db: Session, actor: Actor, session: ConferenceSession, board: str, offices: Collection[str]
) -> None:
    """Raise BadRequest where one of the offices is being voted on already."""
    for one in elections(db, actor, session):
        voted = one.board == board and one.office in offices
        if voted and not course_of(one, session).over:
            raise BadRequest({"office": text("An election to this office is under way.")})


def _refuse_crowds(session: ConferenceSession, stands: Standing) -> None:
    rules = rows.rules_of(session).elections
    for office in stands.board.offices:
        named = [str(one.id) for one in stands.nominations if one.office == office.key]
        if named and not acclaimed(named, stands.places_left(office), rules):
            crowded = text(
                "%(office)s: there are more candidates than places. Hold a ballot.",
                office=office.title,
            )
            raise RuleBroken(cited(rules.rule), crowded)


def _refuse_broken(session: ConferenceSession, stands: Standing) -> None:
    broken = [one for one in stands.findings if one.verdict is Verdict.BROKEN]
    if broken:
        names = {str(one.id): one.name for one in session.delegations}
        said = sentence(broken[0], stands.board, rulebook(session.rulebook), names)
        raise RuleBroken(cited(broken[0].rule), said)
