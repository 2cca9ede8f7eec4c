"""What is asked for after something has happened, without a search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from scheduler.events import Event, Overran, after
from scheduler.problem import Held, HeldPart, Problem, SlotDate
from scheduler.programme import Programme


def happened(
    problem: Problem, programme: Programme, events: Sequence[Event], since: SlotDate | None
) -> Problem:
    """The problem after the events; what the programme takes before `since` has been held.

    Raises KeyError for events of which the session knows nothing.
    """
    asked = reduce(after, events, problem)
    if since is None:
        return asked
    parts = tuple(_held(problem, programme, since))
    ran_on = {event.business for event in events if isinstance(event, Overran)}
    ran_on &= {part.business for part in parts}
    # What ran on is taken up again when it can be: the row of its slots has been broken off
    business = tuple(
        replace(one, consecutive=False, sources=_without(one.sources, "consecutive"))
        if one.id in ran_on
        else one
        for one in asked.business
    )
    return replace(asked, business=business, held=Held(before=since, parts=parts))


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


def _without(sources: Mapping[str, str], name: str) -> Mapping[str, str]:
    return {field: source for field, source in sources.items() if field != name}
