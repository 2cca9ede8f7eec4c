"""What guides the making of a calendar: a relaxation; and windows that keep the rules."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from ortools.util.python.solve_interrupter import SolveInterrupter

from bench.calendars import instance
from scheduler.calendars import rounds
from scheduler.calendars.bounds import relaxation
from scheduler.calendars.checker import check_calendar
from scheduler.calendars.construction import construct
from scheduler.calendars.crew import Crew
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.outcome import CalendarOutcome
from scheduler.calendars.problem import CalendarProblem, points
from scheduler.calendars.reading import read_calendar_problem
from scheduler.calendars.rounds import Rounds
from scheduler.calendars.solve import make_calendar
from scheduler.calendars.standing import Standing
from scheduler.calendars.windows import Effort, Window, cut, free_blocks, improve, merged
from scheduler.programme import Status


def year(weeks: int = 8, meetings: int = 120) -> CalendarProblem:
    return read_calendar_problem(instance(weeks=weeks, meetings=meetings))


def asked(*blocks: Any, **changes: Any) -> CalendarProblem:
    return read_calendar_problem(
        {"T": 8, "spd": 2, "weeks": 2, "teams": 1, "weekly": 7, "caps": [2], "blocks": [*blocks]}
        | changes
    )


def block(**changes: Any) -> dict[str, Any]:
    return {"kind": "S", "starts": [[0, 5], [1, 0]], "cov": [0], "lvl": 0, "pen": 9} | changes


def search(
    problem: CalendarProblem, workers: int, cancelled: Callable[[], bool] | None = None
) -> CalendarOutcome:
    grid = Grid(problem)
    standing = Standing(problem, 1000, None, cancelled)
    with Crew(problem, workers) as crew:
        standing.improve(construct(grid, passes=1))
        Rounds(grid, crew, standing, 1, workers).run()
    outcome = standing.outcome()
    assert check_calendar(problem, outcome.plan) == ()
    assert points(problem, outcome.plan) == outcome.objective
    return outcome


def test_one_process_alone_proves_its_plan_and_finds_it_again() -> None:
    problem = year()
    alone = search(problem, workers=1)
    assert alone.status is Status.OPTIMAL
    assert search(problem, workers=1).plan == alone.plan
    assert search(problem, workers=2).objective == alone.objective


@pytest.mark.parametrize("workers", [1, 2])
def test_a_guide_from_a_worker_leads_to_the_same_plan(
    workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "MOST_STARTS_WHOLE", 0)
    problem = year()
    found = search(problem, workers)
    assert found.bound is not None
    assert found.bound <= found.objective
    assert search(problem, workers).plan == found.plan


def test_a_large_year_is_proven_once_few_starts_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = read_calendar_problem(instance(weeks=6, meetings=100, seed=5))
    starts = sum(len(block.starts) for block in problem.blocks)
    monkeypatch.setattr(rounds, "MOST_STARTS_WHOLE", starts - 1)
    found = search(problem, workers=1)
    assert (found.status, found.objective) == (Status.OPTIMAL, make_calendar(problem).objective)


@pytest.mark.parametrize(
    ("problem", "bound"),
    [
        (asked(), 0),
        (asked(block(starts=[])), 9),
        (asked(block(), block(starts=[[0, 4]]), caps=[0]), 18),
        (asked(block(interp=1), teams=0), 9),
        (asked(block(pen=10**9, starts=[[0, 10**9]]), block(pen=10**9), caps=[0]), 2 * 10**9),
    ],
)
def test_a_guide_where_nothing_can_be_held(problem: CalendarProblem, bound: int) -> None:
    grid = Grid(problem)
    relaxed = relaxation(grid, 100)
    assert relaxed is not None
    assert relaxed.bound == bound
    plan = construct(grid, guide=relaxed.guide)
    assert plan == (None,) * len(problem.blocks)


def test_windows_are_planned_without_a_guide_and_nothing_is_below_no_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rounds, "relaxation", lambda *_args, **_named: None)
    problem = year(weeks=4, meetings=40)
    found = search(problem, workers=2)
    assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, 0, 0)


def test_a_relaxation_that_fails_is_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_named: Any) -> None:
        raise ValueError("no model")

    monkeypatch.setattr(rounds, "relaxation", fail)
    with pytest.raises(ValueError, match="no model"):
        search(year(weeks=4, meetings=40), workers=1)


def test_an_interrupted_relaxation_finds_nothing() -> None:
    interrupter = SolveInterrupter()
    interrupter.interrupt()
    assert relaxation(Grid(year()), 100, interrupter=interrupter) is None


def test_a_search_that_is_cancelled_in_its_relaxation_leaves_no_thread() -> None:
    problem = year(weeks=40, meetings=1500)
    before = set(threading.enumerate())
    times = iter(range(10**9))
    found = search(problem, workers=1, cancelled=lambda: next(times) > len(problem.blocks) + 3)
    assert found.status is Status.FEASIBLE
    assert set(threading.enumerate()) <= before


def test_a_session_stays_with_a_working_group_in_another_week() -> None:
    problem = asked(
        block(), block(kind="W", parent=0, offs=[3, 4], starts=[[4, 0], [5, 1]])
    )  # fmt: skip
    grid, plan = Grid(problem), (0, 4)
    first, last = cut(grid, plan, 1, 1, 0)
    assert (list(free_blocks(grid, plan, first)), list(free_blocks(grid, plan, last))) == ([], [1])
    assert improve(grid, plan, first, Effort(100)).starts == {}
    both = improve(grid, plan, Window(0, 2), Effort(100))
    assert merged(plan, [both]) == (1, 4)


@pytest.mark.parametrize("most", [0, 1, 5, 40])
def test_of_too_many_starts_those_that_are_hardly_dearer_are_looked_at(most: int) -> None:
    grid = Grid(year())
    relaxed = relaxation(grid, 30)
    assert relaxed is not None
    guide, places = relaxed.guide, range(len(grid.places))
    plan = construct(grid, guide=guide)
    near = guide.near(grid, plan, places, 50.0, starts=most)
    for place, starts in near.items():
        dearer = dict(zip(grid.places[place].starts.tolist(), guide.dearer[place], strict=True))
        assert plan[place] in starts
        cheapest = [slot for slot, by in dearer.items() if by == 0.0]
        assert set(cheapest) <= set(starts)
    looked_at = {(p, slot) for p, starts in near.items() for slot in starts}
    free = {
        (p, slot): by
        for p, (one, row) in enumerate(zip(grid.places, guide.dearer, strict=True))
        for slot, by in zip(one.starts.tolist(), row, strict=True)
        if plan[p] is not None
    }
    dearest = max(
        by for (p, slot), by in free.items() if (p, slot) in looked_at and plan[p] != slot
    )
    assert all(key in looked_at for key, by in free.items() if by < dearest)
    beyond = [key for key in looked_at if free[key] > 0 and plan[key[0]] != key[1]]
    assert len(beyond) <= most


def test_starts_are_no_fewer_than_asked_where_there_are_not_too_many() -> None:
    grid = Grid(year())
    relaxed = relaxation(grid, 30)
    assert relaxed is not None
    plan, places = construct(grid, guide=relaxed.guide), range(len(grid.places))
    every = sum(len(one.starts) for one in grid.places)
    assert relaxed.guide.near(grid, plan, places, 3.0, starts=every) == relaxed.guide.near(
        grid, plan, places, 3.0
    )


def test_a_block_is_held_in_any_case_where_it_is_too_dear_to_leave_it_out() -> None:
    grid = Grid(asked(block()))
    relaxed = relaxation(grid, 30)
    assert relaxed is not None
    assert relaxed.guide.out == pytest.approx((9,), abs=0.01)
    assert relaxed.guide.held((1,), 8.5) == {0}
    assert relaxed.guide.held((1,), 9.5) == set()
    assert relaxed.guide.held((None,), 0) == set()
