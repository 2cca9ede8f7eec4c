"""What a search has proven, where rounding put a bound above a plan that keeps the rules."""

from __future__ import annotations

from scheduler.calendars.outcome import CalendarProgress
from scheduler.calendars.problem import CalendarProblem
from scheduler.calendars.reading import read_calendar_problem
from scheduler.calendars.standing import Standing
from scheduler.programme import Status


def problem() -> CalendarProblem:
    """One meeting: in the first slot for 5 points, in the second for 3, not at all for 9."""
    block = {"kind": "A", "starts": [[0, 5], [1, 3]], "cov": [0], "lvl": 0, "pen": 9}
    return read_calendar_problem(
        {"T": 2, "spd": 2, "weeks": 1, "teams": 0, "weekly": 7, "caps": [1], "blocks": [block]}
    )


def test_a_bound_above_the_plan_proves_nothing() -> None:
    standing = Standing(problem(), 60, None, None)
    standing.improve((0,))
    standing.prove(6)
    outcome = standing.outcome()
    assert (outcome.plan, outcome.objective) == ((0,), 5)
    assert (outcome.status, outcome.bound) == (Status.FEASIBLE, None)


def test_a_bound_that_a_better_plan_is_below_is_dropped_and_a_lower_one_taken() -> None:
    told: list[CalendarProgress] = []
    standing = Standing(problem(), 60, told.append, None)
    standing.improve((0,))
    standing.prove(4)
    assert (standing.bound, standing.proven) == (4, False)
    standing.improve((1,))
    assert (standing.bound, standing.proven) == (None, False)
    standing.prove(3)
    assert standing.outcome().status is Status.OPTIMAL
    assert [(one.objective, one.bound) for one in told] == [(5, None), (5, 4), (3, None), (3, 3)]


def test_what_a_search_tells_of_a_plan_is_no_bound_above_it() -> None:
    told: list[CalendarProgress] = []
    standing = Standing(problem(), 60, told.append, None)
    standing.tell(5, 6)
    assert [(one.objective, one.bound) for one in told] == [(5, None)]
    standing.improve((1,))
    assert standing.outcome().bound is None
