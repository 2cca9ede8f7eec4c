"""A programme laid out for the checker: by time, by period, by business."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from scheduler.problem import Business, Column, Period, Problem
from scheduler.programme import ItemPart, Meeting, Programme, Requirement, Violation
from scheduler.requirements import requirement_by_key
from scheduler.text import Text
from scheduler.wording import meeting_hour, meeting_name, meeting_within

Moment = tuple[date, time]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A meeting in its place in time; `period` is None where the session has no such period."""

    meeting: Meeting
    moment: Moment
    period: Period | None
    opening: Text  # its name at the beginning of a sentence
    name: Text  # its name within a sentence


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A part of known business in a meeting; `place` counts within the meeting from 0."""

    business: Business
    part: ItemPart
    held: Held
    place: int


class View:
    """What the rules of the checker look at."""

    def __init__(self, problem: Problem, programme: Programme) -> None:
        self.problem = problem
        self.programme = programme
        bodies = {body.id: place for place, body in enumerate(problem.bodies)}
        columns = list(Column)
        self.held: list[Held] = sorted(
            (_held(problem, meeting) for meeting in programme.meetings),
            key=lambda held: (
                held.moment,
                columns.index(held.meeting.column),
                bodies.get(held.meeting.body, len(bodies)),
                repr(held.meeting),  # so that the order in which they are given does not matter
            ),
        )

    @cached_property
    def rules(self) -> Mapping[str, Requirement]:
        """The requirements of the problem by key."""
        return requirement_by_key(self.problem)

    @cached_property
    def by_period(self) -> Mapping[int, list[Held]]:
        """Meetings by the index of their period; those outside the session are left out."""
        found: dict[int, list[Held]] = defaultdict(list)
        for held in self.held:
            if held.period is not None:
                found[held.period.index].append(held)
        return found

    @cached_property
    def taken(self) -> Mapping[str, list[Taken]]:
        """The parts of each piece of business in order of time; empty where there is none."""
        found: dict[str, list[Taken]] = {business.id: [] for business in self.problem.business}
        for held in self.held:
            for place, part in enumerate(held.meeting.items):
                if part.item in found:
                    business = self.problem.business_by_id[part.item]
                    found[part.item].append(Taken(business, part, held, place))
        return found

    def meetings_of(self, business: Business) -> list[Held]:
        """The meetings that take a part of it, each once, in order of time."""
        return list(dict.fromkeys(taken.held for taken in self.taken[business.id]))

    def past(self, held: Held) -> bool:
        """Whether the meeting has been held, so that nothing is asked of it alone any more."""
        return held.period is not None and held.period.index < self.problem.periods_held

    def broken(
        self, key: str, sentence: Text, held: Iterable[Held] = (), source: str | None = None
    ) -> Violation:
        """A violation of the requirement with this key."""
        rule = self.rules[key]
        return Violation(
            requirement=key,
            text=sentence,
            rule=rule.text,
            source=rule.source if source is None else source,
            meetings=by_time(held),
        )


def by_time(held: Iterable[Held]) -> tuple[Meeting, ...]:
    """Meetings, each once, in order of time."""
    return tuple(one.meeting for one in sorted(dict.fromkeys(held), key=lambda one: one.moment))


def _held(problem: Problem, meeting: Meeting) -> Held:
    return Held(
        meeting=meeting,
        moment=(meeting.date, meeting_hour(problem, meeting)),
        period=problem.period_at.get((meeting.date, meeting.slot)),
        opening=meeting_name(problem, meeting),
        name=meeting_within(problem, meeting),
    )
