"""What a visitor is told when something cannot be done, by whose fault it is.

The visitor's own (a field and what to do, 422), a rule of procedure (cited, 409), another's change
that came first (409), or ours (500, with a number that is also in the log). The same error is a
page, a fragment for htmx, or JSON, as was asked for.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Flask, g, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError
from werkzeug.wrappers import Response

from services import errors
from services.floor_words import Behind
from web import late
from web.translate import say

log = logging.getLogger("hemicycle.web")
FIELDS: Mapping[str, Any] = {
    "absent": _l("Days on which they are not there"),
    "accorded": _l("Status of observer"),
    "based_on": _l("Version to begin from"),
    "booths": _l("Booths"),
    "by": _l("Decided by"),
    "business": _l("Item"),
    "count": _l("How many"),
    "date": _l("Day"),
    "day": _l("Day"),
    "decided_at": _l("When it was decided"),
    "decided_on": _l("Day of the decision"),
    "delegation": _l("Delegation"),
    "expected": _l("Next speaker"),
    "expects": _l("What the table showed"),
    "file": _l("File"),
    "function": _l("Function"),
    "held_on": _l("Day"),
    "keep_pins": _l("Pinned meetings"),
    "list_id": _l("List of speakers"),
    "meeting": _l("Meeting"),
    "name": _l("Name"),
    "note": _l("Note"),
    "number": _l("Speaker"),
    "numbers": _l("Requests"),
    "officer": _l("Who presides"),
    "one": _l("One preference"),
    "other": _l("The other preference"),
    "person": _l("Who"),
    "present": _l("Parties present"),
    "request": _l("Right of reply"),
    "ruling": _l("Ruling"),
    "seconds": _l("Time to speak"),
    "since": _l("Since when"),
    "slot": _l("Slot"),
    "speaker": _l("Name of the speaker"),
    "starts": _l("The plan"),
    "status": _l("Decision"),
    "time_limit": _l("Time to search"),
    "to": _l("Where to"),
    "until": _l("Until"),
    "until_day": _l("Day"),
    "waiver": _l("Who allows it, and why"),
}
"""What fields of forms are called. Those of files keep their paths: there they are found."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What is said about an error. `fields`: what is wrong with each field, by its path."""

    status: int
    kind: str
    title: str
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""
    number: str = ""
    sign_in: str = ""


def field_name(path: str) -> str:
    """What a field is called on a page."""
    return str(FIELDS.get(path, path))


