"""The sentence of a piece of business: how long it takes, where, and on what conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from procedure.wording import item_number
from scheduler.problem import Business, Column, Problem
from web.forms.business import wishes_ignored
from web.requirements.rows import Clause, Row, Says, anchor
from web.requirements.sentences import moment
from web.requirements.speech import _, ngettext
from web.translate import and_list, duration, short_day
from web.words import language_name

USUAL_LEAST = 30
# what a piece of business may ask for: the last words of their keys, and how they are cited
NAMES: Mapping[str, Any] = {
    "may_split": _l("one meeting"),
    "consecutive": _l("one after the other"),
    "shares_meeting": _l("for itself"),
    "starts_meeting": _l("first in its meeting"),
    "not_before": _l("not before"),
    "not_after": _l("not after"),
    "not_on": _l("not then"),
    "most_parts": _l("most meetings"),
    "fixed": _l("fixed times"),
    "documents": _l("documents"),
    "room": _l("room"),
}
# what has no key of its own
PARTS: Mapping[str, Any] = {
    "seats": _l("seats"),
    "chair": _l("chair"),
    "least_minutes": _l("shortest part"),
    "wished": _l("wished time"),
}


def business_rows(problem: Problem, _says: Says) -> Iterator[Row]:
    """The business in agenda order."""
    for business in problem.business:
        clauses = tuple(_clauses(problem, business))
        stated = {clause.anchor for clause in clauses}
        anchors = [anchor(f"business.{business.id}.{name}") for name in NAMES]
        yield Row(
            kind="business",
            key=business.id,
            anchor=anchor(f"business.{business.id}"),
            label=item_number(business.item or ""),
            title=business.title,
            clauses=clauses,
            source=business.source,
            between=_("; "),
            also=tuple(one for one in anchors if one not in stated),
        )


def _clauses(problem: Problem, business: Business) -> Iterator[Clause]:
    said = [
        (_time(problem, business), ""),
        (_languages(problem, business), ""),
        *_shape(business),
        *_when(problem, business),
        *_means(problem, business),
    ]
    for place, (clause, name) in enumerate(said):
        end = _(".") if place == len(said) - 1 else ""
        source = business.sources.get(name, "") if name else None
        about = str(NAMES.get(name) or PARTS.get(name, ""))
        whole = clause if clause.endswith(end) else clause + end  # "10 a.m." has its full stop
        leads_to = ""
        if name == "wished" and wishes_ignored(problem):
            leads_to = "preferences.wished_times"
        yield Clause(whole, _anchor(problem, business, name), source, about, leads_to)


def _anchor(problem: Problem, business: Business, name: str) -> str:
    """The key of the requirement that a condition is, or is a part of."""
    if name == "seats" and problem.rooms and not business.room:
        name = "room"
    return anchor(f"business.{business.id}.{name}") if name in NAMES else ""


def _time(problem: Problem, business: Business) -> str:
    body = problem.body_by_id[business.body]
    values = {"time": duration(business.needed_minutes), "body": body.title}
    own = body.id == problem.session.body
    if business.column is Column.PLENARY:
        said = _("%(time)s in plenary", **values)
        if not own:
            said = _("%(time)s in plenary, as meetings of the %(body)s", **values)
    else:
        said = _("%(time)s beside the plenary", **values)
        if not own and body.title not in business.title:
            said = _("%(time)s beside the plenary, as meetings of the %(body)s", **values)
    if business.speakers is None:
        return said
    return _("%(said)s, %(why)s", said=said, why=_speakers(business))


def _speakers(business: Business) -> str:
    given = business.speakers
    assert given is not None
    listed = ngettext(
        "for %(num)s speaker with %(limit)s minutes each",
        "for %(num)s speakers with %(limit)s minutes each",
        given.number,
        limit=given.limit_minutes,
    )
    if not given.changeover_seconds:
        return listed
    return _(
        "%(speakers)s and %(seconds)s seconds in between",
        speakers=listed,
        seconds=given.changeover_seconds,
    )


def _languages(problem: Problem, business: Business) -> str:
    if not business.languages:
        return _("without interpretation")
    if set(business.languages) == set(problem.interpretation.languages):
        return ngettext("in %(num)s language", "in all %(num)s languages", len(business.languages))
    listed = and_list(language_name(code) for code in business.languages)
    return _("in %(languages)s", languages=listed)


def _shape(business: Business) -> Iterator[tuple[str, str]]:
    if not business.may_split:
        yield _("in one meeting"), "may_split"
    elif business.most_parts == 1:
        yield _("in one meeting"), "most_parts"
    elif business.consecutive:
        yield _("may be continued, in meetings that follow one another"), "consecutive"
    else:
        yield _("may be continued in another meeting"), ""
    if business.may_split and business.most_parts != 1 and business.least_minutes != USUAL_LEAST:
        least = duration(business.least_minutes)
        yield _("in parts of at least %(time)s", time=least), "least_minutes"
    if business.most_parts is not None and business.most_parts > 1:
        most = ngettext(
            "in at most %(num)s meeting", "in at most %(num)s meetings", business.most_parts
        )
        yield most, "most_parts"
    if not business.may_split and business.consecutive:
        yield _("in slots that follow one another"), "consecutive"
    if not business.shares_meeting:
        yield _("with nothing else in its meetings"), "shares_meeting"
    if business.starts_meeting:
        yield _("first in its meeting"), "starts_meeting"


def _when(problem: Problem, business: Business) -> Iterator[tuple[str, str]]:
    if business.not_before:
        yield _("not before %(when)s", when=moment(problem, business.not_before)), "not_before"
    if business.not_after:
        yield _("not after %(when)s", when=moment(problem, business.not_after)), "not_after"
    if business.not_on:
        listed = and_list(moment(problem, when) for when in business.not_on)
        yield _("not on %(when)s", when=listed), "not_on"
    if business.fixed:
        listed = and_list(moment(problem, when) for when in business.fixed)
        yield _("on %(when)s", when=listed), "fixed"
    if business.documents:
        out = max(problem.document_by_symbol[symbol].out for symbol in business.documents)
        said = ngettext(
            "not before its document is out, on %(day)s",
            "not before its %(num)s documents are out, the last on %(day)s",
            len(business.documents),
            day=short_day(out),
        )
        yield said, "documents"
    if business.wished:
        when = moment(problem, business.wished)
        wish = _("if possible on %(when)s", when=when)
        if wishes_ignored(problem):
            wish = _("if possible on %(when)s (not counted: see “What is better”)", when=when)
        yield wish, "wished"


def _means(problem: Problem, business: Business) -> Iterator[tuple[str, str]]:
    if business.room:
        title = next(room.title for room in problem.rooms if room.id == business.room)
        yield _("in the room %(room)s", room=title), "room"
    if business.seats:
        seats = ngettext("at least %(num)s seat", "at least %(num)s seats", business.seats)
        yield seats, "seats"
    if business.chair:
        yield _("chaired by %(chair)s", chair=business.chair), "chair"
