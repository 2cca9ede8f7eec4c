"""The form of a request: put down, corrected, taken out."""

from __future__ import annotations

from datetime import datetime

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.observers import ObserverRequest
from procedure.observers.values import Asks
from procedure.permissions import Action
from scheduler.text import text
from services import observers
from services.errors import BadRequest, RuleBroken, Stale
from services.observer_data import Wanted, rests_on, wanted_of
from services.observer_rows import rules_of
from services.transactions import clock
from web.forms.base import digest
from web.guard import allow
from web.observers.blueprint import BASE, REQUEST, WRITTEN, bp, request_asked
from web.observers.one import page as one_page
from web.speakers.show import NOTHING, Refused, meanwhile, refusal
from web.speakers.words import local
from web.typed import Typed


@bp.get(BASE + "new")
@allow(Action.OBSERVERS_MANAGE)
def new() -> Response:
    """The form of a new request."""
    return _form(None)


@bp.post(BASE)
@allow(Action.OBSERVERS_MANAGE)
def take() -> Response:
    """Put down a request."""
    try:
        row = observers.take(g.db, g.actor, g.session, wanted=_wanted(None))
    except BadRequest as error:
        return _form(None, refusal(error))
    flash(_("The request of %(name)s is put down.", name=row.name))
    return redirect(url_for(".show", number=row.number), 303)


@bp.get(REQUEST + "change")
@allow(Action.OBSERVERS_MANAGE)
def edit(number: int) -> Response:
    """The form of a request that is there."""
    return _form(request_asked(number))


@bp.post(REQUEST + "change")
@allow(Action.OBSERVERS_MANAGE)
def correct(number: int) -> Response:
    """Correct a request."""
    row = request_asked(number)
    if request.form.get("seen") != _seen(row):
        return _form(row, meanwhile())
    try:
        observers.correct(
            g.db, g.actor, g.session, number, wanted=_wanted(row), expected=wanted_of(row)
        )
    except (BadRequest, RuleBroken) as error:
        return _form(row, refusal(error))
    except Stale:
        return _form(request_asked(number), meanwhile())
    flash(_("It is changed."))
    return redirect(url_for(".show", number=number), 303)


@bp.post(REQUEST + "remove")
@allow(Action.OBSERVERS_MANAGE)
def remove(number: int) -> Response:
    """Take out what was put down by mistake."""
    try:
        observers.remove(g.db, g.actor, g.session, number)
    except RuleBroken as error:
        return one_page(number, refusal(error))
    flash(_("The request is taken out."))
    return redirect(url_for(".index"), 303)


def _wanted(row: ObserverRequest | None) -> Wanted:
    """What the form says. A moment that reads as it did stays what it is, to the second."""
    given = request.form
    typed = Typed()
    received_at = typed.moment_needed("received_at")
    typed.needed("name")
    typed.needed("path", said=text("Choose how it comes to take part."))
    kind = given.get("kind", "") or _only_kind(given.get("path", ""))
    if given.get("path") and not kind:
        typed.wrong["kind"] = text("Choose a capacity that this rule is about.")
    file = typed.file()
    typed.check()
    if row is not None and _written(received_at) == _written(row.received_at):
        received_at = row.received_at
    return Wanted(
        path=given.get("path", ""),
        name=given.get("name", ""),
        code=given.get("code", ""),
        kind=kind,
        received_at=received_at,
        contact=given.get("contact", ""),
        about=given.get("about", "").replace("\r\n", "\n"),
        source=row.source if row else "",
        file=file,
    )


def _form(row: ObserverRequest | None, refused: Refused = NOTHING) -> Response:
    """The form of a request, or of a new one for None."""
    paths = [one for one in rules_of(g.session).paths if one.asks is not Asks.NOTHING]
    stored = {"received_at": _written(clock(g.db))} if row is None else _stored(row)
    given = render_template(
        "observers/form.html",
        row=row,
        fixed=row is not None and rests_on(row),
        seen="" if row is None else _seen(row),
        paths=paths,
        kinds=list(dict.fromkeys(kind for one in paths for kind in one.kinds)),
        typed=stored | dict(refused.typed),
        refused=refused,
    )
    return make_response(given, refused.status)


def _stored(row: ObserverRequest) -> dict[str, str]:
    return {
        "path": row.path,
        "name": row.name,
        "code": row.code,
        "kind": row.kind,
        "received_at": _written(row.received_at),
        "contact": row.contact,
        "about": row.about,
    }


def _seen(row: ObserverRequest) -> str:
    """A mark of a request as it is, by which a form shows that it knew it."""
    return digest(_stored(row))


def _written(at: datetime) -> str:
    return local(at).strftime(WRITTEN)


def _only_kind(key: str) -> str:
    """The kind of those who take a path, where there is one only."""
    found = [kind for one in rules_of(g.session).paths if one.key == key for kind in one.kinds]
    return found[0] if len(found) == 1 else ""
