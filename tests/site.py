"""A small conference with one user in each role, for tests of the front end."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from lxml.html import FormElement, HtmlElement, SelectElement, document_fromstring
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
from web.app import create_app
from web.summaries import FieldNames

PASSWORD = "correct horse battery staple"
SLUG = "ctoc-cop4"
NOWHERE = Settings(demo=True, database_url="sqlite://", queue_url="sqlite:///:memory:")
"""Settings of a front end that leaves nothing on the disk."""
WRONG = re.compile(r'<li><a href="#([^"]*)">')
UNNAMED = re.compile(r"<li>(?:<a [^>]*>)?[a-z_-]+: |data-field")
HASHING = {
    f"argon2__{name}": getattr(accounts.HASHER, name)
    for name in ("time_cost", "memory_cost", "parallelism")
}
"""How the front end hashes passwords: as our own hasher does, of which tests have a cheap one."""
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
def populated(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A database file with the small conference."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("site") / "site.sqlite3")
    engine = make_engine(f"sqlite:///{path}")
    with session_factory(engine)() as db:
        populate(db)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this process keeps its copy of that database; copied anew before each test."""
    return tmp_path_factory.mktemp("copied") / "site.sqlite3"


@pytest.fixture(scope="session")
def populated_postgresql(postgresql_server: str, worker_id: str) -> Iterator[Engine]:
    """A PostgreSQL database with the small conference, put back before each test."""
    with databases.postgresql_database(postgresql_server, f"hemicycle_site_{worker_id}") as url:
        engine = make_engine(url)
        upgrade(engine)
        with session_factory(engine)() as db:
            populate(db)
        databases.keep(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def settings(kind: str, request: pytest.FixtureRequest, copied: Path) -> Settings:
    """Settings for the small conference in a database of a kind: the same for every test."""
    settings = Settings(
        database_url=f"sqlite:///{copied}",
        queue_url=f"sqlite:///{copied.with_name('queue.sqlite3')}",
        secret_key="k" * 32,
        secure_cookies=False,
    )
    if kind == "sqlite":
        databases.sqlite_copy(request.getfixturevalue("populated"), copied)
        return settings
    engine = request.getfixturevalue("populated_postgresql")
    databases.restore(engine)
    url = engine.url.render_as_string(hide_password=False)
    return replace(settings, database_url=url)


@pytest.fixture(scope="session")
def front_end(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Flask]:
    """Makes a front end, as `web.app.create_app` does. All share what templates compile to."""
    compiled = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))

    def make(settings: Settings, **options: Any) -> Flask:
        app = create_app(settings, **options)
        app.jinja_env.bytecode_cache = compiled
        app.extensions["security"].pwd_context.update(**HASHING)
        app.after_request(summed_up)
        return app

    return make


@pytest.fixture(scope="session")
def front_ends(front_end: Callable[..., Flask]) -> Iterator[Callable[..., Flask]]:
    """The front ends that serve many tests: the same for the same settings and options."""
    made: dict[Any, Flask] = {}

    def standing(settings: Settings, **options: Any) -> Flask:
        key = (settings, *options.items())
        app = made[key] = made.get(key) or front_end(settings, **options)
        for limiter in app.extensions["limiter"]:
            limiter.reset()
        return app

    yield standing
    for app in made.values():
        close(app)


def summed_up(response: Response) -> Response:
    """Fail if a summary names no field or leads nowhere, or if its form lost what was typed."""
    if response.status_code in {409, 422} and response.mimetype == "text/html":
        page = response.get_data(as_text=True)
        reader = FieldNames()
        reader.feed(page)
        for path in WRONG.findall(page):
            assert path in reader.ids, f"no field {path}"
        assert not UNNAMED.search(page), UNNAMED.search(page)
        if 'class="error-summary"' in page:
            lost = set(_lost(page))
            assert not lost, f"what was typed is lost: {lost}"
    return response


def _lost(page: str) -> Iterator[str]:
    """The fields of the form that was sent which do not hold any more what was typed in them.

    What no choice of a field offers cannot be held by it, nor need be what was left empty.
    """
    sent = [
        form
        for form in document_fromstring(page).forms
        if form.get("action", request.path).partition("?")[0] == request.path
    ]
    most = max((len(request.form.keys() & one.fields.keys()) for one in sent), default=0)
    alike = [one for one in sent if len(request.form.keys() & one.fields.keys()) == most]
    # of several alike, such as one for each meeting, it is the one that holds most
    yield from min((list(_lost_by(one)) for one in alike), key=len, default=[])


def _lost_by(form: FormElement) -> Iterator[str]:
    """The fields of a form which do not hold any more what was typed in them."""
    for name in request.form.keys() & form.fields.keys():
        fields = form.xpath(".//*[@name=$name]", name=name)
        if fields[0].get("type") in {"file", "hidden", "password"}:
            continue
        offered = [value for one in fields for value in _offered(one)]
        typed = [_line(one) for one in request.form.getlist(name)]
        kept = [_line(str(value)) for one in fields for value in _held(one)]
        if any(typed) and (not offered or set(typed) <= set(offered)) and typed != kept:
            yield f"{name}: {typed} became {kept}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _offered(field: HtmlElement) -> list[str]:
    """The values that a field offers to choose from."""
    if isinstance(field, SelectElement):
        return [_line(value or "") for value in field.value_options]
    return [field.get("value", "on")] if field.get("type") in {"checkbox", "radio"} else []


def _held(field: HtmlElement) -> list[str]:
    """What a browser would send of a field."""
    if isinstance(field, SelectElement):
        return sorted(field.value) if field.multiple else [field.value or ""]
    if field.get("type") in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.checked else []
    return [field.value or ""]


def close(app: Flask) -> None:
    """Close the connections of the front end."""
    app.extensions["live"].close()
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
