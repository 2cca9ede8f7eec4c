"""The engine and the sessions that ship as examples."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scheduler.checker import check
from scheduler.preferences import costs, total
from scheduler.problem import Column, Problem
from scheduler.programme import Outcome, Status
from scheduler.reading import load_problem, load_programme
from scheduler.solve import plan

EXAMPLES = Path(__file__).parents[2] / "examples"


def problem(name: str) -> Problem:
    return load_problem(EXAMPLES / name)


def interpreted(outcome: Outcome) -> Counter[Column]:
    assert outcome.programme is not None
    return Counter(m.column for m in outcome.programme.meetings if m.interpreted)


@pytest.fixture(scope="module")
def cop4() -> Problem:
    return problem("ctoc-cop4.yaml")


@pytest.fixture(scope="module")
def planned(cop4: Problem) -> Outcome:
    return plan(cop4)


def test_the_fourth_session_is_proven(cop4: Problem, planned: Outcome) -> None:
    assert planned.status is Status.OPTIMAL
    assert planned.programme is not None
    assert planned.bound == planned.objective == total(planned.preferences)
    assert planned.preferences == costs(cop4, planned.programme)
    assert check(cop4, planned.programme) == ()
    assert interpreted(planned) == {Column.PLENARY: 16, Column.PARALLEL: 4}


def test_the_engine_does_no_worse_than_the_annex(cop4: Problem, planned: Outcome) -> None:
    annex = load_programme(EXAMPLES / "ctoc-cop4-annex.json", cop4)
    assert check(cop4, annex) == ()
    assert planned.objective is not None
    assert planned.objective <= total(costs(cop4, annex))


def test_the_third_session_is_planned_too() -> None:
    third = problem("ctoc-cop3.yaml")
    outcome = plan(third)
    assert outcome.status is Status.OPTIMAL
    assert interpreted(outcome) == {Column.PLENARY: 16, Column.PARALLEL: 4}
    held = load_programme(EXAMPLES / "ctoc-cop3-held.json", third)
    assert outcome.objective is not None
    assert outcome.objective <= total(costs(third, held))


def test_another_session_is_a_new_file_and_no_new_code() -> None:
    outcome = plan(problem("five-days.yaml"))
    assert outcome.status is Status.OPTIMAL
    assert interpreted(outcome) == {Column.PLENARY: 10, Column.PARALLEL: 6}
