"""The rows of a calendar for the linear and mixed-integer solvers that MathOpt carries.

They are given as the message that MathOpt's own `solve` makes of its model: a model of Python
objects takes ten times the memory of the rows, which for a year are more than a million entries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    solution_pb2,
    sparse_containers_pb2,
)
from ortools.math_opt.core.python import solver
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.calendars.rows import Amounts, Rows

SLACK = 1e-6  # of a point, for sums of rounded numbers


@dataclass(frozen=True, slots=True)
class Answer:
    """What the mixed-integer solver found: the start of each block that is held, and a bound."""

    starts: dict[int, int] | None
    bound: int | None


def model(rows: Rows, *, whole: bool) -> model_pb2.ModelProto:
    """The model as MathOpt takes it; in `whole` numbers, or in parts of one."""
    count = len(rows.cost)
    made = model_pb2.ModelProto()
    made.variables.ids.extend(range(count))
    made.variables.lower_bounds.extend([0.0] * count)
    made.variables.upper_bounds.extend([1.0] * count)
    made.variables.integers.extend([whole] * count)
    made.objective.offset = rows.constant
    made.objective.linear_coefficients.ids.extend(range(count))
    made.objective.linear_coefficients.values.extend(rows.cost.tolist())
    made.linear_constraints.ids.extend(range(len(rows.most)))
    least = np.full(len(rows.most), -math.inf)
    least[list(rows.sure)] = rows.most[list(rows.sure)]
    made.linear_constraints.lower_bounds.extend(least.tolist())
    made.linear_constraints.upper_bounds.extend(rows.most.tolist())
    made.linear_constraint_matrix.row_ids.extend(rows.of_row.tolist())
    made.linear_constraint_matrix.column_ids.extend(rows.places.tolist())
    made.linear_constraint_matrix.coefficients.extend(rows.factors.tolist())
    return made


def solve(
    asked: model_pb2.ModelProto,
    kind: int,
    how: parameters_pb2.SolveParametersProto,
    *,
    hint: Amounts | None = None,
    interrupter: SolveInterrupter | None = None,
) -> result_pb2.SolveResultProto:
    """Solve with a kind of solver (SOLVER_TYPE_…), beginning with the `hint` for all variables."""
    more = model_parameters_pb2.ModelSolveParametersProto()
    if hint is not None:
        values = more.solution_hints.add().variable_values
        values.ids.extend(range(len(hint)))
        values.values.extend(hint.tolist())
    return solver.solve(
        asked,
        kind,
        parameters_pb2.SolverInitializerProto(),
        how,
        more,
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None if interrupter is None else interrupter.pybind_interrupter,
    )


def dense(found: sparse_containers_pb2.SparseDoubleVectorProto, count: int) -> Amounts:
    """The values of variables or rows 0 to `count`; those not named are 0."""
    values = np.zeros(count)
    values[np.fromiter(found.ids, np.int64, len(found.ids))] = np.fromiter(
        found.values, np.float64, len(found.values)
    )
    return values


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
    how = parameters_pb2.SolveParametersProto(
        node_limit=nodes,
        random_seed=seed,
        relative_gap_tolerance=gap,
        absolute_gap_tolerance=1.0 - 1e-3,  # the points are whole numbers
    )
    how.time_limit.FromTimedelta(timedelta(seconds=seconds))
    meant = list(zip(rows.block.tolist(), rows.start.tolist(), strict=True))
    begun = np.array([hint.get(block) == start for block, start in meant], np.float64)
    found = solve(model(rows, whole=True), parameters_pb2.SOLVER_TYPE_HIGHS, how, hint=begun)
    dual = found.termination.objective_bounds.dual_bound
    bound = math.ceil(dual - SLACK) if math.isfinite(dual) else None
    if not found.solutions:
        return Answer(None, bound)
    best = found.solutions[0].primal_solution
    if best.feasibility_status != solution_pb2.SOLUTION_STATUS_FEASIBLE:
        return Answer(None, bound)
    values = dense(best.variable_values, len(meant))
    return Answer(
        {block: start for (block, start), value in zip(meant, values, strict=True) if value > 0.5},
        bound,
    )
