"""Rounds of windows, done by a crew, with a proof or a bound looked for beside them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.calendars.bounds import Relaxed, relaxation
from scheduler.calendars.construction import construct
from scheduler.calendars.crew import Crew, Job
from scheduler.calendars.guide import Guide
from scheduler.calendars.jobs import BoundJob, Stage, WindowJob, YearJob
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.problem import Plan, points
from scheduler.calendars.schedule import MOST_STARTS_WHOLE, Step, first_step
from scheduler.calendars.standing import Standing
from scheduler.calendars.windows import (
    Effort,
    Improved,
    Window,
    cost,
    merged,
    surroundings,
)

FIRST_DEARER, BETTER_DEARER = 2.0, 16.0


class Rounds:
    """Improves the plan of `standing` until it is proven, or the time is over."""

    def __init__(self, grid: Grid, crew: Crew, standing: Standing, seed: int, workers: int) -> None:
        self.grid, self.crew, self.standing, self.seed = grid, crew, standing, seed
        self.workers = workers
        self.guide: Guide | None = None
        self.settled: set[tuple[object, ...]] = set()  # windows that are good enough as they are
        self.beside: deque[Job] = deque()
        starts = sum(len(places.starts) for places in grid.places)
        self.small = starts <= MOST_STARTS_WHOLE

    def run(self) -> None:
        """A guide, a plan that it leads to, and then round after round."""
        if self.small:
            self._relax_here()
        else:
            self.beside.append(BoundJob(self.standing.left, self.workers))
            self._wait()
        if self.standing.over:
            return
        if self.small and self.workers > 1:
            self._search_whole()
        self._windows()

    def _relax_here(self) -> None:
        """Take no worker for what is done before they have started."""
        interrupter = SolveInterrupter()
        with ThreadPoolExecutor(1) as aside:
            search = aside.submit(
                relaxation, self.grid, self.standing.left, interrupter=interrupter
            )
            while not search.done() and not self.standing.over:
                wait([search], 0.05)
            # a thread that still searched when the process ends would break off its end
            interrupter.interrupt()
        relaxed = search.result()
        if relaxed is not None:
            self._lead(relaxed)

    def _lead(self, relaxed: Relaxed) -> None:
        """Look where the relaxation leads."""
        self.guide = relaxed.guide
        self.standing.prove(relaxed.bound)
        self.standing.improve(construct(self.grid, lambda: self.standing.over, self.guide))

    def _search_whole(self) -> None:
        """Let a worker look for a proof; one that is alone comes to it after the windows."""
        if self.guide is not None and not self.standing.over:
            self.beside.append(self._year(Stage.FIRST, self.standing.plan, FIRST_DEARER))
            self.standing.awaits_proof = True

    def _year(self, stage: Stage, plan: Plan, most: float) -> Job:
        """A search of the whole year, with what is at most so much dearer."""
        assert self.guide is not None
        near = self.guide.near(self.grid, plan, range(len(plan)), most)
        effort = Effort(self.standing.left, self.seed)
        return YearJob(stage, plan, effort, near, self.guide.held(plan, most))

    def _go_on(self, plan: Plan) -> None:
        """Search with all starts that a better plan can have: with any other it costs more.

        If these are many, look for a better plan beside that, with fewer. Both begin with the plan
        given, and not with what windows have found by now: that would depend on the time.
        """
        most = points(self.grid.problem, plan) - (self.standing.bound or 0) + 1
        self.beside.append(self._year(Stage.PROOF, plan, most))
        if most > BETTER_DEARER and self.workers > 1:
            self.beside.append(self._year(Stage.BETTER, plan, BETTER_DEARER))

    def _windows(self) -> None:
        """Windows round after round, up to the whole year."""
        last = self.grid.problem.weeks
        guided = self.guide is not None
        step: Step | None = first_step(self.standing.objective, last, guided=guided)
        while step is not None and not self.standing.over:
            self._round(step)
            after = step.following(self.standing.objective, last)
            if after is None and not self.small:
                self._prove_few()
                after = step.once_more(self.standing.objective, last)
            step = after
        if self.small and self.workers == 1:
            self._search_whole()
        self._wait()

    def _prove_few(self) -> None:
        """Search a large year whole once a better plan can have but few starts."""
        if self.guide is None or self.standing.bound is None or self.standing.over:
            return
        plan = self.standing.plan
        most = points(self.grid.problem, plan) - self.standing.bound + 1
        if self.guide.open(plan, most) <= MOST_STARTS_WHOLE:
            self.beside.append(self._year(Stage.PROOF, plan, most))
            self._wait()

    def _round(self, step: Step) -> None:
        """Cut the year into windows; plan those anew where something changed since settled."""
        plan = self.standing.plan
        windows = step.windows(self.grid, plan)
        known = dict(zip(windows, self._marks(step, plan, windows), strict=True))
        # those with blocks left out first: these cost most
        asked = [window for window in windows if known[window] not in self.settled]
        waiting = deque(sorted(asked, key=lambda window: -len(window.tried)))
        found: dict[Window, Improved] = {}
        open_ = len(waiting)
        while open_ and not self.standing.over:
            while self.crew.idle and (self.beside or waiting):
                self.crew.give(self._next(step, plan, waiting))
            for job, answer in self.crew.answers(0.1):
                if not isinstance(job, WindowJob):
                    self._take(job, answer)
                    continue
                open_ -= 1
                if answer is not None:
                    found[job.window] = answer
                    self.standing.improve(merged(plan, found.values()))
        after = self._marks(step, self.standing.plan, windows)
        for window, around in zip(windows, after, strict=True):
            if window in found and self._settles(found[window], step.gap):
                self.settled.add(around)

    def _marks(self, step: Step, plan: Plan, windows: Sequence[Window]) -> list[tuple[object, ...]]:
        """All that the answers of windows depend on."""
        return [(step.dearer, *one) for one in surroundings(self.grid, plan, windows)]

    def _settles(self, improved: Improved, gap: float) -> bool:
        now, bound = cost(self.grid, improved.starts), improved.bound
        return bound is not None and now - bound <= gap * now

    def _next(self, step: Step, plan: Plan, waiting: deque[Window]) -> Job:
        if self.beside:
            return self.beside.popleft()
        window = waiting.popleft()
        near = None if self.guide is None else step.near(self.guide, self.grid, plan, window)
        return WindowJob(plan, window, step.effort(self.standing.left, self.seed), near)

    def _wait(self) -> None:
        """Let those who look for a proof or a bound go on."""
        while not self.standing.over and (self.beside or self.crew.busy):
            while self.crew.idle and self.beside:
                self.crew.give(self.beside.popleft())
            for job, answer in self.crew.answers(0.1):
                self._take(job, answer)

    def _take(self, job: Job, answer: Any) -> None:
        """What was found beside the windows."""
        if isinstance(answer, Relaxed):
            self._lead(answer)
        elif isinstance(job, YearJob):
            plan, bound = answer or (job.plan, None)
            proof = job.stage is Stage.PROOF
            if proof:
                self.standing.awaits_proof = False
                self.standing.prove(bound)
            self.standing.improve(plan, as_good=proof and answer is not None)
            if job.stage is Stage.FIRST:
                self._go_on(plan)
