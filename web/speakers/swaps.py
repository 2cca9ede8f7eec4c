"""Two delegations exchange places: one proposes, the other accepts or declines."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from procedure.permissions import Action
from scheduler.text import text
from services import speakers_swaps
from services.errors import BadRequest, RuleBroken
from web.guard import allow
from web.mail import post
from web.speakers.blueprint import INSCRIPTION, LIST, bp, list_asked
from web.speakers.inscriptions import one_page
from web.speakers.show import refusal

SWAP = LIST + "exchanges/<int(max=999999999):proposal>/"


@bp.post(INSCRIPTION + "exchange")
@allow(Action.SPEAKERS_INSCRIBE)
def propose(key: str, number: int) -> Response:
    """Propose an exchange to another delegation."""
    speakers = list_asked(key)
    more = post(url_for(".show", key=key))
    try:
        speakers_swaps.propose_swap(g.db, g.actor, speakers, number, other=_other(), post=more)
    except (BadRequest, RuleBroken) as error:
        return one_page(speakers, number, refusal(error))
    flash(_("The exchange is proposed. Places change once the other delegation accepts."))
    return redirect(url_for(".one", key=key, number=number), 303)


@bp.post(SWAP + "accept")
@allow(Action.SPEAKERS_INSCRIBE)
def accept(key: str, proposal: int) -> Response:
    """Consent to an exchange."""
    more = post(url_for(".show", key=key))
    speakers_swaps.accept_swap(g.db, g.actor, list_asked(key), proposal, post=more)
    flash(_("The two places are exchanged."))
    return redirect(url_for(".show", key=key), 303)


@bp.post(SWAP + "decline")
@allow(Action.SPEAKERS_INSCRIBE)
def decline(key: str, proposal: int) -> Response:
    """Decline an exchange, or take one's own proposal back."""
    more = post(url_for(".show", key=key))
    back = request.form.get("takes_back") == "yes"
    speakers = list_asked(key)
    speakers_swaps.decline_swap(g.db, g.actor, speakers, proposal, takes_back=back, post=more)
    flash(_("The places stay as they are."))
    return redirect(url_for(".show", key=key), 303)


def _other() -> int:
    other = request.form.get("other", type=int)
    if other is None:
        raise BadRequest({"other": text("Choose with whom to exchange places.")})
    return other
