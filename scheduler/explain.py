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
from scheduler.wording import duration

# How much it hurts to give a requirement up, by the first words of its key: a meeting more costs
# money, minutes less cost debate, and what the bodies are cannot be changed.
HURT = {
    "interpretation.entitlement": 20,
    "time": 30,
    "interpretation": 60,
    "at_once": 40,
    "rooms": 40,
    "bodies": 100,
    "closures": 50,
    "held": 1000,
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
    deadline = time.monotonic() + time_limit
    known = {requirement.key: requirement for requirement in requirements(problem)}
    clash: set[str] = set()
    changes: dict[str, int] = {}
    # Business is first thought of as shorter at most; left out only where nothing else explains
    for leaving_out in (False, True):
        model = build(problem, explaining=True, leaving_out=leaving_out)
        search = _Search(model, deadline, seed, cancelled)
        clash = search.clash() or clash
        changes = search.relax(clash)
        if clash and changes:
            break
    return Explanation(
        clash=tuple(requirement for key, requirement in known.items() if key in clash),
        relaxations=tuple(
            Relaxation(requirement=known[key], text=_change(known[key], units))
            for key, units in changes.items()
        ),
    )


class _TimeOverError(Exception):
    """The search has used up its time."""


# What a session has to work with and how much it has to do: a clash among these alone is the one to
# hear of first.
MEANS = ("time.", "interpretation.", "at_once.", "bodies.")


class _Search:
    """One model, asked again and again with other requirements kept."""

    def __init__(
        self, model: Model, deadline: float, seed: int, cancelled: Callable[[], bool]
    ) -> None:
        self._model = model
        self._deadline = deadline
        self._seed = seed
        self._cancelled = cancelled

    def _solve(self, keys: Iterable[str], until: float) -> tuple[cp_model.CpSolver, bool]:
        """Look for a programme that keeps these requirements; whether there is one."""
        kept, left = set(keys), until - time.monotonic()
        if left <= 0 or self._cancelled():
            raise _TimeOverError
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        solver.parameters.max_time_in_seconds = left
        solver.parameters.catch_sigint_signal = False  # the caller says when it is cancelled
        self._model.cp.clear_assumptions()
        self._model.cp.add_assumptions(
            [switch for key, switch in self._model.switches.items() if key in kept]
        )
        status = solver.solve(self._model.cp)
        if status == cp_model.UNKNOWN:
            raise _TimeOverError
        return solver, status != cp_model.INFEASIBLE

    def _core(self, keys: Iterable[str], until: float | None = None) -> set[str] | None:
        """Keys of a clash among these; None where they do not clash."""
        kept = set(keys)
        solver, possible = self._solve(kept, until or self._deadline)
        if possible:
            return None
        found = set(solver.sufficient_assumptions_for_infeasibility())
        return {key for key in kept if self._model.switches[key].index in found}

    def clash(self) -> set[str]:
        """Keys that clash, without one that is not needed for it as far as the time goes.

        Takes at most half of the time; a step of shrinking at most a tenth of it.
        """
        left = self._deadline - time.monotonic()
        until = time.monotonic() + left / 2
        kept: set[str] = set()
        try:
            kept = self._first_clash(until, left / 10)
            for key in sorted(kept, key=lambda key: (_hurt(key), key)):
                if key in kept:
                    soon = min(until, time.monotonic() + left / 10)
                    kept = self._smaller(kept - {key}, soon) or kept
        except _TimeOverError:
            pass
        return kept

    def _first_clash(self, until: float, step: float) -> set[str]:
        kept = self._core(self._model.switches, until) or set()
        means = {key for key in kept if key.startswith(MEANS)}
        if means == kept:
            return kept
        return self._smaller(means, min(until, time.monotonic() + step)) or kept

    def _smaller(self, keys: Iterable[str], until: float) -> set[str] | None:
        """A clash among these; None where there is none, or none is found so soon."""
        try:
            return self._core(keys, until)
        except _TimeOverError:
            return None

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
                if not more:  # whatever is given up does not help
                    return {}
                clashes.append(more)
        except _TimeOverError:
            return {}
        return {}

    def _fewest_units(self, given_up: set[str]) -> dict[str, int]:
        slacks = {key: self._model.slacks.get(key, []) for key in sorted(given_up)}
        self._model.cp.minimize(sum(slack for row in slacks.values() for slack in row))
        solver, _ = self._solve(self._model.switches.keys() - given_up, self._deadline)
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
            "%(requirement)s Allow %(count)d more.", requirement=requirement.text, count=units
        )
    if requirement.key.startswith("time."):
        return text(
            "%(requirement)s Shorten it by %(time)s.",
            requirement=requirement.text,
            time=duration(units),
        )
    return text("%(requirement)s Give this up.", requirement=requirement.text)
