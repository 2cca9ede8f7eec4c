"""Which rooms are enough for what meets, and how to count them.

Meetings that can have the same rooms are alike. In a slot all meetings get a room if, and only if,
for each union of sets of rooms that some can have, no more meetings must be within it than it has
rooms that are open (Hall). A union of parts with nothing in common says no more than its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.calendars.conferences.values import Conferences, Gathering
from scheduler.calendars.problem import CalendarRoom

Rooms = frozenset[int]
MOST_UNIONS = 1_000


class TooManyUnions(ValueError):
    """Rooms and needs are of too many kinds to be counted."""


def rooms_for(rooms: Sequence[CalendarRoom], gathering: Gathering) -> Rooms:
    """The rooms with enough seats and booths, by their places in the list."""
    return frozenset(
        place
        for place, room in enumerate(rooms)
        if room.seats >= gathering.seats and room.booths >= len(gathering.languages)
    )


def gatherings(form: Conferences) -> Iterable[Gathering]:
    """All that meet: sessions, their working groups, and meetings for themselves."""
    for session in form.sessions:
        yield session
        yield from session.groups
    yield from form.meetings


@dataclass(frozen=True, slots=True)
class Counting:
    """The sets of rooms that some meetings can have, and the unions in which they are counted."""

    needs: tuple[Rooms, ...]
    unions: tuple[Rooms, ...]

    @staticmethod
    def of(form: Conferences) -> Counting:
        """What is to be counted. Raises TooManyUnions."""
        needs = sorted(
            {rooms_for(form.rooms, one) for one in gatherings(form)},
            key=lambda rooms: (len(rooms), sorted(rooms)),
        )
        unions = set(needs)
        waiting = list(needs)
        while waiting:
            rooms = waiting.pop()
            for need in needs:
                union = rooms | need
                if rooms & need and union not in unions:
                    unions.add(union)
                    waiting.append(union)
                    if len(unions) > MOST_UNIONS:
                        raise TooManyUnions
        ordered = sorted(unions, key=lambda rooms: (len(rooms), sorted(rooms)))
        return Counting(tuple(needs), tuple(ordered))

    @property
    def counted(self) -> tuple[tuple[int, ...], ...]:
        """For each need the unions, by their places, that it is within."""
        return tuple(
            tuple(place for place, union in enumerate(self.unions) if need <= union)
            for need in self.needs
        )
