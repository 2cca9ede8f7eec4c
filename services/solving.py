"""What a worker does with a run: takes it up, searches, says how it goes, and stores the end."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from types import TracebackType

from sqlalchemy import Update, update
from sqlalchemy.orm import Session, sessionmaker

from models.runs import RunStatus, SolverRun
from procedure.permissions import Action, Actor, Role
from scheduler.problem import Problem
from scheduler.programme import Outcome, Status
from scheduler.solve import Options, Progress, plan
from scheduler.text import Text, text
from services.errors import ServiceError
from services.programmes import add_version, subject_of, whole
from services.requirements import problem_of
from services.runs import based
from services.sentences import pack, pack_explanation
from services.transactions import clock, now, transaction, writing

log = logging.getLogger("hemicycle.solving")
SOLVER = Actor(name="solver", roles=frozenset({Role.SECRETARIAT}))


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that this worker has taken up. Another attempt is another claim."""

    run_id: int
    attempt: int


def run_solver(
    sessions: sessionmaker[Session], run_id: int, *, workers: int = 2, pulse_seconds: float = 0.5
) -> None:
    """Take up a run, if it still waits, and bring it to its end.

    `workers` are those of the search. Where the requirements were edited so that the programme no
    longer fits them, the run says so. What fails for reasons of ours is logged and raised again.
    """
    claim = _claim(sessions, run_id)
    if claim is None:
        return
    try:
        problem, options = _task(sessions, claim, workers)
        with Pulse(sessions, claim, pulse_seconds) as pulse:
            outcome = plan(problem, options, progress=pulse.report, cancelled=pulse.stopped.is_set)
        _end(sessions, claim, outcome)
    except ServiceError as error:
        what = error.text
        _fail(sessions, claim, text("The requirements changed meanwhile: %(what)s", what=what))
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


def _task(sessions: sessionmaker[Session], claim: Claim, workers: int) -> tuple[Problem, Options]:
    with sessions() as db:
        run = db.get_one(SolverRun, claim.run_id)
        problem = problem_of(db, run.session)
        if run.based_on_id is not None:
            problem = based(problem, whole(db, run.based_on_id), keep_pins=run.keep_pins)
        return problem, Options(time_limit=run.time_limit, workers=workers, seed=run.seed)


class Pulse:
    """Tells the record that the worker lives and how far it is, and hears of a cancellation.

    `stopped` is set when the run is to end: it was cancelled, or given to another worker.
    """

    def __init__(self, sessions: sessionmaker[Session], claim: Claim, seconds: float) -> None:
        self.stopped = threading.Event()
        self._sessions = sessions
        self._claim = claim
        self._seconds = seconds
        self._last = Progress(objective=None, bound=None, seconds=0.0)
        self._solutions = 0
        self._over = threading.Event()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)

    def report(self, progress: Progress) -> None:
        """Called by the search, from any of its threads."""
        if progress.objective not in {None, self._last.objective}:
            self._solutions += 1
        self._last = progress

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        if self._error is not None and error is None:
            raise self._error

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._seconds):
                if not self._write():
                    self.stopped.set()
        except Exception as error:  # noqa: BLE001  # raised again where the search ends
            self._error = error
            self.stopped.set()

    def _write(self) -> bool:
        """Whether the search is to go on."""
        with self._sessions() as db, transaction(db):
            cancel_asked = db.scalar(
                _mine(self._claim)
                .values(
                    heartbeat_at=clock(db),
                    objective=self._last.objective,
                    bound=self._last.bound,
                    solutions=self._solutions,
                )
                .returning(SolverRun.cancel_asked)
            )
        return cancel_asked is False


def _mine(claim: Claim) -> Update:
    return update(SolverRun).where(
        SolverRun.id == claim.run_id,
        SolverRun.attempts == claim.attempt,
        SolverRun.status == RunStatus.RUNNING,
    )


def _end(sessions: sessionmaker[Session], claim: Claim, outcome: Outcome) -> None:
    """Store the end, unless the run was given to another worker meanwhile."""
    with sessions() as db, writing(db, SOLVER, Action.PROGRAMME_STORE) as entry:
        cancelled = db.scalar(
            _mine(claim).values(heartbeat_at=clock(db)).returning(SolverRun.cancel_asked)
        )
        run = db.get_one(SolverRun, claim.run_id)
        entry.subject = f"session/{run.session.slug}/run/{run.id}"
        entry.details = {"attempt": claim.attempt, "status": outcome.status.value}
        if cancelled is None:
            entry.details["given_to_another"] = True
            return
        run.ended_at = now()
        if cancelled:
            run.status = RunStatus.CANCELLED
        elif outcome.programme is not None:
            run.status = RunStatus.FINISHED
            run.objective, run.bound = outcome.objective, outcome.bound
            run.result = add_version(
                db,
                run.session,
                outcome.programme,
                based_on=run.based_on,
                made_by=run.asked_by,
                objective=outcome.objective,
                bound=outcome.bound,
                status=outcome.status,
                keep_pins=run.keep_pins,
            )
            entry.details["result"] = subject_of(run.result)
        elif outcome.status is Status.INFEASIBLE:
            run.status = RunStatus.INFEASIBLE
            run.message = pack(text("What is asked for cannot all be had."))
            if outcome.explanation is not None:
                run.explanation = pack_explanation(outcome.explanation)
        else:
            run.status = RunStatus.FAILED
            run.message = pack(text("Nothing was found in the time. Allow more of it."))


def _fail(sessions: sessionmaker[Session], claim: Claim, message: Text) -> None:
    with sessions() as db, transaction(db):
        values = {"status": RunStatus.FAILED, "ended_at": now(), "message": pack(message)}
        db.execute(_mine(claim).values(values))
