"""The search for a programme in one model: ways of searching in turn, rank by rank."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.arrange import Part, arrange
from scheduler.checker import check
from scheduler.limits import Stop, Stopped
from scheduler.model import Model
from scheduler.model.objective import minimize, minimize_together
from scheduler.preferences import by_rank, costs
from scheduler.programme import PreferenceCost, Programme, RankPoints
from scheduler.scout import Scout
from scheduler.stopping import new_solver, solve
from scheduler.watch import Watch


class EngineFault(RuntimeError):
    """The engine's own checker refuses what the engine found: ours to mend."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to search, by named subsolvers, up to so many deterministic units (about seconds)."""

    subsolvers: tuple[str, ...]
    units: float
    alone: bool = False  # one worker; else as many as asked for, in turn
    brief: bool = False  # the model is not prepared at length,
    raw: bool = False  # or not at all
    other: int = 0  # added to the seed: what is hard with one may be soon done with another
    shrinking: int = 1  # how thoroughly cores are made smaller: the least is 0 (decision 0020)
    scouted: bool = False  # it finds its first programme late: a scout looks for one meanwhile


@dataclass(slots=True)
class Found:
    """Where the search stands: the best programme so far, its points, and what is proven.

    `points` and `bounds` are those of each rank; no preference costs less than nothing.
    """

    bounds: list[int]
    status: cp_model.CpSolverStatus = cp_model.UNKNOWN
    programme: Programme | None = None
    preferences: tuple[PreferenceCost, ...] = ()
    points: tuple[int, ...] = ()

    @classmethod
    def impossible(cls) -> Found:
        """Proven without a search: there is no programme."""
        return cls(bounds=[], status=cp_model.INFEASIBLE)

    @property
    def ranks(self) -> tuple[RankPoints, ...]:
        """Rank by rank."""
        return tuple(
            RankPoints(objective=points, bound=bound)
            for points, bound in zip(self.points, self.bounds, strict=True)
        )

    def proven(self, rank: int) -> bool:
        """Whether it is known that no programme has less in this rank."""
        return self.programme is not None and self.points[rank] == self.bounds[rank]


@dataclass(slots=True, kw_only=True)
class RankedSearch:
    """One model, searched rank by rank, each among the programmes best in the ranks before it."""

    model: Model
    ways: Sequence[Way]
    workers: int
    seed: int
    deadline: float
    watch: Watch
    cancelled: Stop

    def run(self, known: Found | None = None) -> Found:
        """Search until all is proven, or the time is over; from what is `known`, if it is given."""
        try:
            return self._ranks(known or Found(bounds=[0] * len(self.model.problem.ranks)))
        finally:
            self.watch.close()

    def _ranks(self, found: Found) -> Found:
        ranks = self.model.problem.ranks
        if len(ranks) > 1 and not all(map(found.proven, range(len(ranks)))):
            self._together(found)
        for rank in range(len(ranks)):
            if found.status == cp_model.INFEASIBLE:
                break
            if rank and not self._turn_to(rank, found.points[rank - 1]):
                break
            self.watch.begin(rank, len(ranks), found.points[rank] if found.points else None)
            if not found.proven(rank):
                self._rank(found, rank)
            if found.programme is None:
                break
            self.watch.tell(found.points[rank], found.bounds[rank])
            if not found.proven(rank):
                break
        return found

    def _together(self, found: Found) -> None:
        """Try all ranks at once, the first weighing most: far sooner proven than one by one."""
        try:
            units = minimize_together(self.model)
            if units is not None and not self._over():
                points = found.points[0] if found.points else None
                self.watch.begin(0, len(units), points, units[0])
                self._search(self.ways[0], found, units)
            self.model.points = minimize(self.model)
        except Stopped:
            pass

    def _turn_to(self, rank: int, before: int) -> bool:
        """Keep what there was `before` in the rank just proven; False where the time is over."""
        try:
            self.model.cp.add(self.model.points <= before)
            self.model.points = minimize(self.model, rank)
        except Stopped:
            return False
        return True

    def _rank(self, found: Found, rank: int) -> None:
        units = tuple(int(one == rank) for one in range(len(found.bounds)))
        for way in self.ways:
            if self._over() or self._search(way, found, units):
                break

    def _search(self, way: Way, found: Found, units: tuple[int, ...]) -> bool:
        """Search for the least of the points of each rank times its unit; say whether it is proven.

        The first rank that counts is the one searched; those before it are proven.
        """
        rank = next(place for place, unit in enumerate(units) if unit)
        solver = solver_for(way, workers=self.workers, seed=self.seed, deadline=self.deadline)
        solver.best_bound_callback = self.watch.bound
        self.watch.found = False
        scout = self._scout(way, found)
        found.status = solve(solver, self.model.cp, self._over, self.watch)
        if found.status == cp_model.MODEL_INVALID:
            raise EngineFault(self.model.cp.validate())
        if found.status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            _keep(found, solver, self.model, units)
        self._hear(scout, found, units)
        found.bounds[rank] = max(found.bounds[rank], self.watch.proven)
        if found.status == cp_model.OPTIMAL:
            found.bounds[rank:] = [
                points if unit else bound
                for points, bound, unit in zip(
                    found.points[rank:], found.bounds[rank:], units[rank:], strict=True
                )
            ]
        return found.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)

    def _scout(self, way: Way, found: Found) -> Scout | None:
        if not way.scouted or found.programme is not None:
            return None
        return Scout(self.model.cp, self.seed, self.watch.scouted)

    def _hear(self, scout: Scout | None, found: Found, units: tuple[int, ...]) -> None:
        """Take what the scout has found where the search beside it has found nothing."""
        if scout is None:
            return
        if found.programme is not None or found.status == cp_model.INFEASIBLE:
            scout.dismiss()
        elif scout.wait(self._over):
            _keep(found, scout.solver, self.model, units)

    def _over(self) -> bool:
        return self.cancelled() or time.monotonic() >= self.deadline


