"""``hemicycle calendar``: an example, a plan to begin with, mistakes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scheduler.calendars.checker import check_calendar
from scheduler.calendars.reading import load_calendar_problem
from scheduler.calendars.writing import read_plan
from tests.integration.commands import EXAMPLES, called, hemicycle, loaded

YEAR = EXAMPLES / "conferences.json"
LONG = ("--time-limit", "3600")  # the machine may be busy


def test_the_example_is_proven(tmp_path: Path) -> None:
    out = tmp_path / "calendar.json"
    result = hemicycle("calendar", YEAR, "--json", "--output", out, *LONG)
    assert (result.code, result.err) == (0, "")
    assert out.read_text(encoding="utf-8") == result.out
    data = result.json
    assert (data["status"], data["objective"], data["unplaced"]) == ("optimal", data["bound"], [])
    problem = load_calendar_problem(YEAR)
    assert check_calendar(problem, read_plan(data, problem)) == ()
    again = called("calendar", YEAR, "--start", out, *LONG)
    assert again.code == 0
    assert f"no calendar has fewer than {data['objective']} points." in again.out


def test_a_plan_is_checked_whoever_made_it(tmp_path: Path) -> None:
    problem, plan = load_calendar_problem(YEAR), tmp_path / "plan.json"
    starts: list[int | None] = [None for _ in problem.blocks]
    plan.write_text(json.dumps({"starts": starts}), encoding="utf-8")
    kept = called("calendar", YEAR, "--check", plan, "--json")
    assert kept.code == 0
    assert kept.json == {
        "status": "valid",
        "violations": [],
        "points": sum(block.left_out for block in problem.blocks),
    }
    starts[0] = problem.slots + 1
    plan.write_text(json.dumps({"starts": starts}), encoding="utf-8")
    broken = called("calendar", YEAR, "--check", plan, "--json")
    assert (broken.code, broken.json["status"]) == (1, "violations")
    assert f"starts in slot {problem.slots + 1}." in broken.json["violations"][0]["text"]
    assert called("calendar", YEAR, "--start", plan).code == 3


def test_mistakes_are_answered_without_the_solver(tmp_path: Path) -> None:
    file = tmp_path / "year.json"
    file.write_text(json.dumps({"T": 4}), encoding="utf-8")
    code, modules = loaded("calendar", file)
    assert code == 3
    assert "ortools" not in modules
    assert called("calendar", file, "--json").json["errors"][0]["path"] == "spd"


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    data = json.loads(YEAR.read_text(encoding="utf-8")) | {"caps": [0, 0, 0, 0]}
    file = tmp_path / "year.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    result = called("calendar", file)
    assert result.code == 0
    assert "Left out:" in result.out


@pytest.mark.parametrize("page", ["calendars.md", "conferences.md"])
def test_the_guides_have_the_exit_codes_of_the_help(page: str) -> None:
    said = " ".join(called("calendar", "--help").out.partition("Exit:")[2].split())
    guide = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    table = guide.partition("| exit |")[2].partition("\n\n")[0]
    codes = re.findall(r"(?:^|; )(\d+) ", said)
    assert codes == re.findall(r"^\| (\d+) \|", table, re.MULTILINE)
    assert len(codes) == 6
