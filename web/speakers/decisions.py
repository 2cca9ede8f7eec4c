"""What the chair decides of late requests; and the lot, which nobody decides."""

from __future__ import annotations

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from procedure.permissions import Action
from services import speakers_decisions
from services.speakers import reveal
from web.guard import allow
from web.mail import post
from web.speakers.blueprint import INSCRIPTION, LIST, bp, list_asked


@bp.post(INSCRIPTION + "admit")
@allow(Action.SPEAKERS_DECIDE)
def admit(key: str, number: int) -> Response:
    """Admit a late request."""
    more = post(url_for(".show", key=key))
    speakers_decisions.admit(g.db, g.actor, list_asked(key), number, post=more)
    flash(_("Inscription %(number)s is admitted.", number=number))
    return redirect(url_for(".show", key=key), 303)


@bp.post(INSCRIPTION + "refuse")
@allow(Action.SPEAKERS_DECIDE)
def refuse(key: str, number: int) -> Response:
    """Refuse a late request."""
    more = post(url_for(".show", key=key))
    speakers_decisions.refuse(g.db, g.actor, list_asked(key), number, post=more)
    flash(_("Inscription %(number)s is refused.", number=number))
    return redirect(url_for(".show", key=key), 303)


@bp.post(LIST + "entries/<int(max=999999999):number>/undo")
@allow(Action.SPEAKERS_DECIDE)
def undo(key: str, number: int) -> Response:
    """Take a decision or an absence back."""
    more = post(url_for(".show", key=key))
    speakers_decisions.undo_entry(g.db, g.actor, list_asked(key), number, post=more)
    flash(_("Entry %(number)s does not count any more.", number=number))
    return redirect(url_for(".ledger", key=key), 303)


@bp.post(LIST + "draw")
@allow(Action.SPEAKERS_VERIFY)
def draw(key: str) -> Response:
    """Reveal the seed of the lot, once that is due: anybody may ask."""
    reveal(g.db, g.actor, list_asked(key))
    return redirect(url_for(".show", key=key), 303)
