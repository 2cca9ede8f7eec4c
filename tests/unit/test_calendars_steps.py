"""Searches in steps: the order of rounds, and what is put together from several places."""

from __future__ import annotations

import pickle

import pytest

from bench.calendars import instance
from scheduler.calendars import steps
from scheduler.calendars.checker import check_calendar
from scheduler.calendars.construction import construct
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.problem import points
from scheduler.calendars.reading import read_calendar_problem
from scheduler.calendars.schedule import GUIDED, Step, first_step
from scheduler.calendars.steps import BoundStep, ExactStep, RoundStep, WindowStep, few_open
from scheduler.calendars.together import changed, changes, put_together

TIGHT = {**instance(12, 300), "teams": 3, "caps": [1, 3, 4, 5]}


def order(last: int, *, guided: bool, objectives=()) -> list[tuple[int, bool]]:
    """Weeks of each round and whether it is shifted, while the points are as given."""
    found, left = [], list(objectives)
    step: Step | None = first_step(1000, last, guided=guided)
    while step is not None:
        found.append((step.weeks, step.shifted))
        step = step.following(left.pop(0) if left else 1000, last)
    return found


def test_windows_grow_to_the_whole_year_where_they_bring_little():
    assert order(10, guided=False) == [
        (weeks, shifted) for weeks in (3, 4, 6, 9, 10) for shifted in (False, True)
    ]


def test_windows_that_bring_much_are_planned_once_more():
    assert order(5, guided=False, objectives=[900, 900])[:5] == [
        (3, False),
        (3, True),
        (3, False),
        (3, True),
        (4, False),
    ]


def test_a_guide_leads_through_narrow_windows_first():
    weeks = [weeks for weeks, _shifted in order(12, guided=True)]
    assert weeks[: len(GUIDED)] == [level[0] for level in GUIDED]
    assert weeks[len(GUIDED) :] == [5, 5, 8, 8, 12, 12]


def test_a_short_year_is_one_window():
    assert order(1, guided=True) == order(1, guided=False) == [(1, False), (1, True)]


def test_rounds_that_brought_something_begin_again_with_another_seed():
    step, steps = first_step(1000, 12, guided=True), []
    while step is not None:
        steps.append(step)
        step = step.following(990, 12)
    assert {(one.begun, one.cycle) for one in steps} == {(1000, 0)}
    again = steps[-1].once_more(990, 12)
    assert (again.begun, again.cycle, again.turn) == (990, 1, steps[-1].turn + 1)
    assert (again.weeks, again.level) == (steps[0].weeks, steps[0].level)
    assert again.effort(100.0, seed=7).seed == 8
    assert again.following(985, 12).cycle == 1
    assert again.once_more(990, 12) is None


@pytest.fixture(scope="module")
def grid():
    return Grid(read_calendar_problem(TIGHT))


def test_what_the_windows_of_a_round_find_goes_together_and_saves_what_they_say(grid):
    plan = construct(grid)
    led = BoundStep(plan, 60.0).run(grid)
    plan = changed(plan, led.changes)
    begun = RoundStep(plan, None, (), frozenset(), led.dearer).run(grid)
    assert begun.plan == plan
    jobs = [
        (window, WindowStep(plan, window, begun.step.effort(60.0, 1), near))
        for window, near in begun.windows
    ]
    found = tuple((window, pickle.loads(pickle.dumps(job)).run(grid)) for window, job in jobs)
    ended = RoundStep(plan, begun.step, found, begun.settled, led.dearer).run(grid)
    assert check_calendar(grid.problem, ended.plan) == ()
    assert ended.objective == points(grid.problem, ended.plan)
    saved = sum(one.saved for _window, one in found)
    assert (saved > 0, begun.objective - saved) == (True, ended.objective)
    backwards = RoundStep(plan, begun.step, found[::-1], begun.settled, led.dearer).run(grid)
    assert backwards.plan == ended.plan


def test_what_does_not_fit_is_dropped(grid):
    problem, plan = grid.problem, construct(grid)
    missing = next(place for place, start in enumerate(plan) if start is None)
    start = problem.blocks[missing].starts[0].slot
    held = next(place for place, start in enumerate(plan) if start is not None)
    wrong, right = {missing: start}, {held: None}
    assert check_calendar(problem, changed(plan, wrong)) != ()
    together = put_together(problem, plan, [wrong, right])
    assert check_calendar(problem, together) == ()
    assert changes(plan, together).get(missing) is None


def test_few_open_starts_are_enough_to_prove_a_plan(monkeypatch):
    grid = Grid(read_calendar_problem({**instance(6, 100), "teams": 2}))
    plan = construct(grid)
    whole = ExactStep(plan, 60.0, 1).run(grid)
    assert points(grid.problem, changed(plan, whole.changes)) == whole.bound
    led = BoundStep(plan, 60.0).run(grid)
    better = changed(plan, led.changes)
    most = points(grid.problem, better) - led.bound + 1
    left = ExactStep(better, 60.0, 1, led.dearer, most).run(grid)
    assert left.bound == whole.bound
    assert points(grid.problem, changed(better, left.changes)) == whole.bound
    assert few_open(better, led.dearer, most)
    monkeypatch.setattr(steps, "MOST_STARTS_WHOLE", 10)
    assert not few_open(better, led.dearer, most)
