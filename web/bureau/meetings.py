"""What the bureau met for, who was there, and what it decided: for its members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.bureau import BureauMeeting
from procedure.bureau.values import ItemOutcome
from procedure.permissions import Action
from procedure.programmes import VersionStatus
from scheduler.text import text
from services import bureau_decisions as decisions
from services import bureau_meetings as services
from services import programmes
from services.bureau_meetings import Minutes
from services.errors import BadRequest, RuleBroken, Stale
from web.bureau.blueprint import BASE, NUMBER, bp
from web.guard import allow
from web.speakers.show import NOTHING, Refused, refusal
from web.typed import Typed

LIST = BASE + "meetings/"
ONE = LIST + NUMBER + "/"


@bp.get(LIST)
@allow(Action.BUREAU_MEETINGS_VIEW)
def meetings() -> Response:
    """The meetings, and the items that are in brackets."""
    return _list()


@bp.post(BASE + "brackets")
@allow(Action.BUREAU_MANAGE)
def meetings_bracket() -> Response:
    """Note an item in brackets."""
    given, typed = request.form, Typed()
    typed.needed("number", "title")
    try:
        typed.check()
        decisions.bracket(
            g.db,
            g.actor,
            g.session,
            number=given.get("number", ""),
            title=given.get("title", ""),
            source=given.get("source", ""),
        )
    except BadRequest as error:
        return _list(refusal(error))
    flash(_("The item is noted."))
    return redirect(url_for(".meetings"), 303)


def _list(refused: Refused = NOTHING) -> Response:
    answer = render_template(
        "bureau/meetings.html",
        held=services.meetings(g.db, g.actor, g.session),
        items=decisions.items(g.db, g.actor, g.session),
        typed=refused.typed,
        refused=refused,
    )
    return make_response(answer, refused.status)


@bp.get(LIST + "new")
@allow(Action.BUREAU_MANAGE)
def meetings_new() -> Response:
    """The form of a meeting."""
    return _form(None)


@bp.post(LIST)
@allow(Action.BUREAU_MANAGE)
def meetings_hold() -> Response:
    """Note a meeting."""
    try:
        made = services.hold(g.db, g.actor, g.session, minutes=_minutes())
    except BadRequest as error:
        return _form(None, refusal(error))
    flash(_("The meeting is noted."))
    return redirect(url_for(".meetings_one", number=made.number), 303)


@bp.get(ONE)
@allow(Action.BUREAU_MEETINGS_VIEW)
def meetings_one(number: int) -> Response:
    """One meeting."""
    return _one(services.meeting(g.db, g.actor, g.session, number))


@bp.get(ONE + "edit")
@allow(Action.BUREAU_MANAGE)
def meetings_form(number: int) -> Response:
    """The form of what is noted of a meeting."""
    return _form(services.meeting(g.db, g.actor, g.session, number))


@bp.post(ONE + "edit")
@allow(Action.BUREAU_MANAGE)
def meetings_edit(number: int) -> Response:
    """Change what is noted of a meeting."""
    held = services.meeting(g.db, g.actor, g.session, number)
    version = request.form.get("version", -1, type=int)
    try:
        services.edit(g.db, g.actor, held, minutes=_minutes(), expected_version=version)
    except BadRequest as error:
        return _form(held, refusal(error))
    except Stale:
        g.db.rollback()  # what is shown beside it is the record as it is now
        again = {name: given for name, given in request.form.items() if name != "version"}
        meanwhile = _("Nothing was written. Look at the meeting as it is now, then save yours.")
        return _form(held, Refused(typed=again, fields={}, message=meanwhile, status=409))
    flash(_("The meeting is noted."))
    return redirect(url_for(".meetings_one", number=number), 303)


@bp.post(ONE + "decisions")
@allow(Action.BUREAU_MANAGE)
def meetings_decide(number: int) -> Response:
    """Note a decision in words, or what became of an item in brackets."""
    held, given = services.meeting(g.db, g.actor, g.session, number), request.form
    try:
        if given.get("item"):
            _settle(held, given)
        else:
            decisions.decide(g.db, g.actor, held, what=given.get("text", ""))
    except (BadRequest, RuleBroken) as error:
        return _one(held, refusal(error))
    flash(_("The decision is kept."))
    return redirect(url_for(".meetings_one", number=number), 303)


def _settle(held: BureauMeeting, given: Mapping[str, str]) -> None:
    """Settle an item, "3", or revise what was decided of it, "3:12"."""
    typed, outcome = Typed(), given.get("outcome", "")
    item, _colon, revises = given.get("item", "").partition(":")
    if outcome not in set(ItemOutcome):
        typed.wrong["outcome"] = text("Say what becomes of the item.")
    typed.check()
    decisions.settle(
        g.db,
        g.actor,
        held,
        item_id=_number(item) or 0,
        outcome=ItemOutcome(outcome),
        new_number=given.get("new_number", ""),
        what=given.get("text", ""),
        revises=_number(revises),
    )


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


@bp.post(ONE + "approve")
@allow(Action.PROGRAMME_APPROVE)
def meetings_approve(number: int) -> Response:
    """Approve a draft of the programme."""
    held, given = services.meeting(g.db, g.actor, g.session, number), request.form
    try:
        asked = Typed().number("programme") or 0
        version = programmes.version(g.db, g.actor, g.session, asked)
        decisions.approve_programme(
            g.db,
            g.actor,
            held,
            version=version,
            what=given.get("text", ""),
            waiver=given.get("waiver", ""),
        )
    except (BadRequest, RuleBroken) as error:
        held = services.meeting(g.db, g.actor, g.session, number)
        return _one(held, refusal(error))
    flash(_("The programme is approved, and released."))
    return redirect(url_for(".meetings_one", number=number), 303)


def _one(held: BureauMeeting, refused: Refused = NOTHING) -> Response:
    every = programmes.versions(g.db, g.actor, g.session)
    items = decisions.items(g.db, g.actor, g.session)
    answer = render_template(
        "bureau/meeting.html",
        meeting=held,
        items=items,
        revised={two.revises_id: two for one in items for two in one.item.decisions},
        drafts=[one for one in every if one.status is VersionStatus.DRAFT],
        typed=refused.typed,
        refused=refused,
    )
    return make_response(answer, refused.status)


def _form(held: BureauMeeting | None, refused: Refused = NOTHING) -> Response:
    answer = render_template(
        "bureau/meeting_form.html",
        meeting=held,
        members=services.members(g.db, g.actor, g.session),
        typed=refused.typed or (_stored(held) if held else {"extended": "1"}),
        refused=refused,
    )
    return make_response(answer, refused.status)


def _stored(held: BureauMeeting) -> dict[str, Any]:
    attendance = held.attendance or ()
    return {
        "held_on": held.held_on.isoformat(),
        "extended": "1" if held.extended else "",
        "agenda": "\n".join(held.agenda),
        "attendance": "\n".join("; ".join(filter(None, one.values())) for one in attendance),
        "notes": held.notes,
    }


def _minutes() -> Minutes:
    """What the form says of a meeting. Those who were there: "name; capacity", one a line."""
    given, typed = request.form, Typed()
    on = typed.day_needed("held_on")
    typed.check()
    lines = [one.strip() for one in given.get("attendance", "").splitlines() if one.strip()]
    attendance = []
    for one in lines:
        name, _semicolon, capacity = one.partition(";")
        attendance.append({"name": name.strip(), "capacity": capacity.strip()})
    return Minutes(
        held_on=on,
        extended=bool(given.get("extended")),
        agenda=given.get("agenda", "").splitlines(),
        attendance=attendance or None,
        notes=given.get("notes", ""),
    )
