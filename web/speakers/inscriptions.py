"""A delegation inscribes itself: the one page that all of them send at the same second."""

from __future__ import annotations

from typing import Any

from flask import g, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from models.conferences import Delegation
from models.speakers import SpeakersList
from procedure.participants import Level
from procedure.permissions import Action
from procedure.plain import moment
from scheduler.text import text
from services import speakers as lists
from services.errors import BadRequest
from services.inscriptions import Twice, inscribe
from services.receipts import SignedReceipt
from services.wanted import Wanted
from web.guard import allow
from web.speakers.blueprint import bp
from web.translate import say


@bp.post("/sessions/<slug>/speakers/<key>/inscriptions")
@allow(Action.SPEAKERS_INSCRIBE)
def add(key: str) -> Response:
    """Inscribe a delegation; the receipt as a page, or as JSON where that is asked for."""
    speakers = lists.speakers_list(g.db, g.actor, g.session, key)
    delegation, wanted = asked_for(), wanted_of_form()
    try:
        receipt = inscribe(g.db, g.actor, speakers, delegation, wanted=wanted)
    except Twice as error:
        reason = {"error": "twice", "message": say(error.text), "rule": say(error.rule)}
        return _answer(speakers, error.receipt, 409, reason)
    return _answer(speakers, receipt, 201, {})


def asked_for() -> Delegation:
    """The delegation of the form; where it names none, the only one that the visitor acts for."""
    given = request.form.get("delegation", type=int)
    own = g.actor.delegation_ids
    if given is None and len(own) == 1:
        (given,) = own
    found = g.db.get(Delegation, given) if given is not None and 0 < given < 2**31 else None
    if found is None or found.session_id != g.session.id:
        raise BadRequest({"delegation": text("Choose a delegation of this session.")})
    return found


def wanted_of_form() -> Wanted:
    """What the form says of the statement. Raises BadRequest naming `level`."""
    given = request.form
    try:
        level = Level(given.get("level", ""))
    except ValueError:
        raise BadRequest({"level": text("Choose the level of the speaker.")}) from None
    return Wanted(
        level=level,
        speaker=given.get("speaker", ""),
        function=given.get("function", ""),
        gender=given.get("gender", ""),
        language=given.get("language", ""),
        on_behalf_of=given.get("on_behalf_of", ""),
        aligned=tuple(given.get("aligned", "").splitlines()),
    )


def receipt_data(receipt: SignedReceipt) -> dict[str, Any]:
    """A receipt as plain data."""
    return {
        "number": receipt.receipt.number,
        "at": moment(receipt.receipt.at),
        "digest": receipt.receipt.digest,
        "token": receipt.token,
        "late": receipt.late,
    }


def _answer(
    speakers: SpeakersList, receipt: SignedReceipt, status: int, reason: dict[str, str]
) -> Response:
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return make_response(jsonify({**reason, "receipt": receipt_data(receipt)}), status)
    page = render_template("speakers/receipt.html", speakers=speakers, given=receipt, reason=reason)
    return make_response(page, status)
