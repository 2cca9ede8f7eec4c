"""The constraint model (CP-SAT) of a calendar, or of a part of it."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from scheduler.calendars.rows import Rows


class Model:
    """One literal for each variable of the rows."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.cp = cp_model.CpModel()
        self.held = [self.cp.new_bool_var("") for _ in range(len(rows.cost))]
        sure = set(rows.sure)
        for row, places, factors, most in rows.each():
            literals = [self.held[place] for place in places]
            if row >= rows.inside:
                group = literals.pop(factors.index(1))
                self.cp.add_bool_or([~group, *literals])
            elif row >= rows.weighted:
                self.cp.add(cp_model.LinearExpr.weighted_sum(literals, factors) <= most)
            elif row in sure:
                self.cp.add_exactly_one(literals)
            elif most == 1:
                self.cp.add_at_most_one(literals)
            else:
                self.cp.add(cp_model.LinearExpr.sum(literals) <= most)
        self.objective = rows.constant + cp_model.LinearExpr.weighted_sum(
            self.held, rows.cost.tolist()
        )
        self.cp.minimize(self.objective)

    def hint(self, starts: Mapping[int, int | None]) -> None:
        """Begin with a plan: the start of each block."""
        for variable, block, start in zip(
            self.held, self.rows.block.tolist(), self.rows.start.tolist(), strict=True
        ):
            self.cp.add_hint(variable, starts.get(block) == start)

    def starts(self, solver: cp_model.CpSolver) -> dict[int, int]:
        """The start of each block that is held."""
        return {
            block: start
            for variable, block, start in zip(
                self.held, self.rows.block.tolist(), self.rows.start.tolist(), strict=True
            )
            if solver.boolean_value(variable)
        }
