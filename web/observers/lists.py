"""Lists of organizations: what is to be circulated, as a document, and that it was."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from exports.observers import in_order, list_document, list_table
from exports.sheets import sheet
from models.observers import ObserverList, ObserverRequest
from procedure.observers.rules import ObserverPath
from procedure.observers.status import days_before
from procedure.permissions import Action
from scheduler.text import text
from services import observers, observers_decided
from services.errors import BadRequest, NotFound
from services.observer_data import path_of
from services.observer_rows import opening_there
from services.transactions import clock
from web.files import CSV, DOCX, attachment
from web.guard import allow
from web.observers.blueprint import LIST, WRITTEN, bp
from web.speakers.show import NOTHING, Refused, refusal
from web.speakers.words import local
from web.timetable import document_wording, wording
from web.typed import Typed


@bp.get(LIST)
@allow(Action.OBSERVERS_MANAGE)
def to_list(key: str) -> Response:
    """Who is to be on the list, and the form that says it was circulated."""
    return _page(key)


@bp.post(LIST)
@allow(Action.OBSERVERS_MANAGE)
def circulate(key: str) -> Response:
    """Put down that the list was circulated."""
    typed = Typed()
    circulated_at = typed.moment_needed("circulated_at")
    try:
        typed.check()
        made = observers_decided.circulate(
            g.db,
            g.actor,
            g.session,
            path=_path(key).key,
            circulated_at=circulated_at,
            symbol=request.form.get("symbol", ""),
        )
    except BadRequest as error:
        return _page(key, refusal(error))
    said = ngettext(
        "The list of %(num)s organization is recorded as circulated.",
        "The list of %(num)s organizations is recorded as circulated.",
        len(made.requests),
    )
    flash(said)
    return redirect(url_for(".index"), 303)


@bp.get(LIST + "list.docx")
@allow(Action.OBSERVERS_VIEW)
def document(key: str) -> Response:
    """The list as a document: one that was circulated, by its number, or the draft of the next."""
    path = _path(key)
    made, found = _asked(path)
    content = list_document(
        g.session,
        path,
        found,
        document_wording(),
        symbol=made.symbol if made else "",
        due=days_before(opening_there(g.session), path.list_days or 0),
        at=made.circulated_at if made else clock(g.db),
    )
    return attachment(content, DOCX, f"{g.session.slug}-{key}.docx")


@bp.get(LIST + "list.csv")
@allow(Action.OBSERVERS_VIEW)
def listed(key: str) -> Response:
    """The same as a sheet."""
    _made, found = _asked(_path(key))
    content = sheet(list_table(found, document_wording()))
    return attachment(content, CSV, f"{g.session.slug}-{key}.csv")


def _page(key: str, refused: Refused = NOTHING) -> Response:
    path = _path(key)
    given = render_template(
        "observers/list.html",
        path=path,
        due=days_before(opening_there(g.session), path.list_days or 0),
        waiting=in_order(_waiting(path), wording()),
        made=[(one, local(one.circulated_at)) for one in _made(path)],
        typed={"circulated_at": local(clock(g.db)).strftime(WRITTEN)} | dict(refused.typed),
        refused=refused,
    )
    return make_response(given, refused.status)


def _path(key: str) -> ObserverPath:
    """The path of an address, of which the rules ask for a list. Raises NotFound."""
    try:
        path = path_of(g.session, key)
    except BadRequest:
        path = None
    if path is None or path.list_days is None:
        raise NotFound(text("The rules ask for no list of these participants."))
    return path


def _waiting(path: ObserverPath) -> list[ObserverRequest]:
    found = observers.requests(g.db, g.actor, g.session)
    return observers_decided.to_be_listed((row for row, _ in found), path.key)


def _made(path: ObserverPath) -> list[ObserverList]:
    """The lists that were circulated, in order of time."""
    found = observers.requests(g.db, g.actor, g.session)
    made = {row.listing.id: row.listing for row, _ in found if row.listing is not None}
    return sorted(
        (one for one in made.values() if one.path == path.key), key=lambda one: one.circulated_at
    )


def _asked(path: ObserverPath) -> tuple[ObserverList | None, Sequence[ObserverRequest]]:
    """The list of the address, and who is on it. Raises NotFound."""
    number = request.args.get("number", type=int)
    if number is None:
        return None, _waiting(path)
    found = next((one for one in _made(path) if one.id == number), None)
    if found is None:
        raise NotFound(text("There is no such list."))
    return found, found.requests
