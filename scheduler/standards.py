"""What `never_worse` asks: no more of a preference than the programme to stay close to has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from scheduler.preferences import amount
from scheduler.problem import Column, Placement, Preference, Problem
from scheduler.programme import ItemPart, Meeting, Programme


def key_of(preference: Preference) -> str:
    """The key of the requirement."""
    return f"preferences.{preference}.never_worse"


def standards(problem: Problem) -> Mapping[Preference, int]:
    """The most that there may be of each preference that is never to be worse.

    Nothing is asked where there is no reference.
    """
    if not problem.never_worse or not problem.reference:
        return {}
    reference = _programme(problem)
    return {
        name: amount(problem, reference, name) for name in Preference if name in problem.never_worse
    }


def close_to(problem: Problem, programme: Programme) -> Problem:
    """The problem with a programme to stay close to, as far as the session still knows it."""
    reference = tuple(
        Placement(business=item.item, date=meeting.date, slot=meeting.slot, minutes=item.minutes)
        for meeting in programme.meetings
        for item in meeting.items
        if item.item in problem.business_by_id and (meeting.date, meeting.slot) in problem.period_at
    )
    return replace(problem, reference=reference)


def _programme(problem: Problem) -> Programme:
    """The meetings of the reference, as far as preferences count them."""
    parts_of = Counter(placement.business for placement in problem.reference)
    items: dict[tuple[int, str, Column, tuple[str, ...]], list[ItemPart]] = {}
    for placement in problem.reference:
        business = problem.business_by_id[placement.business]
        minutes = placement.minutes
        if minutes is None:  # in one part it is whole; of more parts nothing is known
            minutes = business.needed_minutes if parts_of[business.id] == 1 else 0
        period = problem.period_at[placement.date, placement.slot]
        meeting = (period.index, business.body, business.column, tuple(sorted(business.languages)))
        part = ItemPart(item=business.id, minutes=minutes, continued=False)
        items.setdefault(meeting, []).append(part)
    return Programme(
        meetings=tuple(
            Meeting(
                number=1,
                column=column,
                body=body,
                date=problem.periods[index].date,
                slot=problem.periods[index].slot.id,
                start=datetime.combine(problem.periods[index].date, time.min),
                end=datetime.combine(problem.periods[index].date, time.min),
                room=None,
                languages=languages,
                items=tuple(parts),
            )
            for (index, body, column, languages), parts in items.items()
        )
    )
