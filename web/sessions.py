"""The sessions, and the front page of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, g, render_template
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from models.conferences import ConferenceSession
from procedure.permissions import Action
from services import sessions
from services.standings import standings
from web.guard import allow, user_id
from web.next_steps import next_step

bp = Blueprint("sessions", __name__)


@bp.get("/")
@allow(Action.SESSION_VIEW)
def index() -> str:
    """All sessions, the latest first, each with what to do next."""
    seen = standings(g.db, user_id(), sessions.visible_sessions(g.db, g.actor))
    return render_template(
        "sessions/index.html", seen=[(standing, next_step(standing)) for standing in seen]
    )


@bp.get("/sessions/<slug>/")
@allow(Action.SESSION_VIEW)
def show() -> str:
    """One session: when, where, with what means, and its business."""
    session = _with_lists(g.session)
    (standing,) = standings(g.db, user_id(), [session])
    return render_template(
        "sessions/show.html",
        session=session,
        standing=standing,
        step=next_step(standing),
        free_days=[date.fromisoformat(day) for day in session.days_without_meetings],
        groups=_by_item(session),
        other_bodies=[body for body in session.bodies if body.key != session.body],
        body_titles={body.key: body.title for body in session.bodies},
    )


def _with_lists(session: ConferenceSession) -> ConferenceSession:
    query = select(ConferenceSession).where(ConferenceSession.id == session.id)
    lists = (ConferenceSession.slots, ConferenceSession.bodies, ConferenceSession.business)
    loaded: ConferenceSession = g.db.scalars(query.options(*map(selectinload, lists))).one()
    return loaded


def _by_item(session: ConferenceSession) -> Sequence[Sequence[object]]:
    """The business in agenda order, in groups of one agenda item with its parts: 2, 2(a), 2(b)."""
    groups: dict[str, list[object]] = {}
    for business in session.business:
        whole = (business.item or "").partition("(")[0]
        groups.setdefault(whole, []).append(business)
    return list(groups.values())
