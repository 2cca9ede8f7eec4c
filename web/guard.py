"""Who may open a page: each view declares one action, and one place decides.

A view says ``@allow(Action.X)``. Before it runs, `g.actor` is who asks, in the roles they have in
the session of the URL (its ``<slug>``), and `g.session` is the record of that session, or None.
Who may not is sent to sign in if nobody is signed in, and refused (403) otherwise. The few
pages that everybody needs, such as the sign-in page, say ``@open_to_all``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, redirect, render_template, request, session, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from procedure.permissions import PUBLIC, Action, may
from services.accounts import as_user
from services.errors import Forbidden
from services.sessions import session_by_slug
from web import errors, late

View = TypeVar("View", bound=Callable[..., Any])
OPEN_ENDPOINTS = frozenset({"static", "security.login", "security.logout", "security.static"})
UNSEEN = frozenset({"static", "live.now"})  # what is given to all, without a look at who asks


def allow(action: Action, *, stays: bool = False) -> Callable[[View], View]:
    """Declare what a visitor must be allowed to do to use the view.

    `stays`: it is a part of a page that says itself when its visitor has been signed out, and is
    not left for the page for signing in.
    """

    def declare(view: View) -> View:
        cast("Any", view).action = action
        cast("Any", view).stays = stays
        return view

    return declare


def open_to_all(view: View) -> View:
    """Declare that the view needs no permission at all."""
    cast("Any", view).open_to_all = True
    return view


def action_of(app: Flask, endpoint: str) -> Action | None:
    """What the view of an endpoint asks for. Raises LookupError where it declares nothing."""
    view = app.view_functions[endpoint]
    action: Action | None = getattr(view, "action", None)
    if action is None and endpoint not in OPEN_ENDPOINTS and not hasattr(view, "open_to_all"):
        raise LookupError(f"the view {endpoint} declares no Action; say @allow(Action.X)")
    return action


def init_app(app: Flask) -> None:
    """Ask before every view; take the session out of its arguments, and put it into addresses."""

    @app.url_value_preprocessor
    def take_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "slug" in values:
            g.slug = values.pop("slug")

    @app.url_defaults
    def give_slug(endpoint: str, values: dict[str, Any]) -> None:
        if "slug" in g and app.url_map.is_endpoint_expecting(endpoint, "slug"):
            values.setdefault("slug", g.slug)

    @app.before_request
    def find_actor_and_decide() -> Response | None:
        if request.endpoint is None or request.endpoint in UNSEEN:
            return None
        g.session = session_by_slug(g.db, PUBLIC, g.slug) if "slug" in g else None
        g.actor = as_user(current_user.user, g.session) if current_user.is_authenticated else PUBLIC
        action = action_of(app, request.endpoint)
        if action is None or may(g.actor, action):
            return None
        if g.actor.user_id is None:
            return to_sign_in()
        raise Forbidden


def user_id() -> int | None:
    """Who is signed in, by the number of the account."""
    return current_user.user.id if current_user.is_authenticated else None


def to_sign_in() -> Response:
    """Send the visitor to sign in, and then back to where they wanted to go.

    A part of a page cannot be the page for signing in: htmx is told to leave the page it is on,
    unless there is a form on it, or the page stays. What was typed is not lost (`web.late`).
    """
    if request.headers.get("HX-Request"):
        answer = _to_sign_in_from_part()
        if request.method == "GET":
            # Parts are asked for again and again. This answer may arrive after that to signing in
            # from another window: with a cookie, it would sign out again.
            session.modified = False
        return answer
    if request.method == "POST" and late.typed():
        late.keep()
        return Response(render_template("security/login_user.html"), 401, mimetype="text/html")
    here = request.full_path.rstrip("?") if request.method == "GET" else late.page_before()
    return redirect(url_for("security.login", next=here or None))


def _to_sign_in_from_part() -> Response:
    view = current_app.view_functions[request.endpoint or ""]
    if request.method == "POST" or getattr(view, "stays", False):
        return errors.signed_out()
    to = url_for("security.login", next=late.page_shown() or None)
    return Response(status=401, headers={"HX-Redirect": to})


def check_declared(app: Flask) -> None:
    """Refuse to start with a view that declares nothing."""
    for endpoint in app.view_functions:
        action_of(app, endpoint)
