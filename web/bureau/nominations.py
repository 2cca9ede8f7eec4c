"""Who is nominated for which office, what is missing, and who could stand."""

from __future__ import annotations

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from procedure.bureau.rules import Office
from procedure.permissions import Action
from procedure.rulebook import rulebook
from scheduler.text import Text
from services import bureau, elections
from services import nominations as services
from services.bureau_words import sentence
from services.errors import BadRequest, RuleBroken
from web.bureau.blueprint import BASE, NUMBER, bp, delegation_of, found, names, stands_now
from web.guard import allow
from web.speakers.show import NOTHING, Refused, refusal
from web.typed import CHOOSE, Typed

LIST = BASE + "nominations/"


@bp.get(LIST)
@allow(Action.BUREAU_MEETINGS_VIEW)
def nominations() -> Response:
    """The nominations that stand."""
    return _page()


@bp.post(LIST)
@allow(Action.BUREAU_MANAGE)
def nominations_make() -> Response:
    """Nominate a delegation."""
    given, typed = request.form, Typed()
    typed.needed("office", "delegation", said=CHOOSE)
    try:
        typed.check()
        delegation = delegation_of()
        assert delegation is not None  # as it is needed
        services.nominate(
            g.db,
            g.actor,
            g.session,
            board=stands_now().board.key,
            office=given.get("office", ""),
            delegation=delegation,
            person=given.get("person", ""),
            note=given.get("note", ""),
        )
    except (BadRequest, RuleBroken) as error:
        return _page(refusal(error))
    flash(_("The nomination is noted."))
    return redirect(url_for(".nominations", board=given.get("board")), 303)


@bp.post(LIST + NUMBER + "/withdraw")
@allow(Action.BUREAU_MANAGE)
def nominations_withdraw(number: int) -> Response:
    """Take a nomination back."""
    nomination = services.nomination(g.db, g.actor, g.session, number)
    services.withdraw(g.db, g.actor, nomination)
    flash(_("The nomination is withdrawn."))
    return redirect(url_for(".nominations", board=nomination.board), 303)


def _page(refused: Refused = NOTHING) -> Response:
    stands = stands_now()
    asked = request.values.get("office", "")
    office = next((one for one in stands.board.offices if one.key == asked), None)
    answer = render_template(
        "bureau/nominations.html",
        stands=stands,
        findings=found(stands.findings, stands.board),
        turns=stands.rotation[0],
        voted=elections.voted_on(g.db, g.actor, g.session, stands),
        called=names(),
        office=office,
        candidates=_candidates(stands, office) if office else (),
        typed=refused.typed or request.args,
        refused=refused,
    )
    return make_response(answer, refused.status)


def _candidates(
    stands: bureau.Standing, office: Office
) -> list[tuple[str, str, bool | None, list[Text]]]:
    """Who could stand for an office, with what is against it in sentences."""
    called = names()
    book = rulebook(g.session.rulebook)
    return [
        (
            one.delegation,
            one.group,
            one.may,
            [sentence(why, stands.board, book, called) for why in one.why],
        )
        for one in bureau.candidacies(g.db, g.actor, g.session, stands, office.key)
    ]
