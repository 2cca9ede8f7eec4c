"""Make a calendar: a first plan, the best of it, a bound; every plan judged by the checker."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.calendars.construction import PASSES, construct
from scheduler.calendars.crew import Crew
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.outcome import CalendarOptions, CalendarOutcome
from scheduler.calendars.problem import CalendarProblem, Plan
from scheduler.calendars.rounds import Rounds
from scheduler.calendars.standing import Progress, Standing

DEFAULT = CalendarOptions()
MOST_STARTS_EXACT = 8_000  # up to here one model is quicker than starting processes


def make_calendar(
    problem: CalendarProblem,
    options: CalendarOptions = DEFAULT,
    start: Plan | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CalendarOutcome:
    """The plan that costs least, or the best found in the time, with what none is below.

    `start`: a plan to begin with, which keeps the rules. `progress` is called whenever a better
    plan or bound is known; `cancelled` is asked ten times a second, and ends the search with what
    was found so far.
    """
    solve_exactly = exact_search(problem)  # before the time begins
    standing = Standing(problem, options.time_limit, progress, cancelled)
    grid = Grid(problem)
    if solve_exactly is not None:
        _begin(grid, standing, start)
        plan, bound = solve_exactly(
            grid,
            standing.plan,
            options,
            standing.left,
            found=standing.tell,
            cancelled=standing.cancelled,
        )
        standing.improve(plan)
        standing.prove(bound)
    else:
        with Crew(problem, options.workers) as crew:
            _begin(grid, standing, start, passes=1)
            Rounds(grid, crew, standing, options.seed, options.workers).run()
    return standing.outcome()


def exact_search(problem: CalendarProblem) -> Callable[..., tuple[Plan, int | None]] | None:
    """The search of small years, which takes a second to load; None of others."""
    if sum(len(block.starts) for block in problem.blocks) > MOST_STARTS_EXACT:
        return None
    from scheduler.calendars.exact import solve_exactly  # noqa: PLC0415 - large years do without

    return solve_exactly


def _begin(grid: Grid, standing: Standing, start: Plan | None, passes: int = PASSES) -> None:
    standing.improve(construct(grid, lambda: standing.over, passes=passes))
    if start is not None:
        standing.improve(start)
