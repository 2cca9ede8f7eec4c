"""The screens: of the hall, for everybody in it; at the podium, for whoever speaks."""

from __future__ import annotations

from flask import render_template

from procedure.permissions import Action
from web import live
from web.floor.blueprint import bp
from web.floor.meetings import meeting_of
from web.guard import allow


@bp.get("/sessions/<slug>/floor/<meeting>/hall")
@allow(Action.FLOOR_VIEW)
def hall(meeting: str) -> str:
    """Who has the floor, the clock, and who is next: to be read from 30 metres."""
    return _screen("floor/hall.html", meeting)


@bp.get("/sessions/<slug>/floor/<meeting>/podium")
@allow(Action.FLOOR_VIEW)
def podium(meeting: str) -> str:
    """The clock and the lamp of whoever speaks."""
    return _screen("floor/podium.html", meeting)


def _screen(template: str, uid: str) -> str:
    meeting = meeting_of(uid)
    return render_template(
        template, meeting=meeting, now=live.milliseconds(), beat=live.BEAT_SECONDS
    )
