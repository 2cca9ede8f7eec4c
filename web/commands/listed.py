"""Delegations put in by the command line: the same reading and the same look as on the page."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click
from sqlalchemy.orm import Session

from models.conferences import ConferenceSession
from scheduler.reading import BadInput, FieldError
from scheduler.text import text
from services.delegation_data import DelegationData
from services.delegation_files import preview_delegations, take_delegations
from services.errors import BadRequest
from services.previews import Preview, Row, RowKind
from services.table_files import TableFile, read_table
from web.commands.output import Exit
from web.commands.stored import COMMAND_LINE

WORDS = {
    RowKind.NEW: _("new"),
    RowKind.CHANGED: _("changed"),
    RowKind.WRONG: _("wrong"),
    RowKind.SAME: _("same"),
}


def load_table(path: Path) -> TableFile:
    """The table of a file of delegations, CSV or XLSX. Raises BadInput."""
    try:
        return read_table(path.read_bytes())
    except OSError as error:
        why = text("Cannot be read: %(why)s", why=error.strerror or "")
        raise BadInput([FieldError("", why)]) from None
    except BadRequest as error:
        raise BadInput([FieldError("", said) for said in error.fields.values()]) from None


def put_in(db: Session, session: ConferenceSession, table: TableFile, *, agreed: bool) -> None:
    """Show what a file would change, ask unless that is agreed, and write all but wrong rows.

    Exits with 1 if rows were wrong, or if whoever is asked says no.
    """
    preview = preview_delegations(db, COMMAND_LINE, session, table)
    _show(preview)
    counts = preview.counts
    if number := counts[RowKind.NEW] + counts[RowKind.CHANGED]:
        mark = preview.mark
        db.rollback()  # no lock is held while somebody thinks
        if not agreed:
            click.confirm(_("Put in %(count)s rows?") % {"count": number}, abort=True)
        take_delegations(db, COMMAND_LINE, session, table, mark=mark)
    values = {"slug": session.slug, "count": number}
    click.echo(_("Delegations of %(slug)s taken from the list: %(count)s.") % values)
    if counts[RowKind.WRONG]:
        click.echo(_("Rows that are wrong were left out: correct them, and import them again."))
        raise SystemExit(Exit.VIOLATIONS)


def _show(preview: Preview[DelegationData]) -> None:
    """Each row but those that are the same, and how many there are of each kind."""
    for row in preview.rows:
        if row.kind is not RowKind.SAME:
            click.echo(f"{row.number}: {WORDS[row.kind]}: {row.title}")
            for line in _told(row):
                click.echo(f"    {line}")
    counts = ((number, WORDS[kind]) for kind, number in preview.counts.items() if number)
    click.echo(", ".join(f"{number} {word}" for number, word in counts) or _("No rows."))


def _told(row: Row[DelegationData]) -> list[str]:
    if row.wrong:
        return [f"{column}: {what}" for column, what in row.wrong.items()]
    if row.kind is RowKind.CHANGED:
        return [f"{one.column}: {one.old or '-'} → {one.new or '-'}" for one in row.changes]
    return [f"{one.column}: {one.new}" for one in row.changes if one.column != "name" and one.new]
