"""The front end on a database of its own, and a way to sign in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from procedure.permissions import Role
from services.accounts import user_by_email
from tests import site
from tests.site import populated, settings
from web.app import create_app

__all__ = ["populated", "settings"]  # fixtures

SignIn = Callable[[Role | None], FlaskClient]


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
