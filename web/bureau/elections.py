"""Elections of officers: in one click by acclamation, or ballot by ballot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.bureau import Election
from procedure.bureau.composition import Matter
from procedure.bureau.courses import may_withdraw, unopposed_refused, void_refused, void_steps
from procedure.bureau.elections import Course
from procedure.bureau.values import ElectionMethod
from procedure.permissions import Action
from scheduler.text import text
from services import election_steps as steps
from services import elections as services
from services.bureau_rows import board_of, rules_of
from services.election_rows import Held, course_of, courses_of, steps_of, stood_in
from services.errors import BadRequest, RuleBroken, Stale
from services.transactions import now
from web.bureau.blueprint import BASE, NUMBER, bp, stands_now
from web.guard import allow
from web.speakers.show import NOTHING, Refused, meanwhile, refusal
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

    def count(held: Election, expects: int) -> Course:
        typed, course = Typed(), course_of(held, g.session)
        votes = {key: typed.number_needed(f"votes-{key}") for key in course.candidates}
        numbers = {name: typed.number(name) or 0 for name in ("abstentions", "invalid")}
        numbers["papers"] = typed.number_needed("papers")
        if course.lot is None:  # else the page has no such fields
            typed.check()
        return steps.add_ballot(g.db, g.actor, held, votes=votes, expects=expects, **numbers)

    return _step(number, count, _("The ballot is counted."))


@bp.post(ONE + "lot")
@allow(Action.ELECTION_RUN)
def elections_lot(number: int) -> Response:
    """Take who was drawn by lot."""

    def draw(held: Election, expects: int) -> Course:
        drawn = request.form.getlist("drawn")
        return steps.add_lot(g.db, g.actor, held, drawn=drawn, expects=expects)

    return _step(number, draw, _("The lot is noted."))


@bp.post(ONE + "withdraw")
@allow(Action.ELECTION_RUN)
def elections_withdraw(number: int) -> Response:
    """A candidate stands no more."""

    def withdraw(held: Election, expects: int) -> Course:
        return steps.withdraw(
            g.db,
            g.actor,
            held,
            candidate=request.form.get("candidate", ""),
            expects=expects,
            reason=request.form.get("withdrawn", ""),
        )

    return _step(number, withdraw, _("The withdrawal is noted."))


@bp.post(ONE + "unopposed")
@allow(Action.ELECTION_RUN)
def elections_unopposed(number: int) -> Response:
    """Elect those who are left without a ballot."""

    def elect(held: Election, expects: int) -> Course:
        return steps.elect_unopposed(g.db, g.actor, held, expects=expects)

    return _step(number, elect, _("The election is over."))


@bp.post(ONE + "off")
@allow(Action.ELECTION_RUN)
def elections_off(number: int) -> Response:
    """Call off the ballot that was counted last, or the election."""
    given = request.form

    def stop(held: Election, expects: int) -> Course:
        typed = Typed()
        typed.needed("reason")
        if given.get("what") not in {"ballot", "election"}:
            typed.wrong["what"] = text("Say what is called off.")
        typed.check()
        off = steps.make_void if given["what"] == "ballot" else steps.call_off
        return off(g.db, g.actor, held, reason=given.get("reason", ""), expects=expects)

    return _step(number, stop, _("It is called off."))


@bp.post(ONE + "undo")
@allow(Action.ELECTION_RUN)
def elections_undo(number: int) -> Response:
    """Undo what ended an election: the acclamation, or what was counted last."""
    given = request.form

    def undo(held: Election, expects: int) -> Course:
        if held.method is ElectionMethod.BALLOT:
            return steps.make_void(
                g.db, g.actor, held, reason=given.get("reason", ""), expects=expects
            )
        typed = Typed()
        typed.needed("reason")
        if given.get("what") not in {"office", "all"}:
            typed.wrong["what"] = text("Say what is undone.")
        typed.check()
        steps.undo_acclamation(
            g.db,
            g.actor,
            held,
            reason=given.get("reason", ""),
            expects=expects,
            together=given["what"] == "all",
        )
        return course_of(held, g.session)

    return _step(number, undo, _("It is undone."), over=True)


def _step(
    number: int, take: Callable[[Election, int], Course], said: str, *, over: bool = False
) -> Response:
    """Take a step of an election; the page again, with what was typed, where it is refused.

    `over`: the step is of an election that is over.
    """
    held = services.election(g.db, g.actor, g.session, number)
    expects = Typed().number("expects") or 0
    try:
        if not over:
            steps.refuse_over(held)
        course = take(held, expects)
    except (BadRequest, RuleBroken) as error:
        return _one(services.election(g.db, g.actor, g.session, number), refusal(error))
    except Stale:
        g.db.rollback()  # what is shown is the election as it is now
        return _one(services.election(g.db, g.actor, g.session, number), meanwhile())
    flash(_("The election is over.") if course.over and not course.called_off else said)
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
        contests=services.contests(g.session, stands),
        acclamation=rules_of(g.session).elections.acclamation,
        missing=sum(one.count for one in stands.findings if one.matter is Matter.PLACES_OPEN),
        offices=[
            one
            for one in stands.board.offices
            if stands.places_left(one) > 0
            and any(named.office == one.key for named in stands.nominations)
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
    rules, board = rules_of(g.session).elections, board_of(g.session, held.board)
    acclaimed = held.method is ElectionMethod.ACCLAMATION
    taken = [] if acclaimed else steps_of(held)  # what can be counted
    undone = courses[-1].called_off
    counted = not undone if acclaimed else void_refused(courses[-1], taken) is None
    answer = render_template(
        "bureau/election.html",
        held=held,
        office=board.office(held.office),
        called={one["key"]: one for one in held.candidates},
        steps=list(zip(held.steps, courses, courses[1:], strict=False)),
        void=void_steps(taken),
        course=courses[-1],
        may_withdraw=may_withdraw(courses[-1], stood_in(held)),
        unopposed=unopposed_refused(courses[-1], rules) is None,
        counted=counted,
        together=[board.office(one.office) for one in services.acclaimed_with(g.db, held)],
        expects=len(held.steps) + 1,
        typed=refused.typed,
        refused=refused,
    )
    return make_response(answer, refused.status)
