"""Business that is taken whole, counted: what a search would find out only case by case."""

from __future__ import annotations

from scheduler.model.base import Model, Var

MOST_TO_A_MEETING = 4


def add(model: Model) -> None:
    """So many of what is not split, and is longer than a part of a slot, fit into it at most.

    Follows from the rest; said outright, it shows without a search that there are too many
    pieces of business for the meetings (explaining only; the model that plans finds it itself).
    """
    if not model.explaining:
        return
    for g, group in enumerate(model.groups):
        whole = {b: _whole(model, b) for b in group.members if not model.business[b].may_split}
        for p, period in enumerate(model.periods):
            for most in range(1, MOST_TO_A_MEETING + 1):
                here = [
                    row[p]
                    for b, row in whole.items()
                    if p in row and model.business[b].needed_minutes * (most + 1) > period.minutes
                ]
                if len(here) > most:
                    model.cp.add(sum(here) <= most * model.held[g][p])


def _whole(model: Model, b: int) -> dict[int, Var]:
    """For each period in which it has room, whether all of it is taken there."""
    model.pulse()
    business = model.business[b]
    row = {
        p: model.cp.new_bool_var(f"whole {business.id} {p}")
        for p, period in enumerate(model.periods)
        if business.needed_minutes <= period.minutes
    }
    for p, literal in row.items():
        model.cp.add(model.minutes[b][p] >= business.needed_minutes * literal)
    time = model.switch(business.time)
    once = model.switch(f"business.{business.id}.may_split")
    model.cp.add(sum(row.values()) >= time + once - 1)
    return row
