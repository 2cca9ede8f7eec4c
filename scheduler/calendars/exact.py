"""A small calendar in one model, until it is proven."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

from ortools.sat.python import cp_model

from scheduler.calendars.guide import Near, starts_near
from scheduler.calendars.model import Model
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.outcome import CalendarOptions
from scheduler.calendars.problem import Plan
from scheduler.calendars.rows import make_rows
from scheduler.limits import Stop, never
from scheduler.stopping import new_solver, solve


def solve_exactly(
    grid: Grid,
    plan: Plan,
    options: CalendarOptions,
    seconds: float,
    *,
    found: Callable[[int, int | None], None] = lambda _points, _bound: None,
    cancelled: Stop = never,
    near: Near | None = None,
    held: Collection[int] = (),
    subsolvers: Sequence[str] = (),
) -> tuple[Plan, int]:
    """The best plan in the time, beginning with the one given, and a bound.

    `found` is told the points and the bound whenever there is a better plan. With `near` only
    these starts of the blocks named are looked at, and blocks of the plan that are `held` are
    not left out; the bound is theirs, too.
    """
    allowed = None if near is None else starts_near(grid, near)
    model = Model(make_rows(grid, range(len(plan)), Occupancy(grid), allowed, held))
    model.hint(dict(enumerate(plan)))
    solver = new_solver()
    # One search: as quick as two side by side, and it gives the same answer every time.
    solver.parameters.num_workers = 1
    solver.parameters.subsolvers.extend(subsolvers)
    solver.parameters.random_seed = options.seed
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.linearization_level = 2
    # a third of the time for nothing, where all is in the linear relaxation
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    status = solve(solver, model.cp, cancelled, _Watch(found))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return plan, 0
    bound = max(0, math.ceil(solver.best_objective_bound - 1e-6))
    starts = model.starts(solver)
    return tuple(starts.get(place) for place in range(len(plan))), bound


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes on what the solver finds."""

    def __init__(self, found: Callable[[int, int | None], None]) -> None:
        super().__init__()
        self.found = False
        self._tell = found

    def on_solution_callback(self) -> None:
        """Take a better plan from the solver."""
        bound = max(0, math.ceil(self.best_objective_bound - 1e-6))
        self.found = True
        self._tell(round(self.objective_value), bound)
