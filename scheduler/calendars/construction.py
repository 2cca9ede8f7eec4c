"""A first plan, block by block: the hardest to place first, each where it costs least."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from scheduler.calendars.guide import Guide
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.problem import Kind, Plan, points

PASSES = 30  # most years need some ten


def construct(
    grid: Grid,
    cancelled: Callable[[], bool] = lambda: False,
    guide: Guide | None = None,
    passes: int = PASSES,
) -> Plan:
    """Put the blocks in place one after the other; what no longer fits is left out.

    With a `guide` each goes where that would have it, and else where it costs least. What was left
    out comes first in the next of the `passes`; the plan of the best of them is the answer.
    """
    order = list(_order(grid))
    best: Plan = (None,) * len(order)
    fewest = points(grid.problem, best)
    urgent: dict[int, None] = {}  # in order
    for _ in range(passes):
        others = (place for place in order if place not in urgent)
        plan = _one_pass(grid, [*urgent, *others], guide, cancelled)
        cost = points(grid.problem, plan)
        if cost < fewest:
            best, fewest = plan, cost
        out = [place for place in order if plan[place] is None]
        if not out or cancelled():
            break
        urgent = dict.fromkeys([*_with_sessions(grid, out), *urgent])
    return best


def _one_pass(
    grid: Grid, order: Iterable[int], guide: Guide | None, cancelled: Callable[[], bool]
) -> Plan:
    occupancy = Occupancy(grid)
    for place in order:
        if cancelled():
            break
        put_best(occupancy, place, guide)
    return tuple(occupancy.starts)


def _with_sessions(grid: Grid, places: Iterable[int]) -> Iterable[int]:
    """Blocks, the session of a working group before it."""
    for place in places:
        parent = grid.problem.blocks[place].parent
        if parent is not None:
            yield parent
        yield place


def put_best(occupancy: Occupancy, place: int, guide: Guide | None = None) -> bool:
    """Hold a block at the best start of those that fit, if any does."""
    places = occupancy.grid.places[place]
    fits = occupancy.fits(place)
    if not fits.any():
        return False
    if guide is None:
        row = int(np.where(fits, places.costs, np.iinfo(np.int64).max).argmin())
    else:
        row = guide.best(place, fits)
    occupancy.put(place, int(places.starts[row]))
    return True


def _order(grid: Grid) -> Iterable[int]:
    """Sessions first, those of most slots before others; each with its working groups."""
    blocks, inside = grid.problem.blocks, grid.problem.inside

    def tightness(place: int) -> tuple[bool, int, bool, int, int]:
        block = blocks[place]
        slots = len(block.covers) + len(inside[place])
        return (
            block.kind is not Kind.SESSION,
            -slots,
            not block.interpreted,
            len(block.starts),
            place,
        )

    for place in sorted(range(len(blocks)), key=tightness):
        if blocks[place].parent is None:
            yield place
            yield from sorted(inside[place], key=lambda one: (len(blocks[one].offsets), one))
