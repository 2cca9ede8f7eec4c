"""A first plan, block by block: the hardest to place first, each where it costs least."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.problem import Kind, Plan


def construct(grid: Grid, cancelled: Callable[[], bool] = lambda: False) -> Plan:
    """Put the blocks in place one after the other; what no longer fits is left out."""
    occupancy = Occupancy(grid)
    for place in _order(grid):
        if cancelled():
            break
        put_cheapest(occupancy, place)
    return tuple(occupancy.starts)


def put_cheapest(occupancy: Occupancy, place: int) -> bool:
    """Hold a block at the start that costs least of those that fit, if any does."""
    places = occupancy.grid.places[place]
    fits = occupancy.fits(place)
    if not fits.any():
        return False
    row = int(np.where(fits, places.costs, np.iinfo(np.int64).max).argmin())
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
