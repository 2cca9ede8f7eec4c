"""``hemicycle import``: a file becomes a stored session, its delegations, or a calendar."""

from __future__ import annotations

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from procedure.rulebook import rulebook
from scheduler.problem import Problem
from scheduler.reading import BadInput, load_data, read_problem
from services.calendar_searches import Search, ask_search
from services.calendars import import_calendar, is_calendar
from services.queue import Queue
from services.requirements import import_problem
from services.rulebooks import choose_rulebook, known
from services.sessions import session_by_slug
from web.commands.listed import load_table, put_in
from web.commands.output import refuse
from web.commands.stored import COMMAND_LINE, refusals, settings_or_exit, stored_data

Content = TypeVar("Content")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--delegations",
    type=click.Path(path_type=Path),
    help=_("Delegations to add or change: a table (CSV or XLSX) as the page takes it out."),
)
@click.option("--yes", "agreed", is_flag=True, help=_("Put delegations in without a question."))
@click.option(
    "--session", "slug", metavar="SLUG", help=_("Whose delegations or rules, without FILE.")
)
@click.option(
    "--rulebook",
    "book",
    metavar="KEY",
    help=_("By which rules of procedure the session is held: ctoc unless given."),
)
@click.option("--calendar", "name", metavar="SLUG", help=_("What to call a calendar in addresses."))
@click.option(
    "--search",
    "minutes",
    type=click.FloatRange(min=0, max=24 * 60, min_open=True),
    metavar="MINUTES",
    help=_("Then have the workers search for the calendar."),
)
def command(
    file: Path | None,
    delegations: Path | None,
    slug: str | None,
    *,
    agreed: bool,
    book: str | None,
    name: str | None,
    minutes: float | None,
) -> None:
    """Import the session or the calendar that FILE (YAML or JSON) describes, or state it anew.

    A calendar is called as its file, unless --calendar says otherwise.
    """
    if (file is None) == (slug is None):
        raise click.UsageError(_("Give FILE, or --session with --delegations or --rulebook."))
    if slug is not None and delegations is None and book is None:
        raise click.UsageError(_("--session needs --delegations or --rulebook."))
    data = None if file is None else _loaded(load_data, file)
    if file is not None and is_calendar(data):
        if delegations is not None or book is not None:
            raise click.UsageError(_("A calendar has no delegations, and no rules of procedure."))
        _import_calendar(name or file.stem, data, minutes)
        return
    if name is not None or minutes is not None:
        raise click.UsageError(_("--calendar and --search are for a file of a calendar."))
    problem = None if file is None else _loaded(lambda _file: read_problem(data), file)
    listed = None if delegations is None else _loaded(load_table, delegations)
    if book is not None:
        with refusals():
            known(book)  # before anything is written
    with stored_data() as db:
        if problem is not None:
            session = _import(db, problem)
        else:
            session = session_by_slug(db, COMMAND_LINE, slug or "")
        if book is not None:
            choose_rulebook(db, COMMAND_LINE, session, key=book)
            title = rulebook(book).title
            click.echo(_("Held by the rules of the %(title)s.") % {"title": title})
        if listed is not None:
            put_in(db, session, listed, agreed=agreed)


def _loaded(load: Callable[[Path], Content], file: Path) -> Content:
    try:
        return load(file)
    except BadInput as error:
        raise refuse(error, file, as_json=False) from None


def _import(db: Session, problem: Problem) -> ConferenceSession:
    session = import_problem(db, COMMAND_LINE, problem)
    made = session.version == 1
    sentence = _("Imported %(slug)s: %(title)s.") if made else _("Stated %(slug)s anew: %(title)s.")
    click.echo(sentence % {"slug": session.slug, "title": session.title})
    return session


def _import_calendar(slug: str, data: object, minutes: float | None) -> None:
    """Store a calendar, and put a search for it into the queue of the server if asked."""
    with stored_data() as db:
        edition = import_calendar(db, COMMAND_LINE, slug, data)
        calendar = edition.calendar
        values = {"slug": slug, "title": calendar.title, "edition": edition.number}
        click.echo(_("Imported %(slug)s: %(title)s (edition %(edition)s).") % values)
        if minutes is not None:
            settings = settings_or_exit()
            how = Search(
                enqueue=Queue(settings.queue_url).put_job,
                time_limit=60 * minutes,
                seed=settings.solver_seed,
            )
            search = ask_search(db, COMMAND_LINE, calendar, how)
            click.echo(_("Search %(id)s waits for workers.") % {"id": search.id})
