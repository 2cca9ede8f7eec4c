"""``hemicycle import``: a file becomes a stored session, or the delegations of one."""

from __future__ import annotations

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from scheduler.problem import Problem
from scheduler.reading import BadInput, load_problem
from services.participants import load_participants
from services.requirements import import_problem
from services.sessions import add_delegations, session_by_slug
from web.commands.output import refuse
from web.commands.stored import COMMAND_LINE, stored_data

Content = TypeVar("Content")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--delegations",
    type=click.Path(path_type=Path),
    help=_("Delegations to add, as CSV with the columns name, code and kind."),
)
@click.option("--session", "slug", metavar="SLUG", help=_("Whose delegations, without FILE."))
def command(file: Path | None, delegations: Path | None, slug: str | None) -> None:
    """Import the session that FILE (YAML or JSON) describes, or state it anew."""
    if (file is None) == (slug is None):
        raise click.UsageError(_("Give FILE, or --delegations with --session."))
    if slug is not None and delegations is None:
        raise click.UsageError(_("--session needs --delegations."))
    problem = None if file is None else _loaded(load_problem, file)
    listed = [] if delegations is None else _loaded(load_participants, delegations)
    with stored_data() as db:
        if problem is not None:
            session = _import(db, problem)
        else:
            session = session_by_slug(db, COMMAND_LINE, slug or "")
        if delegations is not None:
            added = add_delegations(db, COMMAND_LINE, session, listed)
            values = {"slug": session.slug, "count": len(added)}
            click.echo(_("Delegations of %(slug)s taken from the list: %(count)s.") % values)


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
