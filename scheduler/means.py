"""A session and its means: days and slots, bodies, rooms, interpretation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class Column(StrEnum):
    """Where a meeting stands in the programme; independent of its interpretation."""

    PLENARY = "plenary"
    PARALLEL = "parallel"


@dataclass(frozen=True, kw_only=True)
class Session:
    """One regular session of a body. `first_day` and `last_day` are both included."""

    id: str
    title: str
    body: str
    time_zone: str
    first_day: date
    last_day: date
    days_without_meetings: tuple[date, ...] = ()
    venue: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A period of the day in which meetings are held.

    An extra slot has a `cost` above 0 (charged once for each time it is used) and may be
    offered on some days only (`days`; empty means every day of meetings).
    """

    id: str
    start: time
    end: time
    cost: int = 0
    days: tuple[date, ...] = ()
    source: str = ""

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute


@dataclass(frozen=True, kw_only=True)
class SlotDate:
    """A slot on a day, or a whole day where `slot` is None."""

    date: date
    slot: str | None = None

    def covers(self, period: Period) -> bool:
        """Whether the period is that slot, or on that day."""
        return self.date == period.date and self.slot in (None, period.slot.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A slot on a day of the session: the unit of time of the engine.

    `index` counts the periods of the session from 0 in order of time.
    """

    index: int
    date: date
    slot: Slot

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.slot.minutes

    @property
    def week(self) -> tuple[int, int]:
        """Calendar week (ISO year, week), in which an interpreter's meetings are counted."""
        year, week, _ = self.date.isocalendar()
        return year, week


@dataclass(frozen=True, kw_only=True)
class Closure:
    """A slot, or a whole day, without meetings: of one column, or of both where that is None."""

    date: date
    slot: str | None = None
    column: Column | None = None
    because: str = ""
    source: str = ""

    @property
    def id(self) -> str:
        """What it is named by in the keys of requirements."""
        given = {"date": self.date.isoformat(), "slot": self.slot, "column": self.column}
        return closure_id(given)

    def covers(self, period: Period) -> bool:
        """Whether it closes the period (for its column)."""
        return self.date == period.date and self.slot in (None, period.slot.id)


def closure_id(closure: Mapping[str, str | None]) -> str:
    """The name of a closure, of its plain data: what it says.

    A slot that is called like a column is told apart from it: its closure is of ``both``.
    """
    slot, column = closure.get("slot"), closure.get("column")
    if slot and not column and slot.rsplit(".", 1)[-1] in {*Column, "both"}:
        column = "both"
    return ".".join(filter(None, (closure.get("date"), slot, column)))


@dataclass(frozen=True, kw_only=True)
class Body:
    """An organ that meets: the Conference, a working group, a round table.

    `numbered_with` names the body in whose series its meetings are numbered, where a working
    group sits as the plenary (2008: the 11th to 14th meetings).
    """

    id: str
    title: str
    numbered_with: str | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Room:
    """A conference room. `booths` is the number of languages that can be interpreted there."""

    id: str
    title: str
    seats: int
    booths: int
    closed: tuple[SlotDate, ...] = ()
    source: str = ""
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True)
class TeamChange:
    """Teams available in a slot (or on a whole day) where they differ from the usual number."""

    date: date
    teams: int
    slot: str | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Entitlement:
    """Most meetings with interpretation that the session may use; None means no limit."""

    total: int | None = None
    plenary: int | None = None
    parallel: int | None = None
    source: str = ""

    def of(self, column: Column) -> int | None:
        """The limit of one column."""
        return self.plenary if column is Column.PLENARY else self.parallel


@dataclass(frozen=True, kw_only=True)
class Interpretation:
    """Languages and the teams that serve them.

    A team serves one meeting at a time in any of the languages; a meeting interpreted into some
    of the languages uses a booth team of each of these. Any interpretation at all counts against
    the entitlement.
    """

    languages: tuple[str, ...]
    teams: int
    meetings_per_team_day: int = 2
    meetings_per_team_week: int = 7
    changes: tuple[TeamChange, ...] = ()
    entitlement: Entitlement = Entitlement()
    source: str = ""
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)
