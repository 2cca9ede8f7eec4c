"""The texts of statements: given, read by whoever may, taken back."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from procedure.permissions import Action
from services import statements
from services.errors import BadRequest, RuleBroken
from web.files import attachment, uploaded
from web.guard import allow
from web.speakers.blueprint import INSCRIPTION, LIST, bp, list_asked
from web.speakers.inscriptions import one_page
from web.speakers.show import refusal

TEXT = LIST + "texts/<int(max=999999999):text_id>"


@bp.post(INSCRIPTION + "texts")
@allow(Action.STATEMENT_GIVE)
def give(key: str, number: int) -> Response:
    """Give the text of a statement."""
    speakers = list_asked(key)
    try:
        sent = uploaded("statement")
        file = statements.File(
            name=sent.name if sent else "",
            content=sent.content if sent else b"",
            language=request.form.get("text_language", ""),
            most_bytes=sent.most_bytes if sent else 0,
            check_against_delivery="check_against_delivery" in request.form,
        )
        statements.give_text(g.db, g.actor, speakers, number, file=file)
    except BadRequest as error:
        named = {
            "text_language" if path == "language" else path: sentence
            for path, sentence in error.fields.items()
        }
        return one_page(speakers, number, refusal(BadRequest(named)))
    except RuleBroken as error:
        return one_page(speakers, number, refusal(error))
    flash(_("The text is kept; it is open to all once the statement has been delivered."))
    return redirect(url_for(".one", key=key, number=number), 303)


@bp.get(TEXT)
@allow(Action.SPEAKERS_VIEW)
def read(key: str, text_id: int) -> Response:
    """A text as it was given, for whoever may read it now."""
    kept = statements.text_of(g.db, g.actor, list_asked(key), text_id)
    return attachment(kept.content, kept.media_type, kept.file_name)


@bp.post(TEXT + "/withdraw")
@allow(Action.STATEMENT_GIVE)
def take_back(key: str, text_id: int) -> Response:
    """Take a text back."""
    speakers = list_asked(key)
    number = statements.text_of(g.db, g.actor, speakers, text_id).number
    statements.withdraw_text(g.db, g.actor, speakers, text_id)
    flash(_("The text is taken back."))
    return redirect(url_for(".one", key=key, number=number), 303)
