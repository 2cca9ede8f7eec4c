"""``hemicycle plan --trade-off``: what less of one preference costs in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.checker import check
from scheduler.reading import read_problem, read_programme
from scheduler.reading.shape import check_shape
from scheduler.writing import dump_yaml
from tests.integration.commands import called
from tests.unit.problem_files import small

PAIR = ("few_parallel_days", "agenda_order")


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(dump_yaml(read_problem(small())), encoding="utf-8")
    return file


def test_the_curve_as_json(small_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "curve.json"
    result = called("plan", small_file, "--trade-off", *PAIR, "--json", "--out", out)
    assert (result.code, result.err) == (0, "")
    data = result.json
    assert check_shape(data, "programme") == []
    curve = data["trade_off"]
    assert (curve["one"], curve["other"], curve["complete"]) == (*PAIR, True)
    ones = [point["amounts"]["few_parallel_days"] for point in curve["points"]]
    others = [point["amounts"]["agenda_order"] for point in curve["points"]]
    assert ones == sorted(set(ones), reverse=True)
    assert others == sorted(set(others))
    problem = read_problem(small())
    for point in curve["points"]:
        assert point["programme"]["status"] == "optimal"
        assert check(problem, read_programme(point["programme"], problem)) == ()
    assert data["meetings"] == curve["points"][0]["programme"]["meetings"]
    assert out.read_text(encoding="utf-8") == result.out


def test_the_curve_as_a_table(small_file: Path) -> None:
    result = called("plan", small_file, "--trade-off", *PAIR)
    assert (result.code, result.err) == (0, "")
    assert "What less of one costs in the other" in result.out
    assert "Few days with parallel meetings   Order of the agenda" in result.out
    assert "Only these two count." in result.out


def test_without_any_programme_it_is_explained(tmp_path: Path) -> None:
    data = small()
    data["interpretation"]["entitlement"] = {"total": 0}
    file = tmp_path / "too-much.yaml"
    file.write_text(dump_yaml(read_problem(data)), encoding="utf-8")
    result = called("plan", file, "--trade-off", *PAIR, "--json")
    assert (result.code, result.json["status"]) == (2, "infeasible")
    assert result.json["trade_off"]["points"] == []
    assert result.json["explanation"]["clash"]


@pytest.mark.parametrize(
    "given",
    [
        ("--trade-off", "agenda_order", "agenda_order"),
        ("--trade-off", "agenda_order", "nothing"),
        ("--trade-off", *PAIR, "--alternatives", "2"),
    ],
)
def test_a_pair_is_two_preferences_and_nothing_else(
    small_file: Path, given: tuple[str, ...]
) -> None:
    result = called("plan", small_file, *given)
    assert (result.code, result.out) == (3, "")
    assert "--trade-off" in result.err


def test_where_nothing_is_to_be_traded_it_says_what_is(small_file: Path) -> None:
    pair = ("few_parallel_days", "spare_time_at_end")
    result = called("plan", small_file, "--trade-off", *pair)
    assert result.code == 0
    assert "Both can be had at once: there is nothing to trade." in result.out
    data = called("plan", small_file, "--trade-off", *pair, "--json").json
    assert check_shape(data, "programme") == []
    assert len(data["trade_off"]["points"]) == 1
    assert (data["trade_off"]["at_odds"], data["trade_off"]["at_odds_complete"]) == ([], True)
