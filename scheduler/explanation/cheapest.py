"""What to give up of clashes that are known: the choice that hurts least."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from scheduler.explanation.hurt import UNCHANGEABLE, UNITS, hurt, kind
from scheduler.stopping import new_solver


def cheapest_hitting(
    clashes: Sequence[set[str]],
    tried: Sequence[Collection[str]],
    in_order: Collection[Sequence[str]] = (),
    *,
    unlike: Iterable[Collection[str]] = (),
    beyond: Iterable[Collection[str]] = (),
) -> set[str] | None:
    """Keys of the lowest total hurt that have one of each clash, and not all of a way tried.

    Of keys `in_order` it has none without those before it. It does not have keys of all the kinds
    of one of `unlike`, nor of these and others of one of `beyond`. None where there are none, or
    none is found soon.
    """
    chooser = cp_model.CpModel()
    keys = sorted(set().union(*clashes, *tried, *in_order))
    chosen = {key: chooser.new_bool_var(key) for key in keys if key not in UNCHANGEABLE}
    for clash in clashes:
        chooser.add_bool_or(chosen[key] for key in sorted(clash & chosen.keys()))
    for way in tried:
        chooser.add_bool_or(~chosen[key] for key in sorted(way))
    for alike in in_order:
        for earlier, later in pairwise(alike):
            chooser.add_implication(chosen[later], chosen[earlier])
    kinds = {name: chooser.new_bool_var(name) for name in sorted(set(map(kind, chosen)))}
    for key, literal in chosen.items():
        chooser.add_implication(literal, kinds[kind(key)])
    for way in unlike:
        chooser.add_bool_or(~kinds[name] for name in sorted(set(map(kind, way))))
    for way in beyond:
        same = set(map(kind, way))
        not_all = [~kinds[name] for name in sorted(same)]
        for name in sorted(kinds.keys() - same):
            chooser.add_bool_or(*not_all, ~kinds[name])
    chooser.minimize(sum(hurt(key) * literal for key, literal in chosen.items()))
    solver = new_solver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = UNITS
    if solver.solve(chooser) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return {key for key, literal in chosen.items() if solver.value(literal)}
