"""What no calendar can be below: a linear relaxation, and prices that prove it.

A price on each row (at least 0) turns the row into a part of the cost. What is then cheapest, block
by block, is below every calendar, whatever the prices are: the bound does not rest on the solver
that found them, which may stop short of its best.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt import parameters_pb2
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.calendars.guide import Guide, make_guide
from scheduler.calendars.linear import SLACK, dense, model, solve
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.rows import Amounts, Rows, make_rows

ROUNDED = 1e-14  # of large sums, what rounding may add
NEAR = 1e-4  # of the relaxation's value; with a tenth of the care, bounds are far too low


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A number of points that no plan is below, and where the relaxation holds each block."""

    bound: int
    guide: Guide


def relaxation(
    grid: Grid, seconds: float, workers: int = 1, interrupter: SolveInterrupter | None = None
) -> Relaxed | None:
    """The relaxation of the whole year, by way of PDLP; None if nothing was found.

    The same number of workers finds the same. An `interrupter` ends it from another thread.
    """
    rows = make_rows(grid, range(len(grid.places)), Occupancy(grid))
    if interrupter is not None and interrupter.interrupted:
        return None
    asked = model(rows, whole=False)
    how = parameters_pb2.SolveParametersProto(threads=workers)
    how.time_limit.FromTimedelta(timedelta(seconds=seconds))
    near = how.pdlp.termination_criteria.simple_optimality_criteria
    near.eps_optimal_relative = near.eps_optimal_absolute = NEAR
    found = solve(asked, parameters_pb2.SOLVER_TYPE_PDLP, how, interrupter=interrupter)
    if not found.solutions:
        return None
    solution = found.solutions[0]
    if not solution.HasField("dual_solution") or not solution.HasField("primal_solution"):
        return None
    prices = np.maximum(0.0, -dense(solution.dual_solution.dual_values, len(rows.most)))
    parts = dense(solution.primal_solution.variable_values, len(rows.cost))
    return Relaxed(
        bound=math.ceil(priced(rows, prices) - SLACK),
        guide=make_guide(grid, rows, parts, prices),
    )


def priced(rows: Rows, prices: Amounts) -> float:
    """The bound that prices on the rows, each at least 0, prove."""
    # a block has one start, or none for nothing
    cheapest = np.zeros(int(rows.block.max(initial=-1)) + 1)
    np.minimum.at(cheapest, rows.block, rows.cost + rows.paid(prices))
    bought = float(prices @ rows.most)
    rounded = ROUNDED * (rows.constant + bought)
    return rows.constant - bought + float(cheapest.sum()) - rounded
