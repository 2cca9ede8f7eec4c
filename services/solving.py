"""What a worker does with a run: takes it up, searches, says how it goes, and stores the end."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from models.runs import RunKind, RunStatus, SolverRun
from procedure.permissions import Action, Actor, Role
from scheduler.limits import TooLarge
from scheduler.solve import Options
from scheduler.text import Text, text
from services.errors import ServiceError
from services.programmes import subject_of
from services.searches import alternatives, elsewhere, programme, repair, roster, trade_off
from services.searches.work import Claim, Pulse, Work, mine
from services.sentences import pack
from services.transactions import clock, now, transaction, writing

log = logging.getLogger("hemicycle.solving")
SOLVER = Actor(name="solver", roles=frozenset({Role.SECRETARIAT}))
WORK: Mapping[RunKind, Work[Any, Any]] = {
    RunKind.PROGRAMME: programme.WORK,
    RunKind.REPAIR: repair.WORK,
    RunKind.ALTERNATIVES: alternatives.WORK,
    RunKind.ELSEWHERE: elsewhere.WORK,
    RunKind.TRADE_OFF: trade_off.WORK,
    RunKind.ROSTER: roster.WORK,
}
"""Every kind of search that workers know."""


def run_solver(
    sessions: sessionmaker[Session], run_id: int, *, workers: int = 2, pulse_seconds: float = 0.5
) -> None:
    """Take up a run, if it still waits, and bring it to its end.

    `workers` are those of the search. Where the requirements were edited so that the answer no
    longer fits them, the run says so. What fails for reasons of ours is logged and raised again.
    """
    claim = _claim(sessions, run_id)
    if claim is None:
        return
    try:
        kind, task, options = _task(sessions, claim, workers)
        with Pulse(sessions, claim, pulse_seconds) as pulse:
            found = WORK[kind].search(task, options, pulse)
        _end(sessions, claim, found)
    except ServiceError as error:
        what = error.text
        _fail(sessions, claim, text("The requirements changed meanwhile: %(what)s", what=what))
    except TooLarge as error:
        _fail(sessions, claim, error.errors[0].text)
    except Exception:
        log.exception("run %s failed in attempt %s", run_id, claim.attempt)
        mistake = text("This is our mistake; the log names search %(id)s.", id=run_id)
        _fail(sessions, claim, mistake)
        raise


def _claim(sessions: sessionmaker[Session], run_id: int) -> Claim | None:
    with sessions() as db, transaction(db):
        attempt = db.scalar(
            update(SolverRun)
            .where(SolverRun.id == run_id, SolverRun.status == RunStatus.QUEUED)
            .values(
                status=RunStatus.RUNNING, attempts=SolverRun.attempts + 1, heartbeat_at=clock(db)
            )
            .returning(SolverRun.attempts)
        )
    return None if attempt is None else Claim(run_id, attempt)


def _task(
    sessions: sessionmaker[Session], claim: Claim, workers: int
) -> tuple[RunKind, Any, Options]:
    with sessions() as db:
        run = db.get_one(SolverRun, claim.run_id)
        options = Options(time_limit=run.time_limit, workers=workers, seed=run.seed)
        return run.kind, WORK[run.kind].read(db, run), options


def _end(sessions: sessionmaker[Session], claim: Claim, found: Any) -> None:
    """Store the end, unless the run was given to another worker meanwhile."""
    with sessions() as db, writing(db, SOLVER, Action.PROGRAMME_STORE) as entry:
        cancelled = db.scalar(
            mine(claim).values(heartbeat_at=clock(db)).returning(SolverRun.cancel_asked)
        )
        run = db.get_one(SolverRun, claim.run_id)
        entry.subject = f"session/{run.session.slug}/run/{run.id}"
        entry.details = {"attempt": claim.attempt, "kind": run.kind.value}
        if cancelled is None:
            entry.details["given_to_another"] = True
            return
        run.ended_at = now()
        WORK[run.kind].store(db, run, found)
        if cancelled:
            run.status, run.message = RunStatus.CANCELLED, None
        entry.details["status"] = run.status.value
        if run.result is not None:
            entry.details["result"] = subject_of(run.result)


def _fail(sessions: sessionmaker[Session], claim: Claim, message: Text) -> None:
    with sessions() as db, transaction(db):
        values = {"status": RunStatus.FAILED, "ended_at": now(), "message": pack(message)}
        db.execute(mine(claim).values(values))
