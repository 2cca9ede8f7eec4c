"""Where a linear relaxation of the whole year would hold each block: it guides all searches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from scheduler.calendars.occupancy import Flags, Grid
from scheduler.calendars.problem import Plan
from scheduler.calendars.rows import Amounts, Rows

Near = Mapping[int, tuple[int, ...]]  # blocks (their places) and the slots where they may start


@dataclass(frozen=True, slots=True)
class Guide:
    """For each block two rows of figures, start by start, and one figure.

    `parts`: how much of the block the relaxation holds there; `dearer`: by how many points the
    start is above the block's cheapest, the prices of all that it takes included; `out`: by how
    many it is dearer to leave the block out.
    """

    parts: tuple[Amounts, ...]
    dearer: tuple[Amounts, ...]
    out: tuple[float, ...]

    def best(self, place: int, fits: Flags) -> int:
        """Of the starts that fit, that which the relaxation holds most of; then the cheapest."""
        parts = np.where(fits, self.parts[place], -1.0)
        most = parts >= parts.max() - 1e-3
        return int(np.where(most & fits, self.dearer[place], np.inf).argmin())

    def near(
        self,
        grid: Grid,
        plan: Plan,
        free: Iterable[int],
        most: float,
        starts: int | None = None,
    ) -> Near:
        """The starts of free blocks that are at most so much dearer, and where they are now.

        Where these are more than so many `starts`, those that are hardly dearer. Blocks that are
        left out are free to start anywhere.
        """
        placed = {place: start for place in free if (start := plan[place]) is not None}
        if starts is not None and placed:
            every = np.concatenate([self.dearer[place] for place in placed])
            if np.count_nonzero(every <= most) > starts:
                # less than the first that is one too many; the cheapest of each block in any case
                first = np.partition(every, starts)[starts]
                most = max(0.0, float(np.nextafter(first, -np.inf)))
        found = {}
        for place, start in placed.items():
            places = grid.places[place]
            close = self.dearer[place] <= most
            close[places.row_of[start]] = True
            found[place] = tuple(places.starts[close].tolist())
        return found

    def open(self, plan: Plan, most: float) -> int:
        """How many starts these are, of all blocks of a plan and those that it leaves out."""
        return sum(
            len(row) if start is None else int(np.count_nonzero(row <= most))
            for start, row in zip(plan, self.dearer, strict=True)
        )

    def held(self, plan: Plan, most: float) -> frozenset[int]:
        """The blocks of a plan that it is more than so much dearer to leave out."""
        return frozenset(
            place
            for place, (start, out) in enumerate(zip(plan, self.out, strict=True))
            if start is not None and out > most
        )


def starts_near(grid: Grid, near: Near) -> dict[int, Flags]:
    """Which of the starts of each block named are near."""
    return {place: np.isin(grid.places[place].starts, starts) for place, starts in near.items()}


def make_guide(grid: Grid, rows: Rows, parts: Amounts, prices: Amounts) -> Guide:
    """The guide of a relaxation: its variables, and the prices of its rows, each at least 0."""
    paid = rows.paid(prices)
    ends = np.searchsorted(rows.block, np.arange(len(grid.places) + 1))
    # the prices of the rows that give each block one start
    own = np.zeros(len(grid.places))
    meant = np.unique(rows.block)
    own[meant] = prices[: len(meant)]
    held, dearer, out = [], [], []
    for place, places in enumerate(grid.places):
        mine = slice(ends[place], ends[place + 1])
        at = np.searchsorted(places.starts, rows.start[mine])
        # what has no variable fits nowhere
        block_parts, block_dearer = (
            np.zeros(len(places.starts)),
            np.full(len(places.starts), np.inf),
        )
        block_parts[at] = parts[mine]
        costs = rows.cost[mine] + paid[mine]
        block_dearer[at] = costs - min(costs, default=0.0)
        held.append(block_parts)
        dearer.append(block_dearer)
        out.append(max(0.0, float(own[place] - min(costs, default=np.inf))))
    return Guide(tuple(held), tuple(dearer), tuple(out))
