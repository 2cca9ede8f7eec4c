"""The search for clashes that cannot be smaller, and for the cheapest ways out of them."""

from __future__ import annotations

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from scheduler.explanation.alike import Alike
from scheduler.explanation.counted import counted
from scheduler.explanation.hurt import (
    CLASHES,
    MEANS,
    MOST_CLASHES,
    MOST_COUNTED,
    STEP_UNITS,
    STEPS,
    UNCHANGEABLE,
    UNCOUNTED_UNITS,
    UNITS,
    WAYS,
    hurt,
    hurts,
    kind,
    unit_hurt,
)
from scheduler.limits import Stop
from scheduler.model import Model
from scheduler.model.base import Linear
from scheduler.problem import Problem
from scheduler.stopping import short_solver, solve


class TimeOverError(Exception):
    """The search has used up its time."""


class Search(ABC):
    """Clashes and ways out among requirements (keys), as far as there is an answer in time."""

    def __init__(
        self, problem: Problem, keys: Iterable[str], deadline: float, cancelled: Stop
    ) -> None:
        self._problem = problem
        self._keys = set(keys)
        self._deadline = deadline
        self._cancelled = cancelled
        self._alike = Alike(problem)

    def _core(
        self, keys: Iterable[str], until: float | None = None, units: float = math.inf
    ) -> set[str] | None:
        """Keys of a clash among these, counted where that will do; None where they do not clash."""
        kept = set(keys)
        if self._cancelled():
            raise TimeOverError
        by_count = counted(self._problem, kept)
        return self._asked(kept, until or self._deadline, units) if by_count is None else by_count

    @abstractmethod
    def _asked(self, kept: set[str], until: float, units: float) -> set[str] | None:
        """The same of what cannot be counted."""

    @abstractmethod
    def _fewest_units(self, given_up: set[str]) -> dict[str, int]:
        """How much of each key there is to be given up for a programme; raises TimeOverError."""

    @abstractmethod
    def _cheapest(self) -> set[str] | None:
        """What to give up, searched for outright: where very many clashes are much alike."""

    def clashes(self, most: int = CLASHES) -> list[set[str]]:
        """Clashes without a key in common but what there is to do in all, at most so many.

        The first takes up to half of the time, the others a quarter.
        None of them has a key that is not needed for it, as far as the time goes.
        """
        now, found = time.monotonic(), list[set[str]]()
        left = self._deadline - now
        try:
            while len(found) < most:
                until = now + (left * 3 / 4 if found else left / 2)
                others = self._keys - set().union(*map(_told, found))
                clash = self._clash(others, until, left / 10)
                if clash <= set().union(*found):
                    break
                found.append(clash)
        except TimeOverError:
            pass
        return found

    def _clash(self, keys: Iterable[str], until: float, step: float) -> set[str]:
        """A clash among the keys; a step of shrinking takes at most so long."""
        kept, needed = self._first_clash(keys, until, step), set[str]()
        try:
            for key in sorted(kept, key=lambda key: (hurt(key), key)):
                if key in kept - needed:
                    soon = min(until, time.monotonic() + step)
                    smaller = self._smaller(kept - {key}, soon)
                    if smaller is None:
                        needed |= self._alike.images(key, kept)
                    kept = smaller or kept
        except TimeOverError:
            pass
        return kept

    def _first_clash(self, keys: Iterable[str], until: float, step: float) -> set[str]:
        kept = self._core(keys, until) or set()
        means = {key for key in kept if key.startswith(MEANS)}
        if means == kept:
            return kept
        return self._smaller(means, min(until, time.monotonic() + step)) or kept

    def _smaller(self, keys: Iterable[str], until: float) -> set[str] | None:
        """A clash among these; None where there is none, or none is found so soon."""
        try:
            return self._core(keys, until)
        except TimeOverError:
            return None

    def ways(self, known: Iterable[set[str]]) -> list[dict[str, int]]:
        """Keys to give up, and by how many units if they have units; what hurts least comes first.

        What is given up must hit every clash: the cheapest choice that hits those known so far
        either leaves a programme, or yields a clash that was not known. Once there is a way, no
        choice is tried for long.
        """
        clashes, found, steps = list[set[str]](), list[dict[str, int]](), 0
        for clash in known:
            self._learn(clashes, clash)
        aside: list[set[str]] = []  # what takes too long to try
        while clashes and len(found) < WAYS and steps < STEPS:
            given_up = self._choice(clashes, found, aside)
            if given_up is None:
                break
            rest = self._keys - given_up
            by_count = counted(self._problem, rest) if len(clashes) < MOST_COUNTED else None
            if by_count is not None and not self._cancelled():
                self._learn(clashes, by_count)
                continue
            steps += bool(found)
            try:
                more = self._core(rest, units=STEP_UNITS if found or aside else UNITS)
                if more is None:
                    found.append(self._fewest_units(given_up))
            except TimeOverError:
                if self._cancelled():
                    break
                aside.append(given_up)
                continue
            if more:
                self._learn(clashes, more)
            elif more is not None:  # whatever is given up does not help
                break
        return sorted(found, key=lambda way: (hurts(way), sum(way.values())))

    def _learn(self, clashes: list[set[str]], clash: set[str]) -> None:
        """Add a clash, and that of it among the last of the business that is alike."""
        clashes += [clash, last] if (last := self._alike.last(clash)) != clash else [clash]

    def _choice(
        self,
        clashes: Sequence[set[str]],
        found: Sequence[Collection[str]],
        aside: Sequence[set[str]],
    ) -> set[str] | None:
        """What to try to give up next, of another kind than what was found if there is one."""
        tried = [*found, *aside]
        if not found and len(clashes) + len(aside) >= MOST_CLASHES:
            return self._cheapest()
        in_order = self._alike.in_order(self._keys, set().union(*clashes))
        unlike = _cheapest_hitting(clashes, tried, in_order, found) if found else None
        return (
            unlike
            or _cheapest_hitting(clashes, tried, in_order)
            or _cheapest_hitting(clashes, tried)
        )


