"""What a programme leaves free."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scheduler.counting.capacity import INTERPRETED, meetings_served
from scheduler.problem import Column, Problem
from scheduler.programme import Meeting, Programme
from scheduler.text import Text, text
from scheduler.wording import column_name, duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """What is left of something: minutes, or meetings. `key`: what it is left of."""

    key: str
    left: int
    text: Text


def spare(problem: Problem, programme: Programme) -> tuple[Spare, ...]:
    """Minutes free in each column, in regular and in extra slots; meetings left to interpret.

    Less than nothing is left where the programme takes more than there is.
    """
    return (*_minutes(problem, programme), *_interpretation(problem, programme))


def _minutes(problem: Problem, programme: Programme) -> Iterator[Spare]:
    for column in problem.at_once:  # of others there is no end
        for extra in (False, True):
            periods = {
                (period.date, period.slot.id): period
                for period in problem.periods
                if bool(period.slot.cost) is extra
            }
            closed = [one for one in problem.closures if one.column in {None, column}]
            open_minutes = sum(
                period.minutes
                for period in periods.values()
                if not any(closure.covers(period) for closure in closed)
            )
            taken = sum(
                item.minutes
                for meeting in programme.meetings
                if meeting.column is column and (meeting.date, meeting.slot) in periods
                for item in meeting.items
            )
            offered = open_minutes * problem.at_once[column]
            if offered or taken:
                yield _free(column, offered - taken, extra=extra)


def _free(column: Column, left: int, *, extra: bool) -> Spare:
    values = {"column": column_name(column), "time": duration(max(0, left))}
    regular = text("Free in the %(column)s column, in regular slots: %(time)s.", **values)
    in_extra = text("Free in the %(column)s column, in extra slots: %(time)s.", **values)
    kind = "extra" if extra else "regular"
    return Spare(key=f"at_once.{column}.{kind}", left=left, text=in_extra if extra else regular)


def _interpretation(problem: Problem, programme: Programme) -> Iterator[Spare]:
    given = [one for one in programme.meetings if one.interpreted]
    limits = problem.interpretation.entitlement
    counts: tuple[tuple[str, int | None, Collection[Meeting]], ...] = (
        ("total", limits.total, given),
        *(
            (column.value, limits.of(column), [one for one in given if one.column is column])
            for column in Column
        ),
    )
    for name, most, meetings in counts:
        if most is not None:
            left = most - len(meetings)
            said = text("%(what)s: %(n)d left.", what=INTERPRETED[name], n=left)
            if left < 0:
                said = text("%(what)s: %(n)d too many.", what=INTERPRETED[name], n=-left)
            yield Spare(key=f"interpretation.entitlement.{name}", left=left, text=said)
    if problem.periods:
        left = meetings_served(problem) - len(given)
        said = text("Meetings that the interpreters could serve besides: %(n)d.", n=max(0, left))
        yield Spare(key="interpretation.teams", left=left, text=said)
