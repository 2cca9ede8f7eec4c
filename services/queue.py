"""The queue that wakes workers. It carries ids of runs only; the table of runs is the truth."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from sqlalchemy import make_url
from sqlalchemy.orm import Session, sessionmaker

from services.runs import reap

log = logging.getLogger("hemicycle.queue")
NAME = "hemicycle"


class Queue:
    """A queue at ``sqlite:///...`` or ``postgresql://...``; `put` is what `runs.propose` needs."""

    def __init__(self, url: str) -> None:
        self.huey = _huey(url)
        self._solve: Callable[[int], None] = _no_worker
        self._task = self.huey.task(name="solve")(self._work)

    def put(self, run_id: int) -> None:
        """Wake a worker for a run."""
        self._task(run_id)

    def close(self) -> None:
        """Close the connections of this process."""
        self.huey.storage.close()

    def _work(self, run_id: int) -> None:
        self._solve(run_id)

    def worker(
        self,
        sessions: sessionmaker[Session],
        *,
        solver_workers: int = 2,
        pulse_seconds: float = 0.5,
        silent_seconds: float = 15.0,
    ) -> Worker:
        """A worker that takes runs from this queue."""
        # the web process only puts runs into the queue: it is not to load the solver
        from services.solving import run_solver  # noqa: PLC0415 (see above)

        self._solve = lambda run_id: run_solver(
            sessions, run_id, workers=solver_workers, pulse_seconds=pulse_seconds
        )
        return Worker(self, sessions, silent_seconds)


class Worker:
    """Solves one run at a time, and looks for runs that another worker has left behind."""

    def __init__(
        self, queue: Queue, sessions: sessionmaker[Session], silent_seconds: float
    ) -> None:
        self._queue = queue
        self._sessions = sessions
        self._silent_seconds = silent_seconds
        self._over = threading.Event()
        self._reaper = threading.Thread(target=self._reap, name="reaper", daemon=True)
        self._consumer = _Consumer(queue.huey, workers=1, periodic=False, max_delay=1.0)

    def run(self) -> None:
        """Work until a signal ends the process (SIGINT: after the run at hand)."""
        self._consumer.signals = True
        self._reaper.start()
        try:
            self._consumer.run()
        finally:
            self._over.set()

    def start(self) -> None:
        """Work in threads of this process, until `stop`."""
        self._reaper.start()
        self._consumer.start()

    def stop(self) -> None:
        """End the threads, after the run at hand."""
        self._over.set()
        self._consumer.stop(graceful=True)
        self._reaper.join()

    def _reap(self) -> None:
        while True:
            try:
                again = reap(self._sessions, self._queue.put, silent_seconds=self._silent_seconds)
            except Exception:  # the next round may find the database again
                log.exception("could not look for runs left behind")
            else:
                if again:
                    log.warning("brought back runs %s", again)
            if self._over.wait(self._silent_seconds / 3):
                return


class _Consumer(Consumer):  # type: ignore[misc]  # huey ships no types
    """Minds signals only where it has the process for itself."""

    signals = False

    def _set_signal_handlers(self) -> None:
        if self.signals:
            super()._set_signal_handlers()


def _huey(url: str) -> Huey:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteHuey(NAME, filename=parsed.database, results=False)
    dsn = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    # Asked every second at most: a connection that listens would be left open by its thread.
    return PostgresHuey(NAME, dsn=dsn, results=False, blocking=False)


def _no_worker(run_id: int) -> None:
    raise RuntimeError(f"run {run_id} was given to a process that is not a worker")
