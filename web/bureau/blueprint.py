"""The blueprint of the bureau, and what its templates say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.conferences import Delegation
from procedure.bureau.composition import Finding, Verdict
from procedure.bureau.rules import Board
from procedure.bureau.values import Ending, ItemOutcome
from procedure.rulebook import rulebook
from scheduler.text import Text, text
from services import delegations
from services.bureau import Standing, standing
from services.bureau_rows import rules_of
from services.bureau_words import sentence
from services.errors import BadRequest, NotFound
from web.languages import current_locale
from web.layout import Place, may_open

bp = Blueprint("bureau", __name__)
BASE = "/sessions/<slug>/bureau/"
NUMBER = "<int(max=999999999):number>"
TABS = (
    ("bureau.show", _l("Officers")),
    ("bureau.nominations", _l("Nominations")),
    ("bureau.elections", _l("Elections")),
    ("bureau.meetings", _l("Meetings of the bureau")),
    ("bureau.duties", _l("Who presides")),
)
VERDICTS = {
    Verdict.BROKEN: _l("Against the rules"),
    Verdict.MISSING: _l("Missing"),
    Verdict.UNKNOWN: _l("Not known"),
    Verdict.WISH: _l("Not as it should be"),
}
ENDINGS = {
    Ending.SUCCESSOR: _l("succeeded"),
    Ending.RESIGNED: _l("resigned"),
    Ending.UNABLE: _l("could no longer perform the office"),
}
OUTCOMES = {ItemOutcome.KEPT: _l("kept"), ItemOutcome.DELETED: _l("deleted")}


@bp.context_processor
def words() -> dict[str, object]:
    """What templates of the bureau say."""
    return {
        "bureau_tabs": _tabs,
        "state_name": state_name,
        "every_delegation": every_delegation,
        "verdicts": VERDICTS,
        "endings": ENDINGS,
        "outcomes": OUTCOMES,
        "bureau_rules": rules_of(g.session) if g.get("session") else None,
    }


def _tabs() -> list[Place]:
    section = (request.endpoint or "").removeprefix("bureau.").split("_")[0]
    return [
        Place(
            label=str(label),
            url=url_for(endpoint, slug=g.session.slug),
            here=endpoint.removeprefix("bureau.") == section,
        )
        for endpoint, label in TABS
        if may_open(g.actor, endpoint)
    ]


def state_name(delegation: Delegation) -> str:
    """The name of a delegation in the language of the page."""
    return delegation.name_in(current_locale().language)


def names() -> Mapping[str, str]:
    """The names of all delegations of the session, by the keys that findings have."""
    return {str(one.id): state_name(one) for one in every_delegation()}


def every_delegation() -> Sequence[Delegation]:
    """All delegations of the session, with their names."""
    return delegations.delegations(g.db, g.actor, g.session)


def found(findings: tuple[Finding, ...], board: Board) -> list[tuple[str, str, list[Text]]]:
    """Findings in sentences, by verdict and rule."""
    book, called = rulebook(g.session.rulebook), names() if findings else {}
    told: dict[tuple[Verdict, str], list[Text]] = {}
    for verdict in Verdict:
        for one in findings:
            if one.verdict is verdict:
                said = sentence(one, board, book, called)
                told.setdefault((verdict, one.rule), []).append(said)
    return [(verdict.value, rule, said) for (verdict, rule), said in told.items()]


def board_asked() -> str:
    """The board that the address or the form names; the bureau, unless it does."""
    key = request.values.get("board", "") or rules_of(g.session).bureau.key
    if key not in {board.key for board in rules_of(g.session).boards}:
        raise NotFound(text("The rules know no such officers."))
    return key


def stands_now() -> Standing:
    """The board that is asked for, as it stands."""
    return standing(g.db, g.actor, g.session, board_asked())


def delegation_of(field: str = "delegation", *, needed: bool = True) -> Delegation | None:
    """The delegation that a form names. Raises BadRequest naming the field."""
    given = request.form.get(field, "")
    if not given and not needed:
        return None
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0
    try:
        return delegations.delegation(g.db, g.actor, g.session, number)
    except NotFound:
        raise BadRequest({field: text("Choose a delegation of this session.")}) from None


def extended_name() -> str:
    """What the extended bureau is called."""
    return rules_of(g.session).extended or _("Bureau")
