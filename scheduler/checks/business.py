"""What each piece of business asks for: its time, its shape, and when it may be taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from itertools import pairwise

from scheduler.checks.view import Moment, View
from scheduler.problem import Business, Problem, SlotDate
from scheduler.programme import Violation
from scheduler.requirements.values import joined
from scheduler.text import ntext, text
from scheduler.wording import duration, named, opening, slot_date


def check_business(view: View) -> Iterator[Violation]:
    """Everything about each piece of business, in agenda order."""
    for business in view.problem.business:
        yield from _time(view, business)
        yield from _may_split(view, business)
        yield from _most_parts(view, business)
        yield from _consecutive(view, business)
        yield from _shares_meeting(view, business)
        yield from _starts_meeting(view, business)
        yield from _window(view, business)
        yield from _fixed(view, business)
        yield from _documents(view, business)


def _time(view: View, business: Business) -> Iterator[Violation]:
    taken, needed = view.taken[business.id], business.needed_minutes
    minutes = sum(one.part.minutes for one in taken)
    if not taken:
        sentence = text("%(business)s is not taken.", business=opening(business))
    elif minutes < needed:
        sentence = text(
            "%(business)s is taken for only %(minutes)s; it needs %(needed)s.",
            business=opening(business),
            minutes=duration(minutes),
            needed=duration(needed),
        )
    elif minutes > needed:
        sentence = text(
            "%(business)s is taken for %(minutes)s; it needs no more than %(needed)s.",
            business=opening(business),
            minutes=duration(minutes),
            needed=duration(needed),
        )
    else:
        return
    key, held = business.time, view.meetings_of(business)
    yield view.broken(key, sentence, held, business.source)


def _may_split(view: View, business: Business) -> Iterator[Violation]:
    held = view.meetings_of(business)
    if not business.may_split and len(held) > 1:
        sentence = text(
            "%(business)s is taken in %(meetings)s.",
            business=opening(business),
            meetings=[one.name for one in held],
        )
        yield view.broken(f"business.{business.id}.may_split", sentence, held)


def _most_parts(view: View, business: Business) -> Iterator[Violation]:
    held = view.meetings_of(business)
    if business.most_parts is not None and len(held) > business.most_parts:
        sentence = text(
            "%(business)s is taken in %(meetings)s.",
            business=opening(business),
            meetings=[one.name for one in held],
        )
        yield view.broken(f"business.{business.id}.most_parts", sentence, held)


def _consecutive(view: View, business: Business) -> Iterator[Violation]:
    if not business.consecutive:
        return
    placed = [
        (held.period.index, held) for held in view.meetings_of(business) if held.period is not None
    ]
    for (index, held), (next_index, following) in pairwise(placed):
        between = view.problem.periods[index + 1 : next_index]
        if free := sum(not period.slot.cost for period in between):
            sentence = ntext(
                "%(business)s is taken in %(meeting)s, and then in %(following)s, "
                "with %(n)d slot between.",
                "%(business)s is taken in %(meeting)s, and then in %(following)s, "
                "with %(n)d slots between.",
                free,
                business=opening(business),
                meeting=held.name,
                following=following.name,
            )
            yield view.broken(f"business.{business.id}.consecutive", sentence, [held, following])


def _shares_meeting(view: View, business: Business) -> Iterator[Violation]:
    if business.shares_meeting:
        return
    for held in view.meetings_of(business):
        ids = dict.fromkeys(part.item for part in held.meeting.items)
        known = view.problem.business_by_id
        others = [known[id_] for id_ in ids if id_ in known and id_ != business.id]
        if others:
            sentence = text(
                "%(business)s is taken with %(others)s in %(meeting)s.",
                business=opening(business),
                meeting=held.name,
                others=[named(other) for other in others],
            )
            yield view.broken(f"business.{business.id}.shares_meeting", sentence, [held])


def _starts_meeting(view: View, business: Business) -> Iterator[Violation]:
    taken = view.taken[business.id]
    if not business.starts_meeting or not taken or taken[0].place == 0:
        return
    first = taken[0]
    sentence = ntext(
        "%(business)s begins in %(meeting)s, after %(n)d other piece of business.",
        "%(business)s begins in %(meeting)s, after %(n)d other pieces of business.",
        first.place,
        business=opening(business),
        meeting=first.held.name,
    )
    yield view.broken(f"business.{business.id}.starts_meeting", sentence, [first.held])


def _window(view: View, business: Business) -> Iterator[Violation]:
    first = _bound(view.problem, business.not_before, time.min)
    last = _bound(view.problem, business.not_after, time.max)
    for held in view.meetings_of(business):
        if view.past(held):
            continue
        sentence = text(
            "%(business)s is taken in %(meeting)s.", business=opening(business), meeting=held.name
        )
        if first is not None and held.moment < first:
            yield view.broken(f"business.{business.id}.not_before", sentence, [held])
        if last is not None and held.moment > last:
            yield view.broken(f"business.{business.id}.not_after", sentence, [held])
        slot, day = held.meeting.slot, held.meeting.date
        if any(when.date == day and when.slot in {None, slot} for when in business.not_on):
            yield view.broken(f"business.{business.id}.not_on", sentence, [held])


def _bound(problem: Problem, bound: SlotDate | None, whole_day: time) -> Moment | None:
    """When the slot that bounds a window begins; any hour of the day where it is a day."""
    if bound is None:
        return None
    if bound.slot is None:
        return bound.date, whole_day
    return bound.date, next(slot.start for slot in problem.slots if slot.id == bound.slot)


def _fixed(view: View, business: Business) -> Iterator[Violation]:
    held = view.meetings_of(business)
    for fixed in business.fixed:
        here = (
            one.meeting.date == fixed.date and fixed.slot in (None, one.meeting.slot)
            for one in held
        )
        if not any(here):
            sentence = text(
                "%(business)s is not taken on %(when)s.",
                business=opening(business),
                when=slot_date(view.problem, fixed),
            )
            yield view.broken(f"business.{business.id}.fixed", sentence, held)


def _documents(view: View, business: Business) -> Iterator[Violation]:
    for symbol in business.documents:
        document = view.problem.document_by_symbol[symbol]
        for held in view.meetings_of(business):
            if held.meeting.date < document.out and not view.past(held):
                sentence = text(
                    "%(business)s is taken in %(meeting)s, but %(document)s is out on %(out)s.",
                    business=opening(business),
                    meeting=held.name,
                    document=symbol,
                    out=document.out,
                )
                source = joined([business.sources.get("documents", ""), document.source])
                key = f"business.{business.id}.documents"
                yield view.broken(key, sentence, [held], source)
