"""The engine beside what else there is: the naive formulation, and its model in other solvers.

``python -m bench.comparison FILE WAY TIME_LIMIT`` solves once and prints the figures as JSON; the
table runs it in fresh processes. Seconds are from the problem read to the answer, with what is
made of it for another solver.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from ortools.sat.python import cp_model

from bench import mip, naive
from bench.memory import figures_of
from bench.once import read
from bench.tables import table
from scheduler import model
from scheduler.calendars.model import Model as CalendarModel
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.outcome import CalendarOptions
from scheduler.calendars.problem import CalendarProblem
from scheduler.calendars.reading import read_calendar_problem
from scheduler.calendars.rows import make_rows
from scheduler.calendars.solve import make_calendar
from scheduler.problem import Problem
from scheduler.reading import load_data
from scheduler.solve import Options, plan

ENGINE, NAIVE = "engine", "naive model"
WAYS = (ENGINE, NAIVE, *mip.SOLVERS)
WORKERS = 2
HEAD = (
    "problem",
    "by",
    "runs",
    "seconds",
    "processor, s",
    "of the engine",
    "total",
    "bound",
    "memory, MiB",
)
Runs = Sequence[Mapping[str, Any]]


def comparison_table(paths: Sequence[Path], runs: int, time_limit: float) -> str:
    """Solve every problem in every way, each way in turn, `runs` times.

    A way whose runs would together take longer than the time limit has fewer, but always one.
    """
    rows: list[Sequence[str]] = []
    for path in paths:
        figures: dict[str, list[Mapping[str, Any]]] = {way: [] for way in WAYS}
        for _ in range(runs):
            for way in WAYS:
                if _has_time(figures[way], time_limit):
                    figures[way].append(figures_of("bench.comparison", path, way, time_limit))
        rows += [_row(path, way, figures[way], figures[ENGINE]) for way in WAYS]
    return table(HEAD, rows)


def _has_time(runs: Runs, time_limit: float) -> bool:
    """Whether there is time for a run more, as long as the longest."""
    seconds = [one["seconds"] for one in runs]
    return not seconds or sum(seconds) + max(seconds) <= time_limit


def _row(path: Path, way: str, runs: Runs, own: Runs) -> Sequence[str]:
    proven, seconds = _took(runs)
    own_proven, own_seconds = _took(own)
    over = "" if proven else "over "
    last = runs[-1]
    return (
        path.stem,
        way,
        str(len(runs)),
        f"{over}{seconds:.{2 if proven else 0}f}",
        f"{median(one['processor'] for one in runs):.2f}",
        f"{over}{seconds / own_seconds:.1f}x" if own_proven else "-",
        *("-" if last[name] is None else f"{last[name]:,.0f}" for name in ("objective", "bound")),
        f"{median(one['memory'] for one in runs):.0f}",
    )


def _took(runs: Runs) -> tuple[bool, float]:
    """Whether all of some runs came to a proof, and the median of their seconds."""
    return all(one["proven"] for one in runs), median(one["seconds"] for one in runs)


def solve(path: Path, way: str, time_limit: float) -> Mapping[str, Any]:
    """Solve the problem of a file in one way."""
    return solve_problem(load(path), way, time_limit)


def solve_problem(
    problem: Problem | CalendarProblem, way: str, time_limit: float
) -> Mapping[str, Any]:
    """Objective, bound, whether it is proven; seconds, and those of the processor, all workers'."""
    begun, processor = time.perf_counter(), _processor()
    if way == ENGINE:
        objective, bound = _by_engine(problem, time_limit)
        proven = objective is not None and objective == bound
    elif way == NAIVE:
        objective, bound, proven = _by_default(_naive(problem), time_limit)
    else:
        answer = mip.solve(_model(problem), way, time_limit=time_limit)
        objective, bound, proven = answer.objective, answer.bound, answer.proven
    return {
        "seconds": time.perf_counter() - begun,
        "processor": _processor() - processor,
        "objective": objective,
        "bound": bound,
        "proven": proven,
    }


def _processor() -> float:
    """Seconds of the processor so far, of this process and of those that it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def load(path: Path) -> Problem | CalendarProblem:
    """A session, or a calendar."""
    data = load_data(path)
    if isinstance(data, dict) and "blocks" in data:
        return read_calendar_problem(data)
    return read(path)


def _by_engine(
    problem: Problem | CalendarProblem, time_limit: float
) -> tuple[float | None, float | None]:
    if isinstance(problem, Problem):
        outcome = plan(problem, Options(workers=WORKERS, time_limit=time_limit))
        return outcome.objective, outcome.bound
    made = make_calendar(problem, CalendarOptions(workers=WORKERS, time_limit=time_limit))
    return made.objective, made.bound


def _model(problem: Problem | CalendarProblem) -> cp_model.CpModel:
    """The engine's own model."""
    if isinstance(problem, Problem):
        return model.build(problem).cp
    grid = Grid(problem)
    return CalendarModel(make_rows(grid, range(len(problem.blocks)), Occupancy(grid))).cp


def _naive(problem: Problem | CalendarProblem) -> cp_model.CpModel:
    if isinstance(problem, Problem):
        return naive.session(problem).cp
    return naive.calendar(problem)


def _by_default(
    asked: cp_model.CpModel, time_limit: float
) -> tuple[float | None, float | None, bool]:
    """As a solver searches that is told nothing but its time and its workers."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = time_limit
    status = solver.solve(asked)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, None, False
    return solver.objective_value, solver.best_objective_bound, status == cp_model.OPTIMAL


if __name__ == "__main__":
    print(json.dumps(solve(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))))
