"""Jobs of calendars as the engine takes them, from the record, and what they came to, back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendars import CalendarJob, CalendarSearch, JobKind, JobStatus
from scheduler.calendars.guide import Near
from scheduler.calendars.schedule import Step
from scheduler.calendars.steps import (
    BoundStep,
    Dearer,
    ExactStep,
    FirstStep,
    Found,
    Led,
    Proof,
    Round,
    RoundStep,
    WindowStep,
    few_open,
)
from scheduler.calendars.windows import Window
from services.calendar_rounds import changes_data, changes_in, windows_found

PART_FOR_BOUND = 0.5  # of the time that is left


def step_of(db: Session, search: CalendarSearch, job: CalendarJob, left: float) -> Any:
    """The job as the engine takes it."""
    if job.kind is JobKind.FIRST:
        return FirstStep()
    assert search.starts is not None
    plan = tuple(search.starts)
    if job.kind is JobKind.BOUND:
        return BoundStep(plan, left * PART_FOR_BOUND)
    if job.kind is JobKind.EXACT:
        dearer, most = provable(db, search) or (None, None)
        return ExactStep(plan, left, search.seed, dearer, most)
    state = search.state or {}
    step = Step(**state["step"]) if state else None
    if job.kind is JobKind.WINDOW:
        assert step is not None
        return WindowStep(plan, _window(job), step.effort(left, search.seed), _near(job))
    found = tuple((_window(one), _found(one)) for one in windows_found(db, search))
    return RoundStep(plan, step, found, frozenset(state.get("settled", ())), _dearer(db, search))


def provable(db: Session, search: CalendarSearch) -> tuple[Dearer, int] | None:
    """With what starts a large year can be searched whole for a better plan, if these are few.

    How much dearer they are counts from what the relaxation proves, and not from what is proven
    of the plan that the search began with.
    """
    led, dearer = _led(db, search), _dearer(db, search)
    if dearer is None or None in (search.starts, search.objective, search.bound):
        return None
    assert search.starts is not None
    assert search.objective is not None
    most = search.objective - min(led["bound"], search.objective) + 1
    return (dearer, most) if few_open(tuple(search.starts), dearer, most) else None


def result_data(answer: Any) -> dict[str, Any]:
    """What a job came to, as plain data; a plan is in the search."""
    match answer:
        case Found():
            return {
                "changes": changes_data(answer.changes),
                "saved": answer.saved,
                "settled": answer.settled,
            }
        case Led():
            return {"bound": answer.bound, "dearer": answer.dearer}
        case Proof():
            return {"changes": changes_data(answer.changes), "bound": answer.bound}
        case Round():
            return {"objective": answer.objective, "windows": len(answer.windows)}
    return {}


def window_data(window: Window, near: Near | None) -> dict[str, Any]:
    """A window, and where its blocks are looked for, as plain data."""
    listed = near and [[place, list(starts)] for place, starts in sorted(near.items())]
    return {
        "first": window.first,
        "end": window.end,
        "tried": sorted(window.tried),
        "near": listed,
    }


def _near(job: CalendarJob) -> Near | None:
    near = (job.window or {}).get("near")
    return None if near is None else {place: tuple(starts) for place, starts in near}


def _dearer(db: Session, search: CalendarSearch) -> Dearer | None:
    """The guide of a search, if its relaxation was found."""
    dearer = _led(db, search).get("dearer")
    return None if dearer is None else tuple(tuple(row) for row in dearer)


def _led(db: Session, search: CalendarSearch) -> dict[str, Any]:
    """What the relaxation of a search led to, as plain data; empty where it was not found."""
    query = select(CalendarJob.result).where(
        CalendarJob.search_id == search.id,
        CalendarJob.kind == JobKind.BOUND,
        CalendarJob.status == JobStatus.DONE,
    )
    return db.scalar(query) or {}


def _window(job: CalendarJob) -> Window:
    given = job.window
    assert given is not None
    return Window(given["first"], given["end"], frozenset(given["tried"]))


def _found(job: CalendarJob) -> Found:
    result = job.result
    assert result is not None
    return Found(changes_in(result), result["saved"], result["settled"])
