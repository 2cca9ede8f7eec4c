"""The engine's own model, given to other solvers as a mixed-integer programme."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

SOLVERS = {"HiGHS": mathopt.SolverType.HIGHS, "SCIP": mathopt.SolverType.GSCIP}
UNBOUNDED = 2**62  # ends of domains beyond this are none


@dataclass(frozen=True)
class Answer:
    """What a solver found: the total, what it proved, and seconds with the conversion left out."""

    objective: float | None
    bound: float | None
    proven: bool
    seconds: float


def solve(model: cp_model.CpModel, solver: str, *, time_limit: float) -> Answer:
    """Solve with one of the SOLVERS, to a gap of nothing; HiGHS takes the threads it wants."""
    programme = mixed_integer(model)
    begun = time.perf_counter()
    result = mathopt.solve(
        programme,
        SOLVERS[solver],
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=time_limit),
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=0.999,  # all totals are whole numbers
        ),
    )
    seconds = time.perf_counter() - begun
    found = result.has_primal_feasible_solution()
    return Answer(
        objective=result.objective_value() if found else None,
        bound=result.best_objective_bound() if found else None,
        proven=result.termination.reason == mathopt.TerminationReason.OPTIMAL,
        seconds=seconds,
    )


def mixed_integer(model: cp_model.CpModel) -> mathopt.Model:
    """The same variables, constraints and objective.

    Raises ValueError for a constraint that the engine's models do not have.
    """
    proto = model.proto
    made = mathopt.Model()
    domains = [list(one.domain) for one in proto.variables]
    variables = [made.add_integer_variable(lb=one[0], ub=one[-1]) for one in domains]

    def total(indices: Sequence[int], factors: Sequence[int]) -> mathopt.LinearSum:
        # A negative index is the opposite of a literal
        return mathopt.LinearSum(
            factor * (variables[index] if index >= 0 else 1 - variables[~index])
            for index, factor in zip(indices, factors, strict=True)
        )

    for constraint in proto.constraints:
        if constraint.enforcement_literal:
            raise ValueError("a constraint is enforced by literals")
        if constraint.has_linear():
            least, most = constraint.linear.domain
            _add(made, total(constraint.linear.vars, constraint.linear.coeffs), least, most)
        elif constraint.has_lin_max():
            # Of literals only: the target is one where any of them is
            target, *rest = (
                total(one.vars, one.coeffs) + one.offset
                for one in (constraint.lin_max.target, *constraint.lin_max.exprs)
            )
            for one in rest:
                made.add_linear_constraint(target - one >= 0)
            made.add_linear_constraint(target - mathopt.LinearSum(rest) <= 0)
        else:
            least, most, literals = _literals(constraint)
            _add(made, total(literals, [1] * len(literals)), least, most)
    scale = proto.objective.scaling_factor or 1.0
    made.minimize(
        scale * (total(proto.objective.vars, proto.objective.coeffs) + proto.objective.offset)
    )
    return made


def _literals(constraint: Any) -> tuple[int, int, Sequence[int]]:
    """How many of some literals are true, at least and at most."""
    if constraint.has_at_most_one():
        return 0, 1, constraint.at_most_one.literals
    if constraint.has_exactly_one():
        return 1, 1, constraint.exactly_one.literals
    if constraint.has_bool_or():
        return 1, len(constraint.bool_or.literals), constraint.bool_or.literals
    raise ValueError("a constraint has no linear form")


def _add(made: mathopt.Model, total: mathopt.LinearSum, least: int, most: int) -> None:
    lb = least if least > -UNBOUNDED else float("-inf")
    ub = most if most < UNBOUNDED else float("inf")
    made.add_linear_constraint(lb=lb, expr=total, ub=ub)
