"""All ways that the engine is compared with answer the same question."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from ortools.sat.python import cp_model

from bench import comparison, named_teams
from bench.comparison import ENGINE, NAIVE, WAYS, solve_problem
from bench.mip import SOLVERS, mixed_integer
from bench.once import measure
from scheduler import model
from scheduler.calendars.problem import Block, CalendarProblem, Kind, Start
from scheduler.problem import Preference, Problem, Weight
from scheduler.solve import Options
from tests.unit.problems import business, group, problem


def crowded() -> Problem:
    """Three items, two of which meet in parallel and one of which is split."""
    return problem(
        business("1", 300, may_split=True),
        group(),
        business("3"),
        preferences={
            Preference.FEW_PARALLEL_DAYS: Weight(weight=5),
            Preference.FEW_SPLITS: Weight(weight=2),
            Preference.AGENDA_ORDER: Weight(weight=1),
            Preference.SPARE_TIME_AT_END: Weight(weight=1),
        },
    )


def block(id_: str, starts: tuple[Start, ...], **given: Any) -> Block:
    settled: dict[str, Any] = {"covers": (0,), "level": 0, "interpreted": True, "left_out": 50}
    return Block(id=id_, kind=Kind.STANDALONE, starts=starts, **settled | given)


CALENDAR = CalendarProblem(
    name="two days",
    slots=4,
    slots_per_day=2,
    slots_per_week=4,
    teams=1,
    meetings_per_team_week=3,
    rooms=(1, 2),
    blocks=(
        Block(
            id="session",
            kind=Kind.SESSION,
            starts=(Start(0, 0), Start(2, 7)),
            covers=(0, 1),
            level=0,
            interpreted=True,
            left_out=100,
        ),
        Block(
            id="group",
            kind=Kind.WORKING_GROUP,
            starts=tuple(Start(slot, 0) for slot in range(4)),
            covers=(0,),
            level=1,
            interpreted=False,
            left_out=30,
            parent=0,
            offsets=(1,),
        ),
        block("one", (Start(0, 0), Start(1, 3))),
        block("other", (Start(0, 0), Start(3, 4))),
        block("small", (Start(1, 0),), level=1, interpreted=False, left_out=9),
    ),
    conflicts=((2, 3),),
)


@pytest.mark.parametrize("asked", [crowded(), CALENDAR], ids=["session", "calendar"])
def test_all_ways_prove_the_same_total(asked: Problem | CalendarProblem) -> None:
    totals = {}
    for way in WAYS:
        answer = solve_problem(asked, way, 60)
        assert answer["proven"], way
        totals[way] = round(answer["objective"])
    assert set(totals) == {ENGINE, NAIVE, *SOLVERS}
    assert len(set(totals.values())) == 1, totals


def test_a_way_is_run_again_while_its_runs_fit_into_the_time(monkeypatch: Any) -> None:
    seconds = {ENGINE: 2.0, NAIVE: 10.0, "HiGHS": 5.0, "SCIP": 3.0}

    def figures(_module: str, _path: Path, way: str, limit: float) -> dict[str, Any]:
        done = {"objective": 4.0, "bound": 4.0 if way != NAIVE else None, "proven": way != NAIVE}
        return {**done, "seconds": min(seconds[way], limit), "processor": 1.0, "memory": 80.4}

    monkeypatch.setattr(comparison, "figures_of", figures)
    _head, _rule, *rows = comparison.comparison_table([Path("year.json")], 3, 10.0).splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert cells == [
        ["year", ENGINE, "3", "2.00", "1.00", "1.0x", "4", "4", "80"],
        ["year", NAIVE, "1", "over 10", "1.00", "over 5.0x", "4", "-", "80"],
        ["year", "HiGHS", "2", "5.00", "1.00", "2.5x", "4", "4", "80"],
        ["year", "SCIP", "3", "3.00", "1.00", "1.5x", "4", "4", "80"],
    ]
    seconds[ENGINE] = 11.0
    monkeypatch.setattr(
        comparison, "figures_of", lambda *asked: {**figures(*asked), "proven": False}
    )
    assert "over 10 |         1.00 |             - |" in comparison.comparison_table(
        [Path("year.json")], 3, 10.0
    )


def test_teams_that_are_named_cost_as_much_as_teams_that_are_counted() -> None:
    options = Options(time_limit=60)
    counted = measure(crowded(), options, model.build)
    with patch("scheduler.solve.build", named_teams.build):
        named = measure(crowded(), options, named_teams.build)
    assert (named["status"], named["objective"]) == ("optimal", counted["objective"])


def test_a_constraint_without_a_linear_form_is_refused() -> None:
    asked = cp_model.CpModel()
    asked.add_all_different([asked.new_int_var(0, 2, name) for name in "ab"])
    with pytest.raises(ValueError, match="no linear form"):
        mixed_integer(asked)


def test_literals_that_enforce_are_refused() -> None:
    asked = cp_model.CpModel()
    asked.add(asked.new_int_var(0, 2, "a") == 1).only_enforce_if(asked.new_bool_var("b"))
    with pytest.raises(ValueError, match="enforced"):
        mixed_integer(asked)
