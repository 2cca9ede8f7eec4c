"""Why there is no programme: clashes that cannot be smaller, and the cheapest ways out found."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from ortools.sat.python import cp_model

from scheduler.capacity import capacity
from scheduler.limits import Stop, Stopped, TooLarge, never
from scheduler.model import Model, build
from scheduler.model.base import Linear
from scheduler.problem import Problem
from scheduler.programme import Explanation, Relaxation, Requirement
from scheduler.requirements import requirements
from scheduler.stopping import solve
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
    "chairs": 30,
    "relations": 25,
    "business": 15,
    "closures": 90,
    "preferences": 5,
    "held": 1000,
}
UNCHANGEABLE = {"held"}
A_HOUR_LESS = 10


CLASHES, WAYS = 3, 3  # of each so many at most
STEPS = 12  # choices to try for further ways once there is one


def explain(
    problem: Problem,
    *,
    time_limit: float = 30.0,
    seed: int = 1,
    cancelled: Stop = never,
) -> Explanation:
    """Explain an infeasible problem within `time_limit` seconds, or until it is cancelled.

    A clash is shrunk until each of its requirements is needed for it, and further clashes and ways
    out are looked for, as far as the time goes. Every way out has been verified by solving. Both
    parts are empty where there is a programme, or none is proven to be impossible in time. A
    clash that is only counted, where the time or the session allows no more, has no way out.
    """
    deadline = time.monotonic() + time_limit

    def late() -> bool:
        return cancelled() or time.monotonic() >= deadline

    known = {requirement.key: requirement for requirement in requirements(problem)}
    clashes: list[set[str]] = []
    ways: list[dict[str, int]] = []
    # Business is first thought of as shorter at most; left out only where nothing else explains
    try:
        for leaving_out in (False, True):
            model = build(problem, explaining=True, leaving_out=leaving_out, stop=late)
            search = _Search(model, deadline, seed, late)
            clashes = search.clashes() or clashes
            ways = search.ways(clashes)
            if clashes and ways:
                break
    except (Stopped, TooLarge):
        pass
    if not clashes:
        clashes = [set(count.clash) for count in capacity(problem) if count.clash][:CLASHES]
    return Explanation(
        clashes=tuple(
            tuple(requirement for key, requirement in known.items() if key in clash)
            for clash in clashes
        ),
        ways=tuple(
            tuple(
                Relaxation(requirement=known[key], text=_change(known[key], units))
                for key, units in way.items()
            )
            for way in ways
        ),
    )


class _TimeOverError(Exception):
    """The search has used up its time."""


# What a session has to work with and how much it has to do: a clash among these alone is the one to
# hear of first.
MEANS = ("time.", "interpretation.", "at_once.", "bodies.")


class _Search:
    """One model, asked again and again with other requirements kept."""

    def __init__(self, model: Model, deadline: float, seed: int, cancelled: Stop) -> None:
        self._model = model
        self._deadline = deadline
        self._seed = seed
        self._cancelled = cancelled

    def _solve(
        self, keys: Iterable[str], until: float, least: Linear = 0
    ) -> tuple[cp_model.CpSolver, bool]:
        """Look for a programme that keeps these, with the `least` there can be; say if it is."""
        kept, left = set(keys), until - time.monotonic()
        if left <= 0 or self._cancelled():
            raise _TimeOverError
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        solver.parameters.cp_model_probing_level = 0  # costs more than it gains, time after time
        solver.parameters.max_time_in_seconds = left
        solver.parameters.catch_sigint_signal = False  # the caller says when it is cancelled
        self._model.cp.clear_assumptions()
        self._model.cp.clear_objective()  # type: ignore[no-untyped-call]  # says nothing of itself
        if not isinstance(least, int):
            self._model.cp.minimize(least)
        self._model.cp.add_assumptions(
            [switch for key, switch in self._model.switches.items() if key in kept]
        )
        status = solve(solver, self._model.cp, self._cancelled)
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

    def clashes(self) -> list[set[str]]:
        """Clashes without a key in common, the first in half of the time, the others in a quarter.

        None of them has a key that is not needed for it, as far as the time goes.
        """
        now, found = time.monotonic(), list[set[str]]()
        left = self._deadline - now
        try:
            while len(found) < CLASHES:
                until = now + (left * 3 / 4 if found else left / 2)
                others = self._model.switches.keys() - set().union(*found)
                clash = self._clash(others, until, left / 10)
                if not clash:
                    break
                found.append(clash)
        except _TimeOverError:
            pass
        return found

    def _clash(self, keys: Iterable[str], until: float, step: float) -> set[str]:
        """A clash among the keys; a step of shrinking takes at most so long."""
        kept = self._first_clash(keys, until, step)
        try:
            for key in sorted(kept, key=lambda key: (_hurt(key), key)):
                if key in kept:
                    soon = min(until, time.monotonic() + step)
                    kept = self._smaller(kept - {key}, soon) or kept
        except _TimeOverError:
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
        except _TimeOverError:
            return None

    def ways(self, known: Iterable[set[str]]) -> list[dict[str, int]]:
        """Keys to give up, and by how many units if they have units; what hurts least comes first.

        What is given up must hit every clash: the cheapest choice that hits those known so far
        either leaves a programme, or yields a clash that was not known.
        """
        clashes, found, steps = list(known), list[dict[str, int]](), 0
        try:
            while clashes and len(found) < WAYS and steps < STEPS:
                given_up = _cheapest_hitting(clashes, found)
                if given_up is None:
                    break
                steps += bool(found)
                more = self._core(self._model.switches.keys() - given_up)
                if more is None:
                    found.append(self._fewest_units(given_up))
                    found.sort(key=lambda way: (_hurts(way), sum(way.values())))
                elif more:
                    clashes.append(more)
                else:  # whatever is given up does not help
                    break
        except _TimeOverError:
            pass
        return found

    def _fewest_units(self, given_up: set[str]) -> dict[str, int]:
        slacks = {key: self._model.slacks.get(key, []) for key in sorted(given_up)}
        exceeded = sum(slack for row in slacks.values() for slack in row)
        solver, _ = self._solve(self._model.switches.keys() - given_up, self._deadline, exceeded)
        return {key: sum(map(solver.value, row)) for key, row in slacks.items()}


def _cheapest_hitting(
    clashes: Iterable[set[str]], found: Iterable[Mapping[str, int]]
) -> set[str] | None:
    """Keys of the lowest total hurt that have one of each clash, and not all of a way found.

    None where there are none.
    """
    chooser = cp_model.CpModel()
    keys = sorted(set().union(*clashes))
    chosen = {key: chooser.new_bool_var(key) for key in keys if key not in UNCHANGEABLE}
    for clash in clashes:
        chooser.add_bool_or(chosen[key] for key in sorted(clash & chosen.keys()))
    for way in found:
        chooser.add_bool_or(~chosen[key] for key in way)
    chooser.minimize(sum(_hurt(key) * literal for key, literal in chosen.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(chooser) == cp_model.INFEASIBLE:
        return None
    return {key for key, literal in chosen.items() if solver.value(literal)}


def _hurts(way: Mapping[str, int]) -> int:
    """How much a way out hurts: meetings more by their number, minutes less by hours begun."""
    return sum(
        A_HOUR_LESS * -(-units // 60) if key.startswith("time.") else _hurt(key) * max(1, units)
        for key, units in way.items()
    )


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
