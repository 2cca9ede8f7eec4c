"""What every page shows around its content: where one is, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from procedure.permissions import PUBLIC, Action, Actor, may
from web.guard import action_of


@dataclass(frozen=True, kw_only=True)
class Place:
    """A link of the navigation. `here`: the page shown is it, or lies below it."""

    label: str
    url: str
    here: bool


Links = tuple[tuple[str, Any], ...]
# The parts of a session: endpoint and label; shown to those whom its view admits.
PARTS: Links = (
    ("sessions.show", _l("Overview")),
    ("programmes.show", _l("Programme")),
    ("requirements.show", _l("Requirements")),
    ("delegations.index", _l("Delegations")),
    ("bureau.show", _l("Bureau")),
    ("speakers.index", _l("Speakers")),
    ("floor.index", _l("Floor")),
    ("rosters.show", _l("Interpretation")),
    ("calendar.show", _l("Calendar")),
    ("mail.index", _l("Mail")),
)
# The tabs of those who take part.
PARTICIPANTS: Links = (
    ("delegations.index", _l("Delegations")),
    ("credentials.board", _l("Credentials")),
    ("observers.index", _l("Observers")),
    ("attendance.index", _l("Attendance")),
)


def outside(path: str) -> str:
    """The whole address of a page of ours, as others reach it."""
    root: str = current_app.config["SETTINGS"].public_url or request.url_root
    return root.rstrip("/") + path


def allowed(action: str) -> bool:
    """Whether the visitor may do this, for example ``allowed("programme:edit")``."""
    return may(g.get("actor", PUBLIC), Action(action))


def places() -> list[Place]:
    """The navigation of the session of this page."""
    blueprint = _blueprint()
    together = {_subject(endpoint) for endpoint, _label in PARTICIPANTS}
    return _places(PARTS, "delegations" if blueprint in together else blueprint)


def participant_tabs() -> list[Place]:
    """The pages about who takes part in the session of this page.

    Who may not see the credentials of all is led to those of the one delegation they act for.
    """
    tabs = _places(PARTICIPANTS, _blueprint())
    own = g.get("actor", PUBLIC).delegation_ids
    if len(own) != 1 or may_open(g.actor, "credentials.board"):
        return tabs
    url = url_for("credentials.own", slug=g.session.slug, delegation=next(iter(own)))
    credentials = Place(label=_("Credentials"), url=url, here=_blueprint() == "credentials")
    return [*tabs[:1], credentials, *tabs[1:]]


def _places(links: Links, here: str) -> list[Place]:
    """The links that the visitor may follow; `here` is the blueprint of the page."""
    session = g.get("session")
    if session is None:
        return []
    return [
        Place(
            label=str(label),
            url=url_for(endpoint, slug=session.slug),
            here=_subject(endpoint) == here,
        )
        for endpoint, label in links
        if endpoint in current_app.view_functions and may_open(g.actor, endpoint)
    ]


def _blueprint() -> str:
    return _subject(request.endpoint or "")


def _subject(endpoint: str) -> str:
    return endpoint.split(".", maxsplit=1)[0]


def may_open(actor: Actor, endpoint: str) -> bool:
    """Whether the guard lets the actor in."""
    action = action_of(current_app, endpoint)
    return action is None or may(actor, action)


def here() -> str | None:
    """The page to come back to after signing in: this one, or the one wanted from it."""
    if request.blueprint == "security":
        return request.args.get("next")
    return request.full_path.rstrip("?") if request.method == "GET" else None


def in_language(code: str) -> str:
    """The address of this page in another language."""
    arguments = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return f"{request.path}?{urlencode([*arguments, ('lang', code)])}"


def init_app(app: Flask) -> None:
    """Give templates what the layout needs."""

    @app.context_processor
    def about_page() -> dict[str, object]:
        return {
            "actor": g.get("actor", PUBLIC),
            "conference_session": g.get("session"),
            "places": places,
            "participant_tabs": participant_tabs,
            "in_language": in_language,
            "here": here,
            "allowed": allowed,
        }
