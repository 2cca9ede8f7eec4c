"""What all tests share: untimed properties, and databases of both kinds.

A test that asks for `engine`, `sessions` or `record` runs on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from models import schema
from models.database import make_engine, session_factory
from services import accounts
from tests import databases

# The machine may be busy. The gates draw the same examples each time: what is well today is not to
# fail tomorrow, when somebody has changed something else.
settings.register_profile(
    "hemicycle",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hemicycle")

# To look for more: other examples each time.
settings.register_profile("wander", settings.get_profile("hemicycle"), derandomize=False)

# Where rules are changed on purpose: the same examples each time, and none made smaller.
settings.register_profile(
    "mutants", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate]
)

# The tests hash hundreds of passwords, of which none need be kept.
accounts.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# Whoever runs us in the background may ignore interrupts, and the commands that we start and
# interrupt would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Of what is loaded by now nothing is let go: the collector need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def postgresql_server(testrun_uid: str) -> str:
    """The URL of a PostgreSQL server."""
    return databases.server_url(testrun_uid)


@pytest.fixture(scope="session")
def postgresql_engine(postgresql_server: str, worker_id: str) -> Iterator[Engine]:
    """A database of this process with all tables; empty again before each test."""
    with databases.postgresql_database(postgresql_server, f"hemicycle_{worker_id}") as url:
        engine = make_engine(url)
        schema.upgrade(engine)
        databases.keep(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all tables."""
    return databases.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def sqlite_engine(sqlite_template: Path) -> Iterator[Engine]:
    """A database file of this process; a copy of the template before each test."""
    engine = make_engine(f"sqlite:///{sqlite_template.with_name('record.sqlite3')}")
    yield engine
    engine.dispose()


@pytest.fixture(params=databases.KINDS)
def engine(request: pytest.FixtureRequest) -> Engine:
    """An empty database with all tables, of each kind in turn.

    The engine is the same for all tests: what it learns of statements, it need not learn again.
    """
    engine: Engine = request.getfixturevalue(f"{request.param}_engine")
    if request.param == "postgresql":
        databases.restore(engine)
    else:
        databases.sqlite_copy(request.getfixturevalue("sqlite_template"), Path(engine.url.database))
    return engine


@pytest.fixture(params=databases.KINDS)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[str]:
    """The URL of a database without tables, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.sqlite3'}"
        return
    server = request.getfixturevalue("postgresql_server")
    with databases.postgresql_database(server, f"hemicycle_bare_{worker_id}") as url:
        yield url


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    """Opens sessions on the database of the test."""
    return session_factory(engine)


@pytest.fixture
def record(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """An open session on the database of the test."""
    with sessions() as session:
        yield session
