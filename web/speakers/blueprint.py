"""The blueprint of lists of speakers, and the list in the address of a page."""

from __future__ import annotations

from flask import Blueprint, g

from models.speakers import SpeakersList
from services import speakers as lists

bp = Blueprint("speakers", __name__)
BASE = "/sessions/<slug>/speakers/"
LIST = BASE + "<key>/"
INSCRIPTION = LIST + "inscriptions/<int(max=999999999):number>/"


def list_asked(key: str) -> SpeakersList:
    """The list of an address. Raises NotFound."""
    return lists.speakers_list(g.db, g.actor, g.session, key)
