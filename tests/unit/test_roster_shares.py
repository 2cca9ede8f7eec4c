"""Unequal shares that cannot be avoided are proven, and no more than these."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from scheduler.programme import Status
from scheduler.roster.aims import count
from scheduler.roster.checker import check_roster
from scheduler.roster.model import build
from scheduler.roster.outcome import Aim
from scheduler.roster.problem import RosterProblem, Rules
from scheduler.roster.shares import least_spread
from scheduler.roster.solve import make_roster
from tests.unit.rosters import (
    every_roster,
    person,
    roster_problem,
    roster_problems,
    sitting,
    with_some_chief,
)

TWO_DAYS = [sitting(slot, day, languages=("en",)) for day in range(2) for slot in ("AM", "PM")]


def staffed(*ids: str, **changes: object) -> RosterProblem:
    """Four meetings of one booth with one person."""
    return roster_problem(
        *TWO_DAYS, people=tuple(person(one) for one in ids), booths={"en": 1}, **changes
    )


@settings(max_examples=40)
@given(roster_problems())
def test_no_roster_has_less(problem: RosterProblem) -> None:
    model = build(problem)
    for duties in every_roster(problem):
        if check_roster(problem, with_some_chief(problem, duties)) == ():
            has = count(problem, duties)
            assert least_spread(model, has[Aim.PEOPLE]) <= has[Aim.SPREAD]


@pytest.mark.parametrize(
    ("most", "people", "least"),
    [
        (7, 1, 0),  # one alone has all
        (2, 2, 0),
        (7, 3, 0),  # one or two would do
        (2, 3, 0),
    ],
)
def test_where_shares_can_be_equal_nothing_is_said(most: int, people: int, least: int) -> None:
    problem = staffed("a", "b", "c", rules=Rules(meetings_per_week=most))
    assert least_spread(build(problem), people) == least


def test_four_meetings_do_not_divide_among_three() -> None:
    day = [sitting("AM", 0, body, languages=("en",)) for body in ("a", "b", "c")]
    problem = roster_problem(
        *day,
        sitting("PM", 0, languages=("en",)),
        people=tuple(person(one) for one in ("a", "b", "c")),
        booths={"en": 1},
    )
    assert least_spread(build(problem), 3) == 1
    found = make_roster(problem)
    assert found.status is Status.OPTIMAL
    assert [(one.aim, one.value, one.bound) for one in found.levels if one.aim is Aim.SPREAD] == [
        (Aim.SPREAD, 1, 1)
    ]


def test_who_sits_in_two_booths_may_make_up_for_it() -> None:
    day = [sitting("AM", 0, body, languages=("en",)) for body in ("a", "b", "c")]
    both = person("c", into={"en": "A", "fr": "B"})
    problem = roster_problem(
        *day,
        sitting("PM", 0, languages=("en",)),
        people=(person("a"), person("b"), both),
        booths={"en": 1, "fr": 1},
    )
    assert least_spread(build(problem), 3) == 0
    assert least_spread(build(problem, elastic=True), 3) == 0
