"""What comes out: meetings in order of time, what they cost, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.problem import Column, Preference
from scheduler.text import Text


class Status(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"  # proven: no programme costs less
    FEASIBLE = "feasible"  # a programme, not proven best
    INFEASIBLE = "infeasible"  # proven: there is none
    UNKNOWN = "unknown"  # nothing found in the time


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPart:
    """What a meeting takes of one piece of business. `item` is the id of the business.

    `continued`: an earlier meeting has taken a part of it already.
    """

    item: str
    minutes: int
    continued: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One sitting of one body in one slot. `number` counts in the body's series from 1.

    `start` and `end` carry the offset of the session's time zone.
    """

    number: int
    column: Column
    body: str
    date: date
    slot: str
    start: datetime
    end: datetime
    room: str | None
    languages: tuple[str, ...]
    items: tuple[ItemPart, ...]

    @property
    def interpreted(self) -> bool:
        """Whether there is interpretation into any language."""
        return bool(self.languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The organization of work: meetings in order of time, plenary first within a slot."""

    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceCost:
    """How often a programme goes against one preference. `cost` = `amount` x `weight`.

    `rank` is the place of its rank (0 first) where it has a weight.
    """

    name: Preference
    amount: int
    weight: int
    rank: int = 0

    @property
    def cost(self) -> int:
        """Points in the weighted total."""
        return self.amount * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A requirement that a programme breaks: which (`requirement` is its key), how, and where.

    `meetings`: those concerned, in order of time.
    """

    requirement: str
    text: Text
    rule: Text
    source: str = ""
    meetings: tuple[Meeting, ...] = ()

    @property
    def where(self) -> tuple[tuple[date, str], ...]:
        """The dates and slots of the meetings concerned, each once."""
        return tuple(dict.fromkeys((meeting.date, meeting.slot) for meeting in self.meetings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing the bureau asked for, as a sentence. `key` is its path in the problem."""

    key: str
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A change that makes a programme possible, verified by solving."""

    requirement: Requirement
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence of a clash, and the requirements that it tells of: those that say the same."""

    requirements: tuple[Requirement, ...]
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why there is no programme, and what would make one possible.

    `clashes`: requirements that cannot all be met; no two clashes have one in common but what there
    is to do in all (`time`). `told`: clash by clash the same, in as few sentences as can be.
    `counts`: clash by clash how much is needed, and how much there is, where that can be counted.
    `ways`: changes that together make a programme possible, those first that hurt least.
    """

    clashes: tuple[tuple[Requirement, ...], ...] = ()
    told: tuple[tuple[Told, ...], ...] = ()
    counts: tuple[tuple[Text, ...], ...] = ()
    ways: tuple[tuple[Relaxation, ...], ...] = ()

    @property
    def clash(self) -> tuple[Requirement, ...]:
        """The clash to hear of first."""
        return self.clashes[0] if self.clashes else ()

    @property
    def relaxations(self) -> tuple[Relaxation, ...]:
        """The way out that hurts least."""
        return self.ways[0] if self.ways else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RankPoints:
    """Points in one rank of preferences.

    No programme that is as good in the ranks before has less than `bound`.
    """

    objective: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether there cannot be less."""
        return self.objective == self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of a search. `programme` is there when `status` is optimal or feasible.

    `objective` and `bound` are the points in all, and what the best programme cannot be below.
    `ranks` has them rank by rank where preferences are ranked, and is empty where all are weighed
    against one another.
    """

    status: Status
    wall_seconds: float
    programme: Programme | None = None
    objective: int | None = None
    bound: int | None = None
    preferences: tuple[PreferenceCost, ...] = ()
    ranks: tuple[RankPoints, ...] = ()
    explanation: Explanation | None = None
