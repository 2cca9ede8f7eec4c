"""My turn: on a delegate's phone, how many are heard before, and when one takes the floor.

The page knows its inscriptions by their numbers and finds them in what the stream sends to all, so
that a change asks nothing of the server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, render_template, request

from models.speakers import SpeakersList
from procedure.permissions import Action
from services import speakers as lists
from services.delegation_keys import keys_of
from services.floor_queues import rules_of
from services.speakers_rows import standing
from services.transactions import clock
from web import live
from web.floor.blueprint import bp
from web.floor.meetings import meeting_of
from web.floor.table import BASE, choices
from web.guard import allow


@bp.get(BASE + "my-turn")
@allow(Action.FLOOR_VIEW)
def my_turn(meeting: str) -> str:
    """The turn of a delegation: one's own, or any that is chosen."""
    found = meeting_of(meeting)
    every = choices()
    wanted = request.args.get("delegation", "") or _own()
    chosen = next((one for one in every if one.key == wanted), None)
    return render_template(
        "floor/my_turn.html",
        meeting=found,
        choices=every,
        chosen=chosen,
        inscriptions=_inscriptions(chosen.key) if chosen else {},
        ahead=rules_of(g.session).alert_ahead,
        now=live.milliseconds(),
        beat=live.BEAT_SECONDS,
    )


def _own() -> str:
    """The delegation that the visitor acts for, if it is one."""
    keys = keys_of(g.session.delegations)
    own = [keys[one] for one in g.actor.delegation_ids if one in keys]
    return own[0] if len(own) == 1 else ""


def _inscriptions(delegation: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """What a delegation has on each list of the session, by the key of the list."""
    found: Mapping[str, Sequence[Mapping[str, Any]]] = {
        one.key: _on(one, delegation) for one in lists.lists(g.db, g.actor, g.session)
    }
    return {key: some for key, some in found.items() if some}


def _on(speakers: SpeakersList, delegation: str) -> Sequence[Mapping[str, Any]]:
    places = standing(g.db, speakers, clock(g.db)).places
    return [
        {"number": one.number, "name": one.name, "on_behalf_of": one.on_behalf_of}
        for one in places
        if one.delegation == delegation
    ]
