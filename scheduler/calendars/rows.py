"""The linear form of a calendar, or of a part of it: one variable for each block and start.

The variables are 0 or 1, and the cost of a start counts from what leaving its block out costs.
Every row says that a sum is at most so much, so that any prices on the rows give a bound (see
`bounds`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scheduler.calendars.occupancy import Flags, Grid, Numbers, Occupancy


@dataclass(frozen=True, slots=True)
class Row:
    """The sum of some variables, each times its factor, is at most `most`.

    Factors are 1 where `factors` is None. A row at most 0 has one factor of 1, first: that of a
    working group, beside those of its session, each -1 (`inside`).
    """

    places: list[int]
    most: int
    factors: list[int] | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Variables and rows. `block[v]` and `start[v]` say what variable v means."""

    block: Numbers
    start: Numbers
    cost: Numbers
    constant: int  # what leaving all these blocks out costs
    rows: list[Row]


def make_rows(
    grid: Grid,
    free: Iterable[int],
    around: Occupancy,
    allowed: Mapping[int, Flags] | None = None,
) -> Rows:
    """The rows of the blocks in `free`, beside those that have a place `around` them.

    `allowed`: which starts of a block are looked at; all that fit, unless given.
    """
    blocks, opened = grid.problem.blocks, set(free)
    kept: dict[int, Numbers] = {}
    for place in sorted(opened):
        fits = around.fits(place, parent_open=blocks[place].parent in opened)
        if allowed is not None and place in allowed:
            fits &= allowed[place]
        kept[place] = np.flatnonzero(fits)
    return _Builder(grid, kept, around).build()


