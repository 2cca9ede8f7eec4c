"""What a calendar of conferences asks for: blocks of meetings in the half-days of a year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

DAYS_OF_A_WEEK = 7


class Kind(StrEnum):
    """What a block is."""

    SESSION = "session"  # consecutive days of a body
    WORKING_GROUP = "working_group"  # a meeting inside a session
    STANDALONE = "standalone"


class Start(NamedTuple):
    """A slot in which a block may start, and the points that this costs."""

    slot: int
    cost: int


class DaySlot(NamedTuple):
    """A slot of each day, by the clock of the place."""

    id: str
    start: time
    end: time


class CalendarBody(NamedTuple):
    """A body that meets."""

    id: str
    title: str


class CalendarRoom(NamedTuple):
    """A room by its name. On `closed` days nobody has it."""

    id: str
    title: str
    seats: int
    booths: int
    closed: frozenset[date] = frozenset()


class Holiday(NamedTuple):
    """A day without meetings."""

    date: date
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Meetings that are moved as one.

    A block that starts in slot s is held in the slots s + c, for c in `covers`. It needs a room
    of its `level` or above in each, and a team if it is `interpreted`. A working group starts at
    one of `offsets` after the start of its `parent`, the place of a block in the list; without
    its parent it cannot be held. A block that is left out costs `left_out` points; one that
    `must_be_held` so many that all else is left out before it. `rooms`: the rooms that it can
    have, by their places in the list of the problem, where rooms have names. `part`: what it is
    called where it was asked for, as the meetings of one working group are.
    """

    id: str
    kind: Kind
    starts: tuple[Start, ...]
    covers: tuple[int, ...]
    level: int
    interpreted: bool
    left_out: int
    parent: int | None = None
    offsets: tuple[int, ...] = ()
    title: str = ""
    part: str = ""
    body: str = ""
    seats: int = 0
    languages: tuple[str, ...] = ()
    must_be_held: bool = False
    rooms: tuple[int, ...] = ()


