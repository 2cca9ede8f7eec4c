"""The floor of a session: its meetings by day, how each stands, and where it is shown and run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import g, render_template

from procedure.floor.values import FloorState, MeetingState
from procedure.permissions import Action
from services import floor_programme
from services.floor_programme import ProgrammeMeeting
from services.floor_rows import EMPTY, views
from web.floor.blueprint import bp
from web.guard import allow


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting of the programme, and how its floor stands."""

    meeting: ProgrammeMeeting
    starts: datetime  # by the clocks of the session
    ends: datetime
    state: FloorState


@bp.get("/sessions/<slug>/floor/")
@allow(Action.FLOOR_VIEW)
def index() -> str:
    """The meetings of the programme released last, by day."""
    zone = ZoneInfo(g.session.time_zone)
    states = {one.meeting_uid: one.state for one in views(g.db, g.session.id)}
    held = [
        Held(
            meeting=one,
            starts=one.starts_at.astimezone(zone),
            ends=one.ends_at.astimezone(zone),
            state=states.get(one.uid, EMPTY),
        )
        for one in floor_programme.meetings(g.db, g.session.id)
    ]
    return render_template("floor/index.html", days=_by_day(held), first=_first(held))


def _by_day(held: Sequence[Held]) -> Sequence[tuple[date, Sequence[Held]]]:
    return [(day, list(some)) for day, some in groupby(held, lambda one: one.starts.date())]


def _first(held: Sequence[Held]) -> Held | None:
    """The meeting to go to: one that is under way, or the first after those that are over."""
    under_way = {MeetingState.OPEN, MeetingState.SUSPENDED}
    now = [one for one in held if one.state.state in under_way]
    over = [one.starts for one in held if one.state.state is MeetingState.ADJOURNED]
    coming = [
        one
        for one in held
        if one.state.state is MeetingState.NOT_OPENED
        and one.starts >= max(over, default=one.starts)
    ]
    return next(iter(now + coming), None)