def solver_for(way: Way, *, workers: int, seed: int, deadline: float) -> cp_model.CpSolver:
    """A solver that searches in this way, until the deadline at most."""
    solver = new_solver()
    solver.parameters.num_workers = 1 if way.alone else workers
    solver.parameters.random_seed = seed + way.other
    solver.parameters.max_time_in_seconds = max(0.0, deadline - time.monotonic())
    solver.parameters.max_deterministic_time = way.units
    # Workers in turn give the same answer every time; side by side they do not.
    solver.parameters.interleave_search = not way.alone
    solver.parameters.subsolvers.extend(way.subsolvers)
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0  # costs more than it saves at this size
    solver.parameters.core_minimization_level = way.shrinking
    if way.brief:
        solver.parameters.max_presolve_iterations = 1
        solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_presolve = not way.raw
    return solver


def _keep(found: Found, solver: cp_model.CpSolver, model: Model, units: tuple[int, ...]) -> None:
    """Keep what a search found if it has fewer points, and let the next search begin with it.

    Raises EngineFault unless the checker agrees, and so does the count of the points: the model's
    own is an upper limit, since short of the proof its variables may have slack.
    """
    programme = arrange(model.problem, parts_of(solver, model))
    violations = check(model.problem, programme)
    if violations:
        raise EngineFault("; ".join(str(violation.text) for violation in violations))
    preferences = costs(model.problem, programme)
    points, most = by_rank(preferences), round(solver.objective_value)
    counted = sum(unit * here for unit, here in zip(units, points, strict=True))
    rank = next(place for place, unit in enumerate(units) if unit)
    bound = math.ceil(solver.best_objective_bound - 1e-6)
    if not bound <= counted <= most or points[:rank] != found.points[:rank]:
        raise EngineFault(f"the model counts {most} points, the programme has {points}")
    # What is beyond the last whole point of this rank may lie in those after it
    found.bounds[rank] = max(found.bounds[rank], bound // units[rank])
    if found.programme is None or points < found.points:
        found.programme, found.preferences, found.points = programme, preferences, points
        model.cp.proto.solution_hint.vars.clear()
        model.cp.proto.solution_hint.values.clear()
        for row in model.part:
            for part in row:
                model.cp.add_hint(part, solver.value(part))


def parts_of(solver: cp_model.CpSolver, model: Model) -> list[Part]:
    """What lies where in the programme found."""
    return [
        Part(business.id, p, solver.value(model.minutes[b][p]))
        for b, business in enumerate(model.business)
        for p in range(len(model.periods))
        if solver.value(model.part[b][p])
    ]
