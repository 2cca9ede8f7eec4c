"""Delegations and delegates as files: taken out, and put in after a look at what will change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exports.sheets import Table, sheet, workbook
from procedure.permissions import Action, may
from services import delegate_cells, delegate_files, delegation_files
from services.errors import BadRequest, Forbidden, NotFound, Stale
from services.previews import Preview, RowKind, kept_data, read_kept
from services.table_files import MOST_ROWS, TableFile, read_table
from web.delegations.blueprint import BASE, bp
from web.files import CSV, XLSX, attachment, uploaded
from web.guard import allow
from web.translate import say


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: who may work on it, what it has, what it would change, and putting it in."""

    action: Action
    columns: Callable[[Any], tuple[str, ...]]
    rows: Callable[..., Sequence[tuple[str, ...]]]
    preview: Callable[..., Preview[Any]]
    take: Callable[..., int]


KINDS: Mapping[str, Kind] = {
    "delegations": Kind(
        Action.DELEGATIONS_MANAGE,
        delegation_files.columns,
        delegation_files.rows_of,
        delegation_files.preview_delegations,
        delegation_files.take_delegations,
    ),
    "delegates": Kind(
        Action.DELEGATES_MANAGE,
        lambda _session: delegate_cells.COLUMNS,
        delegate_files.rows_of,
        delegate_files.preview_delegates,
        delegate_files.take_delegates,
    ),
}
SHOWN = (RowKind.WRONG, RowKind.CHANGED, RowKind.NEW, RowKind.SAME)  # what asks for a look first


def kind_asked(kind: str) -> Kind:
    """The kind of file of an address. Raises NotFound, Forbidden."""
    if kind not in KINDS:
        raise NotFound
    if not may(g.actor, KINDS[kind].action):
        raise Forbidden
    return KINDS[kind]


@bp.get(BASE + "files/<kind>.<form>")
@allow(Action.DELEGATES_MANAGE)
def taken_out(kind: str, form: str) -> Response:
    """What is on record, as a file to work on."""
    found = kind_asked(kind)
    rows = found.rows(g.db, g.actor, g.session)
    table = Table(kind, found.columns(g.session), tuple(rows))
    name = f"{g.session.slug}-{kind}.{form}"
    if form == "xlsx":
        return attachment(workbook([table]), XLSX, name)
    if form == "csv":
        return attachment(sheet(table), CSV, name)
    raise NotFound


@bp.get(BASE + "files/<kind>/put-in")
@allow(Action.DELEGATES_MANAGE)
def upload(kind: str) -> Response:
    """Ask for a file."""
    return _page(kind, kind_asked(kind))


@bp.post(BASE + "files/<kind>/put-in")
@allow(Action.DELEGATES_MANAGE)
def take_file(kind: str) -> Response:
    """Show what a file would change; write it once that is confirmed."""
    found = kind_asked(kind)
    try:
        table = _table()
        mark = request.form.get("mark", "")
        if not mark:
            return _preview(kind, found, table)
        try:
            written = found.take(g.db, g.actor, g.session, table, mark=mark)
        except Stale:
            return _preview(kind, found, table, stale=True)
    except BadRequest as error:
        return _page(kind, found, 422, wrong={path: say(one) for path, one in error.fields.items()})
    flash(ngettext("%(num)s row is put in.", "%(num)s rows are put in.", written))
    return redirect(url_for(".index"), 303)


def _table() -> TableFile:
    """The table that was sent, or that the preview held. Raises BadRequest."""
    if kept := request.form.get("kept", ""):
        return read_kept(kept)
    sent = uploaded("table")
    return read_table(sent.content if sent else b"")


def _preview(kind: str, found: Kind, table: TableFile, *, stale: bool = False) -> Response:
    g.db.rollback()  # what the file is compared with is the record as it is now
    preview = found.preview(g.db, g.actor, g.session, table)
    counts = preview.counts
    return _page(
        kind,
        found,
        409 if stale else 200,
        preview=preview,
        rows=sorted(preview.rows, key=lambda row: SHOWN.index(row.kind)),
        counts=[(one, counts[one]) for one in RowKind if counts[one]],
        to_write=counts[RowKind.NEW] + counts[RowKind.CHANGED],
        kept=kept_data(table),
        stale=stale,
    )


def _page(kind: str, found: Kind, status: int = 200, **values: Any) -> Response:
    words = {
        RowKind.NEW: _("new"),
        RowKind.CHANGED: _("changed"),
        RowKind.WRONG: _("wrong"),
        RowKind.SAME: _("same"),
    }
    page = render_template(
        "delegations/upload.html",
        kind=kind,
        columns=found.columns(g.session),
        words=words,
        most_rows=format_decimal(MOST_ROWS),
        **values,
    )
    return make_response(page, status)
