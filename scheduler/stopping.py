"""A solver that stops when it is told to."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future

from ortools.sat.python import cp_model

from scheduler.limits import Stop

SECONDS = 0.1  # between one question whether to stop and the next
_left: list[threading.Thread] = []
GRACE = 0.2  # seconds to end in good order: while it takes a model in, the solver hears nothing


def new_solver() -> cp_model.CpSolver:
    """A solver that leaves signals alone: who calls it says when it is cancelled.

    One that catches them itself takes Ctrl-C from Python for good, also when it has ended.
    """
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    return solver


def short_solver(seed: int = 1) -> cp_model.CpSolver:
    """A solver with one worker for questions soon answered, where preparing costs the most."""
    solver = new_solver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.symmetry_level = 0
    return solver


def solve(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    stop: Stop,
    callback: cp_model.CpSolverSolutionCallback | None = None,
) -> cp_model.CpSolverStatus:
    """Solve, and end with what there is as soon as `stop` says so.

    Where there is nothing yet, UNKNOWN comes back at once, and the solver ends in a thread of its
    own as soon as it can: `model` is not to be touched then. `callback` may say by `found` that
    there is something to wait for.
    """
    ended: Future[cp_model.CpSolverStatus] = Future()

    def run() -> None:
        try:
            ended.set_result(solver.solve(model, callback))
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            ended.set_exception(error)

    thread = threading.Thread(target=run, name="solver")
    thread.start()
    told: float | None = None
    while True:
        try:
            return ended.result(timeout=SECONDS)
        except TimeoutError:
            if not ended.done() and (told is not None or stop()):
                solver.stop_search()
                told = told or time.monotonic()
                waited = time.monotonic() - told
                if waited >= GRACE and not getattr(callback, "found", False):
                    leave_behind(thread)
                    return cp_model.UNKNOWN


def leave_behind(thread: threading.Thread) -> None:
    """Nobody waits for this thread any more."""
    _left[:] = [thread, *filter(threading.Thread.is_alive, _left)]


def left_behind() -> bool:
    """Whether there is a thread still at work for which nobody waits."""
    return any(thread.is_alive() for thread in _left)
