"""Outcomes as plain data, and plans from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scheduler.calendars.checker import check_calendar
from scheduler.calendars.outcome import CalendarOutcome
from scheduler.calendars.problem import CalendarProblem, Plan
from scheduler.reading import BadInput, FieldError
from scheduler.reading.errors import shown
from scheduler.reading.forms import PLANS, refuse_other
from scheduler.text import text

FORMAT = "hemicycle-calendar/1"


def write_calendar(outcome: CalendarOutcome) -> dict[str, Any]:
    """An outcome as plain data: `starts` has a slot for each block, null where it is left out."""
    return {
        "format": FORMAT,
        "status": outcome.status.value,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "wall_seconds": round(outcome.wall_seconds, 3),
        "starts": list(outcome.plan),
        "unplaced": list(outcome.unplaced),
    }


def read_plan(data: object, problem: CalendarProblem) -> Plan:
    """The plan of an outcome, for a search to begin with. Raises BadInput.

    It must keep the rules of the problem.
    """
    plan = read_starts(data, problem)
    violations = check_calendar(problem, plan)
    if violations:
        raise BadInput([FieldError("starts", one.text) for one in violations[:100]])
    return plan


def read_starts(data: object, problem: CalendarProblem) -> Plan:
    """The plan of an outcome, or of anybody, as it stands. Raises BadInput."""
    refuse_other(data, *PLANS)
    starts = data.get("starts") if isinstance(data, Mapping) else None
    if not isinstance(starts, list) or len(starts) != len(problem.blocks):
        reason = text("Give a list of %(count)s slots, one a block.", count=len(problem.blocks))
        raise BadInput([FieldError("starts", reason)])
    wrong = [
        FieldError(f"starts[{place}]", text("Give a slot; this is %(given)s.", given=shown(one)))
        for place, one in enumerate(starts)
        if one is not None and type(one) is not int
    ]
    if wrong:
        raise BadInput(wrong[:100])
    return tuple(starts)
