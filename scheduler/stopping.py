"""A solver that stops when it is told to."""

from __future__ import annotations

import threading

from ortools.sat.python import cp_model

from scheduler.limits import Stop

SECONDS = 0.1  # between one question whether to stop and the next


def solve(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    stop: Stop,
    callback: cp_model.CpSolverSolutionCallback | None = None,
) -> cp_model.CpSolverStatus:
    """Solve, and end with what there is as soon as `stop` says so."""
    done = threading.Event()

    def stop_when_told() -> None:
        while not done.wait(SECONDS):
            if stop():
                solver.stop_search()

    watcher = threading.Thread(target=stop_when_told, daemon=True)
    watcher.start()
    try:
        return solver.solve(model, callback)
    finally:
        done.set()
        watcher.join()
