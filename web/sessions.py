"""The sessions, and the front page of each."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from models.conferences import ConferenceSession
from procedure.permissions import Action, may
from services import sessions
from services.programmes import current_version
from services.standings import standings
from web.guard import allow, user_id
from web.next_steps import next_step
from web.overview import as_asked, as_released
from web.participation_steps import participation_steps

bp = Blueprint("sessions", __name__)


@bp.get("/")
@allow(Action.SESSION_VIEW)
def index() -> str:
    """All sessions, the latest first, each with what to do next."""
    seen = standings(g.db, user_id(), sessions.visible_sessions(g.db, g.actor))
    return render_template(
        "sessions/index.html",
        seen=[(standing, next_step(standing)) for standing in seen],
        imports=any(may(standing.actor, Action.SESSION_IMPORT) for standing in seen),
    )


@bp.get("/sessions/<slug>/")
@allow(Action.SESSION_VIEW)
def show() -> str:
    """One session: when, where, with what means, and its business."""
    (standing,) = standings(g.db, user_id(), [g.session])
    if may(g.actor, Action.REQUIREMENTS_VIEW):
        overview = as_asked(_with_lists(g.session))
    else:
        overview = as_released(g.session, current_version(g.db, g.actor, g.session))
    return render_template(
        "sessions/show.html",
        overview=overview,
        standing=standing,
        step=next_step(standing),
        further=participation_steps(),
    )


def _with_lists(session: ConferenceSession) -> ConferenceSession:
    query = select(ConferenceSession).where(ConferenceSession.id == session.id)
    lists = (ConferenceSession.slots, ConferenceSession.bodies, ConferenceSession.business)
    loaded: ConferenceSession = g.db.scalars(query.options(*map(selectinload, lists))).one()
    return loaded
