"""Why there is no programme: a clash that cannot be smaller, and the cheapest way out found."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from scheduler.model import Model, build
from scheduler.problem import Problem
from scheduler.programme import Explanation, Relaxation, Requirement
from scheduler.requirements import requirements
from scheduler.text import Text, text

# How much it hurts to give a requirement up, by the first words of its key. A limit that can be
# stretched by a unit hurts by the unit. Meetings cost the budget, minutes cost the debate.
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
PER_UNIT = {"interpretation.entitlement": 20, "time": 1}  # a meeting; a minute


def explain(problem: Problem, *, time_limit: float = 30.0, seed: int = 1) -> Explanation:
    """Explain an infeasible problem within `time_limit` seconds.

    The clash is shrunk until each of its requirements is needed for it, as far as the time goes.
    """
    deadline = time.monotonic() + time_limit
    model, _ = build(problem, explaining=True)
    known = {requirement.key: requirement for requirement in requirements(problem)}
    search = _Search(model, deadline, seed)
    clash = search.clash()
    return Explanation(
        clash=tuple(requirement for key, requirement in known.items() if key in clash),
        relaxations=tuple(search.relax(known)),
    )


class _Search:
    """One model, asked again and again with other requirements kept."""

    def __init__(self, model: Model, deadline: float, seed: int) -> None:
        self._model = model
        self._deadline = deadline
        self._seed = seed

    def _solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        solver.parameters.max_time_in_seconds = max(0.1, self._deadline - time.monotonic())
        return solver

    def _core(self, keys: Iterable[str]) -> list[str] | None:
        """Keys of a clash among these; None where they do not clash or the time is over."""
        switches = {key: self._model.switches[key] for key in keys}
        self._model.cp.clear_assumptions()
        self._model.cp.add_assumptions(list(switches.values()))
        solver = self._solver()
        if solver.solve(self._model.cp) != cp_model.INFEASIBLE:
            return None
        found = set(solver.sufficient_assumptions_for_infeasibility())
        return [key for key, switch in switches.items() if switch.index in found]

    def clash(self) -> set[str]:
        """A set of keys that clash, without one that is not needed for it."""
        kept = self._core(self._model.switches) or list(self._model.switches)
        for key in sorted(kept, key=_hurt):
            if key in kept and time.monotonic() < self._deadline:
                smaller = self._core(other for other in kept if other != key)
                kept = kept if smaller is None else smaller
        return set(kept)

    def relax(self, known: dict[str, Requirement]) -> Sequence[Relaxation]:
        """The changes that together hurt least and make a programme possible."""
        model = self._model
        model.cp.clear_assumptions()
        given_up = [_hurt(key) * (1 - switch) for key, switch in model.switches.items()]
        units = [_per_unit(key) * slack for key, slacks in model.slacks.items() for slack in slacks]
        model.cp.minimize(sum(given_up) + sum(units))
        solver = self._solver()
        if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return ()
        return [
            Relaxation(
                requirement=known[key],
                text=_change(known[key], sum(map(solver.value, model.slacks.get(key, ())))),
            )
            for key, switch in model.switches.items()
            if not solver.value(switch)
        ]


def _longest_prefix(key: str, table: dict[str, int]) -> int:
    matches = [prefix for prefix in table if key == prefix or key.startswith(f"{prefix}.")]
    return table[max(matches, key=len)] if matches else 0


def _hurt(key: str) -> int:
    return _longest_prefix(key, HURT)


def _per_unit(key: str) -> int:
    return _longest_prefix(key, PER_UNIT)


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
