"""The blueprint of observers, and what its addresses name."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, g, request

from models.observers import ObserverRequest
from scheduler.text import text
from services import observers
from services.errors import BadRequest

bp = Blueprint("observers", __name__)
BASE = "/sessions/<slug>/observers/"
REQUEST = BASE + "<int(max=999999999):number>/"
LIST = BASE + "lists/<key>/"
WRITTEN = "%Y-%m-%dT%H:%M"  # as a browser writes the value of a moment


def request_asked(number: int) -> ObserverRequest:
    """The request of an address. Raises NotFound."""
    return observers.request(g.db, g.actor, g.session, number)


def local(at: datetime) -> datetime:
    """A moment as the clocks of the session show it."""
    return at.astimezone(ZoneInfo(g.session.time_zone))


def moment_of_form(field: str) -> datetime:
    """A moment of the session that was typed. Raises BadRequest naming the field."""
    try:
        found = datetime.fromisoformat(request.form.get(field, ""))
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or not 1900 < found.year < 2200:
        raise BadRequest({field: text("Give a day and an hour.")})
    return found.replace(tzinfo=ZoneInfo(g.session.time_zone))


def day_of_form(field: str) -> date:
    """A day that was typed. Raises BadRequest naming the field."""
    try:
        found = date.fromisoformat(request.form.get(field, ""))
    except ValueError:
        found = None
    if found is None or not 1900 < found.year < 2200:
        raise BadRequest({field: text("Give a day.")})
    return found
