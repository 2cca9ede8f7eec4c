"""The linear form of a calendar, or of a part of it: one variable for each block and start.

The variables are 0 or 1, and the cost of a start counts from what leaving its block out costs,
unless that cannot be.
Every row says that a sum is at most so much, so that any prices on the rows give a bound (see
`bounds`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scheduler.calendars.groups import Groups, Small, grouped, owners
from scheduler.calendars.occupancy import Flags, Grid, Numbers, Occupancy

Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Variables and rows. `block[v]` and `start[v]` say what variable v means.

    Row r says that the variables ``places[ends[r]:ends[r + 1]]``, in order, each times its entry
    in `factors`, come to at most ``most[r]``, and to all of it in the rows named in `sure`. The
    first rows are those of the blocks that have variables, in order: one start each. Factors are 1
    in the rows before `weighted`. In the rows from `inside` on, at most 0, one is 1, that of a
    working group, beside those of its session, each -1.
    """

    block: Numbers
    start: Numbers
    cost: Numbers
    constant: int  # what leaving all these blocks out costs, but for those that are held
    ends: Numbers
    places: Small
    factors: Small
    most: Numbers
    weighted: int
    inside: int
    sure: tuple[int, ...]

    @property
    def of_row(self) -> Small:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.most), dtype=np.int32), np.diff(self.ends))

    def paid(self, prices: Amounts) -> Amounts:
        """What each variable costs where the rows have prices, beside its own cost."""
        parts = self.factors * np.repeat(prices, np.diff(self.ends))
        return np.bincount(self.places, parts, minlength=len(self.cost)).astype(np.float64)

    def each(self) -> Iterator[tuple[int, list[int], list[int], int]]:
        """Row by row: its number, variables, factors and what it comes to at most."""
        for row, (begin, end) in enumerate(pairwise(self.ends.tolist())):
            yield (
                row,
                self.places[begin:end].tolist(),
                self.factors[begin:end].tolist(),
                int(self.most[row]),
            )


def make_rows(
    grid: Grid,
    free: Iterable[int],
    around: Occupancy,
    allowed: Mapping[int, Flags] | None = None,
    held: Collection[int] = (),
) -> Rows:
    """The rows of the blocks in `free`, beside those that have a place `around` them.

    `allowed`: which starts of a block are looked at; all that fit, unless given. Blocks that are
    `held` in any case must have one.
    """
    blocks, opened = grid.problem.blocks, set(free)
    kept: dict[int, Numbers] = {}
    for place in sorted(opened):
        fits = around.fits(place, parent_open=blocks[place].parent in opened)
        if allowed is not None and place in allowed:
            fits &= allowed[place]
        kept[place] = np.flatnonzero(fits)
    return _Builder(grid, kept, around).build(held)


@dataclass(frozen=True, slots=True)
class _Weighted:
    """Rows with factors, one after the other; `sizes`: how many entries each has."""

    places: Small
    factors: Small
    sizes: Numbers
    most: Numbers


