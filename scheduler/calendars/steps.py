"""The steps of a search that has no process of its own: each a job, small, to be sent anywhere.

What comes next depends on what was found alone, and not on who found it nor when: the same seed
gives the same plan, however many work on it, where each window has the time that it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from scheduler.calendars.bounds import relaxation
from scheduler.calendars.construction import construct
from scheduler.calendars.exact import solve_exactly
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.outcome import CalendarOptions
from scheduler.calendars.problem import CalendarProblem, Plan, points
from scheduler.calendars.rounds import (
    FIRST_GAP,
    FIRST_WEEKS,
    GROWTH,
    LATER_GAP,
    LITTLE,
    WINDOW_SECONDS,
)
from scheduler.calendars.solve import MOST_STARTS_EXACT
from scheduler.calendars.together import Changes, changes, put_together
from scheduler.calendars.windows import Effort, Window, cost, cut, improve, surroundings


RELAXATION_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Step:
    """Where the rounds are: windows of so many weeks, `shifted` by half a window or not.

    `turn` counts the rounds; `before` is what the plan cost before the last pair of these. A window
    is searched to within `gap` of its best.
    """

    weeks: int
    before: int
    gap: float
    shifted: bool = False
    turn: int = 0

    def following(self, objective: int, last: int) -> Step | None:
        """The step after this one; windows grow where the last pair brought little."""
        if not self.shifted:
            return replace(self, shifted=True, turn=self.turn + 1)
        if self.weeks >= last:
            return None
        weeks, gap = self.weeks, self.gap
        if self.before - objective <= LITTLE * self.before:
            weeks, gap = min(last, round(weeks * GROWTH)), LATER_GAP
        return Step(weeks, objective, gap if weeks < last else 0.0, turn=self.turn + 1)


def first_step(problem: CalendarProblem, objective: int) -> Step:
    """The step that a search begins with."""
    last = problem.weeks
    return Step(min(FIRST_WEEKS, last), objective, FIRST_GAP if last > FIRST_WEEKS else 0.0)


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
    windows: tuple[Window, ...]
    settled: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found in one model, or none where it was a bound alone; and what none is below."""

    changes: Changes
    bound: int | None


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Find a plan to begin with: of a large year, one that a relaxation guides."""

    def run(self, grid: Grid) -> Plan:
        """Search."""
        if small(grid.problem):
            return construct(grid)
        relaxed = relaxation(grid, RELAXATION_SECONDS)
        return construct(grid, guide=relaxed.guide if relaxed else None)


def window_effort(step: Step, seconds: float, seed: int) -> Effort:
    """How hard to search in the windows of a step, where so many seconds are left."""
    return Effort(min(WINDOW_SECONDS, seconds), seed, step.gap)


@dataclass(frozen=True, slots=True)
class WindowStep:
    """Plan a window anew."""

    plan: Plan
    window: Window
    effort: Effort

    def run(self, grid: Grid) -> Found:
        """Search."""
        found = improve(grid, self.plan, self.window, self.effort)
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

    def run(self, grid: Grid) -> Round:
        """Put together and cut."""
        problem = grid.problem
        plan = put_together(problem, self.plan, [found.changes for _window, found in self.found])
        objective = points(problem, plan)
        settled = self.settled
        if self.step is None:
            step: Step | None = first_step(problem, objective)
        else:
            best = {window for window, found in self.found if found.settled}
            marks = _marks(grid, plan, _windows(grid, self.plan, self.step))
            settled |= {mark for window, mark in marks if window in best}
            step = self.step.following(objective, problem.weeks)
        while step is not None:
            marks = _marks(grid, plan, _windows(grid, plan, step))
            open_ = tuple(window for window, mark in marks if mark not in settled)
            if open_:
                return Round(plan, objective, step, open_, settled)
            step = step.following(objective, problem.weeks)
        return Round(plan, objective, None, (), settled)


def _windows(grid: Grid, plan: Plan, step: Step) -> tuple[Window, ...]:
    offset = step.weeks // 2 if step.shifted else step.weeks
    return cut(grid, plan, step.weeks, offset, step.turn)


def _marks(grid: Grid, plan: Plan, windows: tuple[Window, ...]) -> Iterator[tuple[Window, str]]:
    """A word for each window with all that its answer depends on, the same on every machine."""
    for window, around in zip(windows, surroundings(grid, plan, windows), strict=True):
        said = repr((window.first, window.end, sorted(window.tried), around[1:]))
        yield window, sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class BoundStep:
    """Find a number of points that no plan is below."""

    seconds: float

    def run(self, grid: Grid) -> Proof:
        """Search."""
        relaxed = relaxation(grid, self.seconds)
        return Proof({}, relaxed.bound if relaxed else None)


@dataclass(frozen=True, slots=True)
class ExactStep:
    """Plan a small year in one model, and prove it if there is time."""

    plan: Plan
    seconds: float
    seed: int

    def run(self, grid: Grid) -> Proof:
        """Search."""
        plan, bound = solve_exactly(
            grid,
            self.plan,
            CalendarOptions(seed=self.seed),
            self.seconds,
            found=lambda _points, _bound: None,
            cancelled=lambda: False,
        )
        return Proof(changes(self.plan, plan), bound)


def small(problem: CalendarProblem) -> bool:
    """Whether a year fits into one model."""
    return sum(len(block.starts) for block in problem.blocks) <= MOST_STARTS_EXACT
