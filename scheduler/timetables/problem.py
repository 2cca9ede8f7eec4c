"""What goes in: days with their hours or a list of slots, rooms, people, meetings, and aims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property


class Aim(StrEnum):
    """What is wished for; how each is counted is said in docs/timetables.md."""

    ATTENDANCE = "attendance"
    WISHED_TIMES = "wished_times"
    AVOIDED_TIMES = "avoided_times"
    WISHED_ROOMS = "wished_rooms"
    APART = "apart"
    FEW_AT_ONCE = "few_at_once"
    EARLY_ENDS = "early_ends"
    BREAKS = "breaks"
    LARGE_ROOMS = "large_rooms"
    SAME_ROOM = "same_room"


class Level(StrEnum):
    """A level counts before those after it: nothing of it is given up for them."""

    MEDIUM = "medium"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Weight:
    """What one unit of an aim costs, and on which level; `within` is the units of `same_room`."""

    weight: int = 1
    level: Level = Level.SOFT
    within: int = 2


# counted where the file has no weights of its own for them
USUAL_WEIGHTS: Mapping[Aim, Weight] = {
    Aim.ATTENDANCE: Weight(level=Level.MEDIUM),
    Aim.WISHED_TIMES: Weight(),
    Aim.AVOIDED_TIMES: Weight(),
    Aim.WISHED_ROOMS: Weight(),
    Aim.APART: Weight(),
}


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`, by the clock of the place."""

    start: datetime
    end: datetime

    def holds(self, other: Span) -> bool:
        """Whether the other lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two have time in common."""
        return self.start < other.end and other.start < self.end

    def common(self, other: Span) -> timedelta:
        """Time in common; never negative."""
        return max(min(self.end, other.end) - max(self.start, other.start), timedelta())


@dataclass(frozen=True, slots=True)
class Body:
    """A body never meets twice at once, nor beside one of those it `conflicts` with."""

    id: str
    title: str
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A room, and when it cannot be had."""

    id: str
    title: str
    seats: int
    closed: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is asked to attend."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting to be given a start and a room. Empty `rooms` and `times` mean any.

    `minutes` is None where slots are listed and any will do. `seats` is how many are needed;
    `times` are those it must lie within one of, `wished` those it should lie within one of,
    `avoid` those it should not touch. `after`: meetings that end before this one begins.
    """

    id: str
    title: str
    seats: int
    minutes: int | None = None
    bodies: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    wished_rooms: tuple[str, ...] = ()
    times: tuple[Span, ...] = ()
    wished: tuple[Span, ...] = ()
    avoid: tuple[Span, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None
    after: tuple[str, ...] = ()
    never_beside: tuple[str, ...] = ()
    rather_not_beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class TimetableProblem:
    """All that a timetable is made from.

    Either `grid` (minutes) and `hours` (in order of time, never touching one another: a meeting
    begins on the grid of one and ends within the same), or `slots`: a meeting takes one of them.
    """

    title: str
    rooms: tuple[Room, ...]
    meetings: tuple[Meeting, ...]
    grid: int | None = None
    hours: tuple[Span, ...] = ()
    slots: tuple[Span, ...] = ()
    bodies: tuple[Body, ...] = ()
    persons: tuple[Person, ...] = ()
    aims: Mapping[Aim, Weight] = field(default_factory=dict)
    continuous: bool = False  # the end of a day and the beginning of the next follow on one another
    note: str = ""
    source: str = ""

    @cached_property
    def meeting_by_id(self) -> Mapping[str, Meeting]:
        """Meetings by their ids."""
        return {meeting.id: meeting for meeting in self.meetings}

    @cached_property
    def room_by_id(self) -> Mapping[str, Room]:
        """Rooms by their ids."""
        return {room.id: room for room in self.rooms}

    @cached_property
    def body_by_id(self) -> Mapping[str, Body]:
        """Bodies by their ids."""
        return {body.id: body for body in self.bodies}

    @cached_property
    def person_by_id(self) -> Mapping[str, Person]:
        """Persons by their ids."""
        return {person.id: person for person in self.persons}

    @cached_property
    def weights(self) -> Mapping[Aim, Weight]:
        """The aims that cost something, in their order: those given, and the usual others."""
        every = {**USUAL_WEIGHTS, **self.aims}
        return {aim: every[aim] for aim in Aim if aim in every and every[aim].weight}


def whole_day(day: date) -> Span:
    """From midnight to midnight."""
    start = datetime.combine(day, time())
    return Span(start, start + timedelta(days=1))
