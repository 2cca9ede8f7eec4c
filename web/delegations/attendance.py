"""Who is present: the meetings of the session with their attendance, and the checklist of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exports.participants import Category, categories, heading
from exports.wording import Wording
from procedure.participants import ParticipantKind
from procedure.permissions import Action
from services import attendance, delegations, floor_programme
from services.attendance import Quorum
from services.errors import NotFound
from services.floor_programme import ProgrammeMeeting
from web.delegations.blueprint import attendance_bp
from web.delegations.listing import language_asked
from web.guard import allow
from web.timetable import wording

BASE = "/sessions/<slug>/attendance/"


@dataclass(frozen=True, slots=True)
class Attended:
    """A meeting, and how many were present; 0 where nobody was noted."""

    meeting: ProgrammeMeeting
    total: int
    quorum: Quorum


@attendance_bp.get(BASE)
@allow(Action.ATTENDANCE_VIEW)
def index() -> str:
    """The attendance of the session and of each meeting."""
    listed = delegations.delegations(g.db, g.actor, g.session)
    every = Counter(one.kind for one in listed)
    counted = attendance.deciding(g.db, g.session, listed)
    noted = attendance.noted(g.db, g.actor, g.session)
    attended = attendance.attended(g.db, g.actor, g.session)
    return render_template(
        "delegations/attendance.html",
        meetings=[
            Attended(one, len(here), attendance.quorum_of(g.session, here, counted))
            for one in floor_programme.meetings(g.db, g.session.id)
            for here in (noted.get(one.uid, frozenset()),)
        ],
        attended=[
            (heading(kind, wording()), attended.get(kind, 0), every[kind])
            for kind in _in_order(every)
        ],
        noted=bool(noted),
    )


def _in_order(kinds: Mapping[str, int]) -> Sequence[str]:
    known = [one.value for one in ParticipantKind]
    return [*(one for one in known if one in kinds), *sorted(set(kinds) - set(known))]


@attendance_bp.get(BASE + "<meeting>/")
@allow(Action.ATTENDANCE_VIEW)
def show(meeting: str) -> str:
    """Who is present at a meeting."""
    found = _meeting(meeting)
    listed = delegations.delegations(g.db, g.actor, g.session)
    here = attendance.present_at(g.db, g.session.id, meeting)
    language = language_asked()
    counted = attendance.deciding(g.db, g.session, listed)
    return render_template(
        "delegations/present.html",
        meeting=found,
        language=language,
        categories=_categories(categories(listed, wording(language)), wording()),
        counted=counted,
        here=here,
        quorum=attendance.quorum_of(g.session, here, counted),
    )


def _categories(found: Sequence[Category], words: Wording) -> Sequence[Category]:
    return [Category(one.kind, heading(one.kind, words), one.delegations) for one in found]


@attendance_bp.post(BASE + "<meeting>/")
@allow(Action.ATTENDANCE_NOTE)
def note(meeting: str) -> Response:
    """Put down who is present at a meeting."""
    given = request.form
    attendance.note(
        g.db,
        g.actor,
        g.session,
        meeting,
        present=given.getlist("present", type=int),
        seen=given.getlist("seen", type=int),
    )
    flash(_("It is noted who is present."))
    return redirect(url_for(".show", meeting=meeting), 303)


def _meeting(uid: str) -> ProgrammeMeeting:
    if "\0" in uid:  # PostgreSQL would not even look for it
        raise NotFound
    return attendance.meeting_of(g.db, g.session, uid)
