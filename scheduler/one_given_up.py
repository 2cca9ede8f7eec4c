"""Better programmes for which at most one requirement is given up, all tried in one model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.arrange import arrange
from scheduler.limits import Stop, Stopped
from scheduler.model import build
from scheduler.model.narrowing import Narrowing, narrow
from scheduler.model.objective import minimize_together
from scheduler.preferences import by_rank, costs
from scheduler.problem import Problem, RelationKind
from scheduler.programme import Programme
from scheduler.search import Way, parts_of, solver_for
from scheduler.stopping import solve

# What neither of these tells, longer ones seldom do
WAYS = tuple(
    Way(("core",), 4.0, alone=True, brief=True, shrinking=shrinking) for shrinking in (1, 0)
)


FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(frozen=True, slots=True)
class Better:
    """A programme that may be better, and the key of what is given up for it; none where empty."""

    key: str
    programme: Programme


class _Enough(cp_model.CpSolverSolutionCallback):
    """Ends a search as soon as it has less than so many points."""

    def __init__(self, points: int) -> None:
        super().__init__()
        self._points = points
        self.found = False

    def on_solution_callback(self) -> None:
        """Look at what was found."""
        if self.objective_value < self._points:
            self.found = True
            self.stop_search()


class OneGivenUp:
    """One model of the session in which at most one of some requirements (keys) is given up.

    That there is none better holds for all of them at once. What is better by the model still is
    to be judged. `left`: those not named so far; `none_left`: proven that none of these helps.
    Raises Stopped, TooLarge.
    """

    def __init__(
        self,
        problem: Problem,
        programme: Programme,
        keys: Iterable[str],
        *,
        seed: int,
        until: float,
        late: Stop,
    ) -> None:
        self.none_left = False
        self._problem = problem
        self._seed = seed
        self._until = until
        self._late = late
        self._model = build(problem, explaining=True, stop=late)
        units = minimize_together(self._model)
        if units is None:
            raise Stopped
        self.left = [key for key in keys if key in self._model.switches]
        points = by_rank(costs(problem, programme))
        self._points = sum(unit * one for unit, one in zip(units, points, strict=True))
        cp, switches = self._model.cp, self._model.switches
        narrow(self._model, Narrowing(start=programme))
        for key, switch in switches.items():
            cp.add_hint(switch, 1)
            if key not in self.left:
                cp.add(switch == 1)
        cp.add(sum(switches[key] for key in self.left) >= len(self.left) - 1)

    def next(self) -> Better | None:
        """A better programme without one of those left; None where none is known."""
        for way in WAYS:
            if self._late():
                break
            solver = solver_for(way, workers=1, seed=self._seed, deadline=self._until)
            # That it be better is no row of the model: a row over all preferences tells it little
            status = solve(solver, self._model.cp, self._late, _Enough(self._points))
            if status in FOUND and solver.objective_value < self._points:
                return self._found(solver)
            if status in FOUND and solver.best_objective_bound > self._points - 1:
                self.none_left = True
                break
        return None

    def _found(self, solver: cp_model.CpSolver) -> Better:
        switches = self._model.switches
        given_up = next((key for key in self.left if not solver.value(switches[key])), "")
        if given_up:
            self.left.remove(given_up)
            self._model.cp.add(switches[given_up] == 1)
        return Better(given_up, arrange(self._problem, parts_of(solver, self._model)))


def hidden(problem: Problem, key: str) -> bool:
    """Whether more follows from a requirement than what its switch turns off in the model."""
    ends = {
        f"relations.{one.id}" for one in problem.relations if one.kind is RelationKind.ENDS_SESSION
    }
    per_day = "interpretation.meetings_per_team_day"
    return key == per_day or key in ends or key.endswith(".starts_meeting")
