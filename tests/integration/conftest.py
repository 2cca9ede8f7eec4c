"""The front end on a database of its own, and a way to sign in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from models.base import Base
from models.database import make_engine, session_factory
from procedure.permissions import Role
from services.accounts import user_by_email
from tests import site
from web.app import create_app

SignIn = Callable[[Role | None], FlaskClient]


@pytest.fixture(scope="session")
def populated(tmp_path_factory) -> Path:
    """A database file with the small conference of `tests.site`; copied for each test."""
    path = tmp_path_factory.mktemp("site") / "site.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with session_factory(engine)() as db:
        site.populate(db)
    engine.dispose()
    return path


@pytest.fixture
def settings(populated: Path, tmp_path: Path) -> Settings:
    """Settings for a copy of the database."""
    copy = tmp_path / "site.sqlite3"
    shutil.copy(populated, copy)
    return Settings(
        database_url=f"sqlite:///{copy}",
        queue_url=f"sqlite:///{tmp_path / 'queue.sqlite3'}",
        secret_key="k" * 32,
        secure_cookies=False,
    )


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The front end, without its protection against forged forms."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, db) -> SignIn:
    """Give a browser in which the user of a role is signed in; nobody for None."""

    def open_browser(role: Role | None) -> FlaskClient:
        client = app.test_client()
        if role is not None:
            user = user_by_email(db, site.email(role))
            with client.session_transaction() as cookie:
                cookie["_user_id"] = user.fs_uniquifier
        return client

    return open_browser


@pytest.fixture
def db(app: Flask):
    """The database of the app."""
    with app.extensions["db_factory"]() as session:
        yield session