class _Builder:
    """Gathers the slots that each variable covers, and makes rows of them."""

    def __init__(self, grid: Grid, kept: Mapping[int, Numbers], around: Occupancy) -> None:
        self.grid, self.kept, self.around = grid, kept, around
        self.first: dict[int, int] = {}
        parts: list[list[Numbers]] = [[], [], []]
        variables, slots, owners = parts
        count = 0
        for place, rows in kept.items():
            self.first[place] = count
            covered = grid.places[place].covered[rows]
            variables.append(np.repeat(np.arange(count, count + len(rows)), covered.shape[1]))
            slots.append(covered.ravel())
            owners.append(np.full(covered.size, place))
            count += len(rows)
        self.count = count
        empty = np.zeros(0, np.int64)
        self.variables, self.slots, self.owners = (np.concatenate([empty, *one]) for one in parts)
        self.found: dict[tuple[int, ...], int] = {}  # rows without factors, and their least most

    def build(self) -> Rows:
        """Make all rows."""
        blocks = self.grid.problem.blocks
        kept = self.kept
        for place, rows in kept.items():
            self._add(range(self.first[place], self.first[place] + len(rows)), 1)
        self._rooms_and_teams()
        self._conflicts()
        self._before()
        rows_found = [Row(list(places), most) for places, most in self.found.items()]
        rows_found += [*self._loads(), *self._working_groups()]
        empty = np.zeros(0, np.int64)
        cost = [
            self.grid.places[place].costs[rows] - blocks[place].left_out
            for place, rows in kept.items()
        ]
        starts = [self.grid.places[place].starts[rows] for place, rows in kept.items()]
        return Rows(
            block=np.repeat(np.array(list(kept), np.int64), [len(rows) for rows in kept.values()]),
            start=np.concatenate([empty, *starts]),
            cost=np.concatenate([empty, *cost]),
            constant=sum(blocks[place].left_out for place in kept),
            rows=rows_found,
        )

    def _add(self, places: Iterable[int], most: int) -> None:
        key = tuple(places)
        self.found[key] = min(most, self.found.get(key, most))

    def _rooms_and_teams(self) -> None:
        blocks = self.grid.problem.blocks
        level = np.array([block.level for block in blocks], np.int64)[self.owners]
        interpreted = np.array([block.interpreted for block in blocks], np.bool_)[self.owners]
        levels = np.unique(level).tolist()
        for number, left in enumerate(self.around.rooms):
            counting = [one for one in levels if number in self.grid.problem.counts_against(one)]
            self._at_most(np.isin(level, counting), left)
        self._at_most(interpreted, self.around.teams)

    def _at_most(self, chosen: Flags, left: Numbers) -> None:
        """In each slot no more of the chosen than are left."""
        for slot, variables, owners in _by_group(
            self.slots[chosen], self.variables[chosen], self.owners[chosen]
        ):
            # a block takes no more than one
            if np.count_nonzero(np.diff(owners)) + 1 > left[slot]:
                self._add(variables.tolist(), int(left[slot]))

    def _conflicts(self) -> None:
        size = {place: self.grid.places[place].covered.shape[1] for place in self.kept}
        for group in self.grid.cliques:
            members = [place for place in group if place in self.kept]
            if len(members) < 2:
                continue
            parts = [
                (
                    self.grid.places[place].covered[self.kept[place]].ravel(),
                    np.repeat(np.arange(len(self.kept[place])) + self.first[place], size[place]),
                    np.full(len(self.kept[place]) * size[place], place),
                )
                for place in members
            ]
            slots, variables, owners = (np.concatenate(part) for part in zip(*parts, strict=True))
            for _slot, held, owner in _by_group(slots, variables, owners):
                if owner[0] != owner[-1]:
                    self._add(held.tolist(), 1)

    def _before(self) -> None:
        """Where the first starts at some time or later, the other does not start too early."""
        for first, then, earliest in self.grid.problem.before:
            if first not in self.kept or then not in self.kept:
                continue
            begin, count = self.first[first], len(self.kept[first])
            starts = self.grid.places[then].starts[self.kept[then]]
            known = -1
            for number, row in enumerate(self.kept[first].tolist()):
                early = int(np.searchsorted(starts, earliest[row]))
                if early > max(known, 0):
                    later = range(begin + number, begin + count)
                    others = range(self.first[then], self.first[then] + early)
                    self._add(sorted([*later, *others]), 1)
                known = early

    def _loads(self) -> Iterator[Row]:
        """In each day and week no more of the teams than they serve."""
        problem = self.grid.problem
        blocks = problem.blocks
        interpreted = np.array([block.interpreted for block in blocks], np.bool_)[self.owners]
        for length, left in (
            (problem.slots_per_day, self.around.days),
            (problem.slots_per_week, self.around.weeks),
        ):
            groups = len(left)
            served = np.add.reduceat(self.around.teams, np.arange(0, problem.slots, length))
            pairs, counts = np.unique(
                self.variables[interpreted] * groups + self.slots[interpreted] // length,
                return_counts=True,
            )
            for group, variables, factors in _by_group(pairs % groups, pairs // groups, counts):
                most = int(left[group])
                if served[group] > most and factors.sum() > most:
                    yield Row(variables.tolist(), most, factors.tolist())

    def _working_groups(self) -> Iterator[Row]:
        blocks = self.grid.problem.blocks
        for place, rows in self.kept.items():
            parent = blocks[place].parent
            if parent is None or parent not in self.kept:
                continue
            above = self.grid.places[parent]
            at = dict(
                zip(
                    above.starts[self.kept[parent]].tolist(),
                    range(self.first[parent], self.first[parent] + len(self.kept[parent])),
                    strict=True,
                )
            )
            starts = self.grid.places[place].starts[rows].tolist()
            for variable, start in enumerate(starts, self.first[place]):
                needed = [at[start - by] for by in blocks[place].offsets if start - by in at]
                yield Row([variable, *needed], 0, [1, *[-1] * len(needed)], inside=True)


def _by_group(
    groups: Numbers, variables: Numbers, beside: Numbers
) -> Iterator[tuple[int, Numbers, Numbers]]:
    """The variables of each group, in order, with what stands beside them."""
    if not len(groups):
        return
    order = np.lexsort((variables, groups))
    groups, variables, beside = groups[order], variables[order], beside[order]
    ends = np.flatnonzero(np.diff(groups)) + 1
    bounds = [0, *ends.tolist(), len(groups)]
    for begin, end in pairwise(bounds):
        yield int(groups[begin]), variables[begin:end], beside[begin:end]
