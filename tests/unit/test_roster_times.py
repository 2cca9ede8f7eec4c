"""Rosters of several meetings at a time: who works when, before who works where; cancelled too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as suppose

from scheduler.programme import Status
from scheduler.roster import solve
from scheduler.roster.checker import check_roster
from scheduler.roster.effort import RosterProgress
from scheduler.roster.outcome import Aim
from scheduler.roster.problem import RosterProblem
from scheduler.roster.solve import RosterOptions, make_roster
from tests.unit.rosters import person, roster_problem, roster_problems, sitting

EN, FR = person("ann", "en", "fr"), person("bea", "fr", "en")


def three_at_once() -> RosterProblem:
    days = [sitting(slot, day, body) for day in range(3) for slot in ("AM", "PM") for body in "abc"]
    booth = {"en": "fr", "fr": "en"}
    people = tuple(
        person(f"{language}{number}", language, hears, chief=number < 4)
        for language, hears in booth.items()
        for number in range(5)
    )
    return roster_problem(*days, people=people)


@pytest.fixture
def any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at who works when first, however small the problem."""
    monkeypatch.setattr(solve, "LARGE", 0)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@suppose(roster_problems())
def test_staffing_meetings_at_the_same_time_together_changes_no_answer(
    any_size: None, problem: RosterProblem
) -> None:
    found = make_roster(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "LARGE", 10**9)
        at_once = make_roster(problem)
    assert (found.status, found.levels) == (at_once.status, at_once.levels)
    if found.roster is not None:
        assert check_roster(problem, found.roster) == ()


@pytest.mark.usefixtures("any_size")
def test_meetings_at_the_same_time_are_staffed_together_and_then_shared_out() -> None:
    problem = three_at_once()
    found = make_roster(problem)
    assert found.status is Status.OPTIMAL
    assert found.roster is not None
    assert check_roster(problem, found.roster) == ()
    assert [level.value for level in found.levels] == [6, 0, 0, 0]


@pytest.mark.usefixtures("any_size")
def test_what_shows_itself_only_when_shared_out_is_found_too() -> None:
    """Two at once, and one of the two in each booth works from the other language."""
    a, b = sitting(body="a"), sitting(body="b")
    deaf = person("dan", "en", ""), person("fay", "fr", "")
    problem = roster_problem(a, b, people=(EN, FR, *deaf))
    assert make_roster(problem).status is Status.INFEASIBLE
    both = replace(
        problem, people=(EN, FR, *deaf, person("gus", "en", "fr"), person("hal", "fr", "en"))
    )
    found = make_roster(both)
    assert found.status is Status.OPTIMAL
    assert found.levels[0].value == 4


def test_a_cancelled_search_keeps_the_best_found() -> None:
    seen: list[RosterProgress] = []
    found = make_roster(
        three_at_once(),
        RosterOptions(time_limit=600),
        progress=seen.append,
        cancelled=lambda: any(one.value is not None for one in seen),
    )
    assert found.roster is not None
    assert found.levels[0].aim is Aim.PEOPLE
    assert {one.aim for one in seen} == {Aim.PEOPLE}


def test_a_search_cancelled_at_once_finds_nothing_or_what_it_has() -> None:
    found = make_roster(three_at_once(), cancelled=lambda: True)
    assert (found.status is Status.UNKNOWN) == (found.roster is None)
