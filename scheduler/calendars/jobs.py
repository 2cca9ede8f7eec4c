"""What workers do for a calendar: a window, the whole year, a bound. All small, to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scheduler.calendars.bounds import Relaxed, relaxation
from scheduler.calendars.guide import Near
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.outcome import CalendarOptions
from scheduler.calendars.problem import Plan
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


class Stage(StrEnum):
    """What a search of the whole year is for."""

    FIRST = "first"  # a good plan, soon
    BETTER = "better"
    PROOF = "proof"  # with all the starts that a better plan can have


@dataclass(frozen=True, slots=True)
class YearJob:
    """Find the best plan of the whole year with the starts named, by CP-SAT.

    Blocks of the plan that are `held` are not left out.
    """

    stage: Stage
    plan: Plan
    effort: Effort
    near: Near
    held: frozenset[int]

    def run(self, grid: Grid) -> tuple[Plan, int]:
        """Search."""
        # with CP-SAT comes pandas: fifty megabytes
        from scheduler.calendars.exact import solve_exactly  # noqa: PLC0415 - large years do without

        return solve_exactly(
            grid,
            self.plan,
            CalendarOptions(seed=self.effort.seed),
            self.effort.seconds,
            near=self.near,
            held=self.held,
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
