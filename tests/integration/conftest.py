"""The front end on a database of its own, and a way to sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from procedure.permissions import Role
from tests import site
from tests.site import both_kinds, kind, populated, populated_postgresql, settings
from web.app import create_app

__all__ = ["both_kinds", "kind", "populated", "populated_postgresql", "settings"]  # fixtures

SignIn = Callable[[Role | None], FlaskClient]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The front end, without its protection against forged forms."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    site.close(app)


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
