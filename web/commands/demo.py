"""``hemicycle demo``: two real sessions and a year, planned, served, with a worker."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path
from secrets import token_hex

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config import PREFIX, BadSetting, Settings, ensure_directories, read_settings, write_settings
from models.database import session_factory
from models.schema import upgrade
from procedure.programmes import VersionStatus
from scheduler.calendars.construction import construct
from scheduler.calendars.occupancy import Grid
from scheduler.solve import Options, plan
from services.calendars import calendar_by_slug, edition_of, store_plan
from services.calendars import problem_of as problem_of_calendar
from services.examples import CALENDAR, EXAMPLES, LOADER, load_examples
from services.programme_decisions import decide
from services.programmes import store_programme, versions
from services.requirements import problem_of
from web.commands.outcome import print_outcome
from web.commands.output import Exit
from web.commands.stored import connected
from web.server import begin_again_in_greenlets, in_greenlets, serve

DATA = Path("instance")
OWN = ("DEMO", "DATABASE_URL", "QUEUE_URL", "SECRET_KEY")  # not taken from the environment


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), help=_("HEMICYCLE_PORT otherwise."))
@click.option("--keep", is_flag=True, help=_("Go on with what is there, instead of afresh."))
def command(port: int | None, keep: bool) -> None:
    """Load two sessions, plan one, and serve both to this machine only."""
    settings = _settings(port)
    if in_greenlets(settings):
        begin_again_in_greenlets()
    if not EXAMPLES.is_dir():
        message = _("The demonstration needs the examples, which are in the source of Hemicycle.")
        click.echo(message, err=True)
        raise SystemExit(Exit.BAD_INPUT)
    _refuse_taken(settings)
    if keep and (DATA / "demo.sqlite3").exists():
        _upgrade(settings)
    else:
        _make(settings)
    settings = replace(settings, secret_key=_secret())
    with _worker(settings):
        serve(settings, ready=lambda: _say_where(settings))


def _settings(port: int | None) -> Settings:
    given = {n: v for n, v in os.environ.items() if n.removeprefix(PREFIX) not in OWN}
    try:
        settings = read_settings({**given, f"{PREFIX}DEMO": "yes"})
    except BadSetting as error:
        click.echo(str(error), err=True)
        raise SystemExit(Exit.BAD_INPUT) from None
    return replace(
        settings,
        port=port or settings.port,
        database_url=f"sqlite:///{DATA / 'demo.sqlite3'}",
        queue_url=f"sqlite:///{DATA / 'demo-queue.sqlite3'}",
    )


def _refuse_taken(settings: Settings) -> None:
    """Two demos in one folder would write over each other."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            values = {"port": settings.port, "reason": error.strerror}
            message = _("Port %(port)s cannot be used (%(reason)s). Choose another by --port.")
            click.echo(message % values, err=True)
            raise SystemExit(Exit.BAD_INPUT) from None


def _secret() -> str:
    """What signs cookies, kept with the database: who is signed in stays so when we start again."""
    path = DATA / "demo.secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii")


def _upgrade(settings: Settings) -> None:
    """Bring what an earlier Hemicycle made up to date: ``hemicycle init`` knows only its own."""
    with connected(settings) as engine:
        upgrade(engine)


def _make(settings: Settings) -> None:
    """Make the database anew, with the fourth session planned and its programme released."""
    for path in (*DATA.glob("demo*.sqlite3*"), *DATA.glob("demo.secret")):
        path.unlink()
    ensure_directories(settings)
    with connected(settings) as engine:
        upgrade(engine)
        _load_and_plan(engine, settings)


def _load_and_plan(engine: Engine, settings: Settings) -> None:
    with session_factory(engine)() as db:
        _held, session = load_examples(db)
        (printed,) = versions(db, LOADER, session)
        problem = problem_of(db, session)
        db.rollback()  # no transaction stays open while we search
        options = Options(
            time_limit=settings.solver_time_limit,
            workers=settings.solver_workers,
            seed=settings.solver_seed,
        )
        outcome = plan(problem, options)
        print_outcome(outcome, problem)
        if outcome.programme is None:
            raise SystemExit(Exit.NOT_FOUND)
        version = store_programme(
            db,
            LOADER,
            session,
            outcome.programme,
            based_on=printed,
            objective=outcome.objective,
            bound=outcome.bound,
            status=outcome.status,
        )
        decide(db, LOADER, version, VersionStatus.APPROVED, note=_("For this demonstration."))
        _plan_calendar(db)


def _plan_calendar(db: Session) -> None:
    """A first plan of the year, at once; a search on the pages then makes it better."""
    calendar = calendar_by_slug(db, LOADER, CALENDAR)
    problem = problem_of_calendar(edition_of(db, calendar))
    db.rollback()
    store_plan(db, LOADER, calendar, construct(Grid(problem)))


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    """A worker in a process of its own, which ends with us; one that dies is replaced."""
    over = threading.Event()
    first = _start_worker(settings)
    watch = threading.Thread(target=_watch, args=(settings, first, over), name="watch")
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _watch(settings: Settings, child: subprocess.Popen[bytes], over: threading.Event) -> None:
    while not over.wait(1.0):
        if child.poll() is not None:
            child = _start_worker(settings)
    child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _start_worker(settings: Settings) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", "from web.commands import main; main()", "worker"],
        env={**os.environ, **write_settings(settings)},
        start_new_session=True,  # Ctrl-C is for us; we then stop it
        stderr=None,
    )


def _say_where(settings: Settings) -> None:
    click.echo(
        _(
            "Hemicycle is at http://%(host)s:%(port)s, for this machine only. Sign in with one "
            "click as anyone. Ctrl-C stops it."
        )
        % {"host": settings.host, "port": settings.port}
    )
