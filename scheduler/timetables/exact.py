"""The proof: a constraint model of each part, level by level, begun from the best of the search."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from scheduler.limits import Stop
from scheduler.stopping import new_solver, solve
from scheduler.timetables.exact_model import Model, build, spots_of
from scheduler.timetables.instance import Instance, Spot, compiled
from scheduler.timetables.outcome import LevelBound
from scheduler.timetables.parts import narrowed, parts
from scheduler.timetables.problem import Level
from scheduler.timetables.search.chains import Found, Watch
from scheduler.timetables.search.levels import Levels, levels


@dataclass(frozen=True, slots=True)
class Proof:
    """The best found, and what is proven of it; `infeasible`: that there is none."""

    found: Found
    bounds: tuple[LevelBound, ...] = ()
    infeasible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long and with what to try; `deadline` by the monotonic clock."""

    started: float
    deadline: float
    workers: int
    seed: int
    watch: Watch
    cancelled: Stop


class _Part:
    """Meetings that have nothing to do with the others: their model, and the best of them."""

    def __init__(self, instance: Instance, members: list[int], spots: Sequence[Spot]) -> None:
        self.members = members
        self.instance = compiled(narrowed(instance.problem, members))
        self.model = build(self.instance)
        self.spots = [spots[place] for place in members]
        self.levels: Levels = levels(self.instance, self.spots)
        self.infeasible = False

    def improve(self, level: Level, seconds: float, effort: Effort) -> int:
        """Lower the cost on one level; what is proven to be out of reach below, at least 0."""
        place = list(Level).index(level) + 1
        costs = self.model.costs[level]
        if not self.levels[0] and (not costs or not self.levels[place]):
            return 0
        if seconds <= 0 or effort.cancelled():
            return 0
        self.model.cp.minimize(cp_model.LinearExpr.sum(costs))
        _hint(self.model, self.spots)  # though it may break something, it is near
        solver = _solver(seconds, effort)
        status = solve(solver, self.model.cp, effort.cancelled, _Seen())
        self.infeasible = status == cp_model.INFEASIBLE
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return 0
        spots = spots_of(self.model, self.instance, solver.boolean_value)
        found = levels(self.instance, spots)
        if found < self.levels:
            self.spots, self.levels = list(spots), found
        return max(0, math.ceil(solver.best_objective_bound - 1e-6))

    def keep(self, level: Level) -> None:
        """Give nothing of this level up for a later one."""
        reached = self.levels[list(Level).index(level) + 1]
        self.model.cp.add(cp_model.LinearExpr.sum(self.model.costs[level]) <= reached)


def prove(instance: Instance, found: Found, effort: Effort) -> Proof:
    """Improve what was found and bound it, one level after the other."""
    every = [_Part(instance, members, found.spots) for members in parts(instance)]
    bounds: list[LevelBound] = []
    shares = {Level.MEDIUM: 3, Level.SOFT: 1}  # of the time; without the first no bound holds
    ahead = len(every) * sum(shares.values())
    settled = True  # bounds of a level hold only if those before it are proven
    for level in Level:
        proven = 0
        for part in every:
            seconds = (effort.deadline - time.monotonic()) * shares[level] / ahead
            ahead -= shares[level]
            proven += part.improve(level, seconds, effort)
            if part.infeasible:
                return Proof(found, infeasible=True)
            found = _better(instance, found, every, effort)
        if found.levels[0]:
            return Proof(found)
        reached = found.levels[list(Level).index(level) + 1]
        bound = proven if settled or not reached else None
        bounds.append(LevelBound(level, reached, bound))
        settled = settled and bounds[-1].proven
        if effort.cancelled():
            continue  # a solver that ends by and by may still read a model
        for part in every:
            part.keep(level)
    return Proof(found, tuple(bounds))


def _better(instance: Instance, found: Found, every: Sequence[_Part], effort: Effort) -> Found:
    """What the parts make together, if it is better."""
    spots: list[Spot] = list(found.spots)
    for part in every:
        for place, spot in zip(part.members, part.spots, strict=True):
            spots[place] = spot
    counted = levels(instance, spots)
    if counted >= found.levels:
        return found
    effort.watch(counted)
    first = found.first_seconds
    if first is None and not counted[0]:
        first = time.monotonic() - effort.started
    return Found(spots, counted, first, found.steps)


def _solver(seconds: float, effort: Effort) -> cp_model.CpSolver:
    solver = new_solver()
    parameters = solver.parameters
    parameters.num_workers = effort.workers
    parameters.random_seed = effort.seed
    parameters.max_time_in_seconds = seconds
    parameters.interleave_search = True  # the same answer every time
    parameters.subsolvers.extend(["max_lp", "reduced_costs"])
    parameters.linearization_level = 2
    return solver


def _hint(model: Model, spots: Sequence[Spot]) -> None:
    hint = model.cp.proto.solution_hint
    hint.vars.clear()
    hint.values.clear()
    # a literal that stands for both a start and its only room is named once
    values: dict[int, tuple[Any, bool]] = {}
    for place, (start, room) in enumerate(spots):
        for one, literal in model.placed[place].items():
            values[literal.index] = (literal, one == start)
        if model.there is not None:
            for spot, literal in model.there[place].items():
                values[literal.index] = (literal, spot == (start, room))
    for literal, value in values.values():
        model.cp.add_hint(literal, value)


class _Seen(cp_model.CpSolverSolutionCallback):
    """Says that there is something to wait for."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def on_solution_callback(self) -> None:
        """Take note."""
        self.found = True
