"""Objections to the admission of a delegation, and what the Conference decides on them."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from procedure.credentials.values import Ruling
from procedure.permissions import Action
from scheduler.text import text
from services import credentials_objections as objections
from services.errors import BadRequest, NotFound, RuleBroken
from services.examinations import Decided
from web.credentials import own, report
from web.credentials.blueprint import BASE, OWN, bp
from web.delegations.blueprint import delegation_asked
from web.guard import allow
from web.speakers.show import refusal
from web.typed import Typed


@bp.post(OWN + "/objections")
@allow(Action.CREDENTIALS_OBJECT)
def object_to(delegation: int) -> Response:
    """The delegation objects to the admission of another."""
    by, typed = delegation_asked(delegation), Typed()
    to, received_at = typed.number("to"), typed.moment("objection_received_at")
    try:
        if to is None:
            typed.wrong.setdefault("to", text("Choose a delegation."))
        typed.check()
        other = delegation_asked(to or 0)
        grounds = request.form.get("grounds", "")
        objections.object_to(g.db, g.actor, other, by=by, grounds=grounds, received_at=received_at)
    except NotFound:
        return own.page(by, refusal(BadRequest({"to": text("Choose a delegation.")})))
    except BadRequest as error:
        names = {"received_at": "objection_received_at"}
        named = {names.get(path, path): sentence for path, sentence in error.fields.items()}
        return own.page(by, refusal(BadRequest(named)))
    except RuleBroken as error:
        return own.page(by, refusal(error))
    flash(_("The objection is kept; until the Conference decides, seating is provisional."))
    return redirect(url_for(".own", delegation=delegation), 303)


@bp.post(OWN + "/objections/<int(max=999999999):number>/withdraw")
@allow(Action.CREDENTIALS_OBJECT)
def withdraw_objection(delegation: int, number: int) -> Response:
    """The delegation withdraws an objection that it made."""
    by, reason = delegation_asked(delegation), request.form.get("reason", "")
    try:
        objections.withdraw(g.db, g.actor, by, number, reason=reason)
    except BadRequest as error:
        named = {f"objection-{number}": sentence for sentence in error.fields.values()}
        return own.page(by, refusal(BadRequest(named)))
    flash(_("The objection is withdrawn; it stays on record."))
    return redirect(url_for(".own", delegation=delegation), 303)


@bp.post(BASE + "objections/<int(max=999999999):number>/ruling")
@allow(Action.CREDENTIALS_DECIDE)
def rule_on(number: int) -> Response:
    """The Conference has decided on an objection."""
    typed = Typed()
    given = request.form.get("ruling", "")
    decided = Decided(
        day=typed.day_needed("day"),
        meeting=typed.number("meeting"),
        note=request.form.get("note", ""),
    )
    if given not in set(Ruling):
        typed.wrong["ruling"] = text("Say what the Conference decided.")
    try:
        typed.check()
        objections.rule_on(g.db, g.actor, g.session, number, ruling=Ruling(given), decided=decided)
    except BadRequest as error:
        named = {f"{path}-{number}": sentence for path, sentence in error.fields.items()}
        return report.page(refusal(BadRequest(named)))
    flash(_("The decision is kept."))
    return redirect(url_for(".report"), 303)
