"""A search for the fewest changes to a version, after what has happened."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.runs import RunStatus, SolverRun
from scheduler.events import Event
from scheduler.problem import Problem, SlotDate
from scheduler.programme import Programme
from scheduler.repair import Repair, repair
from scheduler.solve import Options, Progress
from services.happened import events_of, since_of
from services.programmes import add_version, programme_of, whole
from services.requirements import problem_of
from services.runs import based
from services.searches import programme
from services.searches.work import Pulse, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked for, the programme to repair, and what happened beside what is asked for."""

    problem: Problem
    before: Programme
    events: tuple[Event, ...]
    since: SlotDate | None


def read(db: Session, run: SolverRun) -> Task:
    """What is asked for now, its pins, and the events that the requirements do not state."""
    assert run.based_on is not None
    version, problem = whole(db, run.based_on.id), problem_of(db, run.session)
    unrecorded = not run.asked["recorded"]
    return Task(
        problem=based(problem, version, keep_pins=run.keep_pins),
        before=programme_of(version),
        events=events_of(problem, run.asked["events"] if unrecorded else ()),
        since=since_of(problem, run.asked["since"]) if unrecorded else None,
    )


def search(task: Task, options: Options, pulse: Pulse) -> Repair:
    """Find it, showing how few changes there are so far."""

    def tell(so_far: Progress) -> None:
        if so_far.objective is not None and so_far.ranks == 1:
            pulse.answer({"moved": so_far.objective, "fewest": so_far.bound or 0})

    return repair(
        task.problem,
        task.before,
        task.events,
        since=task.since,
        options=options,
        progress=tell,
        cancelled=pulse.stopped.is_set,
    )


def store(db: Session, run: SolverRun, found: Repair) -> None:
    """Keep what has to change as a draft; nothing, where nothing has to."""
    outcome = found.outcome
    if outcome.programme is None:
        programme.store_failure(run, outcome)
        return
    run.status = RunStatus.FINISHED
    if found.broken_off:
        run.asked = run.asked | {"broken_off": list(found.broken_off)}
    run.answer = {"moved": found.moved, "fewest": found.fewest}
    if not found.changes:
        return
    run.result = add_version(
        db,
        run.session,
        outcome.programme,
        based_on=run.based_on,
        made_by=run.asked_by,
        objective=None,  # proven only among those that change as little
        bound=None,
        status=None,
        keep_pins=run.keep_pins,
    )


WORK = Work(read=read, search=search, store=store)
