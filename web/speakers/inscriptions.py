"""A delegation inscribes itself, changes what it said, withdraws, and has its receipt.

All delegations send the first of these forms at the same second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.conferences import Delegation
from models.speakers import SpeakersList
from procedure.participants import Level
from procedure.permissions import Action
from procedure.plain import moment
from procedure.speakers.values import Inscription
from scheduler.text import text
from services import inscriptions, statements
from services.errors import BadRequest, NotFound, RuleBroken
from services.genders import gender_of
from services.inscriptions import Twice, inscribe
from services.receipts import SignedReceipt, public_key
from services.speakers_rows import found_in
from services.speakers_swaps import declined
from services.transactions import clock
from services.wanted import Wanted
from web.database import first
from web.guard import allow
from web.speakers.blueprint import INSCRIPTION, bp, list_asked
from web.speakers.lines import Shown, shown
from web.speakers.show import (
    NOTHING,
    Refused,
    card_of,
    of_unheard,
    page,
    refusal,
    typed_of_inscription,
)
from web.translate import say


@bp.post("/sessions/<slug>/speakers/<key>/inscriptions")
@allow(Action.SPEAKERS_INSCRIBE)
@first
def add(key: str) -> Response:
    """Inscribe a delegation, and show the receipt; as JSON where that is asked for."""
    speakers = list_asked(key)
    try:
        delegation, wanted = asked_for(), wanted_of_form()
        receipt = inscribe(g.db, g.actor, speakers, delegation, wanted=wanted)
    except Twice as error:
        reason = {"error": "twice", "message": say(error.text), "rule": say(error.rule)}
        if _wants_json():
            return _json(error.receipt, 409, reason)
        return _receipt(speakers, error.receipt, reason=reason, status=409)
    except (BadRequest, RuleBroken) as error:
        if _wants_json():
            raise
        return page(speakers, refusal(error))
    if _wants_json():
        return _json(receipt, 201, {})
    return redirect(url_for(".receipt", key=key, number=receipt.receipt.number), 303)


@bp.get(INSCRIPTION + "receipt")
@allow(Action.SPEAKERS_INSCRIBE)
def receipt(key: str, number: int) -> Response:
    """The receipt of an inscription, to be printed."""
    speakers = list_asked(key)
    return _receipt(speakers, inscriptions.receipt_of(g.db, g.actor, speakers, number))


@bp.get(INSCRIPTION)
@allow(Action.SPEAKERS_INSCRIBE)
def one(key: str, number: int) -> Response:
    """An inscription: who speaks, the place and its exchange, the text of the statement."""
    return one_page(list_asked(key), number)


def one_page(speakers: SpeakersList, number: int, refused: Refused = NOTHING) -> Response:
    """The page of an inscription; with what was typed and why it was not taken."""
    given = inscriptions.receipt_of(g.db, g.actor, speakers, number)  # for who may act for it
    seen = shown(speakers, clock(g.db))
    found = found_in(seen.standing, number)
    if found is None:
        raise NotFound
    answer = render_template(
        "speakers/inscription.html",
        speakers=speakers,
        seen=seen,
        card=card_of(seen, found, of_unheard(seen, declined(g.db, speakers))),
        given=given,
        partners=_partners(seen, found),
        texts=statements.texts_of(g.db, g.actor, speakers).get(number),
        typed=typed_of_inscription(found)
        | {"gender": gender_of(g.db, speakers, number)}
        | dict(refused.typed),
        refused=refused,
    )
    return make_response(answer, refused.status)


def _partners(seen: Shown, found: Inscription) -> list[Inscription]:
    """With whom places can be exchanged."""
    own = seen.line(found.number)
    if own is None or own.speech is not None:
        return []
    across = seen.standing.terms.policy.swap_across_categories
    return [
        line.one
        for line in seen.lines
        if line.one.number != found.number
        and line.speech is None
        and (across or line.one.category.key == found.category.key)
    ]


@bp.post(INSCRIPTION)
@allow(Action.SPEAKERS_INSCRIBE)
def amend(key: str, number: int) -> Response:
    """Change what was said: a minister will speak instead."""
    speakers = list_asked(key)
    try:
        inscriptions.amend(g.db, g.actor, speakers, number, wanted=wanted_of_form())
    except (BadRequest, RuleBroken) as error:
        return one_page(speakers, number, refusal(error))
    flash(_("It is changed. The place follows from the level and the first request."))
    return redirect(url_for(".one", key=key, number=number), 303)


@bp.post(INSCRIPTION + "withdraw")
@allow(Action.SPEAKERS_INSCRIBE)
def withdraw(key: str, number: int) -> Response:
    """Take an inscription back."""
    speakers = list_asked(key)
    inscriptions.withdraw(g.db, g.actor, speakers, number)
    flash(_("Inscription %(number)s is withdrawn.", number=number))
    return redirect(url_for(".show", key=key), 303)


def asked_for() -> Delegation:
    """The delegation of the form; where it names none, the only one that the visitor acts for."""
    given = request.form.get("delegation", type=int)
    own = g.actor.delegation_ids
    if given is None and len(own) == 1:
        (given,) = own
    found = g.db.get(Delegation, given) if given is not None and 0 < given < 2**31 else None
    if isinstance(found, Delegation) and found.session_id == g.session.id:
        return found
    raise BadRequest({"delegation": text("Choose a delegation of this session.")})


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


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _json(given: SignedReceipt, status: int, reason: Mapping[str, str]) -> Response:
    return make_response(jsonify({**reason, "receipt": receipt_data(given)}), status)


def _receipt(
    speakers: SpeakersList,
    given: SignedReceipt,
    *,
    reason: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    seen = shown(speakers, clock(g.db), estimating=False)
    found = found_in(seen.standing, given.receipt.number)
    answer = render_template(
        "speakers/receipt.html",
        speakers=speakers,
        given=given,
        at=moment(given.receipt.at),
        found=found,
        line=seen.line(given.receipt.number),
        to_be_drawn=seen.standing.to_be_drawn,
        public_key=public_key(speakers),
        reason=reason or {},
    )
    return make_response(answer, status)
