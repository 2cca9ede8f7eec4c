"""Why a large session has no programme: counted, where a search would take too long."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from ortools.sat.python import cp_model

from scheduler.counting.needs import meetings, needs
from scheduler.explanation.clashes import Search, TimeOverError
from scheduler.explanation.constructed import constructed
from scheduler.explanation.given_up import given_up
from scheduler.explanation.hurt import Way
from scheduler.explanation.more_meetings import unweighed
from scheduler.limits import Stop
from scheduler.model import build
from scheduler.problem import Column, Problem
from scheduler.requirements import requirements
from scheduler.stopping import short_solver, solve

ENTITLEMENT = "interpretation.entitlement."
UNITS = 2.0  # for which a programme is looked for in each of two ways


class CountedSearch(Search):
    """Clashes that are counted; ways out of them with which a programme has been found.

    No way out is to have more teams: how many would be enough is not counted. A programme is
    constructed, and how much shorter business is in it; where that fails it is looked for in the
    smaller model that plans a session, for the first way out.
    """

    def __init__(self, problem: Problem, deadline: float, seed: int, cancelled: Stop) -> None:
        keys = (requirement.key for requirement in requirements(problem))
        super().__init__(problem, keys, deadline, cancelled)
        self._seed = seed
        self._found = False

    def _asked(self, _kept: set[str], _until: float, _units: float) -> None:
        return None

    def _cheapest(self) -> None:
        return None

    def _least_minutes(self, _keys: set[str], _hours: set[str], _until: float) -> int:
        return 0

    def _shorter(self, _keys: set[str], _hours: set[str], _minutes: int, _until: float) -> bool:
        """Not known: how much shorter is enough is not counted."""
        return False

    def _fewest_units(self, given: set[str]) -> Way:
        shortened = {key for key in given if key.startswith("time.")}
        less = self._problem
        for key in sorted(given - shortened):
            without = None if key == "interpretation.teams" else given_up(less, key)
            if without is None:
                raise TimeOverError
            less = without
        units, shorter = dict.fromkeys(sorted(given), 0), Counter[str]()
        for key in units:
            if key.startswith(ENTITLEMENT):
                less, units[key] = self._entitled(less, key.removeprefix(ENTITLEMENT))
        if len(shortened) == 1:
            found = constructed(less, shortened)
            if found is None:
                raise TimeOverError
            shorter = found.shorter
            units[shortened.pop()] = shorter.total()
        elif shortened or not self._possible(less):
            raise TimeOverError
        self._found = True
        return Way(units, shorter)

    def _entitled(self, less: Problem, name: str) -> tuple[Problem, int]:
        """Entitled to as many meetings as are counted to be needed; and how many more that is."""
        columns = set(Column) if name == "total" else {Column(name)}
        there = getattr(self._problem.interpretation.entitlement, name)
        needed = max(there + 1, meetings(needs(less, columns, interpreted=True)))
        enough: dict[str, Any] = {name: needed}
        limits = replace(less.interpretation.entitlement, **enough)
        more = replace(less, interpretation=replace(less.interpretation, entitlement=limits))
        return more, needed - there

    def _possible(self, problem: Problem) -> bool:
        """Whether a programme is found."""
        if constructed(problem) is not None:
            return True
        if self._found:
            return False  # a further one is not worth a search
        model = build(replace(problem, preferences=unweighed(problem)), stop=self._cancelled)
        for linear in (0, 1):
            solver = short_solver(self._seed)
            solver.parameters.linearization_level = linear
            solver.parameters.max_deterministic_time = UNITS
            status = solve(solver, model.cp, self._cancelled)
            if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                return True
        return False
