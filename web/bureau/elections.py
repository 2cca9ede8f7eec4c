"""Elections of officers: in one click by acclamation, or ballot by ballot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.bureau import Election
from procedure.bureau.composition import Matter
from procedure.permissions import Action
from services import elections as services
from services.bureau_rows import board_of
from services.election_rows import Held, course_of, courses_of
from services.errors import BadRequest, RuleBroken
from services.transactions import now
from web.bureau.blueprint import BASE, NUMBER, bp, stands_now
from web.guard import allow
from web.speakers.show import NOTHING, Refused, refusal
from web.speakers.words import local
from web.typed import Typed

LIST = BASE + "elections/"
ONE = LIST + NUMBER + "/"


@bp.get(LIST)
@allow(Action.BUREAU_VIEW)
def elections() -> Response:
    """The elections of the session, and what is still to be held."""
    return _page()


@bp.post(LIST + "acclaim")
@allow(Action.ELECTION_RUN)
def elections_acclaim() -> Response:
    """Elect by acclamation all who are nominated."""
    try:
        made = services.acclaim(
            g.db, g.actor, g.session, board=stands_now().board.key, held=_held()
        )
    except (BadRequest, RuleBroken) as error:
        return _page(_named(refusal(error)))
    flash(_("%(count)s officers are elected by acclamation.", count=len(made)))
    return redirect(url_for(".show", board=request.form.get("board")), 303)


@bp.post(LIST)
@allow(Action.ELECTION_RUN)
def elections_open() -> Response:
    """Begin an election by ballot."""
    office, _colon, group = request.form.get("contest", "").partition(":")
    try:
        made = services.open_ballot(
            g.db,
            g.actor,
            g.session,
            board=stands_now().board.key,
            office=office,
            group=group,
            held=_held(),
        )
    except (BadRequest, RuleBroken) as error:
        return _page(_named(refusal(error)))
    return redirect(url_for(".elections_one", number=made.id), 303)


def _named(refused: Refused) -> Refused:
    """What is wrong with an office is said beside the choice of what is voted on."""
    fields = {
        "contest" if path == "office" else path: said for path, said in refused.fields.items()
    }
    return replace(refused, fields=fields)


@bp.get(ONE)
@allow(Action.BUREAU_VIEW)
def elections_one(number: int) -> Response:
    """An election, ballot by ballot."""
    return _one(services.election(g.db, g.actor, g.session, number))


@bp.post(ONE + "ballot")
@allow(Action.ELECTION_RUN)
def elections_ballot(number: int) -> Response:
    """Take the result of a ballot."""
    held, typed = services.election(g.db, g.actor, g.session, number), Typed()
    votes = {
        key: typed.number_needed(f"votes-{key}") for key in course_of(held, g.session).candidates
    }
    numbers = {name: typed.number(name) or 0 for name in ("abstentions", "invalid")}
    numbers["papers"] = typed.number_needed("papers")
    try:
        typed.check()
        course = services.add_ballot(
            g.db, g.actor, held, votes=votes, expects=typed.number("expects") or 0, **numbers
        )
    except (BadRequest, RuleBroken) as error:
        return _one(services.election(g.db, g.actor, g.session, number), refusal(error))
    flash(_("The election is over.") if course.over else _("The ballot is counted."))
    return redirect(url_for(".elections_one", number=number), 303)


@bp.post(ONE + "lot")
@allow(Action.ELECTION_RUN)
def elections_lot(number: int) -> Response:
    """Take who was drawn by lot."""
    held, typed = services.election(g.db, g.actor, g.session, number), Typed()
    expects = typed.number("expects") or 0
    try:
        services.add_lot(g.db, g.actor, held, drawn=request.form.getlist("drawn"), expects=expects)
    except (BadRequest, RuleBroken) as error:
        return _one(services.election(g.db, g.actor, g.session, number), refusal(error))
    flash(_("The lot is noted."))
    return redirect(url_for(".elections_one", number=number), 303)


def _held() -> Held:
    typed = Typed()
    on = typed.day_needed("held_on")
    typed.check()
    return Held(on=on, meeting=request.form.get("meeting", ""), note=request.form.get("note", ""))


def _page(refused: Refused = NOTHING) -> Response:
    stands = stands_now()
    held = [
        one for one in services.elections(g.db, g.actor, g.session) if one.board == stands.board.key
    ]
    answer = render_template(
        "bureau/elections.html",
        stands=stands,
        held=[(one, course_of(one, g.session)) for one in reversed(held)],
        called={one["key"]: one for each in held for one in each.candidates},
        contests=services.contests(stands),
        missing=sum(one.count for one in stands.findings if one.matter is Matter.PLACES_OPEN),
        offices=[
            one
            for one in stands.board.offices
            if any(named.office == one.key for named in stands.nominations)
        ],
        typed=refused.typed or {"held_on": _day().isoformat()},
        refused=refused,
    )
    return make_response(answer, refused.status)


def _day() -> date:
    """Today, if it is a day of the session; else the first, on which officers are elected."""
    first: date = g.session.first_day
    last: date = g.session.last_day
    today = local(now(g.db)).date()
    return today if first <= today <= last else first


def _one(held: Election, refused: Refused = NOTHING) -> Response:
    courses = courses_of(held, g.session)
    answer = render_template(
        "bureau/election.html",
        held=held,
        office=board_of(g.session, held.board).office(held.office),
        called={one["key"]: one for one in held.candidates},
        steps=list(zip(held.steps, courses, courses[1:], strict=False)),
        course=courses[-1],
        expects=len(held.steps) + 1,
        typed=refused.typed,
        refused=refused,
    )
    return make_response(answer, refused.status)
