"""Cover as many pairs of languages as possible, and prove that no more can be covered."""

from __future__ import annotations

import time
from collections.abc import Callable

from scheduler.programme import Status
from scheduler.roster.pairs.checker import check_pairs
from scheduler.roster.pairs.flow import assignments, demand, largest
from scheduler.roster.pairs.instance import Coverage, Instance, Limits
from scheduler.roster.pairs.limited import cover_limited


class PairsFault(RuntimeError):
    """The checker refuses what was found: ours to mend."""


def cover(
    instance: Instance,
    limits: Limits | None = None,
    *,
    time_limit: float = 60.0,
    seed: int = 1,
    cancelled: Callable[[], bool] | None = None,
) -> Coverage:
    """The best roster found within `time_limit` seconds, with a bound that no roster is above.

    `cancelled` is asked all the time, and ends the search with the best found so far.
    """
    started = time.monotonic()
    asked = demand(instance)
    if limits is None:
        flow = largest(asked)
        bound = flow.value
    else:
        people = [person.languages for person in instance.people]
        flow, bound = cover_limited(
            asked,
            people,
            limits,
            deadline=started + time_limit,
            seed=seed,
            cancelled=cancelled or (lambda: False),
        )
    found = assignments(instance, asked, flow)
    violations = check_pairs(instance, found, limits)
    if violations or len(found) > bound:
        raise PairsFault("; ".join(str(one.text) for one in violations) or "above the bound")
    return Coverage(
        status=Status.OPTIMAL if len(found) == bound else Status.FEASIBLE,
        objective=len(found),
        bound=bound,
        wall_seconds=time.monotonic() - started,
        assignments=found,
    )
