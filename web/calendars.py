"""Calendars: the programme as a file, and addresses to which a phone can subscribe."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from exports.calendar import calendar, etag
from exports.reading import released_session, releases
from models.conferences import Body, ConferenceSession, Delegation
from procedure.permissions import Action, may
from services import delegations, feeds, programmes
from services.errors import Forbidden, NotFound
from services.feeds import Feed, FeedKind
from web.guard import allow, open_to_all
from web.layout import outside
from web.timetable import wording

bp = Blueprint("calendar", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address to subscribe to: for all meetings, those of a body, or of a delegation."""

    number: int
    title: str
    url: str
    body: Body | None = None
    delegation: Delegation | None = None

    @property
    def webcal(self) -> str:
        """The same address, for which a browser opens the calendar of the machine."""
        return "webcal:" + self.url.partition(":")[2]


@bp.get("/sessions/<slug>/calendar/")
@allow(Action.PROGRAMME_VIEW_RELEASED)
def show() -> str:
    """How to get the programme into a calendar; for who is signed in, their own addresses."""
    return render_template(
        "calendars/show.html",
        released=any(one.released for one in programmes.versions(g.db, g.actor, g.session)),
        addresses=_addresses() if may(g.actor, Action.FEED_SUBSCRIBE) else [],
        bodies=g.session.bodies,
    )


def _addresses() -> Sequence[Address]:
    """The whole session first, then one's delegation, then each body."""
    listed = delegations.delegations(g.db, g.actor, g.session)
    own = [one for one in listed if one.id in g.actor.delegation_ids]
    parts: list[tuple[str, Body | None, Delegation | None]] = [
        (_("All meetings"), None, None),
        *(
            (_("%(delegation)s, your delegation", delegation=one.name), None, one)
            for one in own
            if may(g.actor, Action.FEED_DELEGATION)
        ),
        *((body.title, body, None) for body in g.session.bodies),
    ]
    return [
        Address(
            number=number,
            title=title,
            url=_url(body=body, delegation=delegation),
            body=body,
            delegation=delegation,
        )
        for number, (title, body, delegation) in enumerate(parts, start=1)
    ]


def _url(*, body: Body | None = None, delegation: Delegation | None = None) -> str:
    token = feeds.feed_token(
        g.db, g.actor, g.session, secret_key=_secret(), body=body, delegation=delegation
    )
    return outside(url_for("calendar.feed", token=token))


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


@bp.post("/sessions/<slug>/calendar/renew")
@allow(Action.FEED_SUBSCRIBE)
def renew() -> AnyResponse:
    """Make all one's addresses invalid; the page then shows new ones."""
    feeds.revoke_feeds(g.db, g.actor)
    flash(_("The old addresses no longer work. These are new."))
    return redirect(url_for(".show"), 303)


@bp.post("/sessions/<slug>/calendar/delegations/<int(max=999999999):delegation>")
@allow(Action.FEED_DELEGATION)
def follow(delegation: int) -> AnyResponse:
    """Choose the bodies that a delegation's calendar shows."""
    listed = delegations.delegations(g.db, g.actor, g.session)
    found = next((one for one in listed if one.id == delegation), None)
    if found is None:
        raise NotFound
    delegations.follow(g.db, g.actor, found, request.form.getlist("bodies"))
    flash(_("Saved. Calendars follow within the hour."))
    return redirect(url_for(".show"), 303)


@bp.get("/sessions/<slug>/programme.ics")
@allow(Action.PROGRAMME_VIEW_RELEASED)
def download() -> Response:
    """The released programme as a calendar file. Raises NotFound before there is one."""
    if not feeds.released_versions(g.db, g.session):
        raise NotFound
    response = _calendar(g.session)
    name = f"{g.session.slug}.ics"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.get("/feeds/<token>.ics")
@open_to_all
def feed(token: str) -> Response:
    """The calendar that a signed address opens. Raises NotFound for a wrong or revoked one."""
    try:
        opened = feeds.read_feed_token(g.db, token, secret_key=_secret())
    except Forbidden:  # no longer the focal point of that delegation
        raise NotFound from None
    return _calendar(opened.session, *_of(opened))


def _of(opened: Feed) -> tuple[str, Collection[str] | None]:
    """The part of the session that a feed shows, and its bodies; "" and None for all."""
    if opened.kind is FeedKind.BODY and opened.body is not None:
        return opened.body.title, [opened.body.key]
    if opened.delegation is not None:
        return opened.delegation.name, opened.delegation.follows or None
    return "", None


def _calendar(
    session: ConferenceSession,
    part: str = "",
    bodies: Collection[str] | None = None,
) -> Response:
    """The calendar, or 304 where the reader has it already."""
    versions = feeds.released_versions(g.db, session)
    record = released_session(session, versions)
    title = record.title
    content = calendar(
        releases(versions),
        session=record,
        name=_("%(part)s – %(session)s", part=part, session=title) if part else title,
        url=outside(url_for("programmes.show", slug=session.slug)),
        bodies=bodies,
        words=wording(),
    )
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.set_etag(etag(content))
    response.last_modified = feeds.changed_at(g.db, session)
    response.cache_control.private = True
    response.cache_control.no_cache = True  # may be kept, but asks us each time
    response.make_conditional(request)
    return response
