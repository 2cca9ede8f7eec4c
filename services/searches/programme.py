"""A search for a programme: the best, close to the one it is based on."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.runs import RunStatus, SolverRun
from scheduler.problem import Problem
from scheduler.programme import Outcome, Status
from scheduler.solve import Options, plan
from scheduler.text import text
from services.programmes import add_version, whole
from services.requirements import problem_of
from services.runs import based
from services.searches.work import Pulse, Work
from services.sentences import pack, pack_explanation


def read(db: Session, run: SolverRun) -> Problem:
    """What is asked for, with the version to stay close to and its pins."""
    problem = problem_of(db, run.session)
    if run.based_on_id is None:
        return problem
    return based(problem, whole(db, run.based_on_id), keep_pins=run.keep_pins)


def search(problem: Problem, options: Options, pulse: Pulse) -> Outcome:
    """Find it."""
    return plan(problem, options, progress=pulse.report, cancelled=pulse.stopped.is_set)


def store(db: Session, run: SolverRun, outcome: Outcome) -> None:
    """Keep the programme as a draft, or why there is none."""
    if outcome.programme is None:
        store_failure(run, outcome)
        return
    run.status = RunStatus.FINISHED
    run.objective, run.bound = outcome.objective, outcome.bound
    run.result = add_version(
        db,
        run.session,
        outcome.programme,
        based_on=run.based_on,
        made_by=run.asked_by,
        objective=outcome.objective,
        bound=outcome.bound,
        status=outcome.status,
        keep_pins=run.keep_pins,
    )


def store_failure(run: SolverRun, outcome: Outcome) -> None:
    """Say why there is no programme."""
    if outcome.status is Status.INFEASIBLE:
        run.status = RunStatus.INFEASIBLE
        run.message = pack(text("What is asked for cannot all be had."))
        if outcome.explanation is not None:
            run.explanation = pack_explanation(outcome.explanation)
        return
    run.status = RunStatus.FAILED
    run.message = pack(text("Nothing was found in the time. Allow more of it."))


WORK = Work(read=read, search=search, store=store)
