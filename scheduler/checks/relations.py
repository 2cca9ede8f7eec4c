"""What pieces of business ask of each other: order, never in parallel, together, last, alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.checks.view import Taken, View
from scheduler.problem import Business, Relation, RelationKind
from scheduler.programme import Violation
from scheduler.text import Text, ntext, text
from scheduler.wording import listed, moment, named, opening


def check_relations(view: View) -> Iterator[Violation]:
    """Chairs, then the relations as they are listed."""
    yield from _chairs(view)
    for relation in view.problem.relations:
        key = f"relations.{relation.id}"
        business = [view.problem.business_by_id[id_] for id_ in relation.business]
        match relation.kind:
            case RelationKind.BEFORE:
                yield from _before(view, key, relation, *business)
            case RelationKind.AFTER_BEGUN:
                yield from _after_begun(view, key, *business)
            case RelationKind.NEVER_PARALLEL:
                yield from _apart(view, key, business)
            case RelationKind.TOGETHER:
                yield from _together(view, key, business)
            case RelationKind.ENDS_SESSION:
                yield from _ends_session(view, key, business[0])
            case RelationKind.ALONE:
                yield from _beside(view, key, business[0])


def _chairs(view: View) -> Iterator[Violation]:
    chaired: dict[str, list[Business]] = {}
    for business in view.problem.business:
        if business.chair:
            chaired.setdefault(business.chair, []).append(business)
    for chair, members in chaired.items():
        if len(members) > 1:
            yield from _apart(view, f"chairs.{chair}", members)


def _before(
    view: View, key: str, relation: Relation, first: Business, then: Business
) -> Iterator[Violation]:
    if not view.taken[first.id] or not view.taken[then.id]:
        return
    last, begins = view.taken[first.id][-1], view.taken[then.id][0]
    if last.held.moment < begins.held.moment:
        sentence = _too_soon(relation, last, begins)
    elif last.held is not begins.held:
        sentence = text(
            "%(then)s is taken in %(meeting)s, before %(first)s is finished in %(last)s.",
            then=opening(then),
            meeting=begins.held.name,
            first=named(first),
            last=last.held.name,
        )
    elif last.place > begins.place:
        sentence = text(
            "%(then)s is taken before %(first)s in %(meeting)s.",
            then=opening(then),
            first=named(first),
            meeting=begins.held.name,
        )
    elif relation.gap_slots or relation.gap_days:
        sentence = text(
            "%(first)s and %(then)s are taken in one meeting, %(meeting)s.",
            first=opening(first),
            then=named(then),
            meeting=begins.held.name,
        )
    else:
        sentence = None
    if sentence is not None:
        yield view.broken(key, sentence, [last.held, begins.held])


def _after_begun(view: View, key: str, first: Business, then: Business) -> Iterator[Violation]:
    if not view.taken[first.id] or not view.taken[then.id]:
        return
    begun, begins = view.taken[first.id][0], view.taken[then.id][0]
    if begins.held.moment <= begun.held.moment:
        sentence = text(
            "%(then)s is taken in %(meeting)s, and %(first)s only in %(begun)s.",
            then=opening(then),
            meeting=begins.held.name,
            first=named(first),
            begun=begun.held.name,
        )
        yield view.broken(key, sentence, [begun.held, begins.held])


def _too_soon(relation: Relation, last: Taken, begins: Taken) -> Text | None:
    """What is wrong with the gap between the two, if anything."""
    days = (begins.held.meeting.date - last.held.meeting.date).days
    if last.held.period is not None and begins.held.period is not None:
        free = begins.held.period.index - last.held.period.index - 1
        if free < relation.gap_slots:
            return ntext(
                "%(then)s is taken in %(meeting)s, only %(n)d slot after %(first)s in %(last)s.",
                "%(then)s is taken in %(meeting)s, only %(n)d slots after %(first)s in %(last)s.",
                free + 1,
                then=opening(begins.business),
                meeting=begins.held.name,
                first=named(last.business),
                last=last.held.name,
            )
    if days < relation.gap_days:
        return ntext(
            "%(then)s is taken in %(meeting)s, only %(n)d day after %(first)s in %(last)s.",
            "%(then)s is taken in %(meeting)s, only %(n)d days after %(first)s in %(last)s.",
            days,
            then=opening(begins.business),
            meeting=begins.held.name,
            first=named(last.business),
            last=last.held.name,
        )
    return None


def _apart(view: View, key: str, members: Sequence[Business]) -> Iterator[Violation]:
    """No two of them in different meetings of one period."""
    by_period: dict[int, list[Taken]] = {}
    for member in members:
        for taken in view.taken[member.id]:
            if taken.held.period is not None:
                by_period.setdefault(taken.held.period.index, []).append(taken)
    for index, at_once in sorted(by_period.items()):
        held = list(dict.fromkeys(taken.held for taken in at_once))
        business = {taken.business.id: taken.business for taken in at_once}
        if len(held) > 1 and len(business) > 1:
            period = view.problem.periods[index]
            sentence = text(
                "%(business)s are taken in parallel on %(when)s.",
                business=listed(business.values()),
                when=moment(period.date, period.slot.start),
            )
            yield view.broken(key, sentence, held)


def _together(view: View, key: str, members: Sequence[Business]) -> Iterator[Violation]:
    meetings = [held for business in members for held in view.meetings_of(business)]
    held = sorted(dict.fromkeys(meetings), key=lambda one: one.moment)
    if len(held) > 1:
        sentence = text(
            "%(business)s are taken in %(meetings)s.",
            business=listed(members),
            meetings=[one.name for one in held],
        )
        yield view.broken(key, sentence, held)


def _ends_session(view: View, key: str, business: Business) -> Iterator[Violation]:
    if not view.taken[business.id]:
        return
    last = view.taken[business.id][-1]
    later = [one for one in view.held if one.moment > last.held.moment]
    if later:
        sentence = ntext(
            "%(meetings)s, is held after %(business)s.",
            "%(meetings)s, are held after %(business)s.",
            len(later),
            meetings=[one.name if place else one.opening for place, one in enumerate(later)],
            business=named(business),
        )
        yield view.broken(key, sentence, [last.held, *later])
    known = view.problem.business_by_id
    ids = dict.fromkeys(part.item for part in last.held.meeting.items[last.place + 1 :])
    after = [known[id_] for id_ in ids if id_ in known and id_ != business.id]
    if after:
        sentence = ntext(
            "%(after)s is taken after %(business)s in %(meeting)s.",
            "%(after)s are taken after %(business)s in %(meeting)s.",
            len(after),
            after=listed(after),
            business=named(business),
            meeting=last.held.name,
        )
        yield view.broken(key, sentence, [last.held])
    yield from _beside(view, key, business)


def _beside(view: View, key: str, business: Business) -> Iterator[Violation]:
    """Other meetings in the periods in which it has a part."""
    own = view.meetings_of(business)
    periods = {held.period.index for held in own if held.period is not None}
    for index in sorted(periods):
        for held in view.by_period[index]:
            if held not in own:
                sentence = text(
                    "%(meeting)s, is held beside %(business)s.",
                    meeting=held.opening,
                    business=named(business),
                )
                yield view.broken(key, sentence, [held])
