"""Until when a meeting is suspended: an hour of today, of another day, or the next meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, request
from flask_babel import gettext as _

from scheduler.text import text
from services import floor_programme
from services.errors import BadRequest
from services.transactions import clock
from web.speakers.words import local
from web.translate import day, hour
from web.typed import CHOOSE

MOST_DAYS = 60  # of a session, offered to choose from


def offered(uid: str) -> Mapping[str, str]:
    """What a meeting may be suspended until besides today: what is sent, and what it is called.

    The next meeting with its hour, tomorrow, and the days of the session that are still to come.
    """
    now = clock(g.db)
    today = local(now).date()
    every = floor_programme.meetings(g.db, g.session.id)
    found = {}
    following = next((one for one in every if one.starts_at > now and one.uid != uid), None)
    if following is not None:
        begins = local(following.starts_at)
        when = _("%(day)s, %(hour)s", day=day(begins.date()), hour=hour(begins.time()))
        found[f"{begins:%Y-%m-%dT%H:%M}"] = _("The next meeting: %(when)s", when=when)
    tomorrow = today + timedelta(days=1)
    first = max(tomorrow, g.session.first_day)
    length = min((g.session.last_day - first).days + 1, MOST_DAYS)
    later = [first + timedelta(days=one) for one in range(length)]
    return found | {one.isoformat(): day(one) for one in dict.fromkeys([tomorrow, *later])}


def until(uid: str) -> Mapping[str, Any]:
    """The moment that was chosen, by the clocks of the session; none where nothing was."""
    given, chosen = request.form.get("until", ""), request.form.get("until_day", "")
    if chosen and chosen not in offered(uid):
        raise BadRequest({"until_day": CHOOSE})
    on, _at, begins = chosen.partition("T")
    if not given and not chosen:
        return {"until": None}
    try:
        at = time.fromisoformat(given or begins)
    except ValueError:
        raise BadRequest({"until": text("Give an hour, such as 15:00.")}) from None
    on_day = date.fromisoformat(on) if on else local(clock(g.db)).date()
    zone = ZoneInfo(g.session.time_zone)
    return {"until": datetime.combine(on_day, at.replace(tzinfo=None), zone)}


def resumes(at: datetime) -> str:
    """When a meeting goes on: with the day, where that is not today."""
    there = local(at)
    if there.date() == local(clock(g.db)).date():
        return hour(there.time())
    return str(_("%(day)s, %(hour)s", day=day(there.date()), hour=hour(there.time())))
