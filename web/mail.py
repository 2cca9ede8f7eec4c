"""Letters: how they are written here, and the secretariat's page of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext, ngettext
from werkzeug.wrappers import Response

from models.mail import Letter, LetterKind, LetterState
from procedure.permissions import Action
from scheduler.text import Text, text
from services import mail
from services.mail import Addressee, Post
from services.smtp import mailer_of
from web.guard import allow
from web.layout import outside
from web.translate import say

bp = Blueprint("mail", __name__)
BASE = "/sessions/<slug>/mail/"
KINDS = {
    LetterKind.CREDENTIALS_REMINDER: text("Reminder of credentials"),
    LetterKind.EXCHANGE_PROPOSED: text("Exchange of places proposed"),
    LetterKind.EXCHANGE_ACCEPTED: text("Exchange of places accepted"),
    LetterKind.EXCHANGE_DECLINED: text("Exchange of places declined"),
    LetterKind.EXCHANGE_TAKEN_BACK: text("Exchange of places taken back"),
    LetterKind.OBSERVER_DECIDED: text("Decision on an observer"),
    LetterKind.REQUEST_ADMITTED: text("Late request admitted"),
    LetterKind.REQUEST_REFUSED: text("Late request refused"),
    LetterKind.REQUEST_WAITING: text("Decision on a late request taken back"),
}


def post(link: str | Callable[[int], str], language: str = "") -> Post | None:
    """How letters are written that lead to a page of ours; None where no mail is sent.

    Where each leads to another, `link` gives it (`services.mail.Post`).
    In the first of the languages offered, unless another is given: whoever gets a letter may have
    chosen another than who causes it.
    """
    if mailer_of(current_app.config["SETTINGS"]) is None:
        return None
    chosen = language or current_app.config["LANGUAGES"][0]

    def said(sentence: Text) -> str:
        with force_locale(chosen):
            return say(sentence)

    def page(about: int) -> str:
        return outside(link if isinstance(link, str) else link(about))

    return Post(say=said, language=chosen, link=page)


def sends_mail() -> bool:
    """Whether mail is sent at all."""
    return mailer_of(current_app.config["SETTINGS"]) is not None


@bp.get(BASE)
@allow(Action.MAIL_VIEW)
def index() -> str:
    """The letters of the session, by where they are."""
    found = mail.letters(g.db, g.actor, g.session)
    given_up = any(part.state is LetterState.FAILED and part.number for part in found)
    acting = mail.addressees(g.db, g.session) if given_up else {}
    return render_template(
        "mail/index.html",
        found=found,
        instead=lambda one: instead(one, acting),
        kinds=KINDS,
        sends_mail=sends_mail(),
        no_mail=mail.NO_MAIL,
        said=gettext,  # of `_` templates believe that nothing in it is to be escaped
    )


def instead(letter: Letter, acting: Mapping[int, Sequence[Addressee]]) -> Text | None:
    """To whom a letter would go if it were sent again; None where that is the same address.

    `acting` are the focal points of delegations, as they are now.
    """
    now = acting.get(letter.delegation_id or 0, ())
    if letter.delegation_id is None or letter.address in {one.address for one in now}:
        return None
    if not now:
        return text("Nobody acts for this delegation now: it cannot be sent again.")
    names = [one.name for one in now]
    return text(
        "If sent again, it goes to those who act for the delegation now: %(names)s.", names=names
    )


@bp.post(BASE + "retry")
@allow(Action.MAIL_SEND)
def retry() -> Response:
    """Send letters again that were given up."""
    asked = request.form.getlist("letter", type=int)
    given = frozenset(one for one in asked if 0 < one < 2**31)
    tried = mail.retry(g.db, g.actor, g.session, given_up=given)
    said = ngettext(
        "%(num)s letter is being sent again.", "%(num)s letters are being sent again.", tried
    )
    flash(said if tried else gettext("No letter was sent again. Tick some that can be."))
    return redirect(url_for(".index"), 303)