def respond(notice: Notice) -> Response:
    """The notice as JSON, as a fragment for htmx, or as a page."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        body = {
            "error": notice.kind,
            "message": notice.text,
            "fields": dict(notice.fields),
            "rule": notice.rule,
            "id": notice.number,
        }
        response = jsonify({name: value for name, value in body.items() if value})
    else:
        part = "errors/notice.html" if request.headers.get("HX-Request") else "errors/page.html"
        again = late.typed() if notice.kind == "late" and not request.files else None
        page = render_template(part, notice=notice, back=late.page_before(), again=again, late=late)
        response = make_response(page)
    response.status_code = notice.status
    return response


def _forbidden(_error: errors.Forbidden) -> Response:
    why = _("Your role in this session does not allow this. Ask the secretariat if it should.")
    if g.get("session") is None:
        why = _(
            "This belongs to no one session: it takes a role in all of them. Ask the secretariat if"
            " you should have one."
        )
    return respond(Notice(status=403, kind="forbidden", title=_("Not open to you"), text=why))


def _not_found(_error: errors.NotFound) -> Response:
    return respond(
        Notice(
            status=404,
            kind="not_found",
            title=_("Nothing here"),
            text=_("There is no page at this address, or it has not been released."),
        )
    )


def _bad_request(error: errors.BadRequest) -> Response:
    return respond(
        Notice(
            status=422,
            kind="bad_request",
            title=_("Please correct this"),
            text=_("Nothing was changed."),
            fields={path: say(text) for path, text in error.fields.items()},
        )
    )


def _rule_broken(error: errors.RuleBroken) -> Response:
    return respond(
        Notice(
            status=409,
            kind="rule_broken",
            title=_("The rules do not allow this"),
            text=say(error.text),
            rule=say(error.rule),
        )
    )


def _stale(_error: errors.Stale) -> Response:
    return respond(
        Notice(
            status=409,
            kind="stale",
            title=_("Someone else changed this first"),
            text=_("Nothing was changed. Load the page again to see it as it is now."),
        )
    )


def _behind(error: Behind) -> Response:
    return respond(
        Notice(
            status=409,
            kind="behind",
            title=_("Something else has happened meanwhile"),
            text=say(error.text),
        )
    )


def _late(error: late.Late) -> Response:
    return respond(
        Notice(
            status=400,
            kind="late",
            title=_("Not saved yet"),
            text=say(error.fields[""]),
        )
    )


def signed_out() -> Response:
    """What a part of a page is told that nobody has asked for: the page keeps its forms."""
    if request.method == "POST":
        why = _("Nothing was saved yet. Sign in in another window, then send it again.")
    else:
        why = _("This page is not kept up to date until you sign in in another window.")
    return respond(
        Notice(
            status=401,
            kind="signed_out",
            title=_("You are not signed in any more"),
            text=why,
            sign_in=url_for("security.login", next=late.page_shown() or url_for("sessions.index")),
        )
    )


def _csrf(_error: CSRFError) -> Response:
    """Nothing is done. A part of a page has its form still, and is told how to send it."""
    if "HX-Request" not in request.headers:
        return respond(
            Notice(
                status=400,
                kind="csrf",
                title=_("This form has expired"),
                text=_("Load the page again and send it once more."),
            )
        )
    answer = _late(late.Late(late.why())) if current_user.is_authenticated else signed_out()
    answer.headers["X-CSRFToken"] = generate_csrf()
    return answer


def _http(error: HTTPException) -> Response:
    if error.response is not None:  # a response raised as an exception, not a fault
        return cast("Response", error.response)
    if isinstance(error, SecurityError):  # another's name: no page of ours can be linked from here
        return Response(_http_text(400), status=400, mimetype="text/plain")
    if error.code == 404:
        return _not_found(errors.NotFound())
    answer = respond(
        Notice(
            status=error.code or 500,
            kind="http",
            title=_("This cannot be done"),
            text=_http_text(error.code),
        )
    )
    if isinstance(error, MethodNotAllowed):
        answer.allow.update(error.valid_methods or ())
    return answer


def _http_text(code: int | None) -> str:
    if code == 405:
        return str(_("The address does not take this kind of request."))
    if code == 413:
        return str(_("What was sent is too large: nothing was saved. Choose a smaller file."))
    if code == 429:
        return str(_("There were too many attempts. Wait a quarter of an hour, then try again."))
    return str(_("The request was not understood."))


def _ours(error: Exception) -> Response:
    number = secrets.token_hex(4)
    log.error("error %s at %s %s", number, request.method, request.path, exc_info=error)
    if "db" in g:
        g.db.rollback()
    return respond(
        Notice(
            status=500,
            kind="internal",
            title=_("Something went wrong on our side"),
            text=_("It has been recorded. Quote this number to whoever looks after Hemicycle."),
            number=number,
        )
    )


def init_app(app: Flask) -> None:
    """Answer every error here, and nowhere else."""
    app.add_template_filter(field_name)
    app.register_error_handler(errors.Forbidden, _forbidden)
    app.register_error_handler(errors.NotFound, _not_found)
    app.register_error_handler(errors.BadRequest, _bad_request)
    app.register_error_handler(errors.RuleBroken, _rule_broken)
    app.register_error_handler(errors.Stale, _stale)
    app.register_error_handler(Behind, _behind)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(late.Late, _late)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _ours)
