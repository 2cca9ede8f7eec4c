"""Clashes and ways out that the solver is asked for: one model, again and again."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterable

from ortools.sat.python import cp_model

from scheduler.explanation.clashes import Search, TimeOverError
from scheduler.explanation.constructed import constructed
from scheduler.explanation.given_up import all_given_up
from scheduler.explanation.hurt import (
    IN_VAIN,
    LEAST_UNITS,
    QUESTION_UNITS,
    SHORTER_UNITS,
    UNCHANGEABLE,
    UNCOUNTED_UNITS,
    UNITS,
    Way,
    hurt,
    unit_hurt,
)
from scheduler.limits import Stop
from scheduler.model import Model
from scheduler.model.base import Linear
from scheduler.problem import Business, Problem
from scheduler.stopping import short_solver, solve


class ClashSearch(Search):
    """One model, asked again and again with other requirements kept."""

    def __init__(
        self, model: Model, deadline: float, seed: int, cancelled: Stop, *, more: bool = False
    ) -> None:
        begun = not model.leaving_out
        super().__init__(model.problem, model.switches, deadline, cancelled, begun=begun, more=more)
        self._model = model
        self._seed = seed
        self._in_vain = 0  # times that the solver found what was not constructed

    def _solve(
        self, keys: Iterable[str], until: float, least: Linear = 0, units: float = math.inf
    ) -> tuple[cp_model.CpSolver, bool]:
        """Look for a programme that keeps these, with the `least` there can be; say if it is."""
        self._assume(set(keys), until, least)
        solver, status = self._ask(until, min(units, UNCOUNTED_UNITS))
        # a solver that was cancelled may have the model still
        if status == cp_model.UNKNOWN and units > UNCOUNTED_UNITS and not self._cancelled():
            solver, status = self._ask(until, units, counting=True)
        if status == cp_model.UNKNOWN:
            raise TimeOverError
        return solver, status != cp_model.INFEASIBLE

    def _least(
        self, kept: Collection[str], until: float, least: Linear, units: float = LEAST_UNITS
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """The `least` with which these are kept, or as little as is found."""
        self._assume(kept, until, least)
        return self._ask(until, units)

    def _assume(self, kept: Collection[str], until: float, least: Linear = 0) -> None:
        """Have the model ask for these, and for the `least` there can be."""
        if until <= time.monotonic() or self._cancelled():
            raise TimeOverError
        self._model.cp.clear_assumptions()
        self._model.cp.clear_objective()  # type: ignore[no-untyped-call]  # says nothing of itself
        if not isinstance(least, int):
            self._model.cp.minimize(least)
        self._model.cp.add_assumptions(
            [switch for key, switch in self._model.switches.items() if key in kept]
        )

    def _ask(
        self, until: float, units: float, *, counting: bool = False
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Try so long; `counting` with a linear relaxation of all, which takes longer to begin."""
        solver = short_solver(self._seed)
        solver.parameters.max_time_in_seconds = max(0.0, until - time.monotonic())
        solver.parameters.max_deterministic_time = units
        solver.parameters.linearization_level = 2 if counting else 1
        status = solve(solver, self._model.cp, self._cancelled)
        # a solver that was cancelled has nothing to tell
        known = status != cp_model.UNKNOWN
        self._spent += QUESTION_UNITS + (solver.deterministic_time if known else units)
        return solver, status

    def _asked(self, kept: set[str], until: float, units: float) -> set[str] | None:
        to_construct = self._to_construct(kept)
        if to_construct is not None and constructed(*to_construct) is not None:
            return None
        solver, possible = self._solve(kept, until, units=units)
        if possible:
            self._in_vain += to_construct is not None
            return None
        found = set(solver.sufficient_assumptions_for_infeasibility())
        return {key for key in kept if self._model.switches[key].index in found}

    def _to_construct(self, kept: set[str]) -> tuple[Problem, set[str]] | None:
        """What to try without the solver, and of which hours less; None where that seldom helps."""
        if self._more or self._in_vain >= IN_VAIN:
            return None
        dropped = self._keys - kept
        shortened = {key for key in dropped if key.startswith("time.")}
        less = all_given_up(self._problem, dropped - shortened)
        return None if less.relations else (less, shortened)

    def _least_minutes(self, keys: set[str], hours: set[str], until: float) -> int:
        solver, _ = self._least(keys - hours, until, self._less(hours), SHORTER_UNITS)
        return math.ceil(solver.best_objective_bound)

    def _shorter(self, keys: set[str], hours: set[str], minutes: int, until: float) -> bool:
        short = self._model.cp.new_bool_var("short")
        self._model.cp.add(self._less(hours) <= minutes).only_enforce_if(short)
        self._assume(keys - hours, until)
        self._model.cp.add_assumption(short)
        _, status = self._ask(until, SHORTER_UNITS, counting=True)
        return status in {cp_model.OPTIMAL, cp_model.FEASIBLE}

    def _less(self, hours: Iterable[str]) -> Linear:
        return sum(slack for key in sorted(hours) for slack in self._model.slacks.get(key, []))

    def _cheapest(self) -> set[str] | None:
        switches = self._model.switches
        given_up = sum(hurt(key) * (1 - switch) for key, switch in switches.items())
        kept = UNCHANGEABLE & switches.keys()
        try:
            solver, possible = self._solve(kept, self._deadline, given_up, UNITS)
        except TimeOverError:
            return None
        if not possible:
            return None
        return {key for key, switch in switches.items() if not solver.value(switch)}

    def _fewest_units(self, given_up: set[str]) -> Way:
        slacks = {key: self._model.slacks.get(key, []) for key in sorted(given_up)}
        if not any(slacks.values()):
            return Way(dict.fromkeys(slacks, 0))
        shortened = {key for key, row in slacks.items() if row}
        hours = all(key.startswith("time.") for key in shortened)
        if hours and len(shortened) == 1 and not self._more:
            less = all_given_up(self._problem, given_up - shortened)
            found = constructed(less, shortened)
            if found is not None and found.proven:
                units = dict.fromkeys(slacks, 0) | dict.fromkeys(shortened, found.shorter.total())
                return Way(units, found.shorter)
        exceeded = sum(unit_hurt(key) * slack for key, row in slacks.items() for slack in row)
        kept = self._model.switches.keys() - given_up
        solver, status = self._least(kept, self._deadline, exceeded)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            raise TimeOverError
        shorter = {
            one.id: solver.value(slack)
            for key, row in slacks.items()
            for one, slack in zip(self._of_hours(key), row, strict=False)
        }
        return Way({key: sum(map(solver.value, row)) for key, row in slacks.items()}, shorter)

    def _of_hours(self, key: str) -> list[Business]:
        """The business of a `time` requirement, in the order of its slacks."""
        return [one for one in self._problem.business if one.time == key]
