"""One change told to many listeners, over HTTP, by the real server: how soon, and in what memory.

The crowd is in this process, which makes the changes too; both share the cores with the server.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

from sqlalchemy import event
from sqlalchemy.orm import Session

from bench.tables import milliseconds, table
from models.database import make_engine, session_factory
from models.schema import upgrade
from services import floor
from services.inscriptions import inscribe
from services.speakers import make_list
from services.transactions import now
from tests.burst import Server, served, settings_for
from tests.databases import postgresql_database, server_url
from tests.floors import Screen, released
from tests.listeners import Crowd, crowd
from tests.record import SECRETARIAT, a_session
from tests.speakers import CHAIR, REPRESENTATIVE, delegations, focal_point, terms

STATES = 193
CHANGES = 20
PAUSE_SECONDS = 0.5
HEAD = (
    "database",
    "listeners",
    "processes",
    "server",
    "median, ms",
    "slowest, ms",
    "median of the slowest, ms",
    "memory, MB",
    "for each listener, KB",
)


@dataclass(frozen=True)
class Case:
    """A way to serve so many listeners."""

    database: str
    listeners: int
    processes: int

    @property
    def places(self) -> int:
        """The setting: listeners are not shared out evenly."""
        share = self.listeners // self.processes
        return share + share // 2 if self.processes > 1 else share


CASES = (
    Case("SQLite", 500, 1),
    Case("PostgreSQL", 500, 2),
    Case("SQLite", 2_000, 2),
    Case("PostgreSQL", 2_000, 1),
    Case("PostgreSQL", 2_000, 2),
)


def fan_out_table(cases: Sequence[Case] = CASES) -> str:
    """Measure each way."""
    return table(HEAD, [_measured(case) for case in cases])


def _measured(case: Case) -> Sequence[str]:
    with tempfile.TemporaryDirectory() as folder, _database(case.database, Path(folder)) as url:
        engine = make_engine(url)
        upgrade(engine)
        settings = replace(settings_for(url), listeners=case.places)
        with session_factory(engine)() as db:
            screen = _floor(db)
            path = f"/sessions/{screen.session.slug}/live/{screen.uid}"
            with served(settings, case.processes) as server:
                before = _memory(server)
                with crowd(settings.port, path, case.listeners) as listening:
                    times = [_told(screen, listening) for _ in range(CHANGES)]
                    after = _memory(server)
        engine.dispose()
    return (
        case.database,
        f"{case.listeners:,}",
        str(case.processes),
        "greenlets" if case.places > 500 else "threads",
        milliseconds(median(one for change in times for one in change)),
        milliseconds(max(map(max, times))),
        milliseconds(median(map(max, times))),
        f"{after / 1024:,.0f}",
        f"{(after - before) / case.listeners:,.0f}",
    )


def _database(name: str, folder: Path) -> AbstractContextManager[str]:
    if name == "SQLite":
        return nullcontext(f"sqlite:///{folder / 'fan_out.sqlite3'}")
    return postgresql_database(server_url(uuid4().hex), "bench_fan_out")


def _floor(db: Session) -> Screen:
    """A meeting at which the first of 193 speaks."""
    session = a_session(db)
    uid = released(db, session)[0]
    states = delegations(db, session, *(f"{place} State" for place in range(100, 100 + STATES)))
    day = timedelta(days=1)
    given = terms(opens_at=now() - day, closes_at=now() + day)
    speakers = make_list(db, SECRETARIAT, session, key="item-2", business="2", terms=given)
    for state in states:
        inscribe(db, focal_point(state), speakers, state, wanted=REPRESENTATIVE)
    screen = Screen(db, session, uid, CHAIR)
    screen.do(floor.open_meeting, present=STATES)
    screen.do(floor.take_list, list_id=speakers.key)
    screen.do(floor.call_other, name="The Secretary", seconds=180)
    return screen


def _told(screen: Screen, listening: Crowd) -> list[float]:
    """Seconds from the commit of a change until each listener has read it."""
    time.sleep(PAUSE_SECONDS)
    committed: list[float] = []

    def commits(_db: Session) -> None:
        committed.append(time.perf_counter())

    event.listen(screen.db, "before_commit", commits)
    state = screen.look()
    paused = state.current is not None and state.current.pauses[-1:]
    running = not paused or paused[0].ended_at is not None
    screen.do(floor.pause if running else floor.resume)
    event.remove(screen.db, "before_commit", commits)
    heard = listening.heard(f"id: {screen.expects}\nevent: floor".encode())
    assert len(heard) == len(listening.lines), "somebody has not heard"
    return [moment - committed[0] for moment in heard.values()]


def _memory(server: Server) -> int:
    """KB of the processes of the server; what they share is shared out (PSS)."""
    return sum(_pss(one) for one in (server.master, *server.workers()))


def _pss(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
