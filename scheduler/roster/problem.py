"""What a roster is made from: meetings of a programme, the booths they need, and the people.

Rules of interpretation are data: how many sit in a booth, how often a person works in a day and in
a week, when an evening meeting ends and how long one rests after it, which languages give relay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from scheduler.problem import SlotDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A meeting that needs interpreters; `start` and `end` carry the offset of the place.

    `languages` have a booth each. `pairs` are for meetings without booths: each pair of languages
    is covered by one person. `title` and `room_title`: those of the body and
    of the room, where they are known.
    """

    body: str
    number: int
    date: date
    slot: str
    start: datetime
    end: datetime
    languages: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    room: str | None = None
    title: str = ""
    room_title: str = ""

    @property
    def id(self) -> str:
        """What names it: a body has one meeting in a slot."""
        return f"{self.date.isoformat()} {self.slot} {self.body}"

    @property
    def week(self) -> tuple[int, int]:
        """Calendar week (ISO year, week)."""
        year, week, _ = self.date.isocalendar()
        return year, week

    def within(self, when: SlotDate) -> bool:
        """Whether it is held in that slot, or on that day."""
        return self.date == when.date and when.slot in (None, self.slot)


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """A person. `into` has the languages of the booths they sit in, each with its class, A or B.

    `hears` are the languages they work from. `retour`: languages into which they also work when
    their own is spoken, so that others can take relay from it. `cost_per_day` is 0 for staff.
    `absences` forbid, `avoid` is a wish.
    """

    id: str
    name: str
    into: Mapping[str, str]
    hears: tuple[str, ...] = ()
    retour: tuple[str, ...] = ()
    chief: bool = False
    cost_per_day: int = 0
    absences: tuple[SlotDate, ...] = ()
    avoid: tuple[SlotDate, ...] = ()

    @property
    def booth(self) -> str:
        """The booth they belong to: the first language they work into."""
        return next(iter(self.into))

    @property
    def languages(self) -> frozenset[str]:
        """All languages they have."""
        return frozenset((*self.into, *self.hears, *self.retour))

    def absent(self, sitting: Sitting) -> bool:
        """Whether they are away from it."""
        return any(sitting.within(when) for when in self.absences)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How much a person works. A meeting that ends after `evening_after` is an evening meeting."""

    meetings_per_day: int = 2
    meetings_per_week: int = 7
    evening_after: time = time(19)
    rest_hours_after_evening: int = 12
    source: str = ""

    @property
    def rest(self) -> timedelta:
        """The least time from the end of an evening meeting to the next."""
        return timedelta(hours=self.rest_hours_after_evening)

    def evening(self, sitting: Sitting) -> bool:
        """Whether it is an evening meeting."""
        return sitting.end.date() > sitting.date or sitting.end.time() > self.evening_after


@dataclass(frozen=True, kw_only=True)
class RosterProblem:
    """Meetings in order of time, the size of the booth of each language, and the people."""

    session: str
    sittings: tuple[Sitting, ...]
    booths: Mapping[str, int]
    people: tuple[Interpreter, ...]
    pivots: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)
    source: str = ""

    @cached_property
    def sitting_by_id(self) -> Mapping[str, Sitting]:
        """Meetings by their ids."""
        return {sitting.id: sitting for sitting in self.sittings}

    @cached_property
    def person_by_id(self) -> Mapping[str, Interpreter]:
        """People by their ids."""
        return {person.id: person for person in self.people}
