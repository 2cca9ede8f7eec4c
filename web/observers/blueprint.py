"""The blueprint of observers, and what its addresses name."""

from __future__ import annotations

from flask import Blueprint, g

from models.observers import ObserverRequest
from services import observers

bp = Blueprint("observers", __name__)
BASE = "/sessions/<slug>/observers/"
REQUEST = BASE + "<int(max=999999999):number>/"
LIST = BASE + "lists/<key>/"
WRITTEN = "%Y-%m-%dT%H:%M"  # as a browser writes the value of a moment


def request_asked(number: int) -> ObserverRequest:
    """The request of an address. Raises NotFound."""
    return observers.request(g.db, g.actor, g.session, number)
