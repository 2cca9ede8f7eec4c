"""All delegations inscribe themselves at once, by HTTP, on the real server in two processes."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from uuid import uuid4

from bench.tables import milliseconds, table
from models import schema
from models.database import make_engine, session_factory
from procedure.permissions import Actor, Role
from procedure.rulebook import rulebook
from procedure.speakers.ledger import faults
from scheduler.reading import load_problem
from services.examples import EXAMPLES
from services.requirements import import_problem
from services.speakers import ListTerms, make_list
from services.speakers_rows import ledger
from services.transactions import now
from tests.burst import FORM, Client, Server, add_focal_points, clients, served, settings_for
from tests.databases import postgresql_database, server_url

SECRETARIAT = Actor(name="bench", roles=frozenset({Role.SECRETARIAT}))
STATES, EACH = 193, 5
TICKS = os.sysconf("SC_CLK_TCK")
HEAD = (
    "database",
    "inscriptions",
    "p50, ms",
    "p95, ms",
    "slowest, ms",
    "total, ms",
    "processor of the server for each, ms",
)


def inscriptions_table() -> str:
    """Measure on SQLite and on PostgreSQL; the first burst on each warms the server."""
    return table(HEAD, [_row(name) for name in ("SQLite", "PostgreSQL")])


def _row(name: str) -> Sequence[str]:
    with _database(name) as url:
        engine = make_engine(url)
        schema.upgrade(engine)
        with session_factory(engine)() as db:
            session = import_problem(db, SECRETARIAT, load_problem(EXAMPLES / "ctoc-cop4.yaml"))
            settings = settings_for(url)
            browsers = clients(settings, add_focal_points(db, session, STATES))
            with served(settings) as server:
                for key in ("warm", "measured"):
                    policy = rulebook().speakers.policy("ctoc-2008")
                    terms = ListTerms(
                        title="General discussion",
                        opens_at=now() - timedelta(hours=1),
                        closes_at=now() + timedelta(days=1),
                        policy=replace(policy, statements_per_delegation=EACH),
                    )
                    made = make_list(
                        db, SECRETARIAT, session, key=key, business="2(a)", terms=terms
                    )
                    path = f"/sessions/{session.slug}/speakers/{key}/inscriptions"
                    begun, worked = time.perf_counter(), _processor(server)
                    asyncio.run(_all(browsers, path))
                    total, worked = time.perf_counter() - begun, _processor(server) - worked
                    entries = ledger(db, made)
                    db.rollback()
                    if faults(entries) or len(entries) != 1 + STATES * EACH:
                        raise SystemExit("the ledger is not what was acknowledged")
        engine.dispose()
    return name, *_figures([one for each in browsers for one in each.seconds], total, worked)


async def _all(browsers: Sequence[Client], path: str) -> None:
    """Each delegation asks, waits for the answer, and asks again."""

    async def ask(browser: Client) -> None:
        browser.seconds.clear()
        for _ in range(EACH):
            status, said = await browser.post(path, FORM)
            if status != 201:
                raise SystemExit(f"{status}: {said}")
        await browser.leave()

    await asyncio.gather(*map(ask, browsers))


def _figures(seconds: Sequence[float], total: float, processor: float) -> Sequence[str]:
    percentiles = quantiles(seconds, n=100)
    times = (percentiles[49], percentiles[94], max(seconds), total, processor / len(seconds))
    return f"{len(seconds):,}", *map(milliseconds, times)


def _processor(server: Server) -> float:
    """Seconds of the processor that the processes of the server have used."""
    used = 0
    for worker in server.workers():
        fields = Path(f"/proc/{worker}/stat").read_text("ascii").rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])  # of the process itself, and of the system for it
    return used / TICKS


@contextmanager
def _database(name: str) -> Iterator[str]:
    if name == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/inscriptions.sqlite3"
    else:
        with postgresql_database(server_url(uuid4().hex), "bench_inscriptions") as url:
            yield url