class Before(NamedTuple):
    """Two blocks (their places in the list), the first before the other, where both are held.

    `earliest`, for each start of the first, in order: the slot before which the other does not
    start. It never gets smaller from one start to the next.
    """

    first: int
    then: int
    earliest: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CalendarProblem:
    """Slots counted from 0, `slots_per_day` and `slots_per_week`; what there is in each.

    `rooms[k]`: rooms that a block of level k or below can have; rooms of a higher level number
    are smaller, so that a block of level l counts against ``rooms[k]`` for every k >= l. Where
    rooms are no such chain, `counted[l]` has the k against which a block of level l counts. A team
    serves one meeting in a slot, `meetings_per_team_day` in a day, `meetings_per_team_week` in a
    week. `slot_rooms[k]` and `slot_teams`: how many there are in each slot, where this changes.
    `conflicts`:
    pairs of blocks (their places in the list) that are never held in one slot. What a reader
    is told of, where it was given: `dates`, of each day counted from 0; `day_slots`; the names of
    bodies and rooms; holidays, on which no block can be held.
    """

    name: str
    slots: int
    slots_per_day: int
    slots_per_week: int
    teams: int
    meetings_per_team_week: int
    rooms: tuple[int, ...]
    blocks: tuple[Block, ...]
    conflicts: tuple[tuple[int, int], ...] = ()
    before: tuple[Before, ...] = ()
    meetings_per_team_day: int = 2
    counted: tuple[tuple[int, ...], ...] = ()
    slot_rooms: tuple[tuple[int, ...], ...] = ()
    slot_teams: tuple[int, ...] = ()
    first_day: date | None = None
    dates: tuple[date, ...] = ()
    day_slots: tuple[DaySlot, ...] = ()
    time_zone: str = ""
    bodies: tuple[CalendarBody, ...] = ()
    room_names: tuple[CalendarRoom, ...] = ()
    holidays: tuple[Holiday, ...] = ()

    def date_of(self, slot: int) -> date | None:
        """The day of a slot, if any date is known."""
        day = slot // self.slots_per_day
        if self.dates:
            return self.dates[day]
        if self.first_day is None:
            return None
        week, of_week = divmod(day, self.slots_per_week // self.slots_per_day)
        return self.first_day + timedelta(days=week * DAYS_OF_A_WEEK + of_week)

    def day_slot(self, slot: int) -> DaySlot | None:
        """What the slot is called and its hours, if they are known."""
        return self.day_slots[slot % self.slots_per_day] if self.day_slots else None

    @cached_property
    def neighbours(self) -> tuple[tuple[int, ...], ...]:
        """The blocks in conflict with each block."""
        found: list[set[int]] = [set() for _ in self.blocks]
        for one, other in self.conflicts:
            found[one].add(other)
            found[other].add(one)
        return tuple(tuple(sorted(group)) for group in found)

    @cached_property
    def relations(self) -> tuple[tuple[Before, ...], ...]:
        """What each block is before or after."""
        found: list[list[Before]] = [[] for _ in self.blocks]
        for relation in self.before:
            found[relation.first].append(relation)
            found[relation.then].append(relation)
        return tuple(tuple(group) for group in found)

    @cached_property
    def inside(self) -> tuple[tuple[int, ...], ...]:
        """The working groups of each block."""
        found: list[list[int]] = [[] for _ in self.blocks]
        for place, block in enumerate(self.blocks):
            if block.parent is not None:
                found[block.parent].append(place)
        return tuple(tuple(group) for group in found)

    def counts_against(self, level: int) -> tuple[int, ...]:
        """The places in `rooms` against which a block of a level counts."""
        return self.counted[level] if self.counted else tuple(range(level, len(self.rooms)))

    def rooms_in(self, number: int) -> tuple[int, ...]:
        """One of the numbers of `rooms`, slot by slot."""
        return self.slot_rooms[number] if self.slot_rooms else (self.rooms[number],) * self.slots

    @cached_property
    def teams_in(self) -> tuple[int, ...]:
        """Teams, slot by slot."""
        return self.slot_teams or (self.teams,) * self.slots

    @cached_property
    def served(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The meetings that the teams serve in each day, and in each week.

        The first team is there whenever there is one, the second whenever there are two.
        """
        days_of_a_week = self.slots_per_week // self.slots_per_day
        in_days, in_weeks = [0] * self.days, [0] * self.weeks
        # teams that are there at the same times serve the same
        for before, last in pairwise(sorted({0, *self.teams_in})):
            count = last - before
            there = Counter(
                slot // self.slots_per_day for slot, n in enumerate(self.teams_in) if n >= last
            )
            of_week: Counter[int] = Counter()
            for day, slots in there.items():
                served = min(slots, self.meetings_per_team_day)
                in_days[day] += count * served
                of_week[day // days_of_a_week] += served
            for week, served in of_week.items():
                in_weeks[week] += count * min(served, self.meetings_per_team_week)
        return tuple(in_days), tuple(in_weeks)

    @property
    def weeks(self) -> int:
        """Weeks, the last of which may be short."""
        return -(-self.slots // self.slots_per_week)

    @property
    def days(self) -> int:
        """Days, the last of which may be short."""
        return -(-self.slots // self.slots_per_day)


# The slot in which each block starts, in the order of the blocks; None where it is left out.
Plan = tuple[int | None, ...]


def points_asked(problem: CalendarProblem, plan: Plan) -> int:
    """What a plan costs that need not keep the rules: a start that is not offered has no cost."""
    return sum(
        block.left_out if start is None else dict(block.starts).get(start, 0)
        for block, start in zip(problem.blocks, plan, strict=True)
    )


def points(problem: CalendarProblem, plan: Plan) -> int:
    """What a plan costs: its starts, and what it leaves out."""
    return sum(
        block.left_out if start is None else dict(block.starts)[start]
        for block, start in zip(problem.blocks, plan, strict=True)
    )
