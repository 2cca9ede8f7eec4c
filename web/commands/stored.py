"""What the commands that work on the database have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _

import click
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config import BadSetting, Settings, ensure_directories, read_settings
from models.database import make_engine, session_factory
from models.schema import newest, revision_of
from procedure.permissions import Actor, Role
from services.errors import BadRequest, RuleBroken, ServiceError
from web.commands.output import Exit

COMMAND_LINE = Actor(name="command line", roles=frozenset({Role.SECRETARIAT}))


def settings_or_exit() -> Settings:
    """The settings; what is wrong with them is printed."""
    try:
        settings = read_settings()
    except BadSetting as error:
        click.echo(str(error), err=True)
        raise SystemExit(Exit.BAD_INPUT) from None
    ensure_directories(settings)
    return settings


def shown(url: str) -> str:
    """The address of a database without its password."""
    return make_url(url).render_as_string(hide_password=True)


@contextmanager
def connected(settings: Settings) -> Iterator[Engine]:
    """The engine of the database of the settings; its connections are closed at the end."""
    engine = make_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def prepared(settings: Settings) -> Iterator[Engine]:
    """As `connected`, to a database whose tables are up to date; otherwise says what to do."""
    with connected(settings) as engine:
        with reaching(settings):
            revision = revision_of(engine)
        if revision != newest():
            values = {"url": shown(settings.database_url)}
            message = _("The database %(url)s is not up to date. Run: hemicycle init") % values
            click.echo(message, err=True)
            raise SystemExit(Exit.BAD_INPUT)
        yield engine


@contextmanager
def reaching(settings: Settings) -> Iterator[None]:
    """Print why the database cannot be reached, and exit with 3."""
    try:
        yield
    except OperationalError as error:
        values = {"url": shown(settings.database_url), "reason": str(error.orig).strip()}
        click.echo(_("The database %(url)s cannot be used: %(reason)s") % values, err=True)
        raise SystemExit(Exit.BAD_INPUT) from None


@contextmanager
def stored_data() -> Iterator[Session]:
    """The database of the settings. What a service refuses is printed."""
    with prepared(settings_or_exit()) as engine, session_factory(engine)() as db, refusals():
        yield db


@contextmanager
def refusals() -> Iterator[None]:
    """Print what a service refuses, and exit with 3."""
    try:
        yield
    except BadRequest as error:
        for path, what in error.fields.items():
            click.echo(f"{path}: {what}", err=True)
        raise SystemExit(Exit.BAD_INPUT) from None
    except ServiceError as error:
        rule = f" ({error.rule})" if isinstance(error, RuleBroken) else ""
        click.echo(f"{error.text}{rule}", err=True)
        raise SystemExit(Exit.BAD_INPUT) from None
