"""The order of rounds, as a value: which windows come next depends on the one before alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduler.calendars.guide import Guide, Near
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.problem import Plan
from scheduler.calendars.windows import Effort, Window, cut, free_blocks

FIRST_WEEKS = 3
FIRST_GAP, LATER_GAP = 0.02, 0.005  # of what a window costs; none for the whole year
GROWTH = 1.5  # windows grow once two rounds, one shifted by half a window, bring little
LITTLE = 0.005
WINDOW_SECONDS = 30.0
# With a guide: narrow windows of starts hardly dearer than the best, then wider ones. Weeks, how
# many points dearer, seconds for a window, gap.
GUIDED = (
    (2, 1.0, 3.0, 0.02),
    (2, 2.0, 4.0, 0.01),
    (3, 2.0, 6.0, 0.01),
    (3, 4.0, 8.0, 0.005),
    (4, 2.0, 10.0, 0.005),
    (4, 4.0, 12.0, 0.005),
)
LATER_DEARER = 4.0
MOST_STARTS_WHOLE = 40_000  # beyond this the whole year is too much for one search
MOST_STARTS = 4_000  # of the blocks of a window: with more there is hardly time, nor memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A round: windows of so many weeks, `shifted` by half a window or not.

    `level`: its place among the rounds that a guide begins with; None after these. `turn` counts
    the rounds; `before` is what the plan cost before the last pair of these, and `begun` before
    the first of this `cycle`: rounds may begin again. A window is searched to within `gap` of its
    best, in so many seconds; with a guide, among starts so many points `dearer` than the best, at
    most MOST_STARTS of them.
    """

    weeks: int
    before: int
    gap: float
    seconds: float = WINDOW_SECONDS
    dearer: float | None = None
    level: int | None = None
    shifted: bool = False
    turn: int = 0
    cycle: int = 0
    begun: int = 0

    def windows(self, grid: Grid, plan: Plan) -> tuple[Window, ...]:
        """The windows of the round, for the plan that it begins with."""
        offset = self.weeks // 2 if self.shifted else self.weeks
        return cut(grid, plan, self.weeks, offset, self.turn)

    def near(self, guide: Guide, grid: Grid, plan: Plan, window: Window) -> Near | None:
        """Where the blocks of one of its windows are looked for."""
        if self.dearer is None:
            return None
        return guide.near(
            grid, plan, free_blocks(grid, plan, window), self.dearer, starts=MOST_STARTS
        )

    def effort(self, seconds: float, seed: int) -> Effort:
        """How hard to search in its windows, where so many seconds are left."""
        return Effort(min(self.seconds, seconds), seed + self.cycle, self.gap)

    def following(self, objective: int, last: int) -> Step | None:
        """The round after this one, in a year of so many weeks; None where it was the last."""
        found = self._following(objective, last)
        return found and replace(found, cycle=self.cycle, begun=self.begun)

    def once_more(self, objective: int, last: int) -> Step | None:
        """After the last: the first again, with another seed, if these rounds brought anything."""
        if objective >= self.begun:
            return None
        step = first_step(objective, last, guided=self.dearer is not None)
        return replace(step, turn=self.turn + 1, cycle=self.cycle + 1)

    def _following(self, objective: int, last: int) -> Step | None:
        turn = self.turn + 1
        if self.level is not None:
            return _guided(self.level + 1, objective, last, turn)
        if not self.shifted:
            return _widening(self.weeks, self.before, self.gap, self.dearer, (last, turn, True))
        if self.weeks >= last:
            return None
        if self.before - objective > LITTLE * self.before:
            return _widening(self.weeks, objective, self.gap, self.dearer, (last, turn, False))
        weeks = min(last, round(self.weeks * GROWTH))
        dearer = self.dearer and 2 * self.dearer
        return _widening(weeks, objective, LATER_GAP, dearer, (last, turn, False))


def first_step(objective: int, last: int, *, guided: bool) -> Step:
    """The round that a search begins with."""
    if guided:
        step = _guided(0, objective, last, 0)
    else:
        weeks = min(FIRST_WEEKS, last)
        step = _widening(weeks, objective, FIRST_GAP, None, (last, 0, False))
    return replace(step, begun=objective)


def _guided(level: int, objective: int, last: int, turn: int) -> Step:
    """Narrow windows where the guide leads; after these, windows that grow up to the year."""
    if level >= len(GUIDED) or GUIDED[level][0] >= last:
        weeks = min(FIRST_WEEKS + 2, last)
        return _widening(weeks, objective, LATER_GAP, LATER_DEARER, (last, turn, False))
    weeks, dearer, seconds, gap = GUIDED[level]
    return Step(
        weeks=weeks,
        before=objective,
        gap=gap,
        seconds=seconds,
        dearer=dearer,
        level=level,
        shifted=turn % 2 == 1,
        turn=turn,
    )


def _widening(
    weeks: int, before: int, gap: float, dearer: float | None, when: tuple[int, int, bool]
) -> Step:
    last, turn, shifted = when
    return Step(
        weeks=weeks,
        before=before,
        gap=gap if weeks < last else 0.0,
        dearer=dearer,
        shifted=shifted,
        turn=turn,
    )
