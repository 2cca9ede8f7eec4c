"""The forms of those in office: replaced, absent; officers of other bodies; chairs of groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from procedure.bureau.rules import Named as Successor
from procedure.bureau.values import Ending
from procedure.permissions import Action
from procedure.rulebook import rulebook
from scheduler.text import text
from services import duties, officers
from services.bureau_rows import awaits_successor, ended, today
from services.bureau_rows import officers as every_officer
from services.errors import BadRequest, RuleBroken, Stale
from services.officers import Named
from web.bureau.blueprint import BASE, NUMBER, bp, delegation_of, stands_now
from web.guard import allow
from web.speakers.show import NOTHING, Refused, meanwhile, refusal
from web.typed import CHOOSE, Typed

OFFICER = BASE + "officers/" + NUMBER + "/"


@bp.get(OFFICER)
@allow(Action.BUREAU_MANAGE)
def officer(number: int) -> Response:
    """The forms that concern an officer."""
    return _officer(number)


@bp.post(OFFICER + "replace")
@allow(Action.BUREAU_MANAGE)
def officer_replace(number: int) -> Response:
    """End an office before its term is over."""
    leaving, typed = officers.officer(g.db, g.actor, g.session, number), Typed()
    if leaving.until is not None:
        return _officer(number, meanwhile())
    on, how = typed.day_needed("on"), request.form.get("how", "")
    if how not in {Ending.RESIGNED, Ending.UNABLE}:
        typed.wrong["how"] = text("Say why the office ends.")
    version = typed.number("version") or 0
    try:
        typed.check()
        officers.replace_officer(
            g.db,
            g.actor,
            leaving,
            how=Ending(how),
            on=on,
            expected_version=version,
            follows=_follows(),
            note=request.form.get("note", ""),
        )
    except (BadRequest, RuleBroken) as error:
        return _officer(number, refusal(error))
    except Stale:
        return _officer(number, meanwhile())
    flash(_("The change is noted."))
    return redirect(url_for(".show"), 303)


@bp.post(OFFICER + "successor")
@allow(Action.BUREAU_MANAGE)
def officer_successor(number: int) -> Response:
    """Name who follows an officer whose end is noted."""
    leaving, typed = officers.officer(g.db, g.actor, g.session, number), Typed()
    if not awaits_successor(every_officer(g.db, g.session), leaving):
        return _officer(number, meanwhile())
    since = typed.day_needed("since")
    try:
        typed.check()
        follows = _follows_for_sure()
        officers.name_successor(g.db, g.actor, leaving, follows=follows, since=since)
    except (BadRequest, RuleBroken) as error:
        return _officer(number, refusal(error))
    except Stale:
        return _officer(number, meanwhile())
    flash(_("The change is noted."))
    return redirect(url_for(".show"), 303)


def _follows(note: str = "") -> Named | None:
    """Who follows, if the form says so."""
    person, delegation = request.form.get("person", ""), delegation_of(needed=False)
    if not person.strip() and delegation is None:
        return None
    return Named(person=person, delegation=delegation, note=note)


def _follows_for_sure() -> Named:
    found = _follows(request.form.get("note", ""))
    if found is None:
        raise BadRequest({"person": text("Say who follows.")})
    return found


@bp.post(OFFICER + "absences")
@allow(Action.DUTIES_MANAGE)
def officer_absences(number: int) -> Response:
    """On which days an officer is not there."""
    absent, typed = officers.officer(g.db, g.actor, g.session, number), Typed()
    version = typed.number("version") or 0
    try:
        days = [date.fromisoformat(one) for one in request.form.getlist("absent")]
        duties.set_absences(g.db, g.actor, absent, days=days, expected_version=version)
    except ValueError:
        return _officer(number, refusal(BadRequest({"absent": text("Give days of the session.")})))
    except BadRequest as error:
        return _officer(number, refusal(error))
    except Stale:
        return _officer(number, meanwhile())
    flash(_("The absences are noted. Propose duties anew to take account of them."))
    return redirect(url_for(".duties"), 303)


def _officer(number: int, refused: Refused = NOTHING) -> Response:
    """The page of an officer; after a refusal with the record as it is now."""
    g.db.rollback()
    one = officers.officer(g.db, g.actor, g.session, number)
    on, known = today(g.db, g.session), every_officer(g.db, g.session)
    succession = officers.names_successor(one)
    sent = request.endpoint == "bureau.officer_absences"
    meeting_days = {m.meeting.date for m in duties.roster(g.db, g.actor, g.session).meetings}
    answer = render_template(
        "bureau/officer.html",
        officer=one,
        succession=succession,
        named=succession is None or succession.named is not Successor.ELECTION,
        awaited=awaits_successor(known, one),
        gone=ended(one, on),
        ticked=request.form.getlist("absent") if sent else one.absent,
        days=sorted(meeting_days),
        typed=refused.typed,
        refused=refused,
    )
    return make_response(answer, refused.status)


@bp.get(BASE + "others")
@allow(Action.BUREAU_MANAGE)
def others() -> Response:
    """The forms of officers of other bodies, of chairs of groups, and of the past."""
    return _others()


@bp.post(BASE + "others")
@allow(Action.BUREAU_MANAGE)
def others_name() -> Response:
    """Note an officer of another body."""
    given, typed = request.form, Typed()
    typed.needed("body", "title")
    typed.needed("delegation", said=CHOOSE)
    since = typed.day_needed("since")
    try:
        typed.check()
        delegation = delegation_of()
        assert delegation is not None  # as it is needed
        officers.name_officer(
            g.db,
            g.actor,
            g.session,
            body=given.get("body", ""),
            title=given.get("title", ""),
            delegation=delegation,
            since=since,
            person=given.get("person", ""),
            note=given.get("note", ""),
        )
    except BadRequest as error:
        return _others(refusal(error))
    flash(_("The officer is noted."))
    return redirect(url_for(".show"), 303)


@bp.post(BASE + "chairs")
@allow(Action.BUREAU_MANAGE)
def others_chair() -> Response:
    """Note the chair of a regional group."""
    given, typed = request.form, Typed()
    typed.needed("group", said=CHOOSE)
    if not given.get("chair_delegation"):
        typed.needed("chair_person")
    since = typed.day_needed("chair_since")
    try:
        typed.check()
        officers.name_chair(
            g.db,
            g.actor,
            g.session,
            group=given.get("group", ""),
            since=since,
            delegation=delegation_of("chair_delegation", needed=False),
            person=given.get("chair_person", ""),
        )
    except BadRequest as error:
        return _others(_named(refusal(error), "chair"))
    flash(_("The chair is noted."))
    return redirect(url_for(".show"), 303)


@bp.post(BASE + "rotation")
@allow(Action.BUREAU_MANAGE)
def others_past() -> Response:
    """Say which group had an office before the record begins."""
    given, typed = request.form, Typed()
    typed.needed("office", "past_group", said=CHOOSE)
    before = typed.number_needed("sessions_before")
    try:
        typed.check()
        officers.note_past(
            g.db,
            g.actor,
            g.session,
            board=stands_now().board.key,
            office=given.get("office", ""),
            group=given.get("past_group", ""),
            sessions_before=before,
            source=given.get("source", ""),
        )
    except BadRequest as error:
        return _others(_named(refusal(error), "past"))
    flash(_("The rotation follows from it now."))
    return redirect(url_for(".show"), 303)


def _named(refused: Refused, form: str) -> Refused:
    """What is wrong is said beside the field of that form: three are on the page."""
    names = {"chair": {"person", "delegation", "since"}, "past": {"group"}}[form]
    fields = {
        f"{form}_{path}" if path in names else path: said for path, said in refused.fields.items()
    }
    return replace(refused, fields=fields)


def _others(refused: Refused = NOTHING) -> Response:
    answer = render_template(
        "bureau/others.html",
        board=stands_now().board,
        groups=rulebook(g.session.rulebook).groups,
        typed=refused.typed,
        refused=refused,
    )
    return make_response(answer, refused.status)
