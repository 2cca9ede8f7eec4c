"""Why there is no programme: clashes that cannot be smaller, and the cheapest ways out found."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterable, Mapping

from ortools.sat.python import cp_model

from scheduler.capacity import capacity
from scheduler.explaining import (
    CLASHES,
    MEANS,
    MORE_MEETINGS,
    STEP_UNITS,
    STEPS,
    UNCHANGEABLE,
    WAYS,
    change,
    hurt,
    hurts,
    unit_hurt,
)
from scheduler.limits import Stop, Stopped, TooLarge, never
from scheduler.model import Model, build
from scheduler.model.base import Linear
from scheduler.more_meetings import more_meetings
from scheduler.problem import Problem
from scheduler.programme import Explanation, Relaxation, Requirement
from scheduler.requirements import requirements
from scheduler.stopping import short_solver, solve


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
    evenings: tuple[Relaxation, ...] = ()
    # Business is first thought of as shorter at most; left out only where nothing else explains
    try:
        for leaving_out in (False, True):
            model = build(problem, explaining=True, leaving_out=leaving_out, stop=late)
            search = ClashSearch(model, deadline, seed, late)
            clashes = search.clashes() or clashes
            ways = search.ways(clashes)
            if clashes and ways:
                break
        if any(key.startswith("time.") for clash in clashes for key in clash):
            evenings = more_meetings(problem, late)
    except (Stopped, TooLarge):
        pass
    if not clashes:
        clashes = [set(count.clash) for count in capacity(problem) if count.clash][:CLASHES]
    return Explanation(
        clashes=tuple(
            tuple(requirement for key, requirement in known.items() if key in clash)
            for clash in clashes
        ),
        ways=_ways(known, ways, evenings),
    )


def _ways(
    known: Mapping[str, Requirement],
    ways: Iterable[Mapping[str, int]],
    evenings: tuple[Relaxation, ...],
) -> tuple[tuple[Relaxation, ...], ...]:
    """The ways out, those first that hurt least."""
    ranked = [
        (
            hurts(way),
            tuple(
                Relaxation(requirement=known[key], text=change(known[key], units))
                for key, units in way.items()
            ),
        )
        for way in ways
    ]
    if evenings:
        ranked.append((MORE_MEETINGS * len(evenings), evenings))
    return tuple(way for _, way in sorted(ranked, key=lambda pair: pair[0]))


class _TimeOverError(Exception):
    """The search has used up its time."""


class ClashSearch:
    """One model, asked again and again with other requirements kept."""

    def __init__(self, model: Model, deadline: float, seed: int, cancelled: Stop) -> None:
        self._model = model
        self._deadline = deadline
        self._seed = seed
        self._cancelled = cancelled

    def _solve(
        self, keys: Iterable[str], until: float, least: Linear = 0, units: float = math.inf
    ) -> tuple[cp_model.CpSolver, bool]:
        """Look for a programme that keeps these, with the `least` there can be; say if it is."""
        kept, left = set(keys), until - time.monotonic()
        if left <= 0 or self._cancelled():
            raise _TimeOverError
        solver = short_solver(self._seed)
        solver.parameters.max_time_in_seconds = left
        solver.parameters.max_deterministic_time = units
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

    def _core(
        self, keys: Iterable[str], until: float | None = None, units: float = math.inf
    ) -> set[str] | None:
        """Keys of a clash among these; None where they do not clash."""
        kept = set(keys)
        solver, possible = self._solve(kept, until or self._deadline, units=units)
        if possible:
            return None
        found = set(solver.sufficient_assumptions_for_infeasibility())
        return {key for key in kept if self._model.switches[key].index in found}

    def clashes(self, most: int = CLASHES) -> list[set[str]]:
        """Clashes without a key in common, at most so many.

        The first takes up to half of the time, the others a quarter.
        None of them has a key that is not needed for it, as far as the time goes.
        """
        now, found = time.monotonic(), list[set[str]]()
        left = self._deadline - now
        try:
            while len(found) < most:
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
            for key in sorted(kept, key=lambda key: (hurt(key), key)):
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
        either leaves a programme, or yields a clash that was not known. Once there is a way, no
        choice is tried for long.
        """
        clashes, found, steps = list(known), list[dict[str, int]](), 0
        aside: list[set[str]] = []  # what takes too long to try
        while clashes and len(found) < WAYS and steps < STEPS:
            given_up = _cheapest_hitting(clashes, [*found, *aside])
            if given_up is None:
                break
            steps += bool(found)
            rest = self._model.switches.keys() - given_up
            try:
                more = self._core(rest, units=STEP_UNITS if found else math.inf)
                if more is None:
                    found.append(self._fewest_units(given_up))
            except _TimeOverError:
                if self._cancelled():
                    break
                aside.append(given_up)
                continue
            if more:
                clashes.append(more)
            elif more is not None:  # whatever is given up does not help
                break
        return sorted(found, key=lambda way: (hurts(way), sum(way.values())))

    def _fewest_units(self, given_up: set[str]) -> dict[str, int]:
        slacks = {key: self._model.slacks.get(key, []) for key in sorted(given_up)}
        exceeded = sum(unit_hurt(key) * slack for key, row in slacks.items() for slack in row)
        solver, _ = self._solve(self._model.switches.keys() - given_up, self._deadline, exceeded)
        return {key: sum(map(solver.value, row)) for key, row in slacks.items()}


def _cheapest_hitting(
    clashes: Iterable[set[str]], ways: Iterable[Collection[str]]
) -> set[str] | None:
    """Keys of the lowest total hurt that have one of each clash, and not all of a way tried.

    None where there are none.
    """
    chooser = cp_model.CpModel()
    keys = sorted(set().union(*clashes))
    chosen = {key: chooser.new_bool_var(key) for key in keys if key not in UNCHANGEABLE}
    for clash in clashes:
        chooser.add_bool_or(chosen[key] for key in sorted(clash & chosen.keys()))
    for way in ways:
        chooser.add_bool_or(~chosen[key] for key in sorted(way))
    chooser.minimize(sum(hurt(key) * literal for key, literal in chosen.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(chooser) == cp_model.INFEASIBLE:
        return None
    return {key for key, literal in chosen.items() if solver.value(literal)}
