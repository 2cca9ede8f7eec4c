"""What is asked for after something has happened, without a search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from scheduler.events import Event, Overran, after
from scheduler.problem import Business, Held, HeldPart, Problem, SlotDate
from scheduler.programme import Programme


def happened(
    problem: Problem, programme: Programme, events: Sequence[Event], since: SlotDate | None
) -> Problem:
    """The problem after the events; what the programme takes before `since` has been held.

    Without `since`, what the problem has as held. What overran then took its time from what the
    programme has after it in that meeting, as far as there is any: the rest of both is taken up
    again. Raises KeyError for events of which the session knows nothing.
    """
    asked = reduce(after, events, problem)
    held = asked.held
    if since is not None:
        held = Held(before=since, parts=tuple(_held(problem, programme, since)))
    if held is None:
        return asked
    parts, left = list(held.parts), dict[str, int]()
    begun = {part.business for part in parts}
    ran_on = [one for one in events if isinstance(one, Overran) and one.business in begun]
    for event in ran_on:
        parts, rest = _run_on(problem, parts, event)
        left |= rest
    begun = {part.business for part in parts}

    def now(one: Business) -> Business:
        if one.id in {event.business for event in ran_on}:
            one = _as_it_was(one, problem.business_by_id[one.id])
        return _continued(one, left[one.id]) if one.id in left.keys() & begun else one

    business = tuple(map(now, asked.business))
    return replace(asked, business=business, held=replace(held, parts=tuple(parts)))


def broken_off(problem: Problem, asked: Problem) -> tuple[str, ...]:
    """Business (ids) that need not be taken in one meeting any more, or in a row of slots."""
    return tuple(
        one.id
        for one, before in zip(asked.business, problem.business, strict=True)
        if asked.held is not None
        and (one.consecutive, one.may_split) != (before.consecutive, before.may_split)
    )


def _run_on(
    problem: Problem, parts: Sequence[HeldPart], event: Overran
) -> tuple[list[HeldPart], dict[str, int]]:
    """The parts as they were held, and minutes that are left to do of business broken off."""
    place = max(place for place, one in enumerate(parts) if one.business == event.business)
    held, minutes, left = list(parts), event.minutes, dict[str, int]()
    for later in range(len(parts) - 1, place, -1):
        other = parts[later]
        taken = min(minutes, other.minutes) if _same_meeting(problem, parts[place], other) else 0
        if taken:
            held[later] = replace(other, minutes=other.minutes - taken)
            left[other.business] = taken
            minutes -= taken
    held[place] = replace(held[place], minutes=held[place].minutes + event.minutes - minutes)
    if minutes:
        left[event.business] = minutes
    return [one for one in held if one.minutes], left


def _same_meeting(problem: Problem, part: HeldPart, other: HeldPart) -> bool:
    def meeting(one: HeldPart) -> object:
        business = problem.business_by_id[one.business]
        return one.date, one.slot, business.body, business.column

    return meeting(part) == meeting(other)


def _as_it_was(business: Business, before: Business) -> Business:
    """Longer, but to be continued no more than it was."""
    return replace(
        business,
        may_split=before.may_split,
        least_minutes=before.least_minutes,
        most_parts=before.most_parts,
        sources=before.sources,
    )


def _continued(business: Business, minutes: int) -> Business:
    """What is left of it is taken up again when it can be: the row of its slots is broken off."""
    most = business.most_parts
    return replace(
        business,
        may_split=True,
        consecutive=False,
        least_minutes=min(business.least_minutes, minutes),
        most_parts=None if most is None else most + 1,
        sources=_without(business.sources, "consecutive", "may_split"),
    )


def _held(problem: Problem, programme: Programme, since: SlotDate) -> Iterable[HeldPart]:
    start = problem.moment_of(since)
    for meeting in programme.meetings:
        if (meeting.date, meeting.slot) not in problem.period_at:
            continue
        if problem.moment_of(SlotDate(date=meeting.date, slot=meeting.slot)) >= start:
            continue
        for item in meeting.items:
            if item.item in problem.business_by_id:
                yield HeldPart(
                    business=item.item, date=meeting.date, slot=meeting.slot, minutes=item.minutes
                )


def _without(sources: Mapping[str, str], *names: str) -> Mapping[str, str]:
    return {field: source for field, source in sources.items() if field not in names}
