"""Windows: weeks of a plan that are planned anew while all the rest stays as it is.

To improve one window is a function of the problem, the plan and the window alone, so that any
machine can do it. The windows of a round have no week in common, a block moves only within its
window, and one that is left out is tried in one of them: what they find goes together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scheduler.calendars.guide import Near
from scheduler.calendars.linear import solve_whole
from scheduler.calendars.occupancy import Flags, Grid, Occupancy
from scheduler.calendars.problem import Plan
from scheduler.calendars.rows import make_rows

MOST_NODES = 10  # of a search: most windows need one


@dataclass(frozen=True, slots=True)
class Window:
    """Weeks from `first` up to and without `end`, and the blocks left out that are tried there."""

    first: int
    end: int
    tried: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search: at most so many seconds, to within `gap` (a part) of the best."""

    seconds: float = 60.0
    seed: int = 1
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Improved:
    """What became of a window: the new starts of its blocks, and whether none are better.

    `bound`: no plan of these blocks in this window costs less.
    """

    starts: Mapping[int, int | None]
    bound: int | None


def improve(
    grid: Grid, plan: Plan, window: Window, effort: Effort, near: Near | None = None
) -> Improved:
    """Plan a window anew. What is found costs no more than before.

    With `near` only these starts of the blocks named are looked at; the bound is theirs, too.
    """
    allowed = free_blocks(grid, plan, window)
    for place, starts in (near or {}).items():
        if place in allowed:
            allowed[place] &= np.isin(grid.places[place].starts, starts)
    before = {place: plan[place] for place in allowed}
    rows = make_rows(grid, allowed, Occupancy(grid, plan, without=allowed), allowed)
    found = solve_whole(
        rows, before, seconds=effort.seconds, seed=effort.seed, nodes=MOST_NODES, gap=effort.gap
    )
    if found.starts is None:
        return Improved(before, None)
    after = {place: found.starts.get(place) for place in allowed}
    # what is only as good would make the plan depend on which window is answered first
    if cost(grid, after) >= cost(grid, before):
        return Improved(before, found.bound)
    return Improved(after, found.bound)


def cost(grid: Grid, starts: Mapping[int, int | None]) -> int:
    """What some blocks cost."""
    total = 0
    for place, start in starts.items():
        places = grid.places[place]
        total += places.block.left_out if start is None else int(places.costs[places.row_of[start]])
    return total


def free_blocks(grid: Grid, plan: Plan, window: Window) -> dict[int, Flags]:
    """The blocks that may move within a window, and where they may start.

    A session is free with its working groups; one that reaches beyond the window, or has a working
    group that does, stays, and its working groups move within it and the window.
    """
    allowed: dict[int, Flags] = {}
    for place, places in enumerate(grid.places):
        start = plan[place]
        if start is None and place not in window.tried:
            continue
        within = _within(grid, place, window)
        if (start is None or within[places.row_of[start]]) and all(
            _inside(grid, plan, window, {relation.first, relation.then} - {place})
            for relation in grid.problem.relations[place]
        ):
            allowed[place] = within
    for place in [one for one in allowed if plan[one] is not None]:
        if any(plan[one] is not None and one not in allowed for one in grid.problem.inside[place]):
            del allowed[place]
    return allowed


def _inside(grid: Grid, plan: Plan, window: Window, others: Iterable[int]) -> bool:
    """Whether what a block is before or after moves in the same window, if it moves at all."""
    for other in others:
        at = plan[other]
        if at is None:
            if other not in window.tried:
                return False
        elif not _within(grid, other, window)[grid.places[other].row_of[at]]:
            return False
    return True


def _within(grid: Grid, place: int, window: Window) -> Flags:
    """The starts of a block with which all of it is in a window."""
    length = grid.problem.slots_per_week
    covered = grid.places[place].covered
    within: Flags = (covered[:, 0] >= window.first * length) & (
        covered[:, -1] < window.end * length
    )
    return within


def cut(grid: Grid, plan: Plan, weeks: int, offset: int, turn: int) -> tuple[Window, ...]:
    """Windows of so many weeks over the year, the first of `offset` weeks.

    A block that is left out is tried in another of the windows in each `turn`, a working group
    where its session is.
    """
    last = grid.problem.weeks
    edges = sorted({0, *range(offset, last, weeks), last})
    bare = [Window(first, end) for first, end in pairwise(edges)]
    tried: list[set[int]] = [set() for _ in bare]
    where: dict[int, int] = {}
    blocks = grid.problem.blocks
    out = [place for place, start in enumerate(plan) if start is None]
    for place in sorted(out, key=lambda one: (blocks[one].parent is not None, one)):
        parent = blocks[place].parent
        if parent in where:
            where[place] = where[parent]
        elif parent is None or plan[parent] is not None:
            at = None if parent is None else plan[parent]
            fitting = [number for number, one in enumerate(bare) if _fits(grid, place, one, at)]
            if fitting:
                where[place] = fitting[turn % len(fitting)]
        if place in where:
            tried[where[place]].add(place)
    return tuple(
        Window(one.first, one.end, frozenset(some)) for one, some in zip(bare, tried, strict=True)
    )


def _fits(grid: Grid, place: int, window: Window, session_at: int | None) -> bool:
    """Whether a block that is left out has a start in a window, beside its session if it has one.

    A session that lies in the window may start elsewhere in it.
    """
    places = grid.places[place]
    within = _within(grid, place, window)
    if session_at is None or places.block.parent is None:
        return bool(within.any())
    above, inside = grid.places[places.block.parent], _within(grid, places.block.parent, window)
    moves = bool(inside[above.row_of[session_at]])
    sessions = above.starts[inside].tolist() if moves else [session_at]
    return any(
        start + by in places.row_of and within[places.row_of[start + by]]
        for start in sessions
        for by in places.block.offsets
    )


def surroundings(grid: Grid, plan: Plan, windows: Sequence[Window]) -> list[tuple[object, ...]]:
    """All that the answer of each window depends on: the blocks that reach into it."""
    length = grid.problem.slots_per_week
    found: list[list[tuple[int, int]]] = [[] for _ in windows]
    of_week = [0] * grid.problem.weeks
    for number, window in enumerate(windows):
        of_week[window.first : window.end] = [number] * (window.end - window.first)
    for place, start in enumerate(plan):
        if start is not None:
            covers = grid.problem.blocks[place].covers
            first, last = (of_week[(start + covers[end]) // length] for end in (0, -1))
            for number in range(first, last + 1):
                found[number].append((place, start))
    return [(window, *part) for window, part in zip(windows, found, strict=True)]


def merged(plan: Plan, improved: Iterable[Improved]) -> Plan:
    """The plan with what the windows of one round found."""
    starts = list(plan)
    for one in improved:
        for place, start in one.starts.items():
            starts[place] = start
    return tuple(starts)
