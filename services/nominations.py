"""Nominations for the offices of a session."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.bureau import Nomination
from models.conferences import ConferenceSession, Delegation
from procedure.bureau.composition import Matter, Nominee, Verdict, eligible
from procedure.participation import Act
from procedure.permissions import Action, Actor
from procedure.rulebook import rulebook
from scheduler.text import text
from services import bureau_rows as rows
from services import participation, participation_words
from services.bureau import Standing, standing_of
from services.bureau_words import by_rule, sentence
from services.election_rows import course_of, stands_in, under_way
from services.errors import BadRequest, NotFound, RuleBroken, Stale, cited
from services.fields import line
from services.sessions import lock
from services.transactions import Entry, now, require, writes

OF_THE_STATE = frozenset(
    {Matter.NO_GROUP, Matter.NOT_PARTY, Matter.NOT_AS_PARTY, Matter.TWO_OFFICES}
)


def nomination(
    db: Session, actor: Actor, session: ConferenceSession, nomination_id: int
) -> Nomination:
    """A nomination of a session that stands. Raises NotFound."""
    require(actor, Action.BUREAU_VIEW)
    every = rows.nominations(db, session)
    found = next((one for one in every if one.id == nomination_id), None)
    if found is None:
        raise NotFound(text("There is no such nomination, or it was withdrawn."))
    return found


@writes(Action.BUREAU_MANAGE)
def nominate(
    db: Session,
    actor: Actor,
    entry: Entry,
    session: ConferenceSession,
    *,
    board: str,
    office: str,
    delegation: Delegation,
    person: str = "",
    note: str = "",
) -> Nomination:
    """Nominate a delegation for an office. Raises RuleBroken where a rule does not allow it."""
    lock(db, session)
    rules = rows.board_of(session, board)
    wanted = rows.office_of(rules, office)
    rows.refuse_other(session, delegation)
    made = Nomination(
        session_id=session.id,
        board=board,
        office=office,
        delegation=delegation,
        group=delegation.regional_group,
        person=line("person", person, most=200),
        note=line("note", note),
        at=now(db),
        by=actor.name,
    )
    _refuse_twice(db, session, made)
    stands = standing_of(db, session, rules)
    if stands.places_left(wanted) < 1:
        raise BadRequest({"office": text("All places of this office are filled.")})
    refuse_broken(session, stands, rows.nominee(delegation, office))
    participation_words.check(participation.verdict(db, delegation, Act.NOMINATE))
    db.add(made)
    db.flush()
    entry.subject = rows.subject(session, f"nomination/{made.id}")
    entry.details = {"office": office, "delegation": delegation.name, "person": made.person}
    return made


@writes(Action.BUREAU_MANAGE)
def withdraw(db: Session, _actor: Actor, entry: Entry, nomination: Nomination) -> Nomination:
    """Take a nomination back. Raises RuleBroken while it is voted on, Stale."""
    session = nomination.delegation.session
    lock(db, session)
    if nomination.withdrawn_at is not None:
        raise Stale
    for held in under_way(db, session, nomination.board):
        if stands_in(held, nomination):
            elected = str(nomination.delegation_id) in course_of(held, session).elected
            raise RuleBroken(
                cited(rows.rules_of(session).elections.rule),
                text("They are elected already, in an election that is under way.")
                if elected
                else text("A ballot is under way: note there that they withdraw."),
            )
    nomination.withdrawn_at = now(db)
    entry.subject = rows.subject(session, "nomination")
    entry.details = {"office": nomination.office, "delegation": nomination.delegation.name}
    return nomination


def _refuse_twice(db: Session, session: ConferenceSession, made: Nomination) -> None:
    wanted = (made.board, made.office, made.delegation.id)
    for one in rows.nominations(db, session):
        if (one.board, one.office, one.delegation_id) == wanted:
            raise BadRequest({"delegation": text("It is nominated for this office already.")})


def refuse_broken(session: ConferenceSession, stands: Standing, wanted: Nominee) -> None:
    """Raise RuleBroken for a State that may not stand. More may stand than there are places."""
    (found,) = eligible(
        wanted.office,
        {wanted.delegation: wanted.group},
        stands.nominees,
        stands.board,
        stands.ground,
    )
    broken = [
        one for one in found.why if one.verdict is Verdict.BROKEN and one.matter in OF_THE_STATE
    ]
    if broken:
        names = {str(one.id): one.name for one in session.delegations}
        first = broken[0]
        raise RuleBroken(
            by_rule(first), sentence(first, stands.board, rulebook(session.rulebook), names)
        )
