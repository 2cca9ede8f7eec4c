"""The examples in a record, loaded once for each kind of database in a process.

A test that imports `engine` and `loaded` has in its `record` what `services.examples` loads.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from models.database import make_engine, session_factory
from models.schema import upgrade
from procedure.permissions import PUBLIC
from services.examples import load_examples
from services.sessions import session_by_slug
from tests import databases


@pytest.fixture(scope="session")
def examples_file(sqlite_template: Path) -> Path:
    """A SQLite database with the examples, to be copied."""
    path = shutil.copy(sqlite_template, sqlite_template.with_name("examples.sqlite3"))
    engine = make_engine(f"sqlite:///{path}")
    _load(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def examples_of_sqlite(examples_file: Path) -> Iterator[Engine]:
    """A SQLite database of this process, a copy of that before each test."""
    engine = make_engine(f"sqlite:///{examples_file.with_name('examples-copied.sqlite3')}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def examples_of_postgresql(postgresql_server: str, worker_id: str) -> Iterator[Engine]:
    """A PostgreSQL database with the examples, put back before each test."""
    name = f"hemicycle_examples_{worker_id}"
    with databases.postgresql_database(postgresql_server, name) as url:
        engine = make_engine(url)
        upgrade(engine)
        _load(engine)
        databases.keep(engine)
        yield engine
        engine.dispose()


def _load(engine: Engine) -> None:
    with session_factory(engine)() as db:
        load_examples(db)


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest) -> Engine:
    """The database with the examples, of each kind in turn."""
    engine: Engine = request.getfixturevalue(f"examples_of_{request.param}")
    if request.param == "postgresql":
        databases.restore(engine)
    else:
        databases.sqlite_copy(request.getfixturevalue("examples_file"), Path(engine.url.database))
    return engine


@pytest.fixture
def loaded(record: Session) -> tuple[ConferenceSession, ConferenceSession]:
    """The third session and the fourth."""
    third, fourth = (session_by_slug(record, PUBLIC, slug) for slug in ("ctoc-cop3", "ctoc-cop4"))
    return third, fourth
