"""The steps of a search that has no process of its own: each a job, small, to be sent anywhere.

What comes next depends on what was found alone, and not on who found it nor when: the same seed
gives the same plan, however many work on it, where each window has the time that it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from scheduler.calendars.bounds import relaxation
from scheduler.calendars.construction import construct
from scheduler.calendars.guide import Guide, Near
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.outcome import CalendarOptions
from scheduler.calendars.problem import CalendarProblem, Plan, points
from scheduler.calendars.schedule import MOST_STARTS_WHOLE, Step, first_step
from scheduler.calendars.solve import MOST_STARTS_EXACT
from scheduler.calendars.together import Changes, changes, put_together
from scheduler.calendars.windows import (
    Effort,
    Window,
    cost,
    improve,
    surroundings,
)

RELAXATION_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a window came to: what changes, the points that this saves.

    `settled`: it is as near to its best as asked.
    """

    changes: Changes
    saved: int
    settled: bool


@dataclass(frozen=True, slots=True)
class Round:
    """The plan that a round begins with, and its windows; no step where the rounds are over.

    `settled` are the marks of windows that cannot be better as they are.
    """

    plan: Plan
    objective: int
    step: Step | None
    windows: tuple[tuple[Window, Near | None], ...]
    settled: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found in one model, and what no plan is below."""

    changes: Changes
    bound: int | None


# For each block, start by start: by how many points it is dearer than the cheapest, if it can be.
Dearer = tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Led:
    """What a relaxation of the year leads to: a plan if that is better, a bound, and a guide."""

    changes: Changes
    bound: int | None
    dearer: Dearer | None


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Find a plan to begin with: of a large year, one that a relaxation guides."""

    def run(self, grid: Grid) -> Plan:
        """Search."""
        if small(grid.problem):
            return construct(grid)
        relaxed = relaxation(grid, RELAXATION_SECONDS)
        return construct(grid, guide=relaxed.guide if relaxed else None)


@dataclass(frozen=True, slots=True)
class WindowStep:
    """Plan a window anew."""

    plan: Plan
    window: Window
    effort: Effort
    near: Near | None = None

    def run(self, grid: Grid) -> Found:
        """Search."""
        found = improve(grid, self.plan, self.window, self.effort, self.near)
        moved = {p: start for p, start in found.starts.items() if start != self.plan[p]}
        cost_now = cost(grid, found.starts)
        settled = found.bound is not None and cost_now - found.bound <= self.effort.gap * cost_now
        saved = cost(grid, {place: self.plan[place] for place in found.starts}) - cost_now
        return Found(moved, saved, settled=settled)


@dataclass(frozen=True, slots=True)
class RoundStep:
    """Put together what the windows of a round found, in their order, and cut the next.

    `step` is that of the windows found, None before the first; windows that cannot be better are
    passed over, and with them whole rounds.
    """

    plan: Plan
    step: Step | None
    found: tuple[tuple[Window, Found], ...]
    settled: frozenset[str]
    dearer: Dearer | None = None

    def run(self, grid: Grid) -> Round:
        """Put together and cut."""
        last = grid.problem.weeks
        plan = put_together(grid.problem, self.plan, [found.changes for _, found in self.found])
        objective = points(grid.problem, plan)
        settled = self.settled
        if self.step is None:
            step: Step | None = first_step(objective, last, guided=self.dearer is not None)
        else:
            best = {window for window, found in self.found if found.settled}
            marks = _marks(grid, plan, self.step, self.step.windows(grid, self.plan))
            settled |= {mark for window, mark in marks if window in best}
            step = _after(self.step, grid.problem, objective)
        while step is not None:
            marks = _marks(grid, plan, step, step.windows(grid, plan))
            open_ = [window for window, mark in marks if mark not in settled]
            if open_:
                return Round(plan, objective, step, self._near(grid, plan, step, open_), settled)
            step = _after(step, grid.problem, objective)
        return Round(plan, objective, None, (), settled)

    def _near(
        self, grid: Grid, plan: Plan, step: Step, windows: list[Window]
    ) -> tuple[tuple[Window, Near | None], ...]:
        """The windows, and where their blocks are looked for; those that cost most first."""
        windows.sort(key=lambda window: (-len(window.tried), window.first))
        if self.dearer is None or step.dearer is None:
            return tuple((window, None) for window in windows)
        guide = _guide(self.dearer)
        return tuple((window, step.near(guide, grid, plan, window)) for window in windows)


def _marks(
    grid: Grid, plan: Plan, step: Step, windows: tuple[Window, ...]
) -> Iterator[tuple[Window, str]]:
    """A word for each window with all that its answer depends on, the same on every machine."""
    for window, around in zip(windows, surroundings(grid, plan, windows), strict=True):
        where = (window.first, window.end, sorted(window.tried))
        said = repr((step.dearer, *where, around[1:]))
        yield window, sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class BoundStep:
    """Find a number of points that no plan is below, and where to look for good plans."""

    plan: Plan
    seconds: float

    def run(self, grid: Grid) -> Led:
        """Search."""
        found = relaxation(grid, self.seconds)
        if found is None:
            return Led({}, None, None)
        plan = construct(grid, guide=found.guide)
        if points(grid.problem, plan) >= points(grid.problem, self.plan):
            plan = self.plan
        dearer = tuple(
            tuple(round(d, 3) if np.isfinite(d) else None for d in row.tolist())
            for row in found.guide.dearer
        )
        return Led(changes(self.plan, plan), found.bound, dearer)


@dataclass(frozen=True, slots=True)
class ExactStep:
    """Plan a year in one model, and prove it if there is time.

    A large one only with the starts at most so much `dearer`: those that a better plan can have.
    """

    plan: Plan
    seconds: float
    seed: int
    dearer: Dearer | None = None
    most: int | None = None

    def run(self, grid: Grid) -> Proof:
        """Search."""
        from scheduler.calendars.exact import solve_exactly  # noqa: PLC0415 - as in `jobs`

        near = None
        if self.dearer is not None and self.most is not None:
            near = _guide(self.dearer).near(grid, self.plan, range(len(self.plan)), self.most)

        plan, bound = solve_exactly(
            grid,
            self.plan,
            CalendarOptions(seed=self.seed),
            self.seconds,
            found=lambda _points, _bound: None,
            cancelled=lambda: False,
            near=near,
            subsolvers=() if near is None else ("max_lp",),
        )
        return Proof(changes(self.plan, plan), bound)


def _after(step: Step, problem: CalendarProblem, objective: int) -> Step | None:
    """The next round; a large year begins again as long as that brings anything."""
    last = problem.weeks
    found = step.following(objective, last)
    return found if found or small(problem) else step.once_more(objective, last)


def _guide(dearer: Dearer) -> Guide:
    """What is left of a guide that was sent."""
    rows = (np.array([np.inf if d is None else d for d in row], float) for row in dearer)
    return Guide((), tuple(rows), ())


def few_open(plan: Plan, dearer: Dearer, most: int) -> bool:
    """Whether a plan that is at most so much better can be looked for in one model."""
    return _guide(dearer).open(plan, most) <= MOST_STARTS_WHOLE


def small(problem: CalendarProblem) -> bool:
    """Whether a year fits into one model."""
    return sum(len(block.starts) for block in problem.blocks) <= MOST_STARTS_EXACT