class _Builder:
    """Gathers the slots that each variable covers, and makes rows of them."""

    def __init__(self, grid: Grid, kept: Mapping[int, Numbers], around: Occupancy) -> None:
        self.grid, self.kept, self.around = grid, kept, around
        self.first: dict[int, int] = {}  # variable of each block
        self.entries: dict[int, range] = {}  # of each block, in the arrays below
        covered = [grid.places[place].covered[rows] for place, rows in kept.items()]
        count = entry = 0
        for place, slots in zip(kept, covered, strict=True):
            self.first[place] = count
            self.entries[place] = range(entry, entry + slots.size)
            count, entry = count + len(slots), entry + slots.size
        sizes = np.repeat(
            np.array([slots.shape[1] for slots in covered], np.int64),
            [len(slots) for slots in covered],
        )
        self.variables: Small = np.repeat(np.arange(count, dtype=np.int32), sizes)
        self.slots: Small = np.concatenate([_NONE, *(slots.ravel() for slots in covered)]).astype(
            np.int32
        )
        self.owners: Small = np.repeat(
            np.array(list(kept), np.int32), [slots.size for slots in covered]
        )
        self.found: dict[bytes, int] = {}  # the variables of plain rows, and their least most

    def build(self, held: Collection[int]) -> Rows:
        """Make all rows."""
        kept, sure = self.kept, []
        out = {p: 0 if p in held else self.grid.problem.blocks[p].left_out for p in kept}
        for place, rows in kept.items():
            begin = self.first[place]
            if place in held:
                sure.append(len(self.found))
            self._add(np.arange(begin, begin + len(rows), dtype=np.int32), 1)
        self._rooms_and_teams()
        self._conflicts()
        self._before()
        plain = np.frombuffer(b"".join(self.found), np.int32)
        loads, inside = list(self._loads()), list(self._working_groups())
        beside = [*loads, *inside]
        sizes = [len(key) // plain.itemsize for key in self.found]
        cost = [self.grid.places[place].costs[rows] - out[place] for place, rows in kept.items()]
        starts = [self.grid.places[place].starts[rows] for place, rows in kept.items()]
        return Rows(
            block=np.repeat(np.array(list(kept), np.int64), [len(rows) for rows in kept.values()]),
            start=np.concatenate([_NONE, *starts]),
            cost=np.concatenate([_NONE, *cost]),
            constant=sum(out.values()),
            ends=np.cumsum(
                np.concatenate([[0], sizes, *(one.sizes for one in beside)]), dtype=np.int64
            ),
            places=np.concatenate([plain, *(one.places for one in beside)]),
            factors=np.concatenate([np.ones_like(plain), *(one.factors for one in beside)]),
            most=np.concatenate([list(self.found.values()), *(one.most for one in beside)]).astype(
                np.int64
            ),
            weighted=len(sizes),
            inside=len(sizes) + sum(len(one.sizes) for one in loads),
            sure=tuple(sure),
        )

    def _add(self, variables: Small, most: int) -> None:
        key = variables.tobytes()
        if key:
            self.found[key] = min(most, self.found.get(key, most))

    def _add_groups(self, groups: Groups, chosen: Flags, most: Sequence[int]) -> None:
        for group in np.flatnonzero(chosen).tolist():
            begin, end = groups.ends[group : group + 2]
            self._add(groups.variables[begin:end], most[group])

    def _rooms_and_teams(self) -> None:
        blocks = self.grid.problem.blocks
        level = np.array([block.level for block in blocks], np.int64)[self.owners]
        levels = np.unique(level).tolist()
        for number, left in enumerate(self.around.rooms):
            counting = [one for one in levels if number in self.grid.problem.counts_against(one)]
            self._at_most(np.isin(level, counting), left)
        self._at_most(self._interpreted(), self.around.teams)

    def _interpreted(self) -> Flags:
        blocks = self.grid.problem.blocks
        return np.array([block.interpreted for block in blocks], np.bool_)[self.owners]

    def _at_most(self, chosen: Flags, left: Numbers) -> None:
        """In each slot no more of the chosen than are left."""
        held = grouped(self.slots[chosen], self.variables[chosen], self.owners[chosen])
        if held is not None:
            most = left[held.numbers]
            # a block takes no more than one
            self._add_groups(held, owners(held) > most, most.tolist())

    def _conflicts(self) -> None:
        """In each slot no more than one of those in conflict."""
        parts: list[Numbers] = [_NONE]
        cliques: list[int] = []
        for number, group in enumerate(self.grid.cliques):
            members = [self.entries[place] for place in group if place in self.kept]
            if len(members) > 1:
                parts += [np.arange(one.start, one.stop) for one in members]
                cliques += [number] * len(members)
        entries = np.concatenate(parts)
        clique = np.repeat(np.array(cliques, np.int64), [len(part) for part in parts[1:]])
        slots = self.slots[entries] + clique * self.grid.problem.slots
        held = grouped(slots, self.variables[entries], self.owners[entries])
        if held is not None:
            self._add_groups(held, owners(held) > 1, [1] * len(held.numbers))

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
                    self._add(np.array(sorted([*later, *others]), np.int32), 1)
                known = early

    def _loads(self) -> Iterator[_Weighted]:
        """In each day and week no more of the teams than they serve."""
        problem, interpreted = self.grid.problem, self._interpreted()
        for length, left in (
            (problem.slots_per_day, self.around.days),
            (problem.slots_per_week, self.around.weeks),
        ):
            groups = len(left)
            served = np.add.reduceat(self.around.teams, np.arange(0, problem.slots, length))
            pairs, counts = np.unique(
                self.variables[interpreted].astype(np.int64) * groups
                + self.slots[interpreted] // length,
                return_counts=True,
            )
            held = grouped(pairs % groups, pairs // groups, counts)
            if held is None:
                continue
            most, sizes = left[held.numbers], np.diff(held.ends)
            over = (served[held.numbers] > most) & (held.sums(held.beside) > most)
            chosen = np.repeat(over, sizes)
            yield _Weighted(held.variables[chosen], held.beside[chosen], sizes[over], most[over])

    def _working_groups(self) -> Iterator[_Weighted]:
        blocks = self.grid.problem.blocks
        for place, rows in self.kept.items():
            parent = blocks[place].parent
            if parent is None or parent not in self.kept or not len(rows):
                continue
            sessions = self.grid.places[parent].starts[self.kept[parent]]
            starts = self.grid.places[place].starts[rows]
            # a row for each start: a column for it, and those of the session; in order
            own, theirs = self.first[place], self.first[parent]
            at = 0 if own < theirs else len(sessions)
            fits = np.isin(starts[:, None] - sessions, np.array(blocks[place].offsets, np.int64))
            fits = np.insert(fits, at, True, axis=1)
            variables = np.tile(
                np.insert(np.arange(theirs, theirs + len(sessions)), at, 0), (len(starts), 1)
            )
            variables[:, at] = np.arange(own, own + len(starts))
            factors = np.full_like(variables, -1)
            factors[:, at] = 1
            sizes = fits.sum(axis=1)
            yield _Weighted(
                variables[fits].astype(np.int32),
                factors[fits].astype(np.int32),
                sizes,
                np.zeros_like(sizes),
            )


_NONE = np.zeros(0, np.int64)
