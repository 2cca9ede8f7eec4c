"""The rows of a calendar for the linear and mixed-integer solvers that MathOpt carries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from scheduler.calendars.occupancy import Numbers
from scheduler.calendars.rows import Rows

Amounts = NDArray[np.float64]
SLACK = 1e-6  # of a point, for sums of rounded numbers


@dataclass(frozen=True, slots=True)
class Matrix:
    """The entries of all rows, in order, and the most that each row may come to."""

    rows: Numbers
    columns: Numbers
    factors: Amounts
    most: Amounts


@dataclass(frozen=True, slots=True)
class Answer:
    """What the mixed-integer solver found: the start of each block that is held, and a bound."""

    starts: dict[int, int] | None
    bound: int | None


def matrix(rows: Rows) -> Matrix:
    """All rows as one matrix."""
    sizes = [len(row.places) for row in rows.rows]
    count = sum(sizes)
    return Matrix(
        rows=np.repeat(np.arange(len(sizes)), sizes),
        columns=np.fromiter(chain.from_iterable(row.places for row in rows.rows), np.int64, count),
        factors=np.fromiter(
            chain.from_iterable(row.factors or [1] * len(row.places) for row in rows.rows),
            np.float64,
            count,
        ),
        most=np.array([row.most for row in rows.rows], np.float64),
    )


def model(rows: Rows, entries: Matrix, *, whole: bool) -> mathopt.Model:
    """The model as MathOpt takes it; in `whole` numbers, or in parts of one."""
    count = len(rows.cost)
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(count))
    proto.variables.lower_bounds.extend([0.0] * count)
    proto.variables.upper_bounds.extend([1.0] * count)
    proto.variables.integers.extend([whole] * count)
    proto.objective.offset = rows.constant
    proto.objective.linear_coefficients.ids.extend(range(count))
    proto.objective.linear_coefficients.values.extend(rows.cost.astype(float).tolist())
    proto.linear_constraints.ids.extend(range(len(entries.most)))
    proto.linear_constraints.lower_bounds.extend([-math.inf] * len(entries.most))
    proto.linear_constraints.upper_bounds.extend(entries.most.tolist())
    order = np.lexsort((entries.columns, entries.rows))
    proto.linear_constraint_matrix.row_ids.extend(entries.rows[order].tolist())
    proto.linear_constraint_matrix.column_ids.extend(entries.columns[order].tolist())
    proto.linear_constraint_matrix.coefficients.extend(entries.factors[order].tolist())
    return mathopt.Model.from_model_proto(proto)


def solve_whole(
    rows: Rows,
    hint: dict[int, int | None],
    *,
    seconds: float,
    seed: int,
    nodes: int | None = None,
    gap: float = 0.0,
) -> Answer:
    """Search with HiGHS, which begins with the `hint`: the start of each block.

    It ends with what is within `gap` (a part of the cost) of the best.
    """
    asked = model(rows, matrix(rows), whole=True)
    variables = list(asked.variables())
    meant = list(zip(rows.block.tolist(), rows.start.tolist(), strict=True))
    begun = {
        variable: float(hint.get(block) == start)
        for variable, (block, start) in zip(variables, meant, strict=True)
    }
    found = mathopt.solve(
        asked,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=seconds),
            node_limit=nodes,
            random_seed=seed,
            relative_gap_tolerance=gap,
            absolute_gap_tolerance=1.0 - 1e-3,  # the points are whole numbers
        ),
        model_params=mathopt.ModelSolveParameters(
            solution_hints=[mathopt.SolutionHint(variable_values=begun)]
        ),
    )
    dual = found.termination.objective_bounds.dual_bound
    bound = math.ceil(dual - SLACK) if math.isfinite(dual) else None
    if not found.has_primal_feasible_solution():
        return Answer(None, bound)
    values = found.variable_values(variables)
    starts = {
        block: start for (block, start), value in zip(meant, values, strict=True) if value > 0.5
    }
    return Answer(starts, bound)
