"""Make a roster: one aim after the other, and the checker judges what is found."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scheduler.programme import Status
from scheduler.roster.aims import count
from scheduler.roster.checker import check_roster
from scheduler.roster.model import Model, build
from scheduler.roster.outcome import Aim, Duty, Level, Roster, RosterOutcome
from scheduler.roster.problem import RosterProblem
from scheduler.roster.shortage import shortage


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterOptions:
    """How to search; `time_limit` in seconds, for all aims together."""

    time_limit: float = 60.0
    workers: int = 2
    seed: int = 1


DEFAULT = RosterOptions()
AIMS = (Aim.CHANGES, Aim.PEOPLE, Aim.COST, Aim.SPREAD, Aim.WISHES)


class RosterFault(RuntimeError):
    """The engine's own checker refuses what the engine found: ours to mend."""


def make_roster(problem: RosterProblem, options: RosterOptions = DEFAULT) -> RosterOutcome:
    """Find the best roster, or say who is missing where."""
    return search(problem, options)


def search(
    problem: RosterProblem,
    options: RosterOptions,
    *,
    held: Mapping[str, frozenset[Duty]] | None = None,
    before: frozenset[Duty] | None = None,
) -> RosterOutcome:
    """Search, with meetings that are over as they were, and near to the duties of `before`."""
    started = time.monotonic()
    deadline = started + options.time_limit
    held = held or {}
    model = build(problem, held=held, before=before)
    found = _levels(model, options, deadline, before, held)
    if found.infeasible:
        missing = shortage(problem, held=held, deadline=deadline, seed=options.seed)
        seconds = time.monotonic() - started
        return RosterOutcome(status=Status.INFEASIBLE, wall_seconds=seconds, shortage=missing)
    if not found.levels:
        return RosterOutcome(status=Status.UNKNOWN, wall_seconds=time.monotonic() - started)
    roster = with_chiefs(problem, found.duties, held)
    wrong = _wrong(problem, roster, held)
    if wrong:
        raise RosterFault("; ".join(wrong))
    return RosterOutcome(
        status=Status.OPTIMAL if all(level.proven for level in found.levels) else Status.FEASIBLE,
        wall_seconds=time.monotonic() - started,
        roster=roster,
        levels=tuple(found.levels),
    )


@dataclass(slots=True)
class _Found:
    """Where the search stands: duties (none is chief yet), and the aims that are settled."""

    duties: tuple[Duty, ...]
    levels: list[Level]
    infeasible: bool = False


def _levels(
    model: Model,
    options: RosterOptions,
    deadline: float,
    before: frozenset[Duty] | None,
    held: Mapping[str, frozenset[Duty]],
) -> _Found:
    """One aim after the other; a later one may not spoil an earlier one."""
    found = _Found((), [])
    bounds: dict[Aim, int] = {}
    aims = [aim for aim in AIMS if aim in model.aims]
    for aim in aims:
        total = model.aims[aim]
        model.cp.minimize(total)
        left = deadline - time.monotonic()
        # an aim that is hard to prove leaves time for those after it
        solver = solver_of(options, left if aim is aims[-1] else left / 2)
        status = solver.solve(model.cp)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found.infeasible = status == cp_model.INFEASIBLE and not bounds
            break
        found.duties = duties_of(model, solver)
        bounds[aim] = math.ceil(solver.best_objective_bound - 1e-6)
        # counted, not taken from the model: short of the proof its variables may have slack
        counted = count(model.problem, found.duties, before=before, held=held)
        model.cp.add(total <= counted[aim])
        hint(model, solver)
    if bounds:
        counted = count(model.problem, found.duties, before=before, held=held)
        for aim in aims:
            bound = max(0, min(bounds.get(aim, 0), counted[aim]))
            found.levels.append(Level(aim, counted[aim], bound))
    return found


def solver_of(options: RosterOptions, seconds: float) -> cp_model.CpSolver:
    """A solver that gives the same answer every time, if it has time enough."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = options.workers
    solver.parameters.random_seed = options.seed
    solver.parameters.max_time_in_seconds = max(0.0, seconds)
    solver.parameters.interleave_search = True
    solver.parameters.subsolvers.extend(["max_lp"])
    solver.parameters.linearization_level = 2
    solver.parameters.catch_sigint_signal = False
    return solver


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


def with_chiefs(
    problem: RosterProblem, duties: tuple[Duty, ...], held: Mapping[str, frozenset[Duty]]
) -> Roster:
    """Name the chief interpreter of each meeting: who may be, and was it least often."""
    turns: Counter[str] = Counter()
    named: list[Duty] = []
    for sitting in problem.sittings:
        here = [duty for duty in duties if duty.sitting == sitting.id]
        if sitting.id in held:
            here = sorted(held[sitting.id])
            turns.update(duty.person for duty in here if duty.chief)
        elif sitting.languages:
            able = [
                duty
                for duty in here
                if len(duty.languages) == 1 and problem.person_by_id[duty.person].chief
            ]
            chief = min(able, key=lambda duty: turns[duty.person])
            turns[chief.person] += 1
            here = [replace(duty, chief=duty == chief) for duty in here]
        named += here
    return Roster(tuple(named))


def _wrong(
    problem: RosterProblem, roster: Roster, held: Mapping[str, frozenset[Duty]]
) -> list[str]:
    """What the checker says of it and did not say of the meetings that are over."""
    over = Roster(tuple(duty for duties in held.values() for duty in sorted(duties)))
    known = {str(one.text) for one in check_roster(problem, over)} if held else set()
    return [text for one in check_roster(problem, roster) if (text := str(one.text)) not in known]