class ClashSearch(Search):
    """One model, asked again and again with other requirements kept."""

    def __init__(self, model: Model, deadline: float, seed: int, cancelled: Stop) -> None:
        super().__init__(model.problem, model.switches, deadline, cancelled)
        self._model = model
        self._seed = seed

    def _solve(
        self, keys: Iterable[str], until: float, least: Linear = 0, units: float = math.inf
    ) -> tuple[cp_model.CpSolver, bool]:
        """Look for a programme that keeps these, with the `least` there can be; say if it is."""
        kept = set(keys)
        if until <= time.monotonic() or self._cancelled():
            raise TimeOverError
        self._model.cp.clear_assumptions()
        self._model.cp.clear_objective()  # type: ignore[no-untyped-call]  # says nothing of itself
        if not isinstance(least, int):
            self._model.cp.minimize(least)
        self._model.cp.add_assumptions(
            [switch for key, switch in self._model.switches.items() if key in kept]
        )
        solver, status = self._ask(until, min(units, UNCOUNTED_UNITS))
        # a solver that was cancelled may have the model still
        if status == cp_model.UNKNOWN and units > UNCOUNTED_UNITS and not self._cancelled():
            solver, status = self._ask(until, units, counting=True)
        if status == cp_model.UNKNOWN:
            raise TimeOverError
        return solver, status != cp_model.INFEASIBLE

    def _ask(
        self, until: float, units: float, *, counting: bool = False
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Try so long; `counting` with a linear relaxation of all, which takes longer to begin."""
        solver = short_solver(self._seed)
        solver.parameters.max_time_in_seconds = max(0.0, until - time.monotonic())
        solver.parameters.max_deterministic_time = units
        solver.parameters.linearization_level = 2 if counting else 1
        return solver, solve(solver, self._model.cp, self._cancelled)

    def _asked(self, kept: set[str], until: float, units: float) -> set[str] | None:
        solver, possible = self._solve(kept, until, units=units)
        if possible:
            return None
        found = set(solver.sufficient_assumptions_for_infeasibility())
        return {key for key in kept if self._model.switches[key].index in found}

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

    def _fewest_units(self, given_up: set[str]) -> dict[str, int]:
        slacks = {key: self._model.slacks.get(key, []) for key in sorted(given_up)}
        exceeded = sum(unit_hurt(key) * slack for key, row in slacks.items() for slack in row)
        kept = self._model.switches.keys() - given_up
        solver, _ = self._solve(kept, self._deadline, exceeded, UNITS)
        return {key: sum(map(solver.value, row)) for key, row in slacks.items()}


def _told(clash: set[str]) -> set[str]:
    """What tells a clash from others: all of it, but what there is to do, if that is not all."""
    return {key for key in clash if not key.startswith("time.")} or clash


def _cheapest_hitting(
    clashes: Sequence[set[str]],
    ways: Sequence[Collection[str]],
    in_order: Collection[Sequence[str]] = (),
    unlike: Iterable[Collection[str]] = (),
) -> set[str] | None:
    """Keys of the lowest total hurt that have one of each clash, and not all of a way tried.

    Of keys `in_order` it has none without those before it. Nor does it have keys of all the kinds
    of one of `unlike`. None where there are none, or none is found soon.
    """
    chooser = cp_model.CpModel()
    keys = sorted(set().union(*clashes, *ways, *in_order))
    chosen = {key: chooser.new_bool_var(key) for key in keys if key not in UNCHANGEABLE}
    for clash in clashes:
        chooser.add_bool_or(chosen[key] for key in sorted(clash & chosen.keys()))
    for way in ways:
        chooser.add_bool_or(~chosen[key] for key in sorted(way))
    for alike in in_order:
        for earlier, later in pairwise(alike):
            chooser.add_implication(chosen[later], chosen[earlier])
    for way in unlike:
        of_kinds = {kind(key): chooser.new_bool_var(kind(key)) for key in sorted(way)}
        chooser.add_bool_or(~literal for literal in of_kinds.values())
        for key, literal in chosen.items():
            if kind(key) in of_kinds:
                chooser.add_implication(literal, of_kinds[kind(key)])
    chooser.minimize(sum(hurt(key) * literal for key, literal in chosen.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = UNITS
    if solver.solve(chooser) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return {key for key, literal in chosen.items() if solver.value(literal)}
