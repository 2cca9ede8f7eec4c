"""A search for programmes to choose from, each a draft."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.runs import RunDraft, RunStatus, SolverRun
from scheduler.alternatives import alternatives
from scheduler.problem import Problem
from scheduler.programme import Outcome
from scheduler.solve import Options
from services.programmes import add_version
from services.searches import programme
from services.searches.work import Pulse, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked for, and how many programmes."""

    problem: Problem
    count: int


def read(db: Session, run: SolverRun) -> Task:
    """What is asked for, as for a single programme."""
    return Task(problem=programme.read(db, run), count=run.asked["count"])


def search(task: Task, options: Options, pulse: Pulse) -> tuple[Outcome, ...]:
    """Find them."""
    return alternatives(
        task.problem,
        task.count,
        options,
        progress=pulse.report,
        cancelled=pulse.stopped.is_set,
    )


def store(db: Session, run: SolverRun, found: tuple[Outcome, ...]) -> None:
    """Keep each as a draft. Only the first is proven among all programmes."""
    first = found[0]
    if first.programme is None:
        programme.store_failure(run, first)
        return
    run.status = RunStatus.FINISHED
    run.objective, run.bound = first.objective, first.bound
    for place, outcome in enumerate(found):
        assert outcome.programme is not None
        version = add_version(
            db,
            run.session,
            outcome.programme,
            based_on=run.based_on,
            made_by=run.asked_by,
            objective=None if place else outcome.objective,
            bound=None if place else outcome.bound,
            status=None if place else outcome.status,
            keep_pins=run.keep_pins,
        )
        run.drafts.append(RunDraft(place=place, version=version))


WORK = Work(read=read, search=search, store=store)
