"""The front end on a database of its own, of each kind in turn, and a way to sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from models.runs import SolverRun
from procedure.permissions import Role
from services.solving import run_solver
from tests import databases, site, staged
from tests.floors import chair, inscribed, item_list, item_meetings, six_states, table
from tests.loaded_examples import examples_file, examples_of_postgresql, examples_of_sqlite
from tests.site import (
    copied,
    front_end,
    front_ends,
    populated,
    populated_postgresql,
    settings,
)
from tests.speakers import clock, speakers, states, timed

__all__ = [  # fixtures
    "chair",
    "clock",
    "copied",
    "examples_file",
    "examples_of_postgresql",
    "examples_of_sqlite",
    "front_end",
    "front_ends",
    "inscribed",
    "item_list",
    "item_meetings",
    "populated",
    "populated_postgresql",
    "settings",
    "six_states",
    "speakers",
    "states",
    "table",
    "timed",
]

SignIn = Callable[[Role | None], FlaskClient]


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of the database under the pages."""
    found: str = request.param
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Test pages on each kind of database; if marked `in_turn`, on one, by the test's name.

    What databases do differently is tested through the services, and by the walk, on each kind.
    """
    test = metafunc.definition
    given = any("kind" in mark.args[0] for mark in test.iter_markers("parametrize"))
    if "kind" in metafunc.fixturenames and not given:
        turn = crc32(test.originalname.encode()) % len(databases.KINDS)
        kinds = (
            databases.KINDS[turn : turn + 1]
            if test.get_closest_marker("in_turn")
            else databases.KINDS
        )
        metafunc.parametrize("kind", kinds, indirect=True)


@pytest.fixture
def make_app(front_end: Callable[..., Flask]) -> Iterator[Callable[..., Flask]]:
    """Make front ends of one test: their connections end with it."""
    made = []

    def make(settings: Settings, **options: Any) -> Flask:
        made.append(front_end(settings, **options))
        return made[-1]

    yield make
    for app in made:
        site.close(app)


@pytest.fixture
def app(front_ends: Callable[..., Flask], settings: Settings) -> Flask:
    """The front end, without its protection against forged forms; the same for every test."""
    app = front_ends(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Give a browser in which the user of a role is signed in; nobody for None."""

    return partial(site.signed_in, app)


@pytest.fixture
def db(app: Flask):
    """The database of the app."""
    with app.extensions["db_factory"]() as session:
        yield session


@pytest.fixture
def bureau(sign_in: SignIn) -> FlaskClient:
    """A browser of a member of the bureau."""
    return sign_in(Role.BUREAU)


@pytest.fixture
def secretariat(sign_in: SignIn) -> FlaskClient:
    """A browser of the secretariat."""
    return sign_in(Role.SECRETARIAT)


@pytest.fixture
def work(app: Flask, db: Session) -> Callable[[], SolverRun]:
    """Do what a worker does with the search asked for last."""

    def work() -> SolverRun:
        # one thread: these searches are over before a second has begun
        run_solver(app.extensions["db_factory"], _last(db).id, workers=1, pulse_seconds=0.05)
        return _last(db)

    return work


@pytest.fixture
def work_cancelled(app: Flask, db: Session) -> Callable[[], SolverRun]:
    """Do what a worker does with a search that is cancelled when all but its end is found."""

    def work() -> SolverRun:
        run = _last(db)
        run.cancel_asked = True
        db.commit()
        # no beat before its end: that is when the worker hears of it
        run_solver(app.extensions["db_factory"], run.id, workers=1, pulse_seconds=3600)
        return _last(db)

    return work


def _last(db: Session) -> SolverRun:
    found = staged.last_search(db)
    assert found is not None
    return found
