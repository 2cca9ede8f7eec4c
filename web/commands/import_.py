"""``hemicycle import``: a file becomes a stored session."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from scheduler.reading import BadInput, load_problem
from services.requirements import import_problem
from web.commands.output import refuse
from web.commands.stored import COMMAND_LINE, stored_data


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Import the session that FILE (YAML or JSON) describes, or state it anew."""
    try:
        problem = load_problem(file)
    except BadInput as error:
        raise refuse(error, file, as_json=False) from None
    with stored_data() as db:
        session = import_problem(db, COMMAND_LINE, problem)
        made = session.version == 1
        sentence = (
            _("Imported %(slug)s: %(title)s.") if made else _("Stated %(slug)s anew: %(title)s.")
        )
        click.echo(sentence % {"slug": session.slug, "title": session.title})
