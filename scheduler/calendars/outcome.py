"""What comes out of making a calendar."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.calendars.problem import Plan
from scheduler.programme import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOptions:
    """How to search: seconds, processes, seed.

    With the same `workers` and `seed`, and time enough for the same rounds, the same problem gets
    the same plan.
    """

    time_limit: float = 60.0
    workers: int = 2
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarProgress:
    """Points of the best plan so far, what none is below if known, seconds since the start.

    `left_out`: blocks without a place in the last plan that was checked.
    """

    objective: int
    bound: int | None
    seconds: float
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOutcome:
    """The best plan found, its points, and what no plan is below (None: nothing is known).

    There always is a plan, since blocks may be left out.
    """

    status: Status
    plan: Plan
    objective: int
    bound: int | None
    wall_seconds: float

    @property
    def unplaced(self) -> tuple[int, ...]:
        """The blocks that are left out, by their places in the list."""
        return tuple(place for place, start in enumerate(self.plan) if start is None)
