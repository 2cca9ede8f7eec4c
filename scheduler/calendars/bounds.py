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
from ortools.math_opt.python import mathopt
from ortools.pdlp import solvers_pb2
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.calendars.guide import Guide, make_guide
from scheduler.calendars.linear import SLACK, Amounts, Matrix, matrix, model
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.rows import Rows, make_rows

ROUNDED = 1e-14  # of large sums, what rounding may add
NEAR = 1e-4  # of the relaxation's value, where a first-order method is quick


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
    entries = matrix(rows)
    asked = model(rows, entries, whole=False)
    how = solvers_pb2.PrimalDualHybridGradientParams()
    how.termination_criteria.simple_optimality_criteria.eps_optimal_relative = NEAR
    how.termination_criteria.simple_optimality_criteria.eps_optimal_absolute = NEAR
    found = mathopt.solve(
        asked,
        mathopt.SolverType.PDLP,
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=seconds), threads=workers, pdlp=how
        ),
        interrupter=interrupter,
    )
    if not found.solutions:
        return None
    solution = found.solutions[0]
    if solution.dual_solution is None or solution.primal_solution is None:
        return None
    duals = solution.dual_solution.dual_values
    prices = np.maximum(0.0, -np.array([duals[row] for row in asked.linear_constraints()]))
    values = solution.primal_solution.variable_values
    parts = np.array([values[variable] for variable in asked.variables()])
    return Relaxed(
        bound=math.ceil(priced(rows, entries, prices) - SLACK),
        guide=make_guide(grid, rows, entries, parts, prices),
    )


def priced(rows: Rows, entries: Matrix, prices: Amounts) -> float:
    """The bound that prices on the rows, each at least 0, prove."""
    paid = np.bincount(
        entries.columns, entries.factors * prices[entries.rows], minlength=len(rows.cost)
    )
    # a block has one start, or none for nothing
    cheapest = np.zeros(int(rows.block.max(initial=-1)) + 1)
    np.minimum.at(cheapest, rows.block, rows.cost + paid)
    bought = float(prices @ entries.most)
    rounded = ROUNDED * (rows.constant + bought)
    return rows.constant - bought + float(cheapest.sum()) - rounded
