"""Elections of officers: all at once by acclamation, or begun to be held by ballot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.bureau import Election, Officer
from models.conferences import ConferenceSession
from procedure.bureau import contests as rules_on_contests
from procedure.bureau.composition import Verdict
from procedure.bureau.contests import Contest, overfull
from procedure.bureau.elections import BallotRefusal
from procedure.bureau.values import ElectionMethod
from procedure.permissions import Action, Actor
from procedure.rulebook import rulebook
from scheduler.text import text
from services import bureau_rows as rows
from services.bureau import Standing, standing_of
from services.bureau_words import REFUSALS, by_rule, sentence
from services.election_office import put_in_office
from services.election_rows import (
    Held,
    course_of,
    new_election,
    refuse_day,
    stands_in,
    stood_in,
    under_way,
)
from services.errors import BadRequest, NotFound, RuleBroken, cited
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


def contests(session: ConferenceSession, stands: Standing) -> list[Contest]:
    """The ballots that are to be held next: of which office, and of which group if any."""
    return rules_on_contests.contests(stands.race, rows.rules_of(session).elections)


def voted_on(
    db: Session, actor: Actor, session: ConferenceSession, stands: Standing
) -> Mapping[int, int]:
    """The nominations that are being voted on, by their ids, each with its election."""
    require(actor, Action.BUREAU_VIEW)
    held = under_way(db, session, stands.board.key)
    return {one.id: each.id for one in stands.nominations for each in held if stands_in(each, one)}


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
    _refuse_twice(db, session, board, {one.office for one in stands.nominations})
    _refuse_crowds(session, stands)
    _refuse_broken(session, stands)
    made = _elect_all(db, actor, stands, session, held)
    if not made:
        raise BadRequest({"": text("Nobody is nominated.")})
    entry.subject = rows.subject(session, "election")
    entry.details = {"elected": [one.person for one in made], "method": "acclamation"}
    return made


def acclaimed_with(db: Session, held: Election) -> list[Election]:
    """The other elections by the same acclamation that are not undone."""
    query = (
        select(Election)
        .where(
            Election.session_id == held.session_id,
            Election.board == held.board,
            Election.method == ElectionMethod.ACCLAMATION,
            Election.at == held.at,
            Election.id != held.id,
        )
        .options(selectinload(Election.steps))
        .order_by(Election.id)
    )
    return [one for one in db.scalars(query) if not one.steps]


def _elect_all(
    db: Session, actor: Actor, stands: Standing, session: ConferenceSession, held: Held
) -> list[Officer]:
    """An election for each office for which anybody is nominated, and all of them in office."""
    made, at = [], now(db)
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
            at=at,
        )
        keys = [str(who.delegation_id) for who in named]
        made += put_in_office(db, stands, office, one, keys, at=at)
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

    Of a group as many are elected as it has places left. Raises BadRequest naming `office`,
    RuleBroken where a group could get more officers than it has places.
    """
    lock(db, session)
    refuse_day(db, session, held.on)
    stands = standing_of(db, session, rows.board_of(session, board))
    wanted, race = rows.office_of(stands.board, office), stands.race
    if group and not race.by_group(office):
        raise BadRequest({"office": text("All candidates for this office stand in one ballot.")})
    contest = race.ballot(office, group)
    named = [
        one
        for one in stands.nominations
        if one.office == office and group in {"", one.delegation.regional_group}
    ]
    if not named or contest.places < 1:
        raise BadRequest({"office": text("There is no place to fill, or nobody is nominated.")})
    _refuse_twice(db, session, board, {office})
    _refuse_overfull(db, session, stands, contest)
    made = new_election(
        db,
        actor,
        session,
        board=stands.board,
        office=wanted,
        named=named,
        places=contest.places,
        method=ElectionMethod.BALLOT,
        held=held,
        at=now(db),
    )
    entry.subject = rows.subject(session, f"election/{made.id}")
    entry.details = {"office": office, "candidates": [one["name"] for one in made.candidates]}
    return made


def _refuse_overfull(
    db: Session, session: ConferenceSession, stands: Standing, contest: Contest
) -> None:
    """Raise RuleBroken for a ballot that could give a group more officers than it has places."""
    group = overfull(stands.race, contest, _under_way(db, session, stands))
    if group is not None:
        said = text(
            "%(group)s: more could be elected than the group has places. Hold a ballot among its "
            "candidates, or withdraw a nomination.",
            group=group,
        )
        raise RuleBroken(cited(stands.board.rule), said)


def _under_way(db: Session, session: ConferenceSession, stands: Standing) -> Mapping[str, int]:
    """How many officers each group may get by the ballots that are being held.

    Also by those who were left out: where a ballot is void, they stand again.
    """
    groups = {str(one.id): one.regional_group for one in session.delegations}
    found: Counter[str] = Counter()
    for held in under_way(db, session, stands.board.key):
        gone = course_of(held, session).withdrawn
        may_win = Counter(groups[key] for key in stood_in(held) if key not in gone)
        found.update({group: min(most, held.places) for group, most in may_win.items()})
    return found


def _refuse_twice(
    db: Session, session: ConferenceSession, board: str, offices: Collection[str]
) -> None:
    """Raise BadRequest where one of the offices is being voted on already."""
    if any(one.office in offices for one in under_way(db, session, board)):
        raise BadRequest({"office": text("An election to this office is under way.")})


def _refuse_crowds(session: ConferenceSession, stands: Standing) -> None:
    rules = rows.rules_of(session).elections
    if not rules.acclamation:
        raise RuleBroken(cited(rules.rule), REFUSALS[BallotRefusal.BALLOT_NEEDED])
    for office in stands.board.offices:
        named = sum(one.office == office.key for one in stands.nominations)
        if named > stands.places_left(office):
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
        raise RuleBroken(by_rule(broken[0]), said)
