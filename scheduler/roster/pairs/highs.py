"""Covering pairs with limits as a mixed-integer model, for HiGHS by way of MathOpt.

People of the same languages are counted, not named: if of `size` alike at most 3 x `size` work in
any four blocks in a row, and at most `size` in one, then dealing the work out in turn, in order of
time, gives each at most 3 in any four. (A window of the row with n pieces of work gives nobody more
than n / size, rounded up.) The same holds of the sessions in all.
"""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from scheduler.roster.pairs.flow import Demand, Numbers
from scheduler.roster.pairs.instance import Limits


def improve(
    asked: Demand, people: list[frozenset[str]], limits: Limits, seconds: float
) -> tuple[Numbers | None, int]:
    """Who works in which block, if anything was found in the time; and a bound from above."""
    alike: dict[frozenset[str], list[int]] = {}
    for person, languages in enumerate(people):
        alike.setdefault(languages, []).append(person)
    groups = list(alike.values())
    model = mathopt.Model.from_model_proto(_model(asked, groups, limits))
    found = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(time_limit=timedelta(seconds=seconds)),
    )
    dual = found.termination.objective_bounds.dual_bound
    bound = math.floor(dual + 1e-6) if math.isfinite(dual) else asked.people * limits.sessions
    if not found.has_primal_feasible_solution():
        return None, bound
    blocks = len(asked.wanted)
    counted = [model.get_variable(number) for number in range(len(groups) * blocks)]
    values = np.rint(found.variable_values(counted)).astype(np.int64)
    return _dealt(values.reshape(len(groups), blocks), groups, asked.people), bound


def _dealt(counts: Numbers, groups: list[list[int]], people: int) -> Numbers:
    """Deal the work of each group out to its people in turn, in order of time."""
    at_work = np.zeros((people, counts.shape[1]), np.int64)
    for members, row in zip(groups, counts, strict=True):
        turn = 0
        for block, count in enumerate(row.tolist()):
            for _ in range(count):
                at_work[members[turn % len(members)], block] = 1
                turn += 1
    return at_work


class _Matrix:
    """Rows ``sum <= most`` of a model, with entries of 1 or -1."""

    def __init__(self) -> None:
        self.entries: list[tuple[Numbers, Numbers, Numbers]] = []  # rows, columns, values
        self.most: list[Numbers] = []

    @property
    def count(self) -> int:
        """Rows so far."""
        return sum(map(len, self.most))

    def add(self, most: Numbers, *entries: tuple[Numbers, Numbers, int]) -> None:
        """Add ``len(most)`` rows; of the entries, rows count from 0 here."""
        first = self.count
        self.entries += [
            (rows + first, columns, np.full(len(rows), value)) for rows, columns, value in entries
        ]
        self.most.append(most)


def _model(asked: Demand, groups: list[list[int]], limits: Limits) -> model_pb2.ModelProto:
    """Variables: people of each group at work in each block, and the pairs they take there."""
    blocks, count = len(asked.wanted), len(groups)
    size = np.array([len(members) for members in groups], np.int64)
    group_of = {members[0]: group for group, members in enumerate(groups)}
    first = np.isin(asked.able[0], list(group_of))
    able = np.array([group_of[person] for person in asked.able[0][first].tolist()], np.int64)
    pair_of = asked.able[1][first]
    block, which = np.nonzero(asked.wanted[:, pair_of])
    group, pair = able[which], pair_of[which]
    at_work = np.arange(count * blocks)
    takes = len(at_work) + np.arange(len(group))
    matrix = _Matrix()
    # no more at work than pairs taken
    matrix.add(
        np.zeros(len(at_work), np.int64),
        (at_work, at_work, 1),
        (group * blocks + block, takes, -1),
    )
    kinds = np.flatnonzero(asked.wanted)
    row = np.searchsorted(kinds, block * asked.wanted.shape[1] + pair)
    matrix.add(asked.wanted.ravel()[kinds], (row, takes, 1))
    matrix.add(limits.sessions * size, (at_work // blocks, at_work, 1))
    of, step = (part.ravel() for part in np.indices((count, limits.consecutive + 1)))
    for start in range(blocks - limits.consecutive):
        matrix.add(limits.consecutive * size, (of, of * blocks + start + step, 1))
    most = np.minimum(size[group], asked.wanted[block, pair])
    return _proto(matrix, np.concatenate([np.repeat(size, blocks), most]), len(at_work))


def _proto(matrix: _Matrix, upper: Numbers, whole: int) -> model_pb2.ModelProto:
    """The model as MathOpt takes it; the first `whole` variables are counts, to be maximized."""
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(len(upper)))
    proto.variables.lower_bounds.extend([0.0] * len(upper))
    proto.variables.upper_bounds.extend(upper.tolist())
    proto.variables.integers.extend([place < whole for place in range(len(upper))])
    proto.objective.maximize = True
    proto.objective.linear_coefficients.ids.extend(range(whole))
    proto.objective.linear_coefficients.values.extend([1.0] * whole)
    proto.linear_constraints.ids.extend(range(matrix.count))
    proto.linear_constraints.lower_bounds.extend([-math.inf] * matrix.count)
    proto.linear_constraints.upper_bounds.extend(np.concatenate(matrix.most).tolist())
    rows, columns, values = (np.concatenate(part) for part in zip(*matrix.entries, strict=True))
    order = np.lexsort((columns, rows))
    entries = proto.linear_constraint_matrix
    entries.row_ids.extend(rows[order].tolist())
    entries.column_ids.extend(columns[order].tolist())
    entries.coefficients.extend(values[order].tolist())
    return proto
