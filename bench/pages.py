"""The pages: server time and queries per request, with few rows and with many."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.tables import milliseconds, table
from tests.databases import postgresql_database, server_url

FEW, MANY = 0, 20  # further sessions, and as many drafts of the programme
HEAD = (
    "page",
    "first, ms",
    "p50, ms",
    "p95, ms",
    "processor p95, ms",
    "queries",
    "first of many, ms",
    "p50 of many, ms",
    "p95 of many, ms",
    "processor p95 of many, ms",
    "queries of many",
)


def pages_table() -> str:
    """Measure every page on SQLite and on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        return "\n\n".join(
            f"On {name}, with {FEW} and with {MANY} further sessions and drafts:\n\n"
            f"{table(HEAD, _rows(name, Path(folder)))}"
            for name in ("SQLite", "PostgreSQL")
        )


def _rows(name: str, folder: Path) -> Sequence[Sequence[str]]:
    few, many = (_visits(name, folder, copies) for copies in (FEW, MANY))
    return [(page, *_cells(few[page]), *_cells(many[page])) for page in few]


def _cells(figures: Mapping[str, Any]) -> Sequence[str]:
    times = (milliseconds(figures[name]) for name in ("first", "p50", "p95", "processor"))
    return *times, str(figures["queries"])


def _visits(name: str, folder: Path, copies: int) -> Mapping[str, Mapping[str, Any]]:
    with _database(name, folder, copies) as url:
        done = subprocess.run(  # noqa: S603 - our own module, in a process of its own
            [sys.executable, "-m", "bench.visits", url, str(copies)],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
    figures: Mapping[str, Mapping[str, Any]] = json.loads(done.stdout)
    return figures


@contextmanager
def _database(name: str, folder: Path, copies: int) -> Iterator[str]:
    if name == "SQLite":
        yield f"sqlite:///{folder / f'{copies}.sqlite3'}"
    else:
        with postgresql_database(server_url(uuid4().hex), f"bench_{copies}") as url:
            yield url
