"""A second solver that finds any programme soon, while the first works towards the best."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ortools.sat.python import cp_model

from scheduler.limits import Stop
from scheduler.stopping import short_solver, solve

UNITS = 1.0  # deterministic, about seconds: it finds soon, or not at all


class Scout:
    """Looks for a first programme in a copy of the model, from the moment it is made.

    `told` is called from its thread with the points of what it finds.
    """

    def __init__(self, model: cp_model.CpModel, seed: int, told: Callable[[int], None]) -> None:
        self.solver = short_solver(seed)
        self.solver.parameters.subsolvers.append("max_lp")
        self.solver.parameters.linearization_level = 2
        self.solver.parameters.stop_after_first_solution = True
        self.solver.parameters.max_deterministic_time = UNITS
        self.found = False
        self._model, self._told = model.clone(), told
        self._dismissed = False
        self._thread = threading.Thread(target=self._run, name="scout", daemon=True)
        self._thread.start()

    def dismiss(self) -> None:
        """It is not wanted any more, and ends by itself."""
        self._dismissed = True

    def wait(self, stop: Stop) -> bool:
        """Whether it has found a programme. Waits until it has ended, or `stop` says so."""
        while self._thread.is_alive() and not stop():
            self._thread.join(0.05)
        self.dismiss()
        return self.found and not self._thread.is_alive()

    def _run(self) -> None:
        status = solve(self.solver, self._model, lambda: self._dismissed)
        self.found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        if self.found:
            self._told(round(self.solver.objective_value))
