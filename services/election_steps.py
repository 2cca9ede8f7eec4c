"""What an election by ballot is made of, step by step, until its places are filled.

Each step says as what number it is taken: a form that was opened before another step was taken is
refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from models.bureau import Election, ElectionStep
from models.conferences import ConferenceSession
from procedure.bureau.courses import unopposed_refused, void_refused, withdrawal_refused
from procedure.bureau.elections import (
    Ballot,
    BallotRefusal,
    Course,
    ballot_refused,
    lot_refused,
)
from procedure.bureau.values import ElectionMethod, StepKind
from procedure.participation import Act
from procedure.permissions import Action, Actor
from scheduler.text import Text, ntext
from services import bureau_rows as rows
from services import participation
from services.bureau import standing_of
from services.bureau_words import REFUSALS
from services.election_office import put_in_office, take_from_office
from services.election_rows import course_of, is_for, steps_of, stood_in
from services.elections import acclaimed_with
from services.errors import BadRequest, RuleBroken, Stale, cited
from services.fields import line
from services.sessions import lock
from services.transactions import Entry, now, writes

OF_THE_STATE_OF_THINGS = frozenset(
    {
        BallotRefusal.OVER,
        BallotRefusal.BALLOT_NEEDED,
        BallotRefusal.LOT_FIRST,
        BallotRefusal.NO_LOT,
        BallotRefusal.NOTHING_COUNTED,
        BallotRefusal.TOO_MANY,
    }
)


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
    """Take the result of a ballot, as step `expects`. Raises BadRequest, RuleBroken, Stale."""
    course = _current(db, held, expects)
    ballot = Ballot(votes=dict(votes), papers=papers, abstentions=abstentions, invalid=invalid)
    voters = participation.counted(db, held.session, Act.VOTE)
    refusal = ballot_refused(course, ballot, voters)
    if refusal is BallotRefusal.TOO_MANY_PAPERS:
        raise BadRequest({"papers": _too_many(held.session, voters)})
    _refuse(held, "votes", refusal)
    data = {
        "votes": dict(votes),
        "papers": papers,
        "abstentions": abstentions,
        "invalid": invalid,
    }
    return _take(db, actor, entry, held, ElectionStep(kind=StepKind.BALLOT, data=data))


@writes(Action.ELECTION_RUN)
def add_lot(
    db: Session, actor: Actor, entry: Entry, held: Election, *, drawn: Sequence[str], expects: int
) -> Course:
    """Take who was drawn by lot, as step `expects`. Raises BadRequest, RuleBroken, Stale."""
    course = _current(db, held, expects)
    _refuse(held, "votes", lot_refused(course, drawn))
    return _take(
        db, actor, entry, held, ElectionStep(kind=StepKind.LOT, data={"drawn": list(drawn)})
    )


@writes(Action.ELECTION_RUN)
def withdraw(
    db: Session,
    actor: Actor,
    entry: Entry,
    held: Election,
    *,
    candidate: str,
    expects: int,
    reason: str = "",
) -> Course:
    """A candidate, by their key, stands no more, as step `expects`; nor are they nominated.

    Whatever papers are out are handed out anew. Raises BadRequest, RuleBroken, Stale.
    """
    course = _current(db, held, expects)
    _refuse(held, "candidate", withdrawal_refused(course, stood_in(held), candidate))
    for nomination in rows.nominations(db, held.session):
        if is_for(nomination, held, candidate):
            nomination.withdrawn_at = now(db)
    data = {"key": candidate, "reason": line("reason", reason)}
    return _take(db, actor, entry, held, ElectionStep(kind=StepKind.WITHDRAWAL, data=data))


@writes(Action.ELECTION_RUN)
def elect_unopposed(
    db: Session, actor: Actor, entry: Entry, held: Election, *, expects: int
) -> Course:
    """Elect without a ballot those who are left, no more than places. Raises RuleBroken, Stale."""
    course = _current(db, held, expects)
    _refuse(held, "", unopposed_refused(course, rows.rules_of(held.session).elections))
    return _take(db, actor, entry, held, ElectionStep(kind=StepKind.UNOPPOSED, data={}))


@writes(Action.ELECTION_RUN)
def make_void(
    db: Session, actor: Actor, entry: Entry, held: Election, *, reason: str, expects: int
) -> Course:
    """Call off what was counted last: the next goes on as if it had not been begun.

    Where it ended the election, whoever was elected by it is in no office any more. Raises
    BadRequest naming `reason`, RuleBroken, Stale.
    """
    course = _current(db, held, expects)
    _refuse(held, "", void_refused(course, steps_of(held)))
    data = {"reason": line("reason", reason, needed=True)}
    if course.over:
        take_from_office(db, held, held.steps[-1].at)
    return _take(db, actor, entry, held, ElectionStep(kind=StepKind.VOID, data=data))


@writes(Action.ELECTION_RUN)
def undo_acclamation(
    db: Session,
    actor: Actor,
    entry: Entry,
    held: Election,
    *,
    reason: str,
    expects: int,
    together: bool = False,
) -> list[Election]:
    """Undo an acclamation that was noted in error; `together`: of all offices that it filled.

    It stays on record, with the reason, and those who were nominated are so again. Raises
    BadRequest naming `reason`, RuleBroken, Stale.
    """
    course = _current(db, held, expects)
    over = held.method is not ElectionMethod.ACCLAMATION or course.called_off
    _refuse(held, "", BallotRefusal.OVER if over else None)
    data = {"reason": line("reason", reason, needed=True)}
    undone = [held, *(acclaimed_with(db, held) if together else ())]
    for one in undone:
        take_from_office(db, one, one.at)
        step = ElectionStep(kind=StepKind.VOID, data=data, number=1, at=now(db), by=actor.name)
        one.steps.append(step)
    entry.subject = rows.subject(held.session, f"election/{held.id}")
    entry.details = {"undone": [one.office for one in undone], **data}
    return undone


@writes(Action.ELECTION_RUN)
def call_off(
    db: Session, actor: Actor, entry: Entry, held: Election, *, reason: str, expects: int
) -> Course:
    """Call off an election: who was elected in it stays, and the others are still nominated.

    Raises BadRequest naming `reason`, RuleBroken, Stale.
    """
    _current(db, held, expects)
    refuse_over(held)
    data = {"reason": line("reason", reason, needed=True)}
    return _take(db, actor, entry, held, ElectionStep(kind=StepKind.CALLED_OFF, data=data))


def refuse_over(held: Election) -> None:
    """Raise RuleBroken for an election that is over."""
    over = course_of(held, held.session).over
    _refuse(held, "", BallotRefusal.OVER if over else None)


def _current(db: Session, held: Election, expects: int) -> Course:
    """Where the election stands. Raises Stale if another step was taken since it was shown."""
    lock(db, held.session)
    db.expire(held, ["steps"])
    if expects != len(held.steps) + 1:
        raise Stale
    return course_of(held, held.session)


def _too_many(session: ConferenceSession, voters: int) -> Text:
    """That there are more papers than so many delegations, by the rules that let them vote."""
    rules = participation.rules_of(session).rules(Act.VOTE)
    return ntext(
        "One delegation may vote (%(rules)s): there cannot be more ballot papers.",
        "%(n)s delegations may vote (%(rules)s): there cannot be more ballot papers.",
        voters,
        rules=list(rules),
    )


def _refuse(held: Election, field: str, refusal: BallotRefusal | None) -> None:
    if refusal is None:
        return
    if refusal in OF_THE_STATE_OF_THINGS:
        raise RuleBroken(cited(rows.rules_of(held.session).elections.rule), REFUSALS[refusal])
    raise BadRequest({field: REFUSALS[refusal]})


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
        put_in_office(db, stands, office, held, course.elected, at=step.at)
        entry.details["elected"] = list(course.elected)
    return course
