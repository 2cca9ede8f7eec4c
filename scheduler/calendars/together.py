"""Putting together what was found apart. Knows no solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.calendars.checker import check_calendar
from scheduler.calendars.problem import CalendarProblem, Plan

Changes = Mapping[int, int | None]  # the new start of each block that has one


def changes(before: Plan, after: Plan) -> dict[int, int | None]:
    """What is to be changed of a plan to make another."""
    pairs = enumerate(zip(before, after, strict=True))
    return {place: new for place, (old, new) in pairs if new != old}


def changed(plan: Plan, found: Changes) -> Plan:
    """A plan with changes."""
    starts = list(plan)
    for place, start in found.items():
        starts[place] = start
    return tuple(starts)


def put_together(problem: CalendarProblem, plan: Plan, found: Iterable[Changes]) -> Plan:
    """A plan that keeps the rules, with what was found for it in several places.

    All of it, where it goes together, as that of windows without a week in common does; else each
    in turn, as long as it fits what was taken before.
    """
    found = list(found)
    whole = plan
    for one in found:
        whole = changed(whole, one)
    if not check_calendar(problem, whole):
        return whole
    for one in found:
        tried = changed(plan, one)
        if not check_calendar(problem, tried):
            plan = tried
    return plan
