"""A calendar of conferences as a secretariat states it: bodies, sessions, rooms, by dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from scheduler.calendars.problem import CalendarRoom, Holiday

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class YearSlot(NamedTuple):
    """A slot of each day; `teams`: at most so many are there for it."""

    id: str
    start: time
    end: time
    teams: int | None = None


class TeamChange(NamedTuple):
    """Another number of teams from the week of one day to that of another."""

    first: date
    last: date
    teams: int


class YearBody(NamedTuple):
    """A body: who presides, and the groups of delegations that follow it."""

    id: str
    title: str
    chair: str = ""
    delegations: tuple[str, ...] = ()


class Unit(StrEnum):
    """What the distance from a wish is counted in."""

    DAY = "day"
    WEEK = "week"


class Wish(NamedTuple):
    """The first day wished, and what each day (or calendar week) away from it costs."""

    day: date
    unit: Unit
    cost: int

    def costs(self, first_day: date) -> int:
        """What it costs to begin on a day."""
        if self.unit is Unit.DAY:
            return abs((first_day - self.day).days) * self.cost
        return abs(week_of(first_day) - week_of(self.day)) * self.cost


def week_of(day: date) -> int:
    """The number of a calendar week, from Monday, counted from the beginning of time."""
    return (day.toordinal() - 1) // 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """What all that meet have in common. Without `left_out`, its cost, it must be held."""

    id: str
    title: str
    body: str
    chair: str
    seats: int
    languages: tuple[str, ...]
    slots: tuple[str, ...]
    left_out: int | None


class ItemTaken(NamedTuple):
    """When the plenary of a session takes an item: the day from 1, and the slot."""

    item: str
    day: int
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingGroup(Gathering):
    """So many meetings inside a session, none of them beside its items in plenary."""

    meetings: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting(Gathering):
    """What has a place in the year: between days (both included), at best when wished."""

    earliest: date | None
    latest: date | None
    wish: Wish | None

    def costs(self, first_day: date) -> int:
        """What it costs to begin on a day."""
        return self.wish.costs(first_day) if self.wish else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSession(Sitting):
    """A session of a body: so many consecutive days, in all its slots of each."""

    days: int
    over_weekend: bool
    items: tuple[ItemTaken, ...]
    groups: tuple[WorkingGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleMeeting(Sitting):
    """A meeting for itself, in one of its slots."""


class Apart(NamedTuple):
    """Bodies, sessions, working groups and meetings, no two of which meet at the same time."""

    of: tuple[str, ...]
    because: str = ""


class Order(NamedTuple):
    """A session or meeting that is over so many days, or calendar weeks, before another begins."""

    first: str
    then: str
    gap_days: int = 1
    gap_weeks: int = 0
    because: str = ""

    def kept(self, last_day: date, first_day: date) -> bool:
        """Whether the other may begin on a day, after the last day of the first."""
        return (first_day - last_day).days >= self.gap_days and (
            week_of(first_day) - week_of(last_day) >= self.gap_weeks
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conferences:
    """The year and all that is to meet in it."""

    name: str
    first_day: date
    last_day: date
    time_zone: str
    weekdays: tuple[int, ...]  # 0: Monday
    slots: tuple[YearSlot, ...]
    holidays: tuple[Holiday, ...]
    languages: tuple[str, ...]
    teams: int
    meetings_per_team_day: int
    meetings_per_team_week: int
    changes: tuple[TeamChange, ...]
    rooms: tuple[CalendarRoom, ...]
    bodies: tuple[YearBody, ...]
    sessions: tuple[YearSession, ...]
    meetings: tuple[SingleMeeting, ...]
    never_together: tuple[Apart, ...]
    before: tuple[Order, ...]
    note: str = ""

    def teams_on(self, day: date, slot: YearSlot) -> int:
        """Teams that are there."""
        teams = self.teams
        for change in self.changes:
            if week_of(change.first) <= week_of(day) <= week_of(change.last):
                teams = change.teams
        return teams if slot.teams is None else min(teams, slot.teams)
