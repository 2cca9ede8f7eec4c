"""How much each person works, beside what the rules allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from scheduler.roster.outcome import Roster
from scheduler.roster.problem import RosterProblem, Sitting


@dataclass(frozen=True, slots=True)
class Used:
    """Meetings in a day or a calendar week, which `first` is the first day of, and the most."""

    first: date
    used: int
    allowed: int

    @property
    def over(self) -> bool:
        """Whether it is more than the rules allow."""
        return self.used > self.allowed


@dataclass(frozen=True, slots=True)
class Rest:
    """From an evening meeting to the next meeting, and the least that the rules allow."""

    evening: Sitting
    next: Sitting
    rest: timedelta
    least: timedelta

    @property
    def over(self) -> bool:
        """Whether it is too short."""
        return self.rest < self.least


@dataclass(frozen=True, slots=True)
class Load:
    """What a person does, by day and week of the programme; rests after evening meetings."""

    person: str
    meetings: int
    days: tuple[Used, ...]
    weeks: tuple[Used, ...]
    rests: tuple[Rest, ...]

    @property
    def over(self) -> bool:
        """Whether any rule is broken."""
        return any(one.over for one in (*self.days, *self.weeks)) or any(
            one.over for one in self.rests
        )


def loads(problem: RosterProblem, roster: Roster) -> tuple[Load, ...]:
    """The load of every person, in their order, those without any meeting included."""
    mine: dict[str, list[Sitting]] = {person.id: [] for person in problem.people}
    for duty in roster.duties:
        if duty.person in mine and duty.sitting in problem.sitting_by_id:
            mine[duty.person].append(problem.sitting_by_id[duty.sitting])
    return tuple(_load(problem, person, here) for person, here in mine.items())


def _load(problem: RosterProblem, person: str, sittings: list[Sitting]) -> Load:
    rules = problem.rules
    sittings.sort(key=lambda one: (one.start, one.id))
    days = tuple(
        Used(day, sum(one.date == day for one in sittings), rules.meetings_per_day)
        for day, _ in groupby(problem.sittings, key=lambda one: one.date)
    )
    weeks = tuple(
        Used(
            date.fromisocalendar(week[0], week[1], 1),
            sum(one.week == week for one in sittings),
            rules.meetings_per_week,
        )
        for week, _ in groupby(problem.sittings, key=lambda one: one.week)
    )
    return Load(person, len(sittings), days, weeks, tuple(_rests(problem, sittings)))


def _rests(problem: RosterProblem, sittings: Sequence[Sitting]) -> Iterator[Rest]:
    for place, one in enumerate(sittings):
        # meetings at the same time are wrong, but no rest
        other = next((later for later in sittings[place:] if later.start >= one.end), None)
        if other is not None and problem.rules.evening(one):
            yield Rest(one, other, other.start - one.end, problem.rules.rest)
