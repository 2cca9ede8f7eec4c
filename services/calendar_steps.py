"""Jobs of calendars as the engine takes them, from the record, and what they came to, back."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from models.calendars import CalendarJob, CalendarSearch, JobKind
from scheduler.calendars.steps import (
    BoundStep,
    ExactStep,
    FirstStep,
    Found,
    Proof,
    Round,
    RoundStep,
    Step,
    WindowStep,
    window_effort,
)
from scheduler.calendars.windows import Window
from services.calendar_rounds import changes_data, changes_in, windows_found

PART_FOR_BOUND = 0.5  # of the time that is left, where it may keep a worker from windows


def step_of(db: Session, search: CalendarSearch, job: CalendarJob, left: float) -> Any:
    """The job as the engine takes it."""
    if job.kind is JobKind.FIRST:
        return FirstStep()
    if job.kind is JobKind.BOUND:
        return BoundStep(left * PART_FOR_BOUND)
    assert search.starts is not None
    plan = tuple(search.starts)
    if job.kind is JobKind.EXACT:
        return ExactStep(plan, left, search.seed)
    state = search.state or {}
    step = Step(**state["step"]) if state else None
    if job.kind is JobKind.WINDOW:
        assert step is not None
        return WindowStep(plan, _window(job), window_effort(step, left, search.seed))
    found = tuple((_window(one), _found(one)) for one in windows_found(db, search))
    return RoundStep(plan, step, found, frozenset(state.get("settled", ())))


def result_data(answer: Any) -> dict[str, Any]:
    """What a job came to, as plain data; a plan is in the search."""
    match answer:
        case Found():
            return {
                "changes": changes_data(answer.changes),
                "saved": answer.saved,
                "settled": answer.settled,
            }
        case Proof():
            return {"changes": changes_data(answer.changes), "bound": answer.bound}
        case Round():
            return {"objective": answer.objective, "windows": len(answer.windows)}
    return {}


def window_data(window: Window) -> dict[str, Any]:
    """A window, as plain data."""
    return {"first": window.first, "end": window.end, "tried": sorted(window.tried)}


def _window(job: CalendarJob) -> Window:
    given = job.window
    assert given is not None
    return Window(given["first"], given["end"], frozenset(given["tried"]))


def _found(job: CalendarJob) -> Found:
    result = job.result
    assert result is not None
    return Found(changes_in(result), result["saved"], result["settled"])
