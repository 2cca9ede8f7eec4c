"""What is taken in each slot, day and week by the blocks that have a place; and what still fits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scheduler.calendars.problem import Before, Block, CalendarProblem, Plan

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Places:
    """The starts of one block, one row each: slot, cost, and the slots covered."""

    __slots__ = ("block", "costs", "covered", "days_rank", "row_of", "starts", "weeks_rank")

    def __init__(self, block: Block, slots_per_day: int, slots_per_week: int) -> None:
        self.block = block
        self.starts = np.array([start.slot for start in block.starts], np.int64)
        self.costs = np.array([start.cost for start in block.starts], np.int64)
        self.covered = self.starts[:, None] + np.array(block.covers, np.int64)[None, :]
        self.row_of = {start.slot: row for row, start in enumerate(block.starts)}
        # how many slots of the block lie in the same day up to here, which must have as many left
        if block.interpreted:
            self.days_rank = _rank(self.covered // slots_per_day)
            self.weeks_rank = _rank(self.covered // slots_per_week)


def _rank(groups: Numbers) -> Numbers:
    """Place, from 1, of each entry among the equal entries of its row, which is in order."""
    place = np.arange(groups.shape[1])
    fresh = np.ones(groups.shape, np.bool_)
    fresh[:, 1:] = groups[:, 1:] != groups[:, :-1]
    first = np.maximum.accumulate(np.where(fresh, place, 0), axis=1)
    rank: Numbers = place - first + 1
    return rank


class Grid:
    """A problem as arrays: made once, read by all that search."""

    def __init__(self, problem: CalendarProblem) -> None:
        self.problem = problem
        lengths = problem.slots_per_day, problem.slots_per_week
        self.places = tuple(Places(block, *lengths) for block in problem.blocks)

    @cached_property
    def cliques(self) -> tuple[tuple[int, ...], ...]:
        """Groups of blocks each in conflict with all the others, which have every conflict."""
        neighbours = [set(group) for group in self.problem.neighbours]
        covered: set[tuple[int, int]] = set()
        found = []
        for pair in self.problem.conflicts:
            if pair in covered:
                continue
            group = list(pair)
            common = neighbours[pair[0]] & neighbours[pair[1]]
            while common:
                one = min(common)
                group.append(one)
                common &= neighbours[one]
            group.sort()
            covered.update(combinations(group, 2))
            found.append(tuple(group))
        return tuple(found)

    @cached_property
    def rooms(self) -> Numbers:
        """Rooms at each level (row) in each slot (column)."""
        levels = range(len(self.problem.rooms))
        return np.array([self.problem.rooms_in(level) for level in levels], np.int64)

    @cached_property
    def counted(self) -> tuple[slice | Numbers, ...]:
        """For each level the rows of `rooms` that it counts against, to be taken with slots."""
        if not self.problem.counted:
            return tuple(slice(level, None) for level in range(len(self.problem.rooms)))
        return tuple(np.array(rows, np.int64)[:, None] for rows in self.problem.counted)


class Occupancy:
    """Rooms and teams still free, beside the blocks put in place."""

    def __init__(self, grid: Grid, plan: Plan | None = None, without: Iterable[int] = ()) -> None:
        problem = grid.problem
        self.grid = grid
        self.starts: list[int | None] = [None] * len(problem.blocks)
        self.rooms = grid.rooms.copy()
        self.teams = np.array(problem.teams_in, np.int64)
        self.days, self.weeks = (np.array(served, np.int64) for served in problem.served)
        out = set(without)
        for place, start in enumerate(plan or ()):
            if start is not None and place not in out:
                self.put(place, start)

    def put(self, place: int, start: int) -> None:
        """Hold a block."""
        self.starts[place] = start
        self._take(place, start, 1)

    def remove(self, place: int) -> None:
        """Hold a block no longer."""
        start = self.starts[place]
        assert start is not None
        self.starts[place] = None
        self._take(place, start, -1)

    def _take(self, place: int, start: int, count: int) -> None:
        places = self.grid.places[place]
        covered = places.covered[places.row_of[start]]
        self.rooms[self.grid.counted[places.block.level], covered] -= count
        if places.block.interpreted:
            problem = self.grid.problem
            self.teams[covered] -= count
            np.subtract.at(self.days, covered // problem.slots_per_day, count)
            np.subtract.at(self.weeks, covered // problem.slots_per_week, count)

    def fits(self, place: int, *, parent_open: bool = False) -> Flags:
        """For each start of a block, which has no place yet, whether it can be held there.

        `parent_open`: the place of its session is still looked for, and says nothing here.
        """
        places, problem = self.grid.places[place], self.grid.problem
        covered = places.covered
        counted = self.grid.counted[places.block.level]
        rows = self.rooms[counted if isinstance(counted, slice) else counted[:, 0]]
        rooms: Flags = rows.min(axis=0) > 0
        free = rooms[covered]
        if places.block.interpreted:
            free &= self._served(places)
        neighbours = [one for one in problem.neighbours[place] if self.starts[one] is not None]
        if neighbours:
            apart = np.ones(problem.slots, np.bool_)
            for other in neighbours:
                apart[self._held(other)] = False
            free &= apart[covered]
        fit: Flags = free.all(axis=1)
        for relation in problem.relations[place]:
            fit &= self._in_order(relation, place)
        if places.block.parent is not None and not parent_open:
            fit &= self._inside(places)
        return fit

    def _held(self, place: int) -> Numbers:
        """The slots of a block that has a place."""
        start, places = self.starts[place], self.grid.places[place]
        assert start is not None
        held: Numbers = places.covered[places.row_of[start]]
        return held

    def _in_order(self, relation: Before, place: int) -> Flags:
        """Whether a block is then before or after another as it must be."""
        starts = self.grid.places[place].starts
        other = relation.first if place == relation.then else relation.then
        at = self.starts[other]
        if at is None:
            return np.ones(len(starts), np.bool_)
        if other == relation.then:
            return np.array(relation.earliest, np.int64) <= at
        return starts >= relation.earliest[self.grid.places[other].row_of[at]]

    def _served(self, places: Places) -> Flags:
        """Whether there is a team, slot by slot."""
        problem, covered = self.grid.problem, places.covered
        served: Flags = self.teams[covered] > 0
        served &= self.days[covered // problem.slots_per_day] >= places.days_rank
        served &= self.weeks[covered // problem.slots_per_week] >= places.weeks_rank
        return served

    def _inside(self, places: Places) -> Flags:
        """Whether a working group is then inside its session."""
        parent = places.block.parent
        assert parent is not None
        at = self.starts[parent]
        if at is None:
            return np.zeros(len(places.starts), np.bool_)
        inside: Flags = np.isin(places.starts - at, places.block.offsets)
        return inside
