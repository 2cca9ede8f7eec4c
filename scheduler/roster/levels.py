"""One aim after the other; a later one may not spoil an earlier one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.roster.aims import count
from scheduler.roster.effort import SOLVED, Effort
from scheduler.roster.outcome import Aim, Duty, Level
from scheduler.roster.shares import least_spread
from scheduler.roster.variables import Model

AIMS = (Aim.CHANGES, Aim.PEOPLE, Aim.COST, Aim.SPREAD, Aim.WISHES)


@dataclass(slots=True)
class Found:
    """Where the search stands: duties (none is chief yet), and the aims that are settled."""

    duties: tuple[Duty, ...]
    levels: list[Level]
    infeasible: bool = False


def by_levels(
    model: Model,
    effort: Effort,
    *,
    aims: Sequence[Aim] = AIMS,
    before: frozenset[Duty] | None = None,
    held: Mapping[str, frozenset[Duty]] | None = None,
    known: Sequence[Level] = (),
) -> Found:
    """Minimize aim after aim.

    `known`: what no roster has less of, aim by aim, as long as the aims before have just that.
    """
    found = Found((), [])
    held = held or {}
    bounds: dict[Aim, int] = {}
    aims = [aim for aim in aims if aim in model.aims]
    below = {level.aim: level.bound for level in known}
    for aim in aims:
        total = model.aims[aim]
        if aim in below:
            model.cp.add(total >= below[aim])
        if aim is Aim.SPREAD and not held and Aim.PEOPLE in bounds:
            people = count(model.problem, found.duties)[Aim.PEOPLE]
            model.cp.add(total >= least_spread(model, people))
        model.cp.minimize(total)
        # an aim that is hard to prove leaves time for those after it
        share = effort.part(1.0 if aim is aims[-1] else 0.5)
        solver, status = share.solve(model.cp, aim)
        if status not in SOLVED:
            found.infeasible = status == cp_model.INFEASIBLE and not bounds
            break
        found.duties = duties_of(model, solver)
        bounds[aim] = math.ceil(solver.best_objective_bound - 1e-6)
        # counted, not taken from the model: short of the proof its variables may have slack
        counted = count(model.problem, found.duties, before=before, held=held)
        model.cp.add(total <= counted[aim])
        if counted[aim] != below.get(aim):
            below = {}
        hint(model, solver)
        if effort.cancelled():
            break
    if bounds:
        counted = count(model.problem, found.duties, before=before, held=held)
        for aim in aims:
            bound = max(0, min(bounds.get(aim, 0), counted[aim]))
            found.levels.append(Level(aim, counted[aim], bound))
    return found


def duties_of(model: Model, solver: cp_model.CpSolver) -> tuple[Duty, ...]:
    """The duties of a solution, in order of the meetings."""
    people, sittings = model.problem.people, model.problem.sittings
    chosen = [place for place, var in model.serves.items() if solver.value(var)]
    return tuple(
        Duty(sittings[s].id, languages, people[p].id)
        for p, s, languages in sorted(chosen, key=lambda place: (place[1], place[2], place[0]))
    )


def hint(model: Model, solver: cp_model.CpSolver) -> None:
    """Let the next search begin where this one ended."""
    hints = model.cp.proto.solution_hint
    hints.vars.clear()
    hints.values.clear()
    for var in model.serves.values():
        model.cp.add_hint(var, solver.value(var))
