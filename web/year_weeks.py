"""A week of a calendar, meeting by meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_date
from flask_babel import gettext as _

from scheduler.calendars.problem import Block
from scheduler.calendars.rooms import RoomsTaken
from web.languages import current_locale
from web.translate import hours
from web.year_tables import Year


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of a block: the `number` of so many."""

    slot: int
    day: str
    hours: str
    title: str
    body: str
    room: str
    interpreted: bool
    number: int
    of: int


def sittings(year: Year, week: int, rooms: RoomsTaken) -> Sequence[Sitting]:
    """The meetings of a week, in order of time and room."""
    first = week * year.problem.slots_per_week
    wanted = range(first, first + year.problem.slots_per_week)
    found = []
    for place, block in enumerate(year.problem.blocks):
        slots = year.slots_of(place)
        for number, slot in enumerate(slots, 1):
            if slot in wanted:
                room = rooms[place][number - 1] if rooms[place] else None
                found.append(_sitting(year, block, slot, room, (number, len(slots))))
    return sorted(found, key=lambda one: (one.slot, one.room, one.title))


def _sitting(year: Year, block: Block, slot: int, room: int | None, of: tuple[int, int]) -> Sitting:
    problem = year.problem
    day, of_the_day = problem.date_of(slot), problem.day_slot(slot)
    of_day = slot // problem.slots_per_day % (problem.slots_per_week // problem.slots_per_day)
    return Sitting(
        slot=slot,
        day=_("Day %(number)s", number=of_day + 1)
        if day is None
        else format_date(day, "EEEE d MMMM", locale=current_locale()),
        hours=_("Slot %(number)s", number=slot % problem.slots_per_day + 1)
        if of_the_day is None
        else hours(of_the_day.start, of_the_day.end),
        title=block.title or block.id,
        body=year.bodies[year.body_of(block)],
        room="" if room is None else problem.room_names[room].title,
        interpreted=block.interpreted,
        number=of[0],
        of=of[1],
    )
