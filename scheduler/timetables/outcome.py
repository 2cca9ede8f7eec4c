"""What comes out: a start and a room for each meeting, what it costs, and how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.programme import Status
from scheduler.text import Text
from scheduler.timetables.problem import Aim, Level, Span


@dataclass(frozen=True, slots=True)
class Placement:
    """When and where a meeting is held."""

    meeting: str
    span: Span
    room: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """Placements in the order of the problem's meetings."""

    placements: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """What must be and is not. `amount` is in seats, in units of time, or 1.

    `rule` is one of: hours, grid, times, rooms, seats, closed, room, body, person, beside, after,
    missing. `meetings` are those it is about.
    """

    rule: str
    meetings: tuple[str, ...]
    amount: int
    text: Text


@dataclass(frozen=True, slots=True)
class Score:
    """Cost on each level, the first before all others; `amounts` of each aim before its weight."""

    hard: int
    medium: int
    soft: int
    amounts: Mapping[Aim, int] = field(default_factory=dict, compare=False)

    @property
    def levels(self) -> tuple[int, int, int]:
        """To be compared: the lower, the better."""
        return self.hard, self.medium, self.soft


@dataclass(frozen=True, slots=True)
class LevelBound:
    """The cost reached on a level, and what is proven to be out of reach below; None: no bound."""

    level: Level
    value: int
    bound: int | None

    @property
    def proven(self) -> bool:
        """Whether none is better on this level."""
        return self.bound == self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableOutcome:
    """How a search ended.

    `timetable` keeps everything that must be. Where none was found, `nearest` is the one that
    breaks least of those seen, with its `violations`. `first_seconds`: when the first was found.
    """

    status: Status
    timetable: Timetable | None
    score: Score | None
    bounds: tuple[LevelBound, ...] = ()
    nearest: Timetable | None = None
    violations: tuple[Violation, ...] = ()
    wall_seconds: float
    first_seconds: float | None = None
    steps: int = 0
