"""What workers do for a calendar: a window, the whole year, a bound. All small, to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.calendars.bounds import Relaxed, relaxation
from scheduler.calendars.exact import solve_exactly
from scheduler.calendars.guide import Near, starts_near
from scheduler.calendars.linear import solve_whole
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.outcome import CalendarOptions
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
    """Plan the whole year with the starts named: the best of these."""

    plan: Plan
    effort: Effort
    near: Near

    def run(self, grid: Grid) -> Plan | None:
        """Search."""
        allowed = starts_near(grid, self.near)
        rows = make_rows(grid, range(len(self.plan)), Occupancy(grid), allowed)
        hint = dict(enumerate(self.plan))
        found = solve_whole(rows, hint, seconds=self.effort.seconds, seed=self.effort.seed)
        if found.starts is None:
            return None
        return tuple(found.starts.get(place) for place in range(len(self.plan)))


@dataclass(frozen=True, slots=True)
class ProofJob:
    """Find the best plan of the starts named, by CP-SAT.

    `proves`: these are all the starts that a better plan than this one can have.
    """

    plan: Plan
    effort: Effort
    near: Near
    proves: bool

    def run(self, grid: Grid) -> tuple[Plan, int]:
        """Search."""
        return solve_exactly(
            grid,
            self.plan,
            CalendarOptions(seed=self.effort.seed),
            self.effort.seconds,
            near=self.near,
            subsolvers=("max_lp",),
        )


@dataclass(frozen=True, slots=True)
class BoundJob:
    """Find a number of points that no plan is below, and where to look for good plans."""

    seconds: float
    workers: int = 1

    def run(self, grid: Grid) -> Relaxed | None:
        """Search."""
        return relaxation(grid, self.seconds, self.workers)
