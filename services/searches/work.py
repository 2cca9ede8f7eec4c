"""What a kind of search consists of, and how a worker tells that it lives."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Generic, TypeVar

from sqlalchemy import Update, update
from sqlalchemy.orm import Session, sessionmaker

from models.runs import RunStatus, SolverRun
from scheduler.solve import Options, Progress
from services.transactions import clock, transaction

Task = TypeVar("Task")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that this worker has taken up. Another attempt is another claim."""

    run_id: int
    attempt: int


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
        self._answer: dict[str, Any] | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)

    def report(self, progress: Progress) -> None:
        """Called by the search, from any of its threads."""
        if progress.objective not in {None, self._last.objective}:
            self._solutions += 1
        # A bound in one rank of preferences is none of the programme
        self._last = progress if progress.ranks == 1 else replace(progress, bound=None)

    def answer(self, so_far: dict[str, Any]) -> None:
        """Show what is known so far, with the next beat. Give a new mapping each time."""
        self._answer = so_far

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
        answer, self._answer = self._answer, None
        shown = {} if answer is None else {"answer": answer}
        with self._sessions() as db, transaction(db):
            cancel_asked = db.scalar(
                mine(self._claim)
                .values(
                    heartbeat_at=clock(db),
                    objective=self._last.objective,
                    bound=self._last.bound,
                    solutions=self._solutions,
                    **shown,
                )
                .returning(SolverRun.cancel_asked)
            )
        return cancel_asked is False


def mine(claim: Claim) -> Update:
    """A change to the run, as long as it has not been given to another worker."""
    return update(SolverRun).where(
        SolverRun.id == claim.run_id,
        SolverRun.attempts == claim.attempt,
        SolverRun.status == RunStatus.RUNNING,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Generic[Task, Found]):
    """What a worker does with the runs of a kind.

    `read` takes what the search needs from the record. `search` knows no record: it reports to the
    pulse, and ends soon after `stopped` is set. `store` writes what was found, and gives the run
    its status, within the transaction that ends it; of a run that was cancelled, what was found
    by then, and its status is that.
    `read` and `store` raise errors of the services where the requirements have changed meanwhile.
    """

    read: Callable[[Session, SolverRun], Task]
    search: Callable[[Task, Options, Pulse], Found]
    store: Callable[[Session, SolverRun, Found], None]
