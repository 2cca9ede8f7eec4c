"""What makes a programme one of this session at all: its slots, bodies, numbers and hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from scheduler.checks.view import Held, Taken, View, by_time
from scheduler.problem import Business, Column, RelationKind
from scheduler.programme import Violation
from scheduler.text import Text, ntext, text
from scheduler.wording import body_name, duration, languages, named, opening, ordinal

RULES: Mapping[str, Text] = {
    "period": text("Meetings are held in the slots of the session, on its days of meetings."),
    "hours": text("A meeting begins and ends with its slot, in the time zone of the session."),
    "body": text("A meeting is of a body of the session, and takes the business of that body."),
    "column": text("A meeting takes business of its own column, plenary or parallel."),
    "languages": text("A meeting is interpreted into the languages that its business asks for."),
    "business": text("A meeting takes business of the session."),
    "empty": text("A meeting takes some business."),
    "twice": text("A meeting takes each piece of business once."),
    "capacity": text("The business of a meeting takes no more time than its slot has."),
    "number": text("Meetings are numbered from 1 in order of time, in the series of their body."),
    "continued": text("What an earlier meeting has begun is marked as continued."),
    "order": text(
        "A meeting takes first what is continued, then what is taken whole, "
        "then what goes on in a later meeting."
    ),
    "least_minutes": text("No part of a piece of business is shorter than its shortest part."),
}


def check_structure(view: View) -> Iterator[Violation]:
    """Everything that holds for any session."""
    for held in view.held:
        yield from _period(view, held)
        yield from _hours(view, held)
        yield from _contents(view, held)
        yield from _body(view, held)
        yield from _column(view, held)
        yield from _languages(view, held)
        yield from _capacity(held)
        yield from _order(view, held)
    yield from _numbers(view)
    for business in view.problem.business:
        for taken in view.taken[business.id]:
            yield from _continued(view, taken)
            if not view.past(taken.held):
                yield from _least_minutes(taken)


def _broken(name: str, sentence: Text, held: Held, source: str = "") -> Violation:
    return Violation(
        requirement=f"structure.{name}",
        text=sentence,
        rule=RULES[name],
        source=source,
        meetings=by_time([held]),
    )


def _period(view: View, held: Held) -> Iterator[Violation]:
    if held.period is not None:
        return
    session, meeting = view.problem.session, held.meeting
    if not session.first_day <= meeting.date <= session.last_day:
        sentence = text("%(meeting)s, is outside the session.", meeting=held.opening)
    elif meeting.date in session.days_without_meetings:
        sentence = text("%(meeting)s, is on a day without meetings.", meeting=held.opening)
    else:
        sentence = text(
            '%(meeting)s, is in the slot "%(slot)s", which the session does not have on that day.',
            meeting=held.opening,
            slot=meeting.slot,
        )
    yield _broken("period", sentence, held, session.source)


def _hours(view: View, held: Held) -> Iterator[Violation]:
    if held.period is None:
        return
    zone, slot = ZoneInfo(view.problem.session.time_zone), held.period.slot
    start = datetime.combine(held.period.date, slot.start, zone)
    end = datetime.combine(held.period.date, slot.end, zone)
    if (held.meeting.start, held.meeting.end) != (start, end):
        sentence = text(
            "%(meeting)s, is said to be held from %(start)s to %(end)s; "
            "its slot is from %(right_start)s to %(right_end)s.",
            meeting=held.opening,
            start=held.meeting.start.isoformat(timespec="minutes"),
            end=held.meeting.end.isoformat(timespec="minutes"),
            right_start=start.isoformat(timespec="minutes"),
            right_end=end.isoformat(timespec="minutes"),
        )
        yield _broken("hours", sentence, held, slot.source)


def _contents(view: View, held: Held) -> Iterator[Violation]:
    if not held.meeting.items:
        yield _broken("empty", text("%(meeting)s, takes nothing.", meeting=held.opening), held)
    for id_, times in Counter(part.item for part in held.meeting.items).items():
        business = view.problem.business_by_id.get(id_)
        if business is None:
            sentence = text(
                '%(meeting)s, takes "%(id)s", which is no business of the session.',
                meeting=held.opening,
                id=id_,
            )
            yield _broken("business", sentence, held)
        elif times > 1:
            sentence = text(
                "%(business)s stands %(times)d times in %(meeting)s.",
                business=opening(business),
                times=times,
                meeting=held.name,
            )
            yield _broken("twice", sentence, held)


def _known(view: View, held: Held) -> list[Business]:
    """The business of a meeting, each piece once."""
    known = view.problem.business_by_id
    ids = dict.fromkeys(part.item for part in held.meeting.items)
    return [known[id_] for id_ in ids if id_ in known]


def _body(view: View, held: Held) -> Iterator[Violation]:
    if held.meeting.body not in view.problem.body_by_id:
        sentence = text("%(meeting)s, is of no body of the session.", meeting=held.opening)
        yield _broken("body", sentence, held)
        return
    for business in _known(view, held):
        if business.body != held.meeting.body:
            sentence = text(
                "%(business)s is taken in %(meeting)s, but is business of the %(body)s.",
                business=opening(business),
                meeting=held.name,
                body=body_name(view.problem, business.body),
            )
            yield _broken("body", sentence, held, business.source)


def _column(view: View, held: Held) -> Iterator[Violation]:
    wrong = [one for one in _known(view, held) if one.column is not held.meeting.column]
    if not wrong:
        return
    if held.meeting.column is Column.PARALLEL:
        sentence = ntext(
            "%(meeting)s, is a parallel meeting, but %(business)s is plenary business.",
            "%(meeting)s, is a parallel meeting, but %(business)s are plenary business.",
            len(wrong),
            meeting=held.opening,
            business=[named(one) for one in wrong],
        )
    else:
        sentence = ntext(
            "%(meeting)s, is a plenary meeting, but %(business)s is parallel business.",
            "%(meeting)s, is a plenary meeting, but %(business)s are parallel business.",
            len(wrong),
            meeting=held.opening,
            business=[named(one) for one in wrong],
        )
    yield _broken("column", sentence, held)


def _languages(view: View, held: Held) -> Iterator[Violation]:
    given = set(held.meeting.languages)
    asked: dict[frozenset[str], list[Business]] = {}
    for business in _known(view, held):
        asked.setdefault(frozenset(business.languages), []).append(business)
    for wanted, askers in asked.items():
        names = [named(one) for one in askers]
        if missing := _in_order(view, wanted - given):
            sentence = ntext(
                "%(meeting)s, has no interpretation into %(languages)s, which %(business)s needs.",
                "%(meeting)s, has no interpretation into %(languages)s, which %(business)s need.",
                len(names),
                meeting=held.opening,
                languages=languages(missing),
                business=names,
            )
            yield _broken("languages", sentence, held)
        if needless := _in_order(view, given - wanted):
            sentence = ntext(
                "%(meeting)s, has interpretation into %(languages)s, "
                "which %(business)s does not need.",
                "%(meeting)s, has interpretation into %(languages)s, "
                "which %(business)s do not need.",
                len(names),
                meeting=held.opening,
                languages=languages(needless),
                business=names,
            )
            yield _broken("languages", sentence, held)


def _in_order(view: View, codes: Iterable[str]) -> list[str]:
    order = view.problem.interpretation.languages
    return sorted(codes, key=lambda code: (order.index(code) if code in order else 99, code))


def _capacity(held: Held) -> Iterator[Violation]:
    minutes = sum(part.minutes for part in held.meeting.items)
    if held.period is not None and minutes > held.period.minutes:
        sentence = text(
            "The business of %(meeting)s, takes %(taken)s; the slot has %(length)s.",
            meeting=held.name,
            taken=duration(minutes),
            length=duration(held.period.minutes),
        )
        yield _broken("capacity", sentence, held, held.period.slot.source)


def _order(view: View, held: Held) -> Iterator[Violation]:
    """Neighbours against the order, but for what starts a meeting or ends the session."""
    ends = {r.business[0] for r in view.problem.relations if r.kind is RelationKind.ENDS_SESSION}
    ranked: list[tuple[int, Business]] = []
    for business in _known(view, held):
        moments = [taken.held.moment for taken in view.taken[business.id]]
        begins_here = moments[0] == held.moment
        if business.id not in ends and not (business.starts_meeting and begins_here):
            rank = 0 if not begins_here else 1 if moments[-1] == held.moment else 2
            ranked.append((rank, business))
    for (rank, business), (next_rank, following) in pairwise(ranked):
        if rank > next_rank:
            sentence = text(
                "%(first)s is taken before %(then)s in %(meeting)s.",
                first=opening(business),
                then=named(following),
                meeting=held.name,
            )
            yield _broken("order", sentence, held)


def _numbers(view: View) -> Iterator[Violation]:
    series: dict[str, list[Held]] = {}
    for held in view.held:
        body = view.problem.body_by_id.get(held.meeting.body)
        name = body.numbered_with or body.id if body else held.meeting.body
        series.setdefault(name, []).append(held)
    for meetings in series.values():
        # Of two meetings of one series at one time, either may have the lower number.
        meetings.sort(key=lambda held: (held.moment, held.meeting.number))
        for number, held in enumerate(meetings, start=1):
            if held.meeting.number != number:
                sentence = text(
                    "%(meeting)s, should be the %(right)s.",
                    meeting=held.opening,
                    right=ordinal(number),
                )
                yield _broken("number", sentence, held)


def _continued(view: View, taken: Taken) -> Iterator[Violation]:
    begun = view.taken[taken.business.id][0].held.moment < taken.held.moment
    if taken.part.continued and not begun:
        sentence = text(
            "%(business)s is marked as continued in %(meeting)s, where it begins.",
            business=opening(taken.business),
            meeting=taken.held.name,
        )
        yield _broken("continued", sentence, taken.held)
    if begun and not taken.part.continued:
        sentence = text(
            "%(business)s is not marked as continued in %(meeting)s, though it began earlier.",
            business=opening(taken.business),
            meeting=taken.held.name,
        )
        yield _broken("continued", sentence, taken.held)


def _least_minutes(taken: Taken) -> Iterator[Violation]:
    least = min(taken.business.least_minutes, taken.business.needed_minutes)
    if taken.part.minutes < least:
        sentence = text(
            "%(business)s is taken for %(minutes)s in %(meeting)s; its shortest part is %(least)s.",
            business=opening(taken.business),
            minutes=duration(taken.part.minutes),
            meeting=taken.held.name,
            least=duration(least),
        )
        source = taken.business.sources.get("least_minutes", "")
        yield _broken("least_minutes", sentence, taken.held, source)
