"""The terms of a list: made and changed by the secretariat, and fitted to the programme."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.speakers import SpeakersList
from procedure.permissions import Action
from procedure.rulebook import rulebook
from procedure.speakers.ledger import terms_data
from procedure.speakers.values import OrderPolicy
from scheduler.text import Text, text
from services import speakers as lists
from services.errors import BadRequest, RuleBroken, Stale
from services.fields import line
from services.speakers import ListTerms, preset
from services.speakers_demand import ask_for_minutes
from services.speakers_rows import terms_of
from services.transactions import clock
from web.forms.base import digest
from web.guard import allow
from web.speakers.blueprint import BASE, LIST, bp, list_asked
from web.speakers.show import NOTHING, Refused, meanwhile, page, refusal
from web.speakers.words import local, minutes

LONGEST = 24 * 60  # minutes
WRITTEN = "%Y-%m-%dT%H:%M"  # as a browser writes the value of a moment


@bp.get(BASE + "new")
@allow(Action.SPEAKERS_MANAGE)
def new() -> Response:
    """The form of a new list."""
    return _form(None)


@bp.post(BASE)
@allow(Action.SPEAKERS_MANAGE)
def make() -> Response:
    """Make a list."""
    given = request.form
    try:
        terms = _terms(preset(g.session, given.get("policy", "")))
        made = lists.make_list(
            g.db,
            g.actor,
            g.session,
            key=given.get("key", "").strip() or _free_key(given.get("business", "")),
            business=given.get("business", ""),
            terms=terms,
        )
    except (BadRequest, RuleBroken) as error:
        return _form(None, refusal(error))
    flash(_("The list is made."))
    return redirect(url_for(".show", key=made.key), 303)


@bp.get(LIST + "terms")
@allow(Action.SPEAKERS_MANAGE)
def terms(key: str) -> Response:
    """The form of the terms of a list."""
    return _form(list_asked(key))


@bp.post(LIST + "terms")
@allow(Action.SPEAKERS_MANAGE)
def change(key: str) -> Response:
    """Change the terms of a list."""
    speakers = list_asked(key)
    policy, chosen = terms_of(speakers).policy, request.form.get("policy", "")
    if request.form.get("seen") != _seen(speakers):
        return _form(speakers, meanwhile())
    try:
        if chosen not in {"", policy.key}:
            policy = preset(g.session, chosen)
        lists.change_list(g.db, g.actor, speakers, terms=_terms(policy, speakers))
    except (BadRequest, RuleBroken) as error:
        return _form(speakers, refusal(error))
    flash(_("The terms are changed."))
    return redirect(url_for(".show", key=key), 303)


@bp.post(LIST + "limit")
@allow(Action.SPEAKERS_MANAGE)
def limit(key: str) -> Response:
    """Limit every statement to so many seconds: those that are shorter stay so."""
    speakers = list_asked(key)
    now = terms_of(speakers)
    try:
        seconds = _limit_asked()
        kept = ListTerms(
            title=now.title,
            opens_at=now.opens_at,
            closes_at=now.closes_at,
            policy=_limited(now.policy, seconds),
        )
        lists.change_list(g.db, g.actor, speakers, terms=kept)
    except (BadRequest, RuleBroken) as error:
        return page(speakers, refusal(error))
    flash(_("Statements are limited to %(time)s each.", time=minutes(seconds)))
    return redirect(url_for(".show", key=key), 303)


def _limit_asked() -> int:
    seconds = request.form.get("seconds", 0, type=int)
    if not 0 < seconds <= LONGEST * 60:
        raise BadRequest({"seconds": text("Give a time from a second to a day.")})
    return seconds


def _limited(policy: OrderPolicy, seconds: int) -> OrderPolicy:
    limited = (replace(one, seconds=min(one.seconds, seconds)) for one in policy.categories)
    return replace(policy, categories=tuple(limited))


@bp.post(LIST + "minutes")
@allow(Action.REQUIREMENTS_EDIT)
def ask(key: str) -> Response:
    """Let the requirements give the item the minutes that its lists need."""
    speakers = list_asked(key)
    version = request.form.get("version", type=int)
    try:
        ask_for_minutes(
            g.db,
            g.actor,
            speakers,
            expected_version=-1 if version is None else version,
            extra_minutes=_whole("extra_minutes", request.form.get("extra_minutes", "0")),
        )
    except BadRequest as error:
        return page(speakers, refusal(error))
    except Stale:
        return page(speakers, meanwhile())
    flash(_("The requirements ask for the minutes now: propose a programme to have them."))
    return redirect(url_for(".show", key=key), 303)


def _form(speakers: SpeakersList | None, refused: Refused = NOTHING) -> Response:
    """The form of a list, or of a new one for None."""
    rules = rulebook(g.session.rulebook).speakers
    now = clock(g.db)
    given = render_template(
        "speakers/terms.html",
        speakers=speakers,
        opened=speakers is not None and now >= speakers.opens_at,
        closed=speakers is not None and now >= speakers.closes_at,
        policies=rules.policies,
        policy=None if speakers is None else terms_of(speakers).policy,
        seen="" if speakers is None else _seen(speakers),
        typed=_stored(speakers) | dict(refused.typed),
        refused=refused,
    )
    return make_response(given, refused.status)


def _free_key(business: str) -> str:
    """A word for the address of a list that no other has: "item-1-f"."""
    base = "-".join(["item", *re.findall(r"[a-z0-9]+", business.lower())])[:90]
    used = {one.key for one in lists.lists(g.db, g.actor, g.session)}
    numbered = (f"{base}-{number}" for number in range(2, len(used) + 3))
    return next(key for key in (base, *numbered) if key not in used)


def _seen(speakers: SpeakersList) -> str:
    """A mark of the terms as they are, by which a form shows that it knew them."""
    return digest(terms_data(terms_of(speakers)))


def _stored(speakers: SpeakersList | None) -> dict[str, Any]:
    if speakers is None:
        return {}
    found = terms_of(speakers)
    return {
        "title": found.title,
        "opens_at": local(found.opens_at).strftime(WRITTEN),
        "closes_at": local(found.closes_at).strftime(WRITTEN),
        "policy": found.policy.key,
        "simultaneous": str(found.policy.simultaneous_seconds),
        **{f"limit-{one.key}": _written(one.seconds) for one in found.policy.categories},
    }


def _terms(policy: OrderPolicy, old: SpeakersList | None = None) -> ListTerms:
    """The terms that a form states, on a policy. Raises BadRequest naming all bad fields.

    A moment that reads as it does in the `old` terms stays what it is, to the microsecond.
    """
    wrong: dict[str, Text] = {}
    given = request.form

    def take(field: str, read: Any, otherwise: Any) -> Any:
        try:
            return read(field, given.get(field, ""))
        except BadRequest as error:
            wrong.update(error.fields)
            return otherwise

    limits: Mapping[str, int] = {
        one.key: take(f"limit-{one.key}", _seconds, one.seconds)
        for one in policy.categories
        if given.get(f"limit-{one.key}")
    }
    everybody = take("limit", _seconds, 1) if given.get("limit") else None
    together = policy.simultaneous_seconds
    if given.get("simultaneous"):
        together = take("simultaneous", _whole, together)
    title = take("title", lambda field, typed: line(field, typed, needed=True), "")
    opens, closes = (take(field, _moment, None) for field in ("opens_at", "closes_at"))
    if wrong:
        raise BadRequest(wrong)
    categories = tuple(
        replace(one, seconds=limits.get(one.key, everybody or one.seconds))
        for one in policy.categories
    )
    if old is not None:
        opens, closes = _unless_same(opens, old.opens_at), _unless_same(closes, old.closes_at)
    return ListTerms(
        title=title,
        opens_at=opens,
        closes_at=closes,
        policy=replace(policy, categories=categories, simultaneous_seconds=together),
    )


def _moment(field: str, given: str) -> datetime:
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or not 1900 < found.year < 2200:
        raise BadRequest({field: text("Give a day and an hour.")})
    return found.replace(tzinfo=ZoneInfo(g.session.time_zone))


def _unless_same(given: datetime, old: datetime) -> datetime:
    return old if given.strftime(WRITTEN) == local(old).strftime(WRITTEN) else given


def _seconds(field: str, given: str) -> int:
    """Minutes as typed, such as 2.5, in seconds."""
    try:
        found = round(float(given.replace(",", ".")) * 60)
    except (ValueError, OverflowError):
        found = 0
    if not 0 < found <= LONGEST * 60:
        raise BadRequest({field: text("Give minutes, such as 3 or 2.5.")})
    return found


def _whole(field: str, given: str) -> int:
    if not given.isascii() or not given.isdigit() or len(given) > 6:
        raise BadRequest({field: text("Give a whole number.")})
    return int(given)


def _written(seconds: int) -> str:
    """Seconds as minutes: "3", "2.5"."""
    return f"{seconds / 60:.4f}".rstrip("0").rstrip(".")
