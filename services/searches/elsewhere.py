"""What it would cost to have an item at any other time: period by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models.runs import RunStatus, SolverRun
from scheduler.problem import Period, Problem
from scheduler.programme import Outcome, Programme
from scheduler.solve import Options
from scheduler.what_if import Elsewhere, elsewhere
from services.answers import held_for, pack_programme
from services.programmes import programme_of, whole
from services.searches import programme
from services.searches.work import Pulse, Work
from services.sentences import pack_requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked for, the business that is to be elsewhere, and where to begin the search.

    `stamp`: what the answer holds for.
    """

    problem: Problem
    business: str
    before: Programme
    stamp: str


def read(db: Session, run: SolverRun) -> Task:
    """What is asked for, as for a proposal: near the version it is based on, with its pins."""
    assert run.based_on is not None
    return Task(
        problem=programme.read(db, run),
        business=run.asked["business"],
        before=programme_of(whole(db, run.based_on.id)),
        stamp=held_for(run),
    )


def search(task: Task, options: Options, pulse: Pulse) -> dict[str, Any]:
    """Try each period to come, showing the rows as they are found."""
    periods = task.problem.periods[task.problem.periods_held :]
    rows: dict[int, Elsewhere] = {}

    def told(found: Elsewhere) -> None:
        rows[found.period.index] = found
        pulse.answer(_answer(task, periods, rows))

    elsewhere(
        task.problem,
        task.business,
        periods,
        options,
        start=task.before,
        told=told,
        cancelled=pulse.stopped.is_set,
    )
    return _answer(task, periods, rows)


def _answer(task: Task, periods: Sequence[Period], rows: Mapping[int, Elsewhere]) -> dict[str, Any]:
    told = [_row(rows[index]) for index in sorted(rows)]
    return {"stamp": task.stamp, "of": len(periods), "rows": told}


def _row(found: Elsewhere) -> dict[str, Any]:
    outcome = found.outcome
    return {
        "date": found.period.date.isoformat(),
        "slot": found.period.slot.id,
        "status": outcome.status.value,
        "points": _points(outcome),
        "clash": [pack_requirement(one) for one in found.clash],
        "programme": outcome.programme and pack_programme(outcome.programme),
    }


def _points(outcome: Outcome) -> list[list[int | None]]:
    """What it costs and cannot cost less than, in each rank of preferences; none without it."""
    if outcome.programme is None:
        return []
    ranks = outcome.ranks or [outcome]
    return [[rank.objective, rank.bound] for rank in ranks]


def store(_db: Session, run: SolverRun, found: dict[str, Any]) -> None:
    """Keep the table."""
    run.status, run.answer = RunStatus.FINISHED, found


WORK = Work(read=read, search=search, store=store)
