"""A delegation: its names, group, instruments and members; and the forms of the secretariat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from exports.participants import FUNCTIONS, members, person
from models.conferences import Delegation
from procedure.instruments import Instrument
from procedure.participants import PARTIES, ParticipantKind
from procedure.participation import Act, Verdict, may_do
from procedure.permissions import Action, may
from procedure.rulebook import rulebook
from procedure.states import LANGUAGES, StateName
from scheduler.text import Text, text
from services import delegates, delegations, participation, participation_words
from services.delegation_data import DelegationData, Party, data_of
from services.errors import BadRequest, Stale
from web.delegations.blueprint import BASE, ONE, bp, delegation_asked
from web.delegations.listing import sees_people
from web.guard import allow
from web.next_steps import Step
from web.participation_steps import exchanges
from web.translate import say

HOW = ("unknown", "since", "by", "no")  # what a form says of an instrument
Typed = Mapping[str, str]
ACTS = (
    (Act.ATTEND, _l("attend")),
    (Act.SPEAK, _l("speak")),
    (Act.INSCRIBE, _l("be inscribed on lists of speakers")),
    (Act.REPLY, _l("exercise the right of reply")),
    (Act.POINT_OF_ORDER, _l("raise points of order")),
    (Act.PROPOSE, _l("submit proposals")),
    (Act.SPONSOR, _l("sponsor proposals")),
    (Act.DECIDE, _l("take part in decisions")),
    (Act.VOTE, _l("vote")),
    (Act.NOMINATE, _l("nominate officers")),
    (Act.OBJECT, _l("object to participants")),
    (Act.RECEIVE_DOCUMENTS, _l("receive documents")),
    (Act.SUBMIT_VIEWS, _l("submit views in writing")),
)


@bp.app_context_processor
def about_delegates() -> dict[str, object]:
    """What templates say of delegates, and of who is on a list of speakers."""
    return {
        "function_name": lambda one: _(FUNCTIONS[one]),
        "person": person,
        "speaks_on": lambda kind: participation_words.on_a_list(
            participation.rules_of(g.session), kind
        ),
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """An instrument, and what is known of a delegation as to it."""

    instrument: Instrument
    party: Party | None


@dataclass(frozen=True, slots=True)
class Footing:
    """What a delegation may do, or may not, for one reason: by the rule, "" for none."""

    verdict: Verdict
    acts: Mapping[str, Sequence[Any]]

    @property
    def why(self) -> Text:
        """Why, or why not."""
        return participation_words.sentence(self.verdict)

    @property
    def conditions(self) -> Sequence[Text]:
        """On what conditions."""
        return participation_words.conditions(self.verdict)


@bp.get(ONE)
@allow(Action.DELEGATIONS_VIEW)
def show(delegation: int) -> str:
    """One delegation."""
    found = delegation_asked(delegation)
    kept = data_of(found)
    names = [(code, kept.names.get(code)) for code in LANGUAGES]
    standings = [
        Standing(one, kept.instruments.get(one.key))
        for one in rulebook(g.session.rulebook).instruments
    ]
    return render_template(
        "delegations/show.html",
        delegation=found,
        names=names,
        is_party=found.kind in PARTIES,
        name_sources=_distinct(one.source for _code, one in names if one),
        standings=standings,
        sources=_distinct(one.party.source for one in standings if one.party),
        people=members(found) if sees_people() else None,
        manages=delegates.manages(g.actor, found.id),
        footings=_footings(found) if _sees_standing(found) else (),
        credentials_url=_credentials(found),
        awaited=_awaited(found),
    )


def _awaited(delegation: Delegation) -> list[Step]:
    """What others have proposed to the delegation, for who answers for it."""
    if delegation.id not in g.actor.delegation_ids or not may(g.actor, Action.SPEAKERS_INSCRIBE):
        return []
    return list(exchanges(frozenset({delegation.id})))


def _distinct(sources: Iterable[str]) -> list[str]:
    """Each source once, in the order in which it is needed first."""
    return [one for one in dict.fromkeys(sources) if one]


def _credentials(delegation: Delegation) -> str:
    """Where the credentials of a party are, for whoever may see them; else ""."""
    if delegation.kind not in PARTIES or not delegates.manages(g.actor, delegation.id):
        return ""
    return url_for("credentials.own", delegation=delegation.id)


def _sees_standing(delegation: Delegation) -> bool:
    """Whether the visitor may know why the delegation may do what: of parties, by credentials."""
    if delegation.kind not in PARTIES:
        return sees_people()
    return may(g.actor, Action.CREDENTIALS_VIEW) or delegates.manages(g.actor, delegation.id)


def _footings(delegation: Delegation) -> Sequence[Footing]:
    """What the delegation may do, and why; what it may not comes last."""
    rules = participation.rules_of(g.session)
    (found,) = participation.participants(g.db, rules, {delegation.id: delegation.kind}).values()
    grouped: dict[Verdict, dict[str, list[Any]]] = {}
    for act, title in ACTS:
        verdict = may_do(found, act, rules)
        by_rule = grouped.setdefault(replace(verdict, rule=""), {})
        by_rule.setdefault(verdict.rule, []).append(title)
    footings = [Footing(verdict, acts) for verdict, acts in grouped.items()]
    return sorted(footings, key=lambda one: not one.verdict.allowed)


@bp.get(BASE + "new")
@allow(Action.DELEGATIONS_MANAGE)
def new() -> Response:
    """The form of a new delegation."""
    return _form(None, {})


@bp.post(BASE + "new")
@allow(Action.DELEGATIONS_MANAGE)
def add() -> Response:
    """Add a delegation."""
    try:
        added = delegations.add_delegation(g.db, g.actor, g.session, data=_data())
    except BadRequest as error:
        return _form(None, request.form.to_dict(), error)
    flash(_("%(name)s takes part now.", name=added.name))
    return redirect(url_for(".show", delegation=added.id), 303)


@bp.get(ONE + "edit")
@allow(Action.DELEGATIONS_MANAGE)
def edit(delegation: int) -> Response:
    """The form of a delegation."""
    found = delegation_asked(delegation)
    return _form(found, typed_of(data_of(found)))


@bp.post(ONE + "edit")
@allow(Action.DELEGATIONS_MANAGE)
def change(delegation: int) -> Response:
    """Change a delegation."""
    found = delegation_asked(delegation)
    try:
        delegations.edit_delegation(
            g.db, g.actor, found, data=_data(), expected_version=version_seen()
        )
    except BadRequest as error:
        return _form(found, request.form.to_dict(), error)
    except Stale:
        return _form(found, request.form.to_dict(), stale=True)
    flash(_("The delegation is changed."))
    return redirect(url_for(".show", delegation=delegation), 303)


@bp.post(ONE + "remove")
@allow(Action.DELEGATIONS_MANAGE)
def remove(delegation: int) -> Response:
    """Take a delegation off the list."""
    found = delegation_asked(delegation)
    name = found.name
    try:
        delegations.remove_delegation(g.db, g.actor, found, expected_version=version_seen())
    except BadRequest as error:
        return _form(found, typed_of(data_of(found)), error)
    flash(_("%(name)s is taken off the list.", name=name))
    return redirect(url_for(".index"), 303)


def version_seen() -> int:
    """The version that the form showed; one that there never was where it says none."""
    version = request.form.get("version", type=int)
    return -1 if version is None else version


def typed_of(data: DelegationData) -> dict[str, str]:
    """What is kept, as the fields of the form."""
    typed = {
        "name": data.name,
        "code": data.code,
        "kind": data.kind,
        "group": data.regional_group,
    }
    for language, one in data.names.items():
        typed |= {f"name_{language}": one.name, f"source_{language}": one.source}
    for key, party in data.instruments.items():
        how = "no" if party.since is None else "by" if party.at_latest else "since"
        typed |= {
            f"how_{key}": how,
            f"day_{key}": party.since.isoformat() if party.since else "",
            f"source_{key}": party.source,
        }
    return typed


def _data() -> DelegationData:
    """What the form says. Raises BadRequest naming the days that are none."""
    given = request.form
    wrong: dict[str, Text] = {}
    instruments = {}
    for one in rulebook(g.session.rulebook).instruments:
        how = given.get(f"how_{one.key}", "unknown")
        if how not in {"since", "by", "no"}:
            continue
        day = None if how == "no" else _day(given.get(f"day_{one.key}", ""))
        if day is None and how != "no":
            wrong[f"day_{one.key}"] = text("Give the day.")
        source = given.get(f"source_{one.key}", "")
        instruments[one.key] = Party(day, at_latest=how == "by", source=source)
    if wrong:
        raise BadRequest(wrong)
    return DelegationData(
        name=given.get("name", ""),
        code=given.get("code", ""),
        kind=given.get("kind", ""),
        regional_group=given.get("group", ""),
        names={
            code: StateName(given.get(f"name_{code}", ""), given.get(f"source_{code}", ""))
            for code in LANGUAGES
            if given.get(f"name_{code}", "").strip()
        },
        instruments=instruments,
    )


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        return None


def _form(
    delegation: Delegation | None,
    typed: Typed,
    error: BadRequest | None = None,
    *,
    stale: bool = False,
) -> Response:
    """The form of a delegation, or of a new one; with what was typed and why it was not taken."""
    g.db.rollback()  # what is shown beside it is the record as it is now
    values: dict[str, Any] = {
        "delegation": delegation,
        "typed": typed,
        "wrong": {path: say(one) for path, one in error.fields.items()} if error else {},
        "stale": stale,
        "kinds": list(ParticipantKind),
        "groups": rulebook(g.session.rulebook).groups,
        "languages": LANGUAGES,
        "instruments": rulebook(g.session.rulebook).instruments,
    }
    status = 409 if stale else 422 if error else 200
    return make_response(render_template("delegations/form.html", **values), status)
