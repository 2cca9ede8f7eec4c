"""The engine's own programmes: possible, best, proven, and the same every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.checker import check
from scheduler.preferences import costs, total
from scheduler.problem import (
    Entitlement,
    Placement,
    Preference,
    Problem,
    TeamChange,
    Weight,
)
from scheduler.programme import Status
from scheduler.reading import load_problem
from scheduler.solve import Options, Progress, plan
from tests.unit.problems import (
    FRI,
    WED,
    body,
    business,
    group,
    interpretation,
    problem,
    session,
    slot,
)
from tests.unit.strategies import problems

EXAMPLES = Path(__file__).parents[2] / "examples"
WEIGHTS = {name: Weight(weight=place + 1, above=1) for place, name in enumerate(Preference)}


@pytest.fixture(scope="module")
def cop4() -> Problem:
    return load_problem(EXAMPLES / "ctoc-cop4.yaml")


def test_the_same_seed_and_workers_give_the_same_programme(cop4: Problem) -> None:
    options = Options(workers=2, seed=7)
    first, again = plan(cop4, options), plan(cop4, options)
    assert (again.programme, again.preferences) == (first.programme, first.preferences)


def test_progress_rises_to_the_proof(cop4: Problem) -> None:
    told: list[Progress] = []
    outcome = plan(cop4, progress=told.append)
    objectives = [one.objective for one in told if one.objective is not None]
    bounds = [one.bound for one in told if one.bound is not None]
    assert objectives == sorted(objectives, reverse=True)
    assert bounds == sorted(bounds)
    assert (objectives[-1], bounds[-1]) == (outcome.objective, outcome.bound)


def test_a_cancelled_search_ends_without_a_proof(cop4: Problem) -> None:
    hard = replace(cop4, relations=(), preferences=WEIGHTS)
    assert plan(hard, cancelled=lambda: True).status in (Status.FEASIBLE, Status.UNKNOWN)


def test_nothing_found_in_no_time(cop4: Problem) -> None:
    assert plan(cop4, Options(time_limit=0.0)).status is Status.UNKNOWN


def test_a_session_without_periods_cannot_hold_its_business() -> None:
    empty = problem(session=session(days_without_meetings=(WED, WED.replace(day=9), FRI)))
    assert plan(empty).status is Status.INFEASIBLE


def test_a_programme_stays_close_to_the_one_given() -> None:
    given_problem = problem(
        business("1"),
        business("2"),
        preferences={Preference.CLOSENESS: Weight(weight=1)},
        reference=(
            Placement(business="1", date=FRI, slot="pm"),
            Placement(business="2", date=WED, slot="am"),
        ),
    )
    outcome = plan(given_problem)
    assert outcome.objective == 0
    assert outcome.programme is not None
    places = {i.item: (m.date, m.slot) for m in outcome.programme.meetings for i in m.items}
    assert places == {"1": (FRI, "pm"), "2": (WED, "am")}


def test_an_extra_slot_is_used_only_where_it_must_be() -> None:
    evenings = (slot("am", 10, 13), slot("eve", 19, 21, cost=9))
    fits = problem(business("1", 540, may_split=True), slots=evenings)
    assert plan(fits).objective == 0
    over = problem(business("1", 541, may_split=True), slots=evenings)
    assert plan(over).objective == 9


@settings(deadline=None, max_examples=25)
@given(problems(), st.sampled_from((None, 3, 5)))
def test_every_programme_passes_the_checker(some: Problem, entitled: int | None) -> None:
    """`plan` raises EngineFault where its own checker or its own count disagrees."""
    limit = replace(some.interpretation, entitlement=Entitlement(total=entitled))
    weighed = replace(some, preferences=WEIGHTS, interpretation=limit)
    outcome = plan(weighed, Options(time_limit=300.0))
    assert outcome.status in (Status.OPTIMAL, Status.INFEASIBLE)


@settings(deadline=None, max_examples=10)
@given(problems(), st.integers(1, 3))
def test_a_search_cut_short_says_what_it_has(some: Problem, seed: int) -> None:
    """Whatever is left of the time: a programme that holds, its points, and an honest bound."""
    weighed = replace(some, preferences=WEIGHTS)
    outcome = plan(weighed, Options(time_limit=0.05, seed=seed))
    if outcome.programme is None:
        assert outcome.status in (Status.UNKNOWN, Status.INFEASIBLE)
        return
    assert check(weighed, outcome.programme) == ()
    assert outcome.bound is not None
    assert outcome.objective == total(costs(weighed, outcome.programme))
    assert 0 <= outcome.bound <= outcome.objective
    assert (outcome.status is Status.OPTIMAL) == (outcome.bound == outcome.objective)


def test_a_team_for_one_morning_serves_no_more_than_it_is_there_for() -> None:
    """One team and, on Wednesday morning, a second: seven meetings and one in the week."""
    more = interpretation(teams=1, changes=(TeamChange(date=WED, slot="am", teams=2),))
    week = session(first_day=WED.replace(day=6))  # Monday: five days, ten slots
    given_problem = problem(
        business("1", 9 * 180, may_split=True, shares_meeting=False),
        session=week,
        bodies=(body("cop"),),
        interpretation=more,
    )
    assert plan(given_problem).status is Status.INFEASIBLE
    eight = (business("1", 7 * 180, may_split=True), group("wg", 180))
    assert plan(replace(given_problem, business=eight, bodies=(body("cop"), body("wg")))).programme


def test_an_evening_left_out_does_not_break_a_row() -> None:
    slots = (slot("am", 10, 13), slot("pm", 15, 18), slot("eve", 19, 22, cost=9))
    row = business("1", 6 * 180, may_split=True, consecutive=True)
    assert plan(problem(row, slots=slots)).objective == 0
