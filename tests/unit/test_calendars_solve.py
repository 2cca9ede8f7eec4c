"""Calendars against a count of every plan, and what must not change them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given as suppose
from hypothesis import settings
from hypothesis import strategies as st

from bench.calendars import instance
from scheduler.calendars.bounds import relaxation
from scheduler.calendars.checker import check_calendar
from scheduler.calendars.construction import construct
from scheduler.calendars.crew import Crew
from scheduler.calendars.exact import solve_exactly
from scheduler.calendars.linear import solve_whole
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.outcome import CalendarOptions, CalendarOutcome
from scheduler.calendars.problem import Block, CalendarProblem, Kind, Plan, Start, points
from scheduler.calendars.reading import read_calendar_problem
from scheduler.calendars.rounds import Rounds
from scheduler.calendars.rows import make_rows
from scheduler.calendars.solve import make_calendar
from scheduler.calendars.standing import Standing
from scheduler.calendars.windows import Effort, cut, free_blocks, improve, merged
from scheduler.programme import Status

FEW = settings(deadline=None, max_examples=40)


@st.composite
def problems(draw: st.DrawFn) -> CalendarProblem:
    """Up to five blocks in up to six slots of two weeks."""
    slots, per_day = draw(st.sampled_from([(4, 2), (6, 3), (6, 1)]))
    levels = draw(st.integers(1, 2))
    blocks: list[Block] = []
    for place in range(draw(st.integers(0, 5))):
        sessions = [n for n, block in enumerate(blocks) if block.kind is Kind.SESSION]
        kind = draw(st.sampled_from(list(Kind) if sessions else [Kind.SESSION, Kind.STANDALONE]))
        covers = (0,) if kind is not Kind.SESSION else draw(st.sampled_from([(0, 1), (0, 2), (0,)]))
        free = st.sets(st.integers(0, slots - 1 - covers[-1]), max_size=3)
        is_group = kind is Kind.WORKING_GROUP
        blocks.append(
            Block(
                id=str(place),
                kind=kind,
                starts=tuple(Start(slot, draw(st.integers(0, 4))) for slot in sorted(draw(free))),
                covers=covers,
                level=draw(st.integers(0, levels - 1)),
                interpreted=draw(st.booleans()),
                left_out=draw(st.integers(0, 9)),
                parent=draw(st.sampled_from(sessions)) if is_group else None,
                offsets=(0, 1) if is_group else (),
            )
        )
    pairs = [(one, two) for two in range(len(blocks)) for one in range(two)]
    return CalendarProblem(
        name="",
        slots=slots,
        slots_per_day=per_day,
        slots_per_week=slots // 2,
        teams=draw(st.integers(0, 2)),
        meetings_per_team_week=draw(st.integers(1, 2)),
        rooms=tuple(draw(st.lists(st.integers(0, 2), min_size=levels, max_size=levels))),
        blocks=tuple(blocks),
        conflicts=tuple(sorted(draw(st.sets(st.sampled_from(pairs), max_size=3)) if pairs else [])),
    )


def plans(problem: CalendarProblem) -> Iterator[Plan]:
    choices = [(None, *(start.slot for start in block.starts)) for block in problem.blocks]
    return (plan for plan in product(*choices) if check_calendar(problem, plan) == ())


def fewest(problem: CalendarProblem) -> int:
    return min(points(problem, plan) for plan in plans(problem))


def proven(problem: CalendarProblem) -> CalendarOutcome:
    outcome = make_calendar(problem, CalendarOptions(time_limit=300))
    assert outcome.status is Status.OPTIMAL
    assert check_calendar(problem, outcome.plan) == ()
    assert points(problem, outcome.plan) == outcome.objective == outcome.bound
    return outcome


@suppose(problems())
@FEW
def test_no_plan_is_better(problem: CalendarProblem) -> None:
    assert proven(problem).objective == fewest(problem)


@suppose(problems())
@FEW
def test_the_first_plan_and_windows_keep_the_rules_and_the_bound_holds(
    problem: CalendarProblem,
) -> None:
    grid = Grid(problem)
    plan = construct(grid)
    assert check_calendar(problem, plan) == ()
    for turn, offset in enumerate((1, 2)):
        windows = cut(grid, plan, 1 + turn, offset, turn)
        better = merged(plan, [improve(grid, plan, one, Effort(100)) for one in windows])
        assert check_calendar(problem, better) == ()
        assert points(problem, better) <= points(problem, plan)
        plan = better
    # the last of the windows was the whole of the time
    assert points(problem, plan) == fewest(problem)
    relaxed = relaxation(grid, 100)
    assert relaxed is not None
    assert relaxed.bound <= points(problem, plan)
    guided = construct(grid, guide=relaxed.guide)
    assert check_calendar(problem, guided) == ()


@suppose(problems())
@FEW
def test_no_plan_costs_less_than_its_guide_says(problem: CalendarProblem) -> None:
    grid = Grid(problem)
    relaxed = relaxation(grid, 100)
    assert relaxed is not None
    guide = relaxed.guide
    for plan in plans(problem):
        for place, start in enumerate(plan):
            places = grid.places[place]
            dearer = guide.dearer[place][places.row_of[start]] if start is not None else None
            more = guide.out[place] if dearer is None else dearer
            assert points(problem, plan) > relaxed.bound - 1 + more - 1e-3


@suppose(problems())
@FEW
def test_what_is_held_in_any_case_is_in_the_best_plan(problem: CalendarProblem) -> None:
    grid = Grid(problem)
    relaxed, plan = relaxation(grid, 100), construct(grid)
    assert relaxed is not None
    best, most = fewest(problem), points(problem, plan) - relaxed.bound + 1
    held = relaxed.guide.held(plan, most)
    assert all(plan[place] is not None for place in held)
    found, bound = solve_exactly(grid, plan, CalendarOptions(), 100, held=held)
    assert (points(problem, found), bound) == (best, best)
    rows = make_rows(grid, range(len(plan)), Occupancy(grid), held=held)
    linear = solve_whole(rows, dict(enumerate(plan)), seconds=100, seed=1)
    assert linear.starts is not None
    again = tuple(linear.starts.get(place) for place in range(len(plan)))
    assert (points(problem, again), linear.bound) == (best, best)


@suppose(problems(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=15)
def test_the_order_of_the_blocks_says_nothing(problem: CalendarProblem, chance: Any) -> None:
    order = list(range(len(problem.blocks)))
    chance.shuffle(order)
    to = {old: new for new, old in enumerate(order)}
    blocks = [problem.blocks[old] for old in order]
    moved = replace(
        problem,
        blocks=tuple(
            replace(one, parent=None if one.parent is None else to[one.parent]) for one in blocks
        ),
        conflicts=tuple((to[one], to[two]) for one, two in problem.conflicts),
    )
    assert proven(moved).objective == proven(problem).objective


@suppose(problems())
@settings(deadline=None, max_examples=15)
def test_a_week_later_all_is_the_same(problem: CalendarProblem) -> None:
    week = problem.slots_per_week
    if week % problem.slots_per_day:
        week *= problem.slots_per_day
    blocks = tuple(
        replace(one, starts=tuple(Start(slot + 2 * week, cost) for slot, cost in one.starts))
        for one in problem.blocks
    )
    later = replace(problem, slots=problem.slots + 2 * week, blocks=blocks)
    if (2 * week) % problem.slots_per_week == 0:
        assert proven(later).objective == proven(problem).objective


def year() -> CalendarProblem:
    return read_calendar_problem(instance(weeks=12, meetings=200))


def test_windows_have_no_block_in_common() -> None:
    problem = year()
    grid = Grid(problem)
    plan = tuple(None if n % 3 == 0 else start for n, start in enumerate(construct(grid)))
    plan = tuple(
        None if block.parent is not None and plan[block.parent] is None else start
        for block, start in zip(problem.blocks, plan, strict=True)
    )
    for turn in range(3):
        free = [set(free_blocks(grid, plan, one)) for one in cut(grid, plan, 4, 2, turn)]
        assert sum(map(len, free)) == len(set().union(*free))


def search(problem: CalendarProblem, workers: int) -> Plan:
    grid = Grid(problem)
    standing = Standing(problem, 1000, None, None)
    with Crew(problem, workers) as crew:
        standing.improve(construct(grid))
        Rounds(grid, crew, standing, 1, workers).run()
    return standing.plan


def test_processes_find_what_one_model_finds_and_again_the_same() -> None:
    problem = year()
    plan = search(problem, workers=2)
    assert search(problem, workers=2) == plan
    assert check_calendar(problem, plan) == ()
    assert points(problem, plan) == proven(problem).objective


def test_when_cancelled_the_first_plan_is_kept() -> None:
    problem = year()
    with Crew(problem, 1) as crew:
        standing = Standing(problem, 1000, None, lambda: True)
        grid = Grid(problem)
        standing.improve(construct(grid))
        Rounds(grid, crew, standing, 1, 1).run()
    assert standing.outcome().objective == points(problem, construct(grid))


@pytest.mark.parametrize("slots", [2, 4])
def test_nothing_asked_for_costs_nothing(slots: int) -> None:
    data = {"T": slots, "spd": 2, "weeks": 1, "teams": 0, "weekly": 7, "caps": [1], "blocks": []}
    assert proven(read_calendar_problem(data)).objective == 0
