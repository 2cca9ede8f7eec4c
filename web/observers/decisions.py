"""Objections of parties, and what the bureau and the Conference decide."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.conferences import Delegation
from procedure.observers.values import Decider
from procedure.permissions import Action
from scheduler.text import text
from services import observers_decided, observers_objections
from services.errors import BadRequest, RuleBroken
from web.guard import allow
from web.mail import post
from web.observers.blueprint import BASE, REQUEST, bp, request_asked
from web.observers.index import page
from web.observers.one import page as one_page
from web.speakers.show import refusal
from web.typed import CHOOSE, Typed


@bp.post(REQUEST + "objections")
@allow(Action.OBSERVERS_OBJECT)
def object_to(number: int) -> Response:
    """Object, for a party."""
    typed = Typed()
    received_at = typed.moment("received_at")
    typed.needed("grounds")
    if "delegation" in request.form:
        typed.needed("delegation", said=CHOOSE)
    try:
        typed.check()
        observers_objections.object_to(
            g.db,
            g.actor,
            g.session,
            request_asked(number).number,
            delegation=_delegation(),
            grounds=request.form.get("grounds", ""),
            received_at=received_at,
        )
    except (BadRequest, RuleBroken) as error:
        return one_page(number, refusal(error))
    flash(_("The objection is put down: the Conference decides."))
    return redirect(url_for(".show", number=number), 303)


@bp.post(REQUEST + "objections/<int(max=999999999):objection>/withdraw")
@allow(Action.OBSERVERS_OBJECT)
def withdraw_objection(number: int, objection: int) -> Response:
    """Withdraw an objection."""
    typed = Typed()
    received_at = typed.moment("received_at")
    typed.needed("reason")
    try:
        typed.check()
        observers_objections.withdraw(
            g.db,
            g.actor,
            g.session,
            number,
            objection=objection,
            reason=request.form.get("reason", ""),
            received_at=received_at,
        )
    except BadRequest as error:
        ids = {"reason": f"reason-{objection}", "received_at": f"received-{objection}"}
        named = {ids.get(path, path): sentence for path, sentence in error.fields.items()}
        return one_page(number, refusal(BadRequest(named)))
    flash(_("The objection is withdrawn; it stays on record."))
    return redirect(url_for(".show", number=number), 303)


@bp.post(BASE + "decisions")
@allow(Action.OBSERVERS_DECIDE)
def decide() -> Response:
    """Put down what a body decided on one request, or on several."""
    given, typed = request.form, Typed()
    decided_on = typed.day_needed("decided_on")
    typed.needed("by", "accorded", said=CHOOSE)
    numbers = given.getlist("numbers", type=int)
    if not numbers:
        typed.wrong["numbers"] = text("Choose whom this is about.")
    alone = given.get("back") == "request" and len(numbers) == 1
    try:
        typed.check()
        observers_decided.decide(
            g.db,
            g.actor,
            g.session,
            numbers,
            by=_decider(given.get("by", "")),
            accorded=_accorded(given.get("accorded", "")),
            decided_on=decided_on,
            seen=given.get("seen", -1, type=int),
            note=given.get("note", ""),
            post=post(lambda number: url_for(".show", number=number)),
        )
    except (BadRequest, RuleBroken) as error:
        return one_page(numbers[0], refusal(error)) if alone else page(refusal(error))
    flash(_("The decision is put down."))
    there = url_for(".show", number=numbers[0]) if alone else url_for(".index")
    return redirect(there, 303)


def _decider(given: str) -> Decider:
    try:
        return Decider(given)
    except ValueError:
        raise BadRequest({"by": text("Choose who decided.")}) from None


def _accorded(given: str) -> bool:
    if given not in {"yes", "no"}:
        raise BadRequest({"accorded": text("Choose what was decided.")})
    return given == "yes"


def _delegation() -> Delegation:
    """The delegation of the form; where it names none, the only one that the visitor acts for."""
    given = request.form.get("delegation", type=int)
    own = g.actor.delegation_ids
    if given is None and len(own) == 1:
        (given,) = own
    found = g.db.get(Delegation, given) if given is not None and 0 < given < 2**31 else None
    if isinstance(found, Delegation) and found.session_id == g.session.id:
        return found
    raise BadRequest({"delegation": text("Choose a delegation of this session.")})
