"""What it would cost to have an item at any other time: period by period."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from models.runs import RunStatus, SolverRun
from scheduler.problem import Problem
from scheduler.solve import Options
from scheduler.what_if import Elsewhere, elsewhere
from services.answers import pack_programme
from services.searches import programme
from services.searches.work import Pulse, Work
from services.sentences import pack_requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked for, the business that is to be elsewhere, and the stamp of what is asked."""

    problem: Problem
    business: str
    stamp: str


def read(db: Session, run: SolverRun) -> Task:
    """What is asked for, as for a proposal: near the version it is based on, with its pins."""
    problem = programme.read(db, run)
    return Task(problem=problem, business=run.asked["business"], stamp=run.session.stamp)


def search(task: Task, options: Options, pulse: Pulse) -> dict[str, Any]:
    """Try each period to come, showing the rows as they are found."""
    periods = task.problem.periods[task.problem.periods_held :]
    deadline = time.monotonic() + options.time_limit
    rows: list[dict[str, Any]] = []
    for place, period in enumerate(periods):
        left = deadline - time.monotonic()
        if left <= 0 or pulse.stopped.is_set():
            break
        limited = replace(options, time_limit=max(0.1, left / (len(periods) - place)))
        found = elsewhere(
            task.problem, task.business, [period], limited, cancelled=pulse.stopped.is_set
        )
        if pulse.stopped.is_set():
            break
        rows = [*rows, *map(_row, found)]
        pulse.answer({"stamp": task.stamp, "of": len(periods), "rows": rows})
    return {"stamp": task.stamp, "of": len(periods), "rows": rows}


def _row(found: Elsewhere) -> dict[str, Any]:
    outcome = found.outcome
    return {
        "date": found.period.date.isoformat(),
        "slot": found.period.slot.id,
        "status": outcome.status.value,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "clash": [pack_requirement(one) for one in found.clash],
        "programme": outcome.programme and pack_programme(outcome.programme),
    }


def store(_db: Session, run: SolverRun, found: dict[str, Any]) -> None:
    """Keep the table."""
    run.status, run.answer = RunStatus.FINISHED, found


WORK = Work(read=read, search=search, store=store)
