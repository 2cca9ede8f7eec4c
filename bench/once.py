"""Plan one problem once and print the figures as JSON: run by `bench.engine` in fresh processes.

``python -m bench.once FILE WORKERS SEED TIME_LIMIT [named]``
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from bench import named_teams
from bench.dense import dense
from scheduler import model
from scheduler.problem import Problem
from scheduler.reading import load_data, load_problem
from scheduler.solve import Options, Progress, plan

NEAR = 1.01  # of the best total
Build = Callable[[Problem], model.Model]


def measure(problem: Problem, options: Options, build: Build) -> dict[str, object]:
    """Build and plan; times in seconds."""
    begun = time.perf_counter()
    built = build(problem)
    build_seconds = time.perf_counter() - begun
    proto = built.cp.proto
    found: list[tuple[int, float]] = []

    def note(progress: Progress) -> None:
        if progress.objective is not None:
            found.append((progress.objective, progress.seconds))

    processor = time.process_time()
    outcome = plan(problem, options, progress=note)
    best = outcome.objective or 0
    return {
        "build": build_seconds,
        "first": found[0][1] if found else None,
        "near": next((at for points, at in found if points <= NEAR * best), None),
        "total": outcome.wall_seconds,
        "processor": time.process_time() - processor,
        "status": outcome.status.value,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "variables": len(proto.variables),
        "constraints": len(proto.constraints),
    }


def read(path: Path) -> Problem:
    """A problem file, or the dense session in the form in which it is published."""
    data = load_data(path)
    if isinstance(data, dict) and "half_hours_per_slot" in data:
        return dense(data)
    return load_problem(path)


def main(path: str, workers: str, seed: str, time_limit: str, named: str = "") -> None:
    """Print the figures of one run."""
    problem = read(Path(path))
    options = Options(workers=int(workers), seed=int(seed), time_limit=float(time_limit))
    build = named_teams.build if named else model.build
    with patch("scheduler.solve.build", build):  # all the rest of plan() is the same
        figures = measure(problem, options, build)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts KiB
    print(json.dumps({**figures, "peak": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
