"""How a process hears that another has changed the record: one connection of its own, and a thread.

PostgreSQL tells us (LISTEN). SQLite is asked, while anybody wants to know, whether anyone has
committed since; that costs some microseconds each time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from threading import Event
from typing import Any

from sqlalchemy import Engine

log = logging.getLogger("hemicycle.live")

CHANNEL = "hemicycle_live"
LOOK_SECONDS = 0.05
RETRY_SECONDS = 1.0
# a server that is gone without a word is missed within half a minute
KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}

Told = Callable[[int | None], None]


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What `watch` needs. `told` gets the number of a session, or None: anything may have changed.

    `hearing` is told whenever we have begun to hear of changes, `deaf` when we do not any more.
    `wanted` is set while somebody wants to know, `over` when nobody will any more.
    """

    engine: Engine
    told: Told
    hearing: Callable[[], None]
    deaf: Callable[[], None]
    wanted: Event
    over: Event


def watch(how: Watch) -> None:
    """Tell of changes until it is over; after any fault, connect anew."""
    kind = how.engine.dialect.name
    if kind == "sqlite" and how.engine.url.database in {None, "", ":memory:"}:
        return  # of this process alone
    listen = _listen_postgresql if kind == "postgresql" else _look_sqlite
    while not how.over.is_set():
        try:
            listen(how)
        except how.engine.dialect.loaded_dbapi.Error as error:
            how.deaf()
            log.warning("connecting anew to hear of changes: %s", error)
            how.over.wait(RETRY_SECONDS)


def _connected(engine: Engine, **options: Any) -> Any:
    """A connection of the driver that is not of the pool."""
    arguments, known = engine.dialect.create_connect_args(engine.url)
    return engine.dialect.connect(*arguments, **known, **options)


def _listen_postgresql(how: Watch) -> None:
    with closing(_connected(how.engine, **KEEPALIVE)) as connection:
        connection.autocommit = True
        connection.execute(f"LISTEN {CHANNEL}")
        how.hearing()
        how.told(None)  # of what happened before
        while not how.over.is_set():
            for notice in connection.notifies(timeout=RETRY_SECONDS):
                how.told(int(notice.payload))


def _look_sqlite(how: Watch) -> None:
    with closing(_connected(how.engine)) as connection:
        seen = None
        while not how.over.is_set():
            how.wanted.wait()
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            if seen is None:
                how.hearing()
            if version != seen:
                seen = version
                how.told(None)
            how.over.wait(LOOK_SECONDS)
