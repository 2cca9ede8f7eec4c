"""Whose hours a clash needs: those of all business, or those alone of what it names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.explanation.counted import counted
from scheduler.explanation.hurt import LARGE
from scheduler.limits import Stop
from scheduler.model import build
from scheduler.model.size import least_size
from scheduler.problem import Business, Problem
from scheduler.stopping import short_solver, solve

MOST = 6  # pieces of business whose hours are told: of more it is shorter to say all
UNITS = 0.2  # for which one clash is asked for again, among what it names


def hours_needed(
    problem: Problem, clash: Collection[str], stop: Stop
) -> Mapping[str, Sequence[Business]]:
    """By the keys of `time` requirements: the business whose hours alone make the clash.

    That is so where it is still a clash with all other business of that body and column out of the
    problem. A key is left out where it is not, or not known to be. Raises Stopped, TooLarge.
    """
    names, fewer = _hours_of_named(problem, clash)
    fewer = {key: some for key, some in fewer.items() if len(some) <= MOST}
    if not fewer or not _still(_with_hours_of(problem, clash, names, fewer), clash, stop):
        return {}
    return fewer


def of_no_other_hours(problem: Problem, clash: Collection[str], stop: Stop) -> set[str]:
    """As little of a clash as is one still, with no hours but those of what it names.

    Raises Stopped, TooLarge.
    """
    names, fewer = _hours_of_named(problem, clash)
    alone, needed = _with_hours_of(problem, clash, names, fewer), set(clash)
    for key in sorted(clash):
        if _still(alone, needed - {key}, stop):
            needed.remove(key)
    return needed


def _hours_of_named(
    problem: Problem, clash: Collection[str]
) -> tuple[Collection[str], Mapping[str, Sequence[Business]]]:
    """The business that a clash names, and that of it whose hours are some of those it has."""
    if any(key.startswith("preferences.") for key in clash):
        return (), {}
    names = set(_named(problem, clash))
    if problem.held is not None:
        names |= {part.business for part in problem.held.parts}
    by_key: dict[str, list[Business]] = {}
    for one in problem.business:
        by_key.setdefault(one.time, []).append(one)
    named = {
        key: [one for one in by_key[key] if one.id in names]
        for key in sorted(by_key.keys() & set(clash))
    }
    return names, {key: some for key, some in named.items() if 0 < len(some) < len(by_key[key])}


def _named(problem: Problem, clash: Collection[str]) -> Iterator[str]:
    """The business that requirements name."""
    for key in clash:
        kind, _, name = key.partition(".")
        if kind == "business":
            yield name.rpartition(".")[0]
        elif kind == "relations":
            yield from problem.relation_by_id[name].business
        elif kind == "chairs":
            yield from (one.id for one in problem.business if one.chair == name)


def _with_hours_of(
    problem: Problem,
    clash: Collection[str],
    names: Collection[str],
    fewer: Mapping[str, Sequence[Business]],
) -> Problem:
    """The problem with what is named, and with all business of other hours in the clash."""
    kept = tuple(
        one
        for one in problem.business
        if one.id in names or (one.time in clash and one.time not in fewer)
    )
    there = {one.id for one in kept}
    relations = tuple(one for one in problem.relations if there.issuperset(one.business))
    return replace(problem, business=kept, relations=relations, preferences={}, reference=())


def _still(problem: Problem, clash: Collection[str], stop: Stop) -> bool:
    if counted(problem, clash) is not None:
        return True
    if least_size(problem, explaining=True) > LARGE:
        return False
    model = build(problem, explaining=True, stop=stop)
    model.cp.add_assumptions([one for key, one in model.switches.items() if key in clash])
    solver = short_solver()
    solver.parameters.max_deterministic_time = UNITS
    return solve(solver, model.cp, stop) == cp_model.INFEASIBLE
