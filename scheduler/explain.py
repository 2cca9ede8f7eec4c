"""Why there is no programme: a clash that cannot be smaller, and the cheapest way out found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from ortools.sat.python import cp_model

from scheduler.model import Model, build
from scheduler.problem import Problem
from scheduler.programme import Explanation, Relaxation, Requirement
from scheduler.requirements import requirements
from scheduler.text import Text, text

# How much it hurts to give a requirement up, by the first words of its key: a meeting more costs
# money, minutes less cost debate, and what the bodies are cannot be changed.
HURT = {
    "interpretation.entitlement": 20,
    "time": 30,
    "interpretation": 60,
    "at_once": 40,
    "rooms": 40,
    "bodies": 100,
    "chairs": 30,
    "relations": 25,
    "business": 15,
}


def explain(
    problem: Problem,
    *,
    time_limit: float = 30.0,
    seed: int = 1,
    cancelled: Callable[[], bool] = lambda: False,
) -> Explanation:
    """Explain an infeasible problem within `time_limit` seconds, or until it is cancelled.

    The clash is shrunk until each of its requirements is needed for it, as far as the time goes.
    Both parts are empty where there is a programme, or none is proven to be impossible in time.
    """
    model, _ = build(problem, explaining=True)
    search = _Search(model, time.monotonic() + time_limit, seed, cancelled)
    clash = search.clash()
    known = {requirement.key: requirement for requirement in requirements(problem)}
    return Explanation(
        clash=tuple(requirement for key, requirement in known.items() if key in clash),
        relaxations=tuple(
            Relaxation(requirement=known[key], text=_change(known[key], units))
            for key, units in search.relax(clash).items()
        ),
    )


class _TimeOverError(Exception):
    """The search has used up its time."""


class _Search:
    """One model, asked again and again with other requirements kept."""

    def __init__(
        self, model: Model, deadline: float, seed: int, cancelled: Callable[[], bool]
    ) -> None:
        self._model = model
        self._deadline = deadline
        self._seed = seed
        self._cancelled = cancelled

    def _solve(self, keys: Iterable[str]) -> tuple[cp_model.CpSolver, bool]:
        """Look for a programme that keeps these requirements; whether there is one."""
        if self._cancelled():
            raise _TimeOverError
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        solver.parameters.max_time_in_seconds = max(0.0, self._deadline - time.monotonic())
        self._model.cp.clear_assumptions()
        self._model.cp.add_assumptions([self._model.switches[key] for key in keys])
        status = solver.solve(self._model.cp)
        if status == cp_model.UNKNOWN:
            raise _TimeOverError
        return solver, status != cp_model.INFEASIBLE

    def _core(self, keys: Iterable[str]) -> set[str] | None:
        """Keys of a clash among these; None where they do not clash."""
        kept = set(keys)
        solver, possible = self._solve(sorted(kept))
        if possible:
            return None
        found = set(solver.sufficient_assumptions_for_infeasibility())
        return {key for key in kept if self._model.switches[key].index in found}

    def clash(self) -> set[str]:
        """Keys that clash, without one that is not needed for it as far as the time goes."""
        kept: set[str] = set()
        try:
            kept = self._core(self._model.switches) or set()
            for key in sorted(kept, key=lambda key: (_hurt(key), key)):
                if key in kept:
                    smaller = self._core(kept - {key})
                    kept = kept if smaller is None else smaller
        except _TimeOverError:
            pass
        return kept

    def relax(self, clash: set[str]) -> dict[str, int]:
        """The requirements that hurt least to give up, and by how many units, if it has units.

        What is given up must hit every clash: the cheapest choice that hits those known so far
        either leaves a programme, or yields a clash that was not known.
        """
        clashes = [clash] if clash else []
        given_up: set[str] = set()
        try:
            while clashes:
                given_up = _cheapest_hitting(clashes)
                more = self._core(self._model.switches.keys() - given_up)
                if more is None:
                    return self._fewest_units(given_up)
                clashes.append(more)
        except _TimeOverError:
            return {}
        return {}

    def _fewest_units(self, given_up: set[str]) -> dict[str, int]:
        slacks = {key: self._model.slacks.get(key, []) for key in sorted(given_up)}
        self._model.cp.minimize(sum(slack for row in slacks.values() for slack in row))
        solver, _ = self._solve(self._model.switches.keys() - given_up)
        return {key: sum(map(solver.value, row)) for key, row in slacks.items()}


def _cheapest_hitting(clashes: Iterable[set[str]]) -> set[str]:
    """Keys of the lowest total hurt that have one of each clash."""
    chooser = cp_model.CpModel()
    keys = sorted(set().union(*clashes))
    chosen = {key: chooser.new_bool_var(key) for key in keys}
    for clash in clashes:
        chooser.add_bool_or(chosen[key] for key in sorted(clash))
    chooser.minimize(sum(_hurt(key) * literal for key, literal in chosen.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.solve(chooser)
    return {key for key, literal in chosen.items() if solver.value(literal)}


def _hurt(key: str) -> int:
    prefixes = [prefix for prefix in HURT if key == prefix or key.startswith(f"{prefix}.")]
    return HURT[max(prefixes, key=len)]


def _change(requirement: Requirement, units: int) -> Text:
    if requirement.key.startswith("interpretation.entitlement"):
        return text(
            "Allow %(count)s more: %(requirement)s", count=units, requirement=requirement.text
        )
    if requirement.key.startswith("time."):
        return text(
            "Take %(minutes)s minutes less: %(requirement)s",
            minutes=units,
            requirement=requirement.text,
        )
    return text("Give up: %(requirement)s", requirement=requirement.text)
