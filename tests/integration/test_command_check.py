"""``hemicycle check``: exit codes, violations with rule and source, the JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.commands import EXAMPLES, called, hemicycle

COP4, ANNEX = EXAMPLES / "ctoc-cop4.yaml", EXAMPLES / "ctoc-cop4-annex.json"


@pytest.fixture
def annex() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(ANNEX.read_text(encoding="utf-8"))
    return data


def written(data: object, folder: Path) -> Path:
    file = folder / "programme.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def test_the_annex_is_valid() -> None:
    result = hemicycle("check", COP4, ANNEX)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Every requirement is met.\n")


def test_the_annex_is_valid_as_json() -> None:
    result = called("check", COP4, ANNEX, "--json")
    assert result.code == 0
    assert result.json == {
        "status": "valid",
        "violations": [],
        "objective": 35,
        "preferences": {
            "agenda_order": 8,
            "few_splits": 0,
            "few_parallel_days": 20,
            "even_load": 6,
            "spare_time_at_end": 1,
        },
    }


def test_violations_name_rule_and_source(tmp_path: Path, annex: dict[str, Any]) -> None:
    opening = annex["meetings"][0]["items"]
    annex["meetings"][0]["items"] = [opening[1], opening[0], *opening[2:]]
    file = written(annex, tmp_path)
    result = called("check", COP4, file)
    assert (result.code, result.err) == (1, "")
    assert "Rule: " in result.out
    assert "rule 22" in result.out
    found = called("check", COP4, file, "--json")
    assert found.code == 1
    assert found.json["status"] == "violations"
    for violation in found.json["violations"]:
        assert sorted(violation) == ["requirement", "rule", "source", "text", "where"]
        assert violation["where"] == [{"date": "2008-10-08", "slot": "AM"}]


def test_every_violation_is_listed_also_of_what_the_session_does_not_have(
    tmp_path: Path, annex: dict[str, Any]
) -> None:
    annex["meetings"][3]["items"][0]["item"] = "2(z)"
    annex["meetings"][4]["slot"] = "EV"
    annex["meetings"][5]["date"] = "2008-10-11"
    file = written(annex, tmp_path)
    result = called("check", COP4, file, "--json")
    assert (result.code, result.err) == (1, "")
    found = {violation["requirement"] for violation in result.json["violations"]}
    assert {"structure.business", "structure.period", "time.COP.plenary"} <= found


def test_a_programme_that_is_none(tmp_path: Path, annex: dict[str, Any]) -> None:
    del annex["meetings"][3]["number"]
    annex["meetings"][4]["date"] = "soon"
    file = written(annex, tmp_path)
    result = called("check", COP4, file, "--json")
    assert result.code == 3
    assert [(error["file"], error["path"]) for error in result.json["errors"]] == [
        (str(file), "meetings[3].number"),
        (str(file), "meetings[4].date"),
    ]


def test_a_problem_that_cannot_be_read(tmp_path: Path) -> None:
    result = called("check", tmp_path / "missing.yaml", ANNEX)
    assert (result.code, result.out) == (3, "")
    assert result.err.endswith("missing.yaml.\n")
