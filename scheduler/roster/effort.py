"""What a search may cost, how it is followed, and how it is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.roster.outcome import Aim
from scheduler.stopping import new_solver, solve

SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterProgress:
    """The aim that is being looked at, the best found of it, and what is out of reach below."""

    aim: Aim
    value: int | None
    bound: int | None
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Until when to search (`time.monotonic`), with how many threads, and who is told.

    `cancelled` is asked ten times a second; `progress` is called from any thread.
    """

    started: float
    deadline: float
    workers: int = 2
    seed: int = 1
    cancelled: Callable[[], bool] = lambda: False
    progress: Callable[[RosterProgress], None] | None = None

    @property
    def left(self) -> float:
        """Seconds."""
        return max(0.0, self.deadline - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether to stop."""
        return self.left == 0 or self.cancelled()

    def part(self, share: float) -> Effort:
        """The same, with a share of the time that is left."""
        return replace(self, deadline=time.monotonic() + share * self.left)

    def to_end(self) -> Effort:
        """For small searches that make something of what was found, in half a second if need be.

        They are not cancelled.
        """
        return replace(
            self,
            deadline=max(self.deadline, time.monotonic() + 0.5),
            workers=1,
            cancelled=lambda: False,
            progress=None,
        )

    def alone(self) -> Effort:
        """With one thread, and nobody is told."""
        return replace(self, workers=1, progress=None)

    def solve(
        self, cp: cp_model.CpModel, aim: Aim | None = None
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Solve, with the same answer every time if there is time enough."""
        solver = new_solver()
        solver.parameters.num_workers = self.workers
        solver.parameters.random_seed = self.seed
        solver.parameters.max_time_in_seconds = self.left
        solver.parameters.interleave_search = self.workers > 1
        solver.parameters.subsolvers.extend(["max_lp"])
        solver.parameters.linearization_level = 2
        watch = _Watch(self, aim)
        solver.best_bound_callback = watch.lower
        return solver, solve(solver, cp, self.cancelled, watch)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes on how far the search for an aim is."""

    def __init__(self, effort: Effort, aim: Aim | None) -> None:
        super().__init__()
        self.found = False  # whether there is a roster to wait for
        self._effort, self._aim = effort, aim
        self._value: int | None = None
        self._bound: int | None = None

    def on_solution_callback(self) -> None:
        """Take a better roster from the solver."""
        self.found = True
        self._value = round(self.objective_value)
        self._tell()

    def lower(self, bound: float) -> None:
        """Take a better bound from the solver."""
        self._bound = round(bound)
        self._tell()

    def _tell(self) -> None:
        if self._effort.progress is None or self._aim is None:
            return
        seconds = time.monotonic() - self._effort.started
        self._effort.progress(
            RosterProgress(aim=self._aim, value=self._value, bound=self._bound, seconds=seconds)
        )
