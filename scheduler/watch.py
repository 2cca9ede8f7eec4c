"""How far a search is, told while it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Best total found so far, what is proven to be out of reach below, seconds since the start.

    Where preferences are ranked, these are the points in one `rank` of so many `ranks`.
    """

    objective: int | None
    bound: int | None
    seconds: float
    rank: int = 1
    ranks: int = 1


class Watch(cp_model.CpSolverSolutionCallback):
    """Passes better programmes and bounds on; a later search knows what an earlier one proved."""

    def __init__(self, started: float, progress: Callable[[Progress], None] | None) -> None:
        super().__init__()
        self._started = started
        self._progress = progress
        self._objective: int | None = None
        self._bound = self.proven = 0
        self.found = False  # whether the search under way has found a programme
        self._rank, self._ranks, self._unit = 0, 1, 1

    def begin(self, rank: int, ranks: int, objective: int | None, unit: int = 1) -> None:
        """Turn to a rank of preferences; `objective`: its points in the best programme so far.

        The solver counts each point of the rank as so many, where it minimizes others with it.
        """
        self._rank, self._ranks, self._unit, self._objective = rank, ranks, unit, None
        self._bound = self.proven = 0
        if objective is not None:
            self.tell(objective, 0)

    def close(self) -> None:
        """Say no more: a solver that is left to end may still find something."""
        self._progress = None

    def on_solution_callback(self) -> None:
        """Take a better programme from the solver."""
        self.found = True
        self.tell(round(self.objective_value) // self._unit, self._bound)

    def scouted(self, points: int) -> None:
        """Take the first programme of the scout."""
        self.tell(points // self._unit, self._bound)

    def bound(self, bound: float) -> None:
        """Take a better bound from the solver."""
        self.tell(self._objective, round(bound) // self._unit)

    def tell(self, objective: int | None, bound: int) -> None:
        """Pass on where the search stands, if it has got any further."""
        if objective is not None and self._objective is not None:
            objective = min(objective, self._objective)
        bound = self.proven = max(bound, self.proven)
        if self._progress is None or (objective, bound) == (self._objective, self._bound):
            return
        self._objective, self._bound = objective, bound
        seconds = time.monotonic() - self._started
        self._progress(
            Progress(
                objective=objective,
                bound=bound,
                seconds=seconds,
                rank=self._rank + 1,
                ranks=self._ranks,
            )
        )
