"""The engine and the sessions that ship as examples."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
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
    assert planned.objective == planned.bound
    assert planned.programme is not None
    assert check(cop4, planned.programme) == ()
    assert interpreted(planned) == {Column.PLENARY: 16, Column.PARALLEL: 4}


def test_the_engine_does_no_worse_than_the_annex(cop4: Problem, planned: Outcome) -> None:
    annex = load_programme(EXAMPLES / "ctoc-cop4-annex.json", cop4)
    assert planned.objective is not None
    assert planned.objective <= total(costs(cop4, annex))


def test_one_meeting_less_is_infeasible_by_the_entitlement(cop4: Problem) -> None:
    limits = replace(cop4.interpretation.entitlement, total=19)
    interpretation = replace(cop4.interpretation, entitlement=limits)
    outcome = plan(replace(cop4, interpretation=interpretation))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    clash = [requirement.key for requirement in outcome.explanation.clash]
    assert "interpretation.entitlement.total" in clash
    ways_out = [change.requirement.key for change in outcome.explanation.relaxations]
    assert "interpretation.entitlement.total" in ways_out


@pytest.mark.parametrize("column", ["plenary", "parallel"])
def test_one_meeting_less_in_a_column_is_infeasible(cop4: Problem, column: str) -> None:
    entitlement = cop4.interpretation.entitlement
    limits = (
        replace(entitlement, plenary=15)
        if column == "plenary"
        else replace(entitlement, parallel=3)
    )
    interpretation = replace(cop4.interpretation, entitlement=limits)
    outcome = plan(replace(cop4, interpretation=interpretation))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    clash = [requirement.key for requirement in outcome.explanation.clash]
    assert f"interpretation.entitlement.{column}" in clash


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


def test_the_same_seed_and_workers_give_the_same_answer(cop4: Problem, planned: Outcome) -> None:
    again = plan(cop4)
    assert again.programme == planned.programme
    assert again.preferences == planned.preferences
