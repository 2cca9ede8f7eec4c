"""Who presides over which meeting: the roster, its files, and the hand of the secretariat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from exports.duties import DutyLine, calendar, table
from exports.sheets import sheet
from models.bureau import Officer
from models.programmes import Meeting
from procedure.permissions import Action
from scheduler.duties import Bar, bars
from scheduler.text import text
from services import duties as services
from services.duties import Presided, Put, Roster, put_now
from services.errors import BadRequest, NotFound, Stale
from web.bureau.blueprint import BASE, NUMBER, bp, state_name
from web.files import CSV, ICS, attachment
from web.guard import allow
from web.speakers.show import NOTHING, Refused, meanwhile, refusal
from web.speakers.words import local
from web.timetable import wording
from web.translate import nth_meeting, short_day
from web.typed import Typed

LIST = BASE + "duties/"
BARS = {
    Bar.ABSENT: _l("absent"),
    Bar.SPEAKS: _l("their State speaks"),
    Bar.ELSEWHERE: _l("presides elsewhere at that time"),
}


@bp.get(LIST)
@allow(Action.DUTIES_VIEW)
def duties() -> Response:
    """The roster."""
    return _page()


@bp.post(LIST)
@allow(Action.DUTIES_MANAGE)
def duties_propose() -> Response:
    """Share the meetings out anew; what is pinned stays."""
    try:
        found = services.propose(g.db, g.actor, g.session)
    except BadRequest as error:
        return _page(refusal(error))
    said = ngettext(
        "The duties are shared out; %(num)s has changed.",
        "The duties are shared out; %(num)s have changed.",
        found.changes,
    )
    flash(said if found.changes else _("The duties are shared out."))
    return redirect(url_for(".duties"), 303)


@bp.post(LIST + "assign")
@allow(Action.DUTIES_MANAGE)
def duties_assign() -> Response:
    """Put an officer over a meeting by hand, or nobody."""
    given, typed = request.form, Typed()
    put = Put(typed.number("officer"), bool(given.get("pinned")))
    seen = Put(typed.number("seen"), bool(given.get("seen_pinned")))
    meeting = given.get("meeting", "")
    try:
        typed.check()
        services.assign(g.db, g.actor, g.session, meeting_uid=meeting, put=put, seen=seen)
    except BadRequest as error:
        return _page(refusal(error))
    except Stale:
        g.db.rollback()  # what is shown beside it is the roster as it is now
        return _page(meanwhile())
    return redirect(url_for(".duties", _anchor=meeting), 303)


@bp.get(BASE + "duties.csv")
@allow(Action.DUTIES_VIEW)
def duties_sheet() -> Response:
    """The roster as a sheet."""
    found = services.roster(g.db, g.actor, g.session)
    content = sheet(table(_every_line(found), wording()))
    return attachment(content, CSV, f"{g.session.slug}-duties.csv")


@bp.get(LIST + NUMBER + ".ics")
@allow(Action.DUTIES_VIEW)
def duties_calendar(number: int) -> Response:
    """The meetings over which an officer presides, for their calendar."""
    found = services.roster(g.db, g.actor, g.session)
    officer = next((one for one in found.officers if one.id == number), None)
    if officer is None:
        raise NotFound(text("There is no such officer who presides in this session."))
    own = [one for one in found.meetings if one.duty and one.duty.officer_id == officer.id]
    made = found.version.created_at if found.version else None
    content = calendar(_lines(own), officer.person or officer.title, made)
    return attachment(content, ICS, f"{g.session.slug}-duties.ics")


def _lines(those: Sequence[Presided]) -> list[DutyLine]:
    return [_line(one.meeting, one.duty.officer if one.duty else None) for one in those]


def _every_line(found: Roster) -> list[DutyLine]:
    """Those of all meetings, in order of time; of another body there is one for each officer."""
    others = [
        _line(meeting, officer)
        for one in found.elsewhere
        for meeting in one.meetings
        for officer in one.officers or (None,)
    ]
    return sorted([*_lines(found.meetings), *others], key=lambda one: one.starts_at)


def _line(meeting: Meeting, officer: Officer | None) -> DutyLine:
    number = nth_meeting(meeting.number)
    numbered = f"{meeting.series_title}, {number}"
    return DutyLine(
        uid=meeting.uid,
        title=numbered if meeting.series == meeting.body else f"{meeting.body_title} ({numbered})",
        starts_at=local(meeting.starts_at),
        ends_at=local(meeting.ends_at),
        room=meeting.room_title,
        office=officer.title if officer else "",
        person=officer.person if officer else "",
        state=state_name(officer.delegation) if officer else "",
    )


def _page(refused: Refused = NOTHING) -> Response:
    found = services.roster(g.db, g.actor, g.session)
    answer = render_template(
        "bureau/duties.html",
        roster=found,
        loads=found.loads(),
        against=_against(found),
        local=local,
        chosen=_chosen(found, refused),
        refused=refused,
    )
    return make_response(answer, refused.status)


def _chosen(found: Roster, refused: Refused) -> dict[str, Put]:
    """Who is chosen for each meeting: as it is kept, but for what was sent and not taken."""
    chosen = {one.meeting.uid: put_now(one.duty) for one in found.meetings}
    sent = refused.typed.get("officer", "")
    if sent.isdecimal() or not sent:
        put = Put(int(sent) if sent else None, bool(refused.typed.get("pinned")))
        chosen |= {refused.typed["meeting"]: put} if "meeting" in refused.typed else {}
    return chosen


def _against(found: Roster) -> dict[str, dict[str, str]]:
    """By meeting, what stands against each officer who might preside, in words."""
    own = {one.meeting.uid: str(one.duty.officer_id) for one in found.meetings if one.duty}
    officers = {str(one.id): one for one in found.officers}
    days = {one.meeting.uid: one.meeting.date for one in found.meetings}
    return {
        sitting.id: {
            who: _said(bar, officers[who], days[sitting.id])
            for who, bar in bars(found.problem, sitting, own).items()
        }
        for sitting in found.problem.sittings
    }


def _said(bar: Bar, officer: Officer, on: date) -> str:
    """Why somebody cannot preside on a day; who is not in office is not just absent."""
    if bar is Bar.ABSENT and officer.until is not None and on >= officer.until:
        return str(_("left on %(day)s", day=short_day(officer.until)))
    if bar is Bar.ABSENT and on < officer.since:
        return str(_("in office from %(day)s", day=short_day(officer.since)))
    return str(BARS[bar])
