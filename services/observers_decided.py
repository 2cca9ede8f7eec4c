"""What is circulated, objected and decided on observers (rules 14 to 17).

Whoever comes to have the status becomes a delegation of the session in the same transaction; where
it comes with time alone, as with the opening, `admit_all` does that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.conferences import ConferenceSession, Delegation
from models.observers import ObserverDecision, ObserverList, ObserverRequest
from procedure.observers.status import may_decide
from procedure.observers.values import Decider, Effect
from procedure.permissions import Action, Actor, may
from scheduler.text import Text, text
from services import days
from services.errors import BadRequest, Forbidden, RuleBroken, Stale, cited
from services.fields import line
from services.mail import Post
from services.observer_data import path_of
from services.observer_rows import (
    admit,
    opening_there,
    rows,
)
from services.observers import request
from services.observers_letters import tell_decided
from services.sessions import lock
from services.transactions import Entry as Audit
from services.transactions import clock, writes


@writes(Action.OBSERVERS_MANAGE)
def circulate(
    db: Session,
    _actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    *,
    path: str,
    circulated_at: datetime,
    symbol: str = "",
    source: str = "",
) -> ObserverList:
    """Put down that a list of all who wait for one on a path was circulated.

    Raises BadRequest naming `path`, `circulated_at` or `symbol`.
    """
    lock(db, session)
    listed = _on_the_list(db, session, path, circulated_at)
    circulated = ObserverList(
        session_id=session.id,
        path=path,
        symbol=line("symbol", symbol, most=100),
        circulated_at=circulated_at,
        source=line("source", source),
    )
    db.add(circulated)
    db.flush()
    for row in listed:
        row.listing = circulated
    db.flush()
    audit.subject = f"session/{session.slug}/observers/list/{circulated.id}"
    audit.details = {"symbol": circulated.symbol, "names": [row.name for row in listed]}
    admit(db, session, listed)
    return circulated


def _on_the_list(
    db: Session, session: ConferenceSession, path: str, at: datetime
) -> list[ObserverRequest]:
    """Who is on a list that was circulated at a moment. Raises BadRequest."""
    if path_of(session, path).effect is not Effect.LISTED:
        raise BadRequest({"path": text("The rules ask for no list of these participants.")})
    if at > clock(db):
        raise BadRequest({"circulated_at": text("Give a moment that has passed.")})
    listed = to_be_listed(rows(db, session.id), path)
    if not listed:
        raise BadRequest({"path": text("Nobody waits to be on a list.")})
    if any(row.received_at > at for row in listed):
        raise BadRequest({"circulated_at": text("Some applications came later than that.")})
    return listed


def to_be_listed(found: Iterable[ObserverRequest], path: str) -> list[ObserverRequest]:
    """Who is on no list yet, and not decided on, by name."""
    waiting = [
        row for row in found if row.path == path and row.list_id is None and not row.decisions
    ]
    return sorted(waiting, key=lambda row: row.name)


@writes(Action.OBSERVERS_DECIDE)
def decide(
    db: Session,
    actor: Actor,
    audit: Audit,
    session: ConferenceSession,
    numbers: Collection[int],
    *,
    by: Decider,
    accorded: bool,
    decided_on: date,
    seen: int,
    note: str = "",
    post: Post | None = None,
) -> Sequence[ObserverDecision]:
    """Put down what the bureau or the Conference decided, on one request or on several at once.

    Who asked is told by `post`. `seen` is the last decision that was known (`last_decision`): Stale
    where there is a later one. Raises BadRequest naming `decided_on` or `note`; NotFound,
    RuleBroken.
    """
    lock(db, session)
    now = clock(db)
    if not may_record(actor, by):
        raise Forbidden
    note = line("note", note)
    found = [request(db, actor, session, number) for number in sorted(set(numbers))]
    _refuse_to_decide(session, found, by, seen)
    _refuse_day(session, found, by, decided_on, now)
    for row in found:
        row.decisions.append(
            ObserverDecision(
                by=by, accorded=accorded, decided_on=decided_on, note=note, noted_at=now
            )
        )
    db.flush()
    names, day = [row.name for row in found], decided_on.isoformat()
    audit.subject = f"session/{session.slug}/observers"
    audit.details = {"by": by.value, "accorded": accorded, "on": day, "names": names}
    admit(db, session, found)
    tell_decided(db, session, found, post)
    return [row.decisions[-1] for row in found]


def may_record(actor: Actor, by: Decider) -> bool:
    """Whether somebody may put down what a body decided: the secretariat, of the Conference."""
    wanted = Action.OBSERVERS_MANAGE if by is Decider.CONFERENCE else Action.OBSERVERS_DECIDE
    return may(actor, wanted)


def _refuse_day(
    session: ConferenceSession,
    found: Sequence[ObserverRequest],
    by: Decider,
    day: date,
    now: datetime,
) -> None:
    """Raise BadRequest where a body cannot have decided on these requests on a day."""
    zone = opening_there(session).tzinfo
    today = now.astimezone(zone).date()
    came = max(row.received_at for row in found).astimezone(zone).date()
    if by is Decider.CONFERENCE:
        refused = days.conference_refused(session, day, today, came)
    else:
        refused = days.bureau_refused(session, day, today, came)
    if refused is not None:
        raise BadRequest({"decided_on": refused})


def _refuse_to_decide(
    session: ConferenceSession, found: Sequence[ObserverRequest], by: Decider, seen: int
) -> None:
    """Raise BadRequest, Stale or RuleBroken where somebody cannot decide on these requests."""
    if not found:
        raise BadRequest({"numbers": text("Choose whom this is about.")})
    if last_decision(found) > seen:
        raise Stale
    for row in found:
        path = path_of(session, row.path)
        if not may_decide(path, by):
            raise RuleBroken(cited(path.rule), DECIDES_NOT[by])


def last_decision(found: Iterable[ObserverRequest]) -> int:
    """The number in the record of the last decision on some requests; 0 where there is none."""
    return max((one.id for row in found for one in row.decisions), default=0)


DECIDES_NOT: Mapping[Decider, Text] = {
    Decider.BUREAU: text("The bureau does not decide on this: see what the rule says."),
    Decider.CONFERENCE: text("It is entitled to take part: nobody decides on that."),
}


@writes(Action.OBSERVERS_MANAGE)
def admit_all(
    db: Session, _actor: Actor, audit: Audit, session: ConferenceSession
) -> Sequence[Delegation]:
    """Put all who have the status by now on the list of participants."""
    lock(db, session)
    admitted = admit(db, session, rows(db, session.id))
    audit.subject = f"session/{session.slug}/observers"
    audit.details = {"admitted": [one.name for one in admitted]}
    return admitted
