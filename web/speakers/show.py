"""A list of speakers: the order, one's own place, and what one can do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from models.conferences import Delegation
from models.speakers import SpeakersList
from procedure.participants import Level
from procedure.participation import Act, Verdict
from procedure.permissions import Action, may
from procedure.speakers.demand import Demand
from procedure.speakers.order import draw_at
from procedure.speakers.refusals import Refusal
from procedure.speakers.values import Inscription, Swap
from scheduler.text import Text
from services import inscriptions, participation, participation_words, statements
from services import speakers as lists
from services.errors import BadRequest, RuleBroken
from services.speakers_demand import demand_of
from services.speakers_rows import draw_is_due, terms_of
from services.speakers_swaps import Declined, declined
from services.speakers_words import rule_of
from services.transactions import clock
from web.guard import allow
from web.speakers import words
from web.speakers.blueprint import BASE, LIST, bp, list_asked
from web.speakers.lines import Line, Shown, shown
from web.speakers.offers import offers
from web.translate import say

Typed = Mapping[str, Any]
SEES_ALL = Action.SPEAKERS_MANAGE
STAGES = ("open", "coming", "closed")  # the lists on which something can be done come first


@bp.app_context_processor
def about_lists() -> dict[str, object]:
    """What templates say of lists."""
    return {
        "at_hour": words.at_hour,
        "clock_time": words.clock_time,
        "level_name": words.level_name,
        "levels": list(Level),
        "local": words.local,
        "minutes_of": words.minutes,
        "session_languages": words.languages,
        "state_of": words.state_of,
        "stage_of": words.stage_of,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An inscription of one's own. `answers` are exchanges that await one's word, `asked` others'.

    `declined` are those that it proposed. `line` is None while it has no place.
    """

    one: Inscription
    line: Line | None
    answers: Sequence[Swap]
    asked: Sequence[Swap]
    declined: Sequence[Declined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """Whether a delegation of one's own may be inscribed: why, and on what conditions."""

    delegation: Delegation
    verdict: Verdict

    @property
    def why(self) -> Text:
        """The reason, as a sentence."""
        return participation_words.sentence(self.verdict)

    @property
    def rule(self) -> Text:
        """The rule that it rests on."""
        return participation_words.rule_of(self.verdict)

    @property
    def conditions(self) -> list[Text]:
        """On what conditions."""
        return participation_words.conditions(self.verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a form was not taken, beside what was typed."""

    typed: Typed
    fields: Mapping[str, str]
    message: str = ""
    rule: str = ""
    status: int = 422


NOTHING = Refused(typed={}, fields={}, status=200)


@bp.get(BASE)
@allow(Action.SPEAKERS_VIEW)
def index() -> str:
    """The lists of the session, and where one's own delegation stands on each."""
    now = clock(g.db)
    listed = sorted(
        lists.lists(g.db, g.actor, g.session),
        key=lambda one: STAGES.index(words.stage_of(one, now)),
    )
    found = [shown(one, now, estimating=False) for one in listed]
    return render_template("speakers/index.html", lists=found, now=now)


@bp.get(LIST)
@allow(Action.SPEAKERS_VIEW)
def show(key: str) -> Response:
    """One list."""
    return page(list_asked(key))


def page(speakers: SpeakersList, refused: Refused = NOTHING) -> Response:
    """The page of a list; with what was typed and why it was not taken."""
    now = clock(g.db)
    seen = shown(speakers, now)
    acting = [one for one in g.session.delegations if one.id in g.actor.delegation_ids]
    turned_down = declined(g.db, speakers) if acting or may(g.actor, SEES_ALL) else ()
    turned_down = of_unheard(seen, turned_down)
    cards = [card for delegation in acting for card in cards_of(seen, delegation, turned_down)]
    footings = footings_of(acting)
    allowed = [one.delegation for one in footings if one.verdict.allowed]
    given = render_template(
        "speakers/show.html",
        speakers=speakers,
        seen=seen,
        now=now,
        terms=terms_of(speakers),
        limit_rule=rule_of(speakers, Refusal.TWICE),
        lot=_lot(speakers, seen),
        draw_at=draw_at(terms_of(speakers)),
        cards=cards,
        footings=footings,
        offers=offers(seen, _to_inscribe(allowed)),
        demand=_demand(speakers),
        declined=turned_down if may(g.actor, SEES_ALL) else (),
        texts=statements.texts_of(g.db, g.actor, speakers),
        refused=refused,
    )
    return make_response(given, refused.status)


def footings_of(acting: Sequence[Delegation]) -> list[Footing]:
    """Whether one's own delegations may be inscribed, and on what footing."""
    verdicts = participation.verdicts(g.db, g.session, acting, Act.INSCRIBE) if acting else {}
    return [Footing(delegation=one, verdict=verdicts[one.id]) for one in acting]


def cards_of(seen: Shown, delegation: Delegation, turned_down: Sequence[Declined]) -> list[Card]:
    """What a delegation has on a list, but for what it has withdrawn."""
    found = inscriptions.inscriptions_of(g.db, g.actor, seen.speakers, delegation)
    return [card_of(seen, one, turned_down) for one in found if not one.withdrawn]


def of_unheard(seen: Shown, turned_down: Sequence[Declined]) -> list[Declined]:
    """The exchanges that were declined of those who both are still to be heard."""
    unheard = _unheard(seen)
    return [one for one in turned_down if {one.swap.proposed, one.swap.other} <= unheard]


def _unheard(seen: Shown) -> set[int]:
    return {line.one.number for line in seen.lines if line.speech is None}


def card_of(seen: Shown, one: Inscription, turned_down: Sequence[Declined]) -> Card:
    """An inscription with its place, and the exchanges that are proposed or were declined."""
    unheard = _unheard(seen)
    swaps = [swap for swap in seen.standing.swaps if {swap.proposed, swap.other} <= unheard]
    return Card(
        one=one,
        line=seen.line(one.number),
        answers=[swap for swap in swaps if swap.other == one.number],
        asked=[swap for swap in swaps if swap.proposed == one.number],
        declined=[each for each in turned_down if each.swap.proposed == one.number],
    )


def _to_inscribe(allowed: Sequence[Delegation]) -> Sequence[Delegation]:
    """Those whom the visitor may inscribe: the secretariat all, a focal point its own."""
    if not may(g.actor, Action.SPEAKERS_MANAGE):
        return allowed
    return [one.delegation for one in footings_of(g.session.delegations) if one.verdict.allowed]


def _demand(speakers: SpeakersList) -> Demand | None:
    """How long the list will take, for who decides on that."""
    return demand_of(g.db, g.actor, speakers) if may(g.actor, Action.SPEAKERS_MANAGE) else None


def _lot(speakers: SpeakersList, seen: Shown) -> str:
    """Where the lot stands: "" where none is drawn; `coming`, `due` or `drawn`."""
    if draw_at(seen.standing.terms) is None:
        return ""
    if seen.standing.seed:
        return "drawn"
    return "due" if draw_is_due(speakers, seen.now) else "coming"


def refusal(error: BadRequest | RuleBroken, typed: MultiDict[str, str] | None = None) -> Refused:
    """What a form says of an error, with what was typed in it."""
    kept = dict(request.form if typed is None else typed)
    if isinstance(error, BadRequest):
        return Refused(typed=kept, fields=said(error.fields))
    return Refused(typed=kept, fields={}, message=say(error.text), rule=say(error.rule), status=409)


def meanwhile() -> Refused:
    """What a form says where somebody else has changed what it is about, with what was typed."""
    seen = {"seen", "version"}  # of what is there now, as the page that says so shows it
    kept = {name: given for name, given in request.form.items() if name not in seen}
    return Refused(
        typed=kept,
        fields={},
        message=_("Nothing was changed. Look at it as it is now, then send yours again."),
        status=409,
    )


def said(fields: Mapping[str, Text]) -> dict[str, str]:
    """Sentences of a service in the language of the page."""
    return {path: say(sentence) for path, sentence in fields.items()}


def typed_of_inscription(one: Inscription) -> dict[str, str]:
    """What the ledger knows of a statement, as its form holds it."""
    return {
        "level": one.level.value,
        "speaker": one.speaker,
        "function": one.function,
        "language": one.language,
        "on_behalf_of": one.on_behalf_of,
        "aligned": "\n".join(one.aligned),
    }
