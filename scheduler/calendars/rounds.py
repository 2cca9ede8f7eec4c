"""Rounds of windows, done by a crew, with a proof or a bound looked for beside them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from scheduler.calendars.crew import Crew, Job
from scheduler.calendars.jobs import BoundJob, WholeJob, WindowJob
from scheduler.calendars.linear import Answer
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.problem import Plan
from scheduler.calendars.standing import Standing
from scheduler.calendars.windows import Effort, Improved, Window, cost, cut, merged, surroundings

FIRST_WEEKS = 3
FIRST_GAP, LATER_GAP = 0.02, 0.005  # of what a window costs; none for the whole year
GROWTH = 1.5  # windows grow once two rounds, one shifted by half a window, bring little
LITTLE = 0.005
MOST_STARTS_WHOLE = 40_000  # beyond this the whole year is too much for one search
WINDOW_SECONDS = 30.0


class Rounds:
    """Improves the plan of `standing` until it is proven, or the time is over."""

    def __init__(self, grid: Grid, crew: Crew, standing: Standing, seed: int, workers: int) -> None:
        self.grid, self.crew, self.standing, self.seed = grid, crew, standing, seed
        self.gap = FIRST_GAP
        self.settled: set[tuple[object, ...]] = set()  # windows that are good enough as they are
        starts = sum(len(places.starts) for places in grid.places)
        self.beside: deque[Job] = deque()
        self.whole = starts <= MOST_STARTS_WHOLE and workers > 1
        if self.whole:
            self.beside.append(WholeJob(standing.plan, Effort(standing.left, seed)))
            standing.awaits_proof = True

    def run(self) -> None:
        """Round after round, with windows that grow up to the whole year."""
        weeks, last = min(FIRST_WEEKS, self.grid.problem.weeks), self.grid.problem.weeks
        turn = 0
        while not self.standing.over:
            self.gap = self.gap if weeks < last else 0.0
            before = self.standing.objective
            for offset in (weeks, weeks // 2):
                windows = cut(self.grid, self.standing.plan, weeks, offset, turn)
                self._round(windows)
                if turn == 1:
                    self.beside.append(BoundJob(self.standing.left))
                turn += 1
            if weeks >= last:
                self._wait()
                return
            if before - self.standing.objective <= LITTLE * before:
                weeks = min(last, round(weeks * GROWTH))
                self.gap = LATER_GAP

    def _round(self, windows: Sequence[Window]) -> None:
        """Plan these windows anew, where anything has changed since they were settled."""
        plan = self.standing.plan
        known = dict(zip(windows, surroundings(self.grid, plan, windows), strict=True))
        # those with blocks left out first: these cost most
        asked = [window for window in windows if known[window] not in self.settled]
        waiting = deque(sorted(asked, key=lambda window: -len(window.tried)))
        found: dict[Window, Improved] = {}
        open_ = len(waiting)
        while open_ and not self.standing.over:
            while self.crew.idle and (self.beside or waiting):
                self.crew.give(self._next(plan, waiting))
            for job, answer in self.crew.answers(0.1):
                if not isinstance(job, WindowJob):
                    self._take(job, answer)
                    continue
                open_ -= 1
                if answer is not None:
                    found[job.window] = answer
                    self.standing.improve(merged(plan, found.values()))
        after = surroundings(self.grid, self.standing.plan, windows)
        for window, around in zip(windows, after, strict=True):
            if window in found and self._settles(found[window]):
                self.settled.add(around)

    def _settles(self, improved: Improved) -> bool:
        points, bound = cost(self.grid, improved.starts), improved.bound
        return bound is not None and points - bound <= self.gap * points

    def _next(self, plan: Plan, waiting: deque[Window]) -> Job:
        if self.beside:
            return self.beside.popleft()
        seconds = min(WINDOW_SECONDS, self.standing.left)
        return WindowJob(plan, waiting.popleft(), Effort(seconds, self.seed, self.gap))

    def _wait(self) -> None:
        """Let those who look for a proof or a bound go on."""
        while not self.standing.over and self.crew.busy:
            for job, answer in self.crew.answers(0.1):
                self._take(job, answer)

    def _take(self, job: Job, answer: Any) -> None:
        """What was found beside the windows."""
        if isinstance(job, WholeJob):
            self.standing.awaits_proof = False
        if isinstance(answer, Answer):
            if answer.starts is not None:
                plan = tuple(answer.starts.get(place) for place in range(len(self.grid.places)))
                self.standing.improve(plan, as_good=True)
            self.standing.prove(answer.bound)
        elif isinstance(job, BoundJob):
            self.standing.prove(answer)
