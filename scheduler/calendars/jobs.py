"""What workers do for a calendar: a window, the whole year, a bound. All small, to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.calendars.bounds import Relaxed, relaxation
from scheduler.calendars.guide import Near
from scheduler.calendars.linear import Answer, solve_whole
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.problem import Plan
from scheduler.calendars.rows import make_rows
from scheduler.calendars.windows import Effort, Improved, Window, improve


@dataclass(frozen=True, slots=True)
class WindowJob:
    """Plan a window anew."""

    plan: Plan
    window: Window
    effort: Effort
    near: Near | None = None

    def run(self, grid: Grid) -> Improved:
        """Search."""
        return improve(grid, self.plan, self.window, self.effort, self.near)


@dataclass(frozen=True, slots=True)
class WholeJob:
    """Plan the whole year, and prove it if there is time."""

    plan: Plan
    effort: Effort

    def run(self, grid: Grid) -> Answer:
        """Search."""
        rows = make_rows(grid, range(len(self.plan)), Occupancy(grid))
        hint = dict(enumerate(self.plan))
        return solve_whole(rows, hint, seconds=self.effort.seconds, seed=self.effort.seed)


@dataclass(frozen=True, slots=True)
class BoundJob:
    """Find a number of points that no plan is below, and where to look for good plans."""

    seconds: float
    workers: int = 1

    def run(self, grid: Grid) -> Relaxed | None:
        """Search."""
        return relaxation(grid, self.seconds, self.workers)
