"""The engine beside what else there is: the naive formulation, and its model in other solvers.

``python -m bench.comparison FILE WAY TIME_LIMIT`` solves once and prints the figures as JSON; the
table runs it in fresh processes. Seconds are from the problem read to the answer.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from ortools.sat.python import cp_model

from bench import mip, naive
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
HEAD = ("problem", "by", "seconds", "processor, s", "of the engine", "total", "bound", "peak, MiB")


def comparison_table(paths: Sequence[Path], runs: int, time_limit: float) -> str:
    """Solve every problem in every way, each way in turn, `runs` times."""
    rows: list[Sequence[str]] = []
    for path in paths:
        figures: dict[str, list[Mapping[str, Any]]] = {way: [] for way in WAYS}
        for _ in range(runs):
            for way in WAYS:
                figures[way].append(_once(path, way, time_limit))
        own = median(one["seconds"] for one in figures[ENGINE])
        rows += [_row(path, way, figures[way], own) for way in WAYS]
    return table(HEAD, rows)


def _row(path: Path, way: str, runs: Sequence[Mapping[str, Any]], own: float) -> Sequence[str]:
    seconds = median(one["seconds"] for one in runs)
    proven = all(one["proven"] for one in runs)
    last = runs[-1]
    return (
        path.stem,
        way,
        f"{seconds:.2f}" if proven else f"over {seconds:.0f}",
        f"{median(one['processor'] for one in runs):.2f}",
        f"{'' if proven else 'over '}{seconds / own:.1f}x",
        *("-" if last[name] is None else f"{last[name]:,.0f}" for name in ("objective", "bound")),
        f"{median(one['peak'] for one in runs):.0f}",
    )


def _once(path: Path, way: str, time_limit: float) -> Mapping[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own module, in a process of its own
        [sys.executable, "-m", "bench.comparison", str(path), way, str(time_limit)],
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    figures: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def solve(path: Path, way: str, time_limit: float) -> Mapping[str, Any]:
    """Solve the problem of a file in one way."""
    return solve_problem(load(path), way, time_limit)


def solve_problem(
    problem: Problem | CalendarProblem, way: str, time_limit: float
) -> Mapping[str, Any]:
    """Objective, bound, whether it is proven; seconds, of the processor too; peak in MiB."""
    begun, processor = time.perf_counter(), time.process_time()
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
        "processor": time.process_time() - processor,
        "objective": objective,
        "bound": bound,
        "proven": proven,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,  # Linux counts KiB
    }


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
