"""Engines and sessions for SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

WRITES = "hemicycle_writes"
"""Execution option of a connection whose transaction is going to write."""
IDLE_SECONDS = 5.0
"""After so long out of use a connection is tried before it is used again."""
Clock = Callable[[], datetime]
"""Says what time it is, in UTC."""


def make_engine(url: str, **options: Any) -> Engine:
    """An engine for ``sqlite:///...`` or ``postgresql://...`` (always by psycopg 3)."""
    parsed = make_url(url)
    options.setdefault("hide_parameters", True)  # errors are logged, and rows hold secrets
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, **options)
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"), isolation_level="READ COMMITTED", **options
    )
    _try_what_was_idle(engine)
    return engine


def _try_what_was_idle(engine: Engine) -> None:
    """Connect anew where the server has gone meanwhile. To ask each time costs a way to it."""

    def put_back(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["used_at"] = time.monotonic()

    def take(connection: Any, entry: ConnectionPoolEntry, _lent: Any) -> None:
        if time.monotonic() - entry.info.get("used_at", time.monotonic()) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # the others are gone as well

    event.listen(engine, "checkin", put_back)
    event.listen(engine, "checkout", take)


def _sqlite(url: str, **options: Any) -> Engine:
    if make_url(url).database in {None, "", ":memory:"}:
        options.setdefault("poolclass", StaticPool)
    # Connections are kept: closing the last one makes SQLite tidy up its log each time. The pool
    # lends each to one thread at a time.
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": 30, "check_same_thread": False},
        **options,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 30000")


def _begin(connection: Connection) -> None:
    """Take the write lock before the first read of a transaction that writes.

    The driver's own transactions begin at the first write: what was read before it may be stale,
    and updates are lost without an error. Transactions that only read take no lock.
    """
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def session_factory(engine: Engine, clock: Clock | None = None) -> sessionmaker[Session]:
    """Sessions on an engine. What a service returns can be read after its commit.

    With a `clock`, services on these sessions go by it, and not by that of the database.
    """
    info = {} if clock is None else {"clock": clock}
    return sessionmaker(engine, expire_on_commit=False, info=info)
