"""A small conference with one user in each role, for tests of the front end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config import Settings
from models.conferences import ConferenceSession, Delegation
from models.database import make_engine, session_factory
from models.schema import upgrade
from procedure.permissions import Actor, Role
from services import accounts, requirements
from tests import databases
from tests.unit.problems import problem

PASSWORD = "correct horse battery staple"
SLUG = "ctoc-cop4"
NOWHERE = Settings(demo=True, database_url="sqlite://", queue_url="sqlite:///:memory:")
"""Settings of a front end that leaves nothing on the disk."""
SECRETARIAT = Actor(name="tests", roles=frozenset({Role.SECRETARIAT}))


def email(role: Role) -> str:
    """The address of the user in a role."""
    return accounts.demo_email(role)


def populate(db: Session) -> ConferenceSession:
    """Store the conference: a session, a delegation, and a user in each role."""
    conference = requirements.import_problem(db, SECRETARIAT, problem())
    delegation = Delegation(session=conference, name="Austria", code="AT", kind="State party")
    db.add(delegation)
    db.commit()
    for role in Role:
        user = accounts.create_user(
            db, SECRETARIAT, email=email(role), name=f"The {role.value}", password=PASSWORD
        )
        accounts.grant(
            db,
            SECRETARIAT,
            user,
            role,
            session=conference,
            delegation=delegation if role is Role.FOCAL_POINT else None,
        )
    return conference


@pytest.fixture(scope="session")
def populated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the small conference; copied for each test."""
    path = tmp_path_factory.mktemp("site") / "site.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    with session_factory(engine)() as db:
        populate(db)
    engine.dispose()
    return path


def copied(populated: Path, folder: Path) -> Settings:
    """Settings for a copy of the database, in a folder."""
    copy = folder / "site.sqlite3"
    shutil.copy(populated, copy)
    return Settings(
        database_url=f"sqlite:///{copy}",
        queue_url=f"sqlite:///{folder / 'queue.sqlite3'}",
        secret_key="k" * 32,
        secure_cookies=False,
    )


@pytest.fixture(scope="session")
def populated_postgresql(postgresql_server: str, worker_id: str) -> Iterator[Engine]:
    """A PostgreSQL database with the small conference, as it was again before each test."""
    with databases.postgresql_database(postgresql_server, f"hemicycle_site_{worker_id}") as url:
        engine = make_engine(url)
        upgrade(engine)
        with session_factory(engine)() as db:
            populate(db)
        databases.keep(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def settings(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings for the small conference in a database of a kind."""
    settings = copied(request.getfixturevalue("populated"), tmp_path)
    if kind == "sqlite":
        return settings
    engine = request.getfixturevalue("populated_postgresql")
    databases.restore(engine)
    url = engine.url.render_as_string(hide_password=False)
    return replace(settings, database_url=url)


def close(app: Flask) -> None:
    """Close the connections of the front end."""
    with app.extensions["db_factory"]() as db:
        db.get_bind().dispose()


def signed_in(app: Flask, role: Role | None) -> FlaskClient:
    """A browser in which the user of a role is signed in; nobody for None."""
    client = app.test_client()
    if role is not None:
        with app.extensions["db_factory"]() as db:
            user = accounts.demo_user(db, role)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = user.fs_uniquifier
    return client
