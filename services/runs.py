"""Searches, of whatever kind, that are asked for, followed and cancelled; and proposals.

What a worker does with one is in `services.solving`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, sessionmaker

from models.conferences import ConferenceSession
from models.programmes import Meeting, ProgrammeVersion
from models.runs import ACTIVE, RunDraft, RunKind, RunStatus, SolverRun
from procedure.permissions import Action, Actor
from scheduler.problem import Business, Problem, SlotDate
from scheduler.programme import Explanation
from scheduler.standards import close_to
from scheduler.text import Text, text
from services.errors import BadRequest, NotFound, RuleBroken
from services.programmes import current_version, programme_of, whole
from services.requirements import problem_of
from services.sentences import pack, unpack, unpack_explanation
from services.sessions import lock
from services.transactions import Entry, clock, now, require, transaction, writing

ONE_AT_A_TIME = text("A session has one search at a time.")
MOST_ATTEMPTS = 3
LONGEST = 3600.0


def run(db: Session, actor: Actor, session: ConferenceSession, run_id: int) -> SolverRun:
    """One run of a session. Raises NotFound."""
    require(actor, Action.PROGRAMME_VIEW_DRAFT)
    found = db.scalar(
        select(SolverRun)
        .where(SolverRun.id == run_id, SolverRun.session_id == session.id)
        .options(joinedload(SolverRun.result), joinedload(SolverRun.based_on))
    )
    if found is None:
        raise NotFound(text("There is no such search."))
    return found


def last_run(db: Session, actor: Actor, session: ConferenceSession) -> SolverRun | None:
    """The run of a session asked for last; searches for rosters have pages of their own."""
    require(actor, Action.PROGRAMME_VIEW_DRAFT)
    return db.scalar(
        select(SolverRun)
        .where(SolverRun.session_id == session.id, SolverRun.kind != RunKind.ROSTER)
        .options(joinedload(SolverRun.result), joinedload(SolverRun.based_on))
        .order_by(SolverRun.id.desc())
        .limit(1)
    )


def under_way(db: Session, actor: Actor, session: ConferenceSession) -> SolverRun | None:
    """The run of a session that waits or runs, whatever its kind: there is one at most."""
    require(actor, Action.PROGRAMME_VIEW_DRAFT)
    active = SolverRun.status.in_(ACTIVE)
    return db.scalar(select(SolverRun).where(SolverRun.session_id == session.id, active))


def proposed(db: Session, actor: Actor, session: ConferenceSession) -> frozenset[int]:
    """The ids of the versions that came of searches, whoever asked for them."""
    require(actor, Action.PROGRAMME_VIEW_RELEASED)
    results = select(SolverRun.result_id).where(SolverRun.session_id == session.id)
    drafts = select(RunDraft.version_id).join(SolverRun).where(SolverRun.session_id == session.id)
    return frozenset(found for found in db.scalars(results.union(drafts)) if found is not None)


def message_of(run: SolverRun) -> Text | None:
    """What is to be said about a run that ended without a programme."""
    message = unpack(run.message)
    assert message is None or isinstance(message, Text)
    return message


def explanation_of(run: SolverRun) -> Explanation | None:
    """Why there is no programme."""
    return None if run.explanation is None else unpack_explanation(run.explanation)


def propose(
    db: Session,
    actor: Actor,
    session: ConferenceSession,
    *,
    enqueue: Callable[[int], object],
    based_on: ProgrammeVersion | None = None,
    keep_pins: bool = True,
    time_limit: float = 60.0,
    seed: int = 1,
) -> SolverRun:
    """Ask for a programme: close to `based_on` (else the current version), keeping its pins.

    `enqueue` is given the id of the run once that is stored (`services.queue.Queue.put`). Raises
    RuleBroken while another search of the session is under way, BadRequest.
    """
    with writing(db, actor, Action.PROGRAMME_PROPOSE) as entry:
        based_on = based_on or current_version(db, actor, session)
        asked = add_run(
            db,
            entry,
            session,
            kind=RunKind.PROGRAMME,
            asked_by=actor.name,
            based_on=based_on,
            keep_pins=keep_pins,
            time_limit=time_limit,
            seed=seed,
        )
    enqueue(asked.id)
    return asked


def add_run(
    db: Session,
    entry: Entry,
    session: ConferenceSession,
    *,
    kind: RunKind,
    asked_by: str,
    asked: dict[str, Any] | None = None,
    based_on: ProgrammeVersion | None = None,
    keep_pins: bool = False,
    time_limit: float,
    seed: int,
) -> SolverRun:
    """Add a run of a kind within the caller's transaction, and say so in its audit record.

    Its id goes to the queue after that transaction. Raises RuleBroken while another search of the
    session is under way, BadRequest: a meeting that is pinned in `based_on`, where pins are to be
    kept, has to be possible.
    """
    lock(db, session)
    _refuse_bad_run(db, session, based_on, time_limit, keep_pins=keep_pins)
    run = SolverRun(
        session=session,
        kind=kind,
        asked=asked or {},
        based_on=based_on,
        keep_pins=keep_pins,
        time_limit=time_limit,
        seed=seed,
        asked_by=asked_by,
        created_at=now(),
        heartbeat_at=clock(db),
    )
    db.add(run)
    db.flush()
    entry.subject = f"session/{session.slug}/run/{run.id}"
    number = based_on and based_on.number
    entry.details = {"kind": kind.value, "based_on": number, "keep_pins": keep_pins, **run.asked}
    return run


def _refuse_bad_run(
    db: Session,
    session: ConferenceSession,
    based_on: ProgrammeVersion | None,
    time_limit: float,
    *,
    keep_pins: bool,
) -> None:
    active = select(SolverRun.id).where(
        SolverRun.session_id == session.id, SolverRun.status.in_(ACTIVE)
    )
    if db.scalar(active) is not None:
        raise RuleBroken(
            ONE_AT_A_TIME,
            text("A search is under way already. Wait for it, or cancel it."),
        )
    if not 0 < time_limit <= LONGEST:
        raise BadRequest(
            {"time_limit": text("Give seconds, at most %(most)s.", most=round(LONGEST))}
        )
    if based_on is not None:
        if based_on.session_id != session.id:
            raise BadRequest({"based_on": text("Choose a version of this session.")})
        based(problem_of(db, session), whole(db, based_on.id), keep_pins=keep_pins)


def cancel(db: Session, actor: Actor, run: SolverRun) -> SolverRun:
    """Cancel a run: at once if it waits, else as soon as its worker hears of it.

    Who may not ask for rosters may not cancel a search for one either.
    """
    roster = run.kind is RunKind.ROSTER
    action = Action.INTERPRETATION_SEARCH if roster else Action.PROGRAMME_CANCEL
    with writing(db, actor, action) as entry:
        db.refresh(run, with_for_update={"of": SolverRun})  # not what is joined to it
        if not run.active:
            raise RuleBroken(ONE_AT_A_TIME, text("This search has ended already."))
        run.cancel_asked = True
        if run.status is RunStatus.QUEUED:
            run.status, run.ended_at = RunStatus.CANCELLED, now()
        entry.subject = f"session/{run.session.slug}/run/{run.id}"
    return run


def based(problem: Problem, version: ProgrammeVersion, *, keep_pins: bool) -> Problem:
    """The problem with a version to stay close to, and its pins as fixed business.

    Raises BadRequest naming `keep_pins` where a pinned meeting is not possible any more.
    """
    problem = close_to(problem, programme_of(version))
    if not keep_pins:
        return problem
    pins: dict[str, list[SlotDate]] = {}
    for meeting in version.meetings:
        if meeting.pinned:
            _refuse_lost_pin(problem, meeting)
            for item in meeting.items:
                pin = SlotDate(date=meeting.date, slot=meeting.slot)
                pins.setdefault(item.business, []).append(pin)
    return replace(
        problem, business=tuple(_fixed(one, pins.get(one.id, [])) for one in problem.business)
    )


def _refuse_lost_pin(problem: Problem, meeting: Meeting) -> None:
    possible = (meeting.date, meeting.slot) in problem.period_at and all(
        item.business in problem.business_by_id for item in meeting.items
    )
    if not possible:
        raise BadRequest(
            {
                "keep_pins": text(
                    "The pinned meeting on %(date)s (%(slot)s) is not possible any more. Unpin it.",
                    date=meeting.date,
                    slot=meeting.slot,
                )
            }
        )


def _fixed(business: Business, pins: list[SlotDate]) -> Business:
    added = tuple(pin for pin in pins if pin not in business.fixed)
    return replace(business, fixed=business.fixed + added)


def reap(
    sessions: sessionmaker[Session],
    enqueue: Callable[[int], object],
    *,
    silent_seconds: float = 15.0,
    waiting_seconds: float = 120.0,
) -> list[int]:
    """Bring back runs whose worker has gone silent, and those whose message was lost.

    A run that has been taken up `MOST_ATTEMPTS` times fails. Returns the ids enqueued.
    """
    with sessions() as db, transaction(db):
        moment = clock(db)
        lost = or_(
            (SolverRun.status == RunStatus.RUNNING)
            & (SolverRun.heartbeat_at < moment - timedelta(seconds=silent_seconds)),
            (SolverRun.status == RunStatus.QUEUED)
            & (SolverRun.heartbeat_at < moment - timedelta(seconds=waiting_seconds)),
        )
        query = select(SolverRun).where(lost).with_for_update(skip_locked=True)
        again = [found.id for found in db.scalars(query) if _bring_back(found, moment)]
    for run_id in again:
        enqueue(run_id)
    return again


def _bring_back(run: SolverRun, moment: datetime) -> bool:
    if run.cancel_asked:
        run.status, run.ended_at = RunStatus.CANCELLED, now()
    elif run.attempts >= MOST_ATTEMPTS:
        run.status, run.ended_at = RunStatus.FAILED, now()
        run.message = pack(
            text("Its workers stopped without a word %(times)s times.", times=run.attempts)
        )
    else:
        run.status, run.heartbeat_at = RunStatus.QUEUED, moment
        return True
    return False
