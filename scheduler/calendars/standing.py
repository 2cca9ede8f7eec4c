"""Where a search stands: the best plan, what is proven, and the time."""

from __future__ import annotations

import time
from collections.abc import Callable

from scheduler.calendars.checker import check_calendar
from scheduler.calendars.outcome import CalendarOutcome, CalendarProgress
from scheduler.calendars.problem import CalendarProblem, Plan, points
from scheduler.programme import Status

Progress = Callable[[CalendarProgress], None]


class CalendarFault(RuntimeError):
    """The checker refuses what was found: ours to mend."""


class Standing:
    """The best plan so far. Every plan is judged by the checker before it is taken."""

    def __init__(
        self,
        problem: CalendarProblem,
        seconds: float,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.problem = problem
        self.plan: Plan = (None,) * len(problem.blocks)
        self.objective = points(problem, self.plan)
        self.bound: int | None = None
        self.cancelled = cancelled or (lambda: False)
        self.awaits_proof = False  # a proof is under way, with a plan that is to be taken
        self._started = time.monotonic()
        self._limit = seconds
        self._progress = progress
        self._told: tuple[int, int | None] | None = None

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._started

    @property
    def left(self) -> float:
        """Seconds that are left, never none."""
        return max(0.01, self._limit - self.seconds)

    @property
    def proven(self) -> bool:
        """Whether no plan is better."""
        return self.bound is not None and self.bound >= self.objective

    @property
    def over(self) -> bool:
        """Whether there is nothing more to do, or no time to do it."""
        done = self.proven and not self.awaits_proof
        return done or self.seconds >= self._limit or self.cancelled()

    def improve(self, plan: Plan, *, as_good: bool = False) -> None:
        """Take a plan that costs less, or is `as_good`. Raises CalendarFault on a broken rule."""
        objective = points(self.problem, plan)
        if objective >= self.objective + as_good:
            return
        violations = check_calendar(self.problem, plan)
        if violations:
            raise CalendarFault("; ".join(str(one.text) for one in violations[:10]))
        self.plan, better = plan, objective < self.objective
        self.objective = objective
        if better:
            # nothing costs less than nothing
            self.tell(objective, 0 if objective == 0 else self.bound)

    def prove(self, bound: int | None) -> None:
        """Take a bound, if it says more."""
        before = self.bound
        self._learn(bound, self.objective)
        if self.bound != before:
            self.tell(self.objective, self.bound)

    def _learn(self, bound: int | None, objective: int) -> None:
        """Take a bound beside a plan of so many points.

        One that a plan is below says nothing: sums of rounded numbers made it.
        """
        fewest = min(objective, self.objective)
        known = [one for one in (bound, self.bound) if one is not None and one <= fewest]
        self.bound = max(0, *known) if known else None

    def tell(self, objective: int, bound: int | None) -> None:
        """Say how the search goes, if it has got any further."""
        self._learn(bound, objective)
        if self._progress is not None and (objective, self.bound) != self._told:
            if self._told is not None and objective > self._told[0]:
                return
            self._told = (objective, self.bound)
            self._progress(
                CalendarProgress(
                    objective=objective,
                    bound=self.bound,
                    seconds=self.seconds,
                    left_out=self.plan.count(None),
                )
            )

    def outcome(self) -> CalendarOutcome:
        """How the search ended."""
        return CalendarOutcome(
            status=Status.OPTIMAL if self.proven else Status.FEASIBLE,
            plan=self.plan,
            objective=self.objective,
            bound=self.bound,
            wall_seconds=self.seconds,
        )
