"""The board: a draft as a grid of slots, where meetings are moved and pinned by hand.

Whatever is done, the answer is the whole board as it then is, judged anew: for htmx as a fragment,
otherwise by way of a redirect. A refusal is said on the board itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.programmes import Meeting, ProgrammeVersion
from procedure.permissions import Action, may
from procedure.programmes import VersionStatus
from procedure.wording import item_number
from scheduler.problem import Problem
from scheduler.programme import Violation
from scheduler.text import text
from services import comparisons, moves, programmes
from services.errors import BadRequest, RuleBroken, Stale
from services.requirements import problem_of
from web.guard import allow
from web.timetable import timetable
from web.translate import and_list, day, hour, hours, nth_meeting, say

bp = Blueprint("boards", __name__)
VERSION = "/sessions/<slug>/programme/versions/<int(max=999999):number>/"
MEETING = VERSION + "meetings/<int(max=999999999):meeting>/"

Answer = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """How to take the last move back: which meeting, and to which period."""

    meeting: int
    to: str


@bp.get(VERSION + "board/")
@allow(Action.PROGRAMME_VIEW_DRAFT)
def show(number: int) -> str:
    """The board."""
    return _board(number)


@bp.post(MEETING + "move")
@allow(Action.PROGRAMME_EDIT)
def move(number: int, meeting: int) -> Answer:
    """Move a meeting to the period named in `to`: "2008-10-08/AM"."""
    origin: dict[str, str] = {}

    def act(version: ProgrammeVersion, row_version: int) -> str:
        target, slot = _target(request.form.get("to", ""))
        before = {one.id: (one.date, one.slot) for one in version.meetings}
        if meeting in before:
            origin["to"] = "{0[0]}/{0[1]}".format(before[meeting])
        moved = moves.move_meeting(
            g.db,
            g.actor,
            version,
            meeting,
            date=target,
            slot=slot,
            expected_row_version=row_version,
        )
        return _moved(moved, meeting, before)

    return _change(number, act, lambda: Undo(meeting=meeting, to=origin["to"]))


def _moved(
    version: ProgrammeVersion, meeting_id: int, before: Mapping[int, tuple[date, str]]
) -> str:
    """Where a meeting is now, what has made room for it, and beside what it is."""
    meeting = next(one for one in version.meetings if one.id == meeting_id)
    values = {"place": _place_of(meeting), "meeting": nth_meeting(meeting.number)}
    said = [_("Moved to %(place)s, and now the %(meeting)s.", **values)]
    for other in version.meetings:
        if other is meeting:
            continue
        values = {"business": _business_of(other), "place": _place_of(other)}
        if before.get(other.id) != (other.date, other.slot):
            said.append(_("In exchange, moved to %(place)s: %(business)s.", **values))
        elif (other.date, other.slot) == (meeting.date, meeting.slot):
            said.append(_("At the same time: %(business)s.", **values))
    return " ".join(str(sentence) for sentence in said)


def _place_of(meeting: Meeting) -> str:
    zone = ZoneInfo(meeting.version.time_zone)
    start, end = (at.astimezone(zone).time() for at in (meeting.starts_at, meeting.ends_at))
    return str(_("%(day)s, %(hour)s", day=day(meeting.date), hour=hours(start, end)))


def _business_of(meeting: Meeting) -> str:
    return and_list(
        _("item %(item)s", item=item_number(one.item)) if one.item else one.title
        for one in meeting.items
    )


@bp.post(MEETING + "pin")
@allow(Action.PROGRAMME_EDIT)
def pin(number: int, meeting: int) -> Answer:
    """Keep a meeting in its slot when a programme is proposed."""
    return _change(number, _pinning(moves.pin_meeting, meeting, _("Pinned.")))


@bp.post(MEETING + "unpin")
@allow(Action.PROGRAMME_EDIT)
def unpin(number: int, meeting: int) -> Answer:
    """Let a proposal move a meeting again."""
    return _change(number, _pinning(moves.unpin_meeting, meeting, _("No longer pinned.")))


@bp.post(VERSION + "copy")
@allow(Action.PROGRAMME_STORE)
def copy(number: int) -> Response:
    """Make a draft of a version, to be changed by hand."""
    version = programmes.version(g.db, g.actor, g.session, number)
    copied = programmes.copy_version(g.db, g.actor, version)
    return redirect(url_for(".show", number=copied.number), 303)


Act = Callable[[ProgrammeVersion, int], str]


def _pinning(service: Callable[..., ProgrammeVersion], meeting: int, said: str) -> Act:
    def act(version: ProgrammeVersion, row_version: int) -> str:
        service(g.db, g.actor, version, meeting, expected_row_version=row_version)
        return said

    return act


def _change(number: int, act: Act, undo: Callable[[], Undo] | None = None) -> Answer:
    """Do what was asked, and show the board; a refusal is said on it, and nothing is changed."""
    version = programmes.version(g.db, g.actor, g.session, number)
    try:
        said = act(version, request.form.get("row_version", 0, type=int))
    except Stale:
        refusal = _(
            "Someone else changed this draft meanwhile. This is how it is now; "
            "what you did was not recorded."
        )
        return _board(number, refusal=refusal), 409
    except BadRequest as error:
        refusal = " ".join(say(sentence) for sentence in error.fields.values())
        return _board(number, refusal=refusal), 422
    except RuleBroken as error:
        return _board(number, refusal=say(error.text)), 409
    if request.headers.get("HX-Request"):
        return _board(number, said=said, undo=undo() if undo else None)
    flash(said)
    return redirect(url_for(".show", number=number), 303)


def _target(given: str) -> tuple[date, str]:
    iso, _slash, slot = given.partition("/")
    try:
        return date.fromisoformat(iso), slot
    except ValueError:
        raise BadRequest({"to": text("Choose a slot.")}) from None


def _board(number: int, *, said: str = "", refusal: str = "", undo: Undo | None = None) -> str:
    version = programmes.version(g.db, g.actor, g.session, number)
    base = version.based_on and programmes.whole(g.db, version.based_on.id)
    problem = problem_of(g.db, g.session)
    searched = comparisons.as_searched(g.db, problem, version)
    comparison = comparisons.compare(searched, version, base)
    draft = version.status is VersionStatus.DRAFT
    fragment = request.headers.get("HX-Request")
    return render_template(
        "programmes/board_parts.html" if fragment else "programmes/board.html",
        version=version,
        base=base,
        editable=draft and may(g.actor, Action.PROGRAMME_EDIT),
        table=timetable(version, problem.periods),
        targets=_targets(problem),
        comparison=comparison,
        broken=_broken(version, comparison.violations),
        said=said,
        refusal=refusal,
        undo=undo,
    )


def _targets(problem: Problem) -> Sequence[tuple[str, str]]:
    """Where a meeting can be moved to: the value in the form, and what is read."""
    return [
        (
            f"{period.date.isoformat()}/{period.slot.id}",
            _("%(day)s, %(hour)s", day=day(period.date), hour=hour(period.slot.start)),
        )
        for period in problem.periods
    ]


def _broken(
    version: ProgrammeVersion, violations: Sequence[Violation]
) -> Mapping[int, Sequence[int]]:
    """For each meeting, by its id, the places in the list of the violations that concern it."""
    return {
        meeting.id: [
            place
            for place, violation in enumerate(violations, start=1)
            if _concerns(violation, meeting)
        ]
        for meeting in version.meetings
    }


def _concerns(violation: Violation, meeting: Meeting) -> bool:
    own = (meeting.date, meeting.slot, meeting.body, meeting.column)
    return own in [(one.date, one.slot, one.body, one.column) for one in violation.meetings]
