"""What `never_worse` asks: no more of a preference than the programme to stay close to has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time

from scheduler.preferences import amount
from scheduler.problem import Column, Preference, Problem
from scheduler.programme import ItemPart, Meeting, Programme


def key_of(preference: Preference) -> str:
    """The key of the requirement."""
    return f"preferences.{preference}.never_worse"


def standards(problem: Problem) -> Mapping[Preference, int]:
    """The most that there may be of each preference that is never to be worse.

    Nothing is asked where there is no reference.
    """
    asked = [name for name, given in problem.preferences.items() if given.never_worse]
    if not asked or not problem.reference:
        return {}
    reference = _programme(problem)
    return {name: amount(problem, reference, name) for name in Preference if name in asked}


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
