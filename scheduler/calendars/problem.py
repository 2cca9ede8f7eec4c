"""What a calendar of conferences asks for: blocks of meetings in the half-days of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

MEETINGS_OF_A_TEAM_IN_A_DAY = 2


class Kind(StrEnum):
    """What a block is."""

    SESSION = "session"  # consecutive days of a body
    WORKING_GROUP = "working_group"  # a meeting inside a session
    STANDALONE = "standalone"


class Start(NamedTuple):
    """A slot in which a block may start, and the points that this costs."""

    slot: int
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Meetings that are moved as one.

    A block that starts in slot s is held in the slots s + c, for c in `covers`. It needs a room
    of its `level` or above in each, and a team if it is `interpreted`. A working group starts at
    one of `offsets` after the start of its `parent`, the place of a block in the list; without
    its parent it cannot be held. A block that is left out costs `left_out` points.
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


@dataclass(frozen=True, kw_only=True)
class CalendarProblem:
    """Slots counted from 0, `slots_per_day` and `slots_per_week`; what there is in each.

    `rooms[k]`: rooms that a block of level k or below can have; rooms of a higher level number
    are smaller, so that a block of level l counts against ``rooms[k]`` for every k >= l. A team
    serves one meeting in a slot, two in a day, `meetings_per_team_week` in a week. `conflicts`:
    pairs of blocks (their places in the list) that are never held in one slot.
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
    first_day: date | None = None

    @cached_property
    def neighbours(self) -> tuple[tuple[int, ...], ...]:
        """The blocks in conflict with each block."""
        found: list[set[int]] = [set() for _ in self.blocks]
        for one, other in self.conflicts:
            found[one].add(other)
            found[other].add(one)
        return tuple(tuple(sorted(group)) for group in found)

    @cached_property
    def inside(self) -> tuple[tuple[int, ...], ...]:
        """The working groups of each block."""
        found: list[list[int]] = [[] for _ in self.blocks]
        for place, block in enumerate(self.blocks):
            if block.parent is not None:
                found[block.parent].append(place)
        return tuple(tuple(group) for group in found)

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


def points(problem: CalendarProblem, plan: Plan) -> int:
    """What a plan costs: its starts, and what it leaves out."""
    return sum(
        block.left_out if start is None else dict(block.starts)[start]
        for block, start in zip(problem.blocks, plan, strict=True)
    )
