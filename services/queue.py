"""The queue that wakes workers. It carries ids only: of runs, and of jobs of calendars.

The tables of these are the truth. Letters are not in it: workers look for them by themselves.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from sqlalchemy import make_url
from sqlalchemy.orm import Session, sessionmaker

from services.calendar_reaper import reap_jobs
from services.postman import Postman
from services.runs import reap
from services.smtp import Mailer

log = logging.getLogger("hemicycle.queue")
NAME = "hemicycle"
IDLE_SECONDS = 60.0  # after which a worker gives back the memory of a calendar


class Queue:
    """A queue at ``sqlite:///...`` or ``postgresql://...``.

    `put` is what `runs.propose` needs, `put_job` what `calendars.ask_search` does.
    """

    def __init__(self, url: str) -> None:
        self.huey = _huey(url)
        self._solve: Callable[[int], None] = _no_worker
        self._plan: Callable[[int], None] = _no_worker
        self._task = self.huey.task(name="solve")(self._work)
        self._job = self.huey.task(name="plan_calendar")(self._work_on_job)

    def put(self, run_id: int) -> None:
        """Wake a worker for a run."""
        self._task(run_id)

    def put_job(self, job_id: int) -> None:
        """Wake a worker for a job of a calendar."""
        self._job(job_id)

    def close(self) -> None:
        """Close the connections of this process."""
        self.huey.storage.close()

    def _work(self, run_id: int) -> None:
        self._solve(run_id)

    def _work_on_job(self, job_id: int) -> None:
        self._plan(job_id)

    def worker(
        self,
        sessions: sessionmaker[Session],
        *,
        solver_workers: int = 2,
        pulse_seconds: float = 0.5,
        silent_seconds: float = 15.0,
        mailer: Mailer | None = None,
    ) -> Worker:
        """A worker that takes runs and jobs from this queue, and letters from the record.

        Without a `mailer` it sends no letters.
        """
        # the web process only puts ids into the queue: it is not to load the solver
        from services.calendar_hand import Hand  # noqa: PLC0415 (see above)
        from services.calendar_jobs import run_job  # noqa: PLC0415 (see above)
        from services.solving import run_solver  # noqa: PLC0415 (see above)

        hand = Hand()
        self._solve = lambda run_id: run_solver(
            sessions, run_id, workers=solver_workers, pulse_seconds=pulse_seconds
        )
        self._plan = lambda job_id: run_job(
            sessions, job_id, enqueue=self.put_job, hand=hand, pulse_seconds=pulse_seconds
        )
        every_seconds = silent_seconds / 3
        postman = Postman(sessions, mailer, every_seconds) if mailer else None
        return Worker(self, sessions, silent_seconds, hand.rest, postman)


class Worker:
    """Does one run or job at a time, and looks for those that another worker has left behind."""

    def __init__(
        self,
        queue: Queue,
        sessions: sessionmaker[Session],
        silent_seconds: float,
        rest: Callable[[float], None],
        postman: Postman | None = None,
    ) -> None:
        self._queue = queue
        self._postman = postman
        self._rest = rest
        self._sessions = sessions
        self._silent_seconds = silent_seconds
        self._over = threading.Event()
        self._reaper = threading.Thread(target=self._reap, name="reaper", daemon=True)
        self._consumer = _Consumer(queue.huey, workers=1, periodic=False, max_delay=1.0)

    def run(self) -> None:
        """Work until a signal ends the process (SIGINT: after the run at hand)."""
        self._consumer.signals = True
        self._begin()
        try:
            self._consumer.run()
        finally:
            self._over.set()
            if self._postman:
                self._postman.stop()
            self._rest(0.0)

    def start(self) -> None:
        """Work in threads of this process, until `stop`."""
        self._begin()
        self._consumer.start()

    def stop(self) -> None:
        """End the threads, after the run at hand."""
        self._over.set()
        self._consumer.stop(graceful=True)
        self._reaper.join()
        if self._postman:
            self._postman.stop()
        self._rest(0.0)

    def _begin(self) -> None:
        self._reaper.start()
        if self._postman:
            self._postman.start()

    def _reap(self) -> None:
        while True:
            try:
                silent = self._silent_seconds
                again = reap(self._sessions, self._queue.put, silent_seconds=silent)
                jobs = reap_jobs(self._sessions, self._queue.put_job, silent_seconds=silent)
            except Exception:  # the next round may find the database again
                log.exception("could not look for what was left behind")
            else:
                if again or jobs:
                    log.warning("brought back runs %s and jobs %s", again, jobs)
            self._rest(IDLE_SECONDS)
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
    raise RuntimeError(f"{run_id} was given to a process that is not a worker")
