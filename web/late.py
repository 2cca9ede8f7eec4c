"""Forms that are sent too late: they come back with what was typed, and nothing is written.

A page may be open overnight, while its visitor signs out and in again in another window: what
proves that its form is ours is then of another time. Such a form is answered by its own view, as it
answers all that is wrong with it; only that nothing can be written meanwhile, which the view is
told as `Late`. Who is signed out signs in first: what was typed goes along with the form for that.

Only what a page of ours has sent is taken so, by what the browser says; all else is refused.
"""

from __future__ import annotations

import json
from urllib.parse import SplitResult, urlsplit

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_security import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response

from scheduler.text import Text, text
from services.errors import BadRequest

TYPED, TO, FROM = "late_typed", "late_to", "late_from"
BACK, QUESTION = "late_back", "late_question"  # of a button: its page, and what it asks first
SIGN_IN = {"security.login", "sign_in.as_role"}
NOT_TYPED = {"csrf_token", TYPED, TO, FROM, BACK}


class Late(BadRequest):
    """Nothing was written: the form is to be looked at and sent again."""

    def __init__(self, sentence: Text) -> None:
        super().__init__({"": sentence})


def why() -> Text:
    """The sentence on a form that is late."""
    if FROM in request.form:
        return text("You had been signed out: nothing was saved yet. Check it and send it again.")
    if any(file.filename for file in request.files.values()):
        return text(
            "This page was open for too long; nothing was saved yet. Check it, choose the file"
            " again, and send it again."
        )
    return text(
        "This page was open for too long; nothing was saved yet. Check it and send it again."
    )


def parts(address: str) -> SplitResult:
    """The parts of an address; none of what is sent in the place of one, and is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def by_a_page_of_ours() -> bool:
    """Whether the browser says that a page of ours sent this."""
    return parts(request.headers.get("Origin") or request.referrer or "").netloc == request.host


def _comes_back() -> bool:
    """Whether the view can answer with its form. A part of a page has its form still."""
    view = current_app.view_functions[request.endpoint or ""]
    wanted = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return (
        hasattr(view, "action")
        and wanted != "application/json"
        and "HX-Request" not in request.headers
        and by_a_page_of_ours()
    )


def page_before() -> str:
    """The address of the page of ours on which the form was; "" where that is not known."""
    page = parts(request.form.get(FROM) or request.form.get(BACK) or request.referrer or "")
    if request.method != "POST" or page.netloc not in {"", request.host}:
        return ""
    return plain(page._replace(scheme="", netloc="", fragment="").geturl())


def page_shown() -> str:
    """The address of the page of ours of which a part asks; "" where that is not known."""
    page = parts(request.headers.get("HX-Current-URL", ""))
    ours = page.netloc == request.host
    return plain(page._replace(scheme="", netloc="", fragment="").geturl()) if ours else ""


def plain(path: str) -> str:
    """A path of ours; "" for anything else.

    Browsers take a backslash for a slash and leave out tabs, and so might find another site in it.
    """
    ours = path.isprintable() and "\\" not in path
    return path if ours and path.startswith("/") and not path.startswith("//") else ""


def typed() -> list[tuple[str, str]]:
    """The fields of the form that was sent, as they were filled in."""
    return [one for one in request.form.items(multi=True) if one[0] not in NOT_TYPED]


def keep() -> None:
    """Let the sign-in page carry along the form that was sent."""
    g.kept = {
        TYPED: json.dumps(typed(), ensure_ascii=False),
        TO: request.full_path.rstrip("?"),
        FROM: page_before() or url_for("sessions.index"),
    }


def kept() -> dict[str, str]:
    """What the sign-in page carries along, as fields of its form."""
    if "kept" in g:
        return dict(g.kept)
    return {name: request.form[name] for name in (TYPED, TO, FROM) if name in request.form}


def brought_back() -> Response | None:
    """Who has just signed in is led back to the form that was carried along, if there was one.

    The page sends it where it was to be sent, as a form that is late.
    """
    try:
        fields = [(str(name), str(value)) for name, value in json.loads(request.form[TYPED])]
    except (KeyError, TypeError, ValueError):
        return None
    to, page = plain(request.form.get(TO, "")), plain(request.form.get(FROM, ""))
    if not to or not page:
        return None
    return Response(
        render_template("security/form_again.html", to=to, fields=[*fields, (FROM, page)]),
        mimetype="text/html",
    )


def _sign_in_again() -> Response:
    """The answer to a form for signing in that is late itself: they may have done so elsewhere."""
    if current_user.is_authenticated:
        wanted = plain(request.args.get("next", "")) or url_for("sessions.index")
        return brought_back() or redirect(wanted)
    page = render_template("security/login_user.html", late=True)
    return Response(page, 400, mimetype="text/html")


def init_app(app: Flask) -> None:
    """Ask of everything that is sent whether it comes from a form of ours, of now."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # it is checked here
    protection = CSRFProtect(app)
    app.add_template_global(kept, "kept_form")

    @app.before_request
    def check_the_form() -> Response | None:
        if not app.config["WTF_CSRF_ENABLED"]:
            return None
        try:
            protection.protect(apply_exemptions=True)
        except CSRFError:
            if request.endpoint in SIGN_IN and by_a_page_of_ours():
                return _sign_in_again()
            if not _comes_back():
                raise
            g.db.info["refusal"] = Late(why())
        return None
