"""Workers on the database of a test, as threads and as processes, and waiting for what they do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from models.calendars import CalendarJob
from models.runs import SolverRun
from services.queue import Queue
from services.transactions import now

Seen = TypeVar("Seen")
ROOT = Path(__file__).parents[2]
LONG = 300.0  # seconds after which something has gone wrong
WORKER = """
import sys
from models.database import make_engine, session_factory
from services.queue import Queue
def work():
    database, queue = sys.argv[1:]
    sessions = session_factory(make_engine(database))
    queue = Queue(queue)
    queue.worker(sessions, solver_workers=1, pulse_seconds=0.05, silent_seconds=60.0).run()
if __name__ == "__main__":  # a process that searches for a calendar imports this anew
    work()
"""


def wait_until(look: Callable[[], Seen], done: Callable[[Seen], bool]) -> Seen:
    """Look again and again until what is seen will do."""
    end = time.monotonic() + LONG
    while not done(seen := look()):
        assert time.monotonic() < end, f"{seen} after {LONG} s"
        time.sleep(0.02)
    return seen


def silent(
    record: Session, table: type[SolverRun | CalendarJob], number: int, **values: Any
) -> None:
    """Make it look as if the worker of a run or job had gone silent a minute ago."""
    ago = now() - timedelta(minutes=1)
    given = {"status": "running", "heartbeat_at": ago, "attempts": 1} | values
    record.execute(update(table).where(table.id == number).values(**given))
    record.commit()


@pytest.fixture
def queue_url(engine: Engine, tmp_path: Path) -> str:
    """Where the queue is: for PostgreSQL in the same database."""
    if engine.dialect.name == "sqlite":
        return f"sqlite:///{tmp_path / 'queue.sqlite3'}"
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture
def queue(queue_url: str) -> Iterator[Queue]:
    """An empty queue."""
    queue = Queue(queue_url)
    queue.huey.flush()
    yield queue
    queue.close()


@pytest.fixture
def worker(engine: Engine, queue_url: str) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts workers as processes, and ends those that are left."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        database = engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-c", WORKER, database, queue_url]
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
