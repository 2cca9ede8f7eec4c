"""The sessions, and the front page of each."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from procedure.permissions import Action
from services import sessions
from web.guard import allow

bp = Blueprint("sessions", __name__)


@bp.get("/")
@allow(Action.SESSION_VIEW)
def index() -> str:
    """All sessions, the latest first."""
    return render_template("sessions/index.html", sessions=sessions.visible_sessions(g.db, g.actor))


@bp.get("/sessions/<slug>/")
@allow(Action.SESSION_VIEW)
def show() -> str:
    """One session: when, where, with what means, and its agenda."""
    return render_template("sessions/show.html", session=g.session)
