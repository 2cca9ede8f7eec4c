"""Every command with ``--json`` prints what a published JSON Schema says that it does."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jsonschema import Draft202012Validator

from procedure.speakers.exchange import ledger_data
from procedure.speakers.receipts import sign
from scheduler.reading import BadInput, load_data, read_problem
from scheduler.roster.pairs.reading import read_instance
from scheduler.writing import dump_yaml
from tests.integration.commands import EXAMPLES, Result, called
from tests.unit.any_conferences import session, year
from tests.unit.problem_files import small
from tests.unit.speakers import Book, policy, terms
from web.commands import COMMANDS, main
from web.commands.speakers import SENTENCES

ROOT = Path(__file__).parents[2]
LONG = ("--time-limit", "3600")  # the machine may be busy
COP4, ANNEX = EXAMPLES / "ctoc-cop4.yaml", EXAMPLES / "ctoc-cop4-annex.json"
PEOPLE, LAKES = EXAMPLES / "ctoc-cop4-interpreters.yaml", EXAMPLES / "lakes-meetings.yaml"
INSTANCE = {
    "Blocks": [1, 2],
    "Sessions": ["a", "b"],
    "Sessions_b": {"1": ["a"], "2": ["b"]},
    "Interpreters": ["i"],
    "Languages": ["en", "fr"],
    "Languages_s": [["en", "fr"], ["en", "fr"]],
    "Languages_i": {"i": ["fr", "en"]},
}


@cache
def validator(name: str) -> Draft202012Validator:
    """Any validator of the published schema `name`."""
    (path,) = [
        path
        for package in ("scheduler", "procedure")
        if (path := ROOT / package / f"{name}.schema.json").exists()
    ]
    content = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


def valid(name: str, data: Any) -> bool:
    return not list(validator(name).iter_errors(data))


def told(name: str, code: int, result: Result) -> Any:
    """What a command printed: it ended as it should, the schema takes it, and no more fields."""
    assert result.code == code, result.err
    data = result.json
    assert [error.message for error in validator(name).iter_errors(data)] == []
    assert not valid(name, data | {"more": 1})
    return data


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    return given(tmp_path / "small.yaml", small())


@pytest.fixture
def impossible(tmp_path: Path) -> Path:
    """A session that may have no interpretation, and needs it."""
    data = small()
    data["interpretation"]["entitlement"] = {"total": 0, "source": "No money"}
    return given(tmp_path / "impossible.yaml", data)


@pytest.fixture
def programme(problem: Path, tmp_path: Path) -> Path:
    out = tmp_path / "programme.json"
    assert called("plan", problem, "--out", out, *LONG).code == 0
    return out


def given(file: Path, data: Any) -> Path:
    if file.suffix == ".yaml":
        file.write_text(dump_yaml(read_problem(data)), encoding="utf-8")
    else:
        file.write_text(json.dumps(data), encoding="utf-8")
    return file


def test_plan(problem: Path, impossible: Path) -> None:
    told("programme", 0, called("plan", problem, "--json", *LONG))
    many = told("programme", 0, called("plan", problem, "--alternatives", "2", "--json", *LONG))
    many["alternatives"] += [{"format": "hemicycle-programme/1"}]
    assert not valid("programme", many)
    pair = ("few_parallel_days", "agenda_order")
    curve = told("programme", 0, called("plan", problem, "--trade-off", *pair, "--json", *LONG))
    curve["trade_off"]["points"][0]["programme"] = {}
    assert not valid("programme", curve)
    none = told("programme", 2, called("plan", impossible, "--json", *LONG))
    assert none["explanation"]["clash"]


def test_repair(problem: Path, programme: Path) -> None:
    event = ("--event", "overran 1 30")
    changed = told("programme", 0, called("repair", problem, programme, *event, "--json", *LONG))
    assert changed["repair"]["changes"]


def test_check(problem: Path, programme: Path) -> None:
    kept = told("check", 0, called("check", problem, programme, "--json"))
    assert (kept["status"], kept["violations"]) == ("valid", [])
    data = load_data(programme)
    assert isinstance(data, dict)
    data["meetings"] = data["meetings"][:1]
    broken = told("check", 1, called("check", problem, given(programme, data), "--json"))
    assert broken["violations"]
    del broken["violations"][0]["rule"]
    assert not valid("check", broken)


def test_explain(problem: Path, impossible: Path, programme: Path) -> None:
    none = told("explain", 2, called("explain", impossible, "--json", *LONG))
    assert none["explanation"]["clash"]
    told("explain", 2, called("explain", impossible, programme, "--json", *LONG))
    told("explain", 0, called("explain", problem, "--json", *LONG))
    of = told("explain", 0, called("explain", problem, programme, "--json", *LONG))
    assert of["programme"]["binding_complete"]
    item = ("--item", "1", "--json", *LONG)
    where = told("explain", 0, called("explain", problem, *item))
    assert {"difference", "clash"} < set(where["times"][0])
    told("explain", 0, called("explain", problem, programme, *item))
    where["times"][0]["status"] = "perhaps"
    assert not valid("explain", where)


def test_what_is_said_of_an_infeasible_session_has_one_shape() -> None:
    explained, planned = validator("explain").schema, validator("programme").schema
    assert isinstance(explained, dict)
    assert isinstance(planned, dict)
    for name in ("sentences", "told"):
        assert explained["$defs"][name] == planned["$defs"][name]
    shape = dict(explained["properties"]["explanation"])
    del shape["description"]
    assert shape == planned["properties"]["explanation"]


def test_roster(tmp_path: Path) -> None:
    data, programme = load_data(PEOPLE), load_data(ANNEX)
    assert isinstance(data, dict)
    assert isinstance(programme, dict)
    programme["meetings"] = programme["meetings"][:4]
    data |= {"programme": str(given(tmp_path / "days.json", programme)), "consecutive": []}
    told("roster", 0, called("roster", given(tmp_path / "all.json", data), "--json", *LONG))
    few = given(tmp_path / "few.json", data | {"interpreters": data["interpreters"][4:]})
    assert told("roster", 2, called("roster", few, "--json", *LONG))["shortage"]["lacks"]


def test_check_of_a_roster(tmp_path: Path) -> None:
    data, people = load_data(ANNEX), load_data(PEOPLE)
    assert isinstance(data, dict)
    assert isinstance(people, dict)
    data["meetings"] = data["meetings"][:1]
    people_there = given(tmp_path / "people.json", people | {"consecutive": []})
    of_one = (people_there, given(tmp_path / "one.json", data))
    made = told("roster", 0, called("roster", *of_one, "--json", *LONG))
    checked = ("roster", *of_one, "--check", given(tmp_path / "roster.json", made), "--json")
    kept = told("roster-check", 0, called(*checked))
    assert (kept["status"], kept["violations"]) == ("valid", [])
    assert kept["amounts"] == {one["aim"]: one["value"] for one in made["levels"]}
    made["duties"][0]["interpreter"] = "nobody"
    given(tmp_path / "roster.json", made)
    broken = told("roster-check", 1, called(*checked))
    assert broken["violations"][0]["text"] == "There is no interpreter nobody."
    assert not valid("roster-check", broken | {"violations": [{"text": ""}]})
    assert "There is no interpreter nobody." in called(*checked[:-1]).out
    assert called(*checked, "--sheet", tmp_path / "sheet.csv").code == 3


def test_pairs_of_languages(tmp_path: Path) -> None:
    assert valid("isp-instance", INSTANCE)
    file = given(tmp_path / "isp.json", INSTANCE)
    data = told("isp", 0, called("roster", "--isp", file, "--json", *LONG))
    told("isp", 0, called("roster", "--isp", file, "--limits", "--json", *LONG))
    data["assignments"][0]["languages"] = ["en"]
    assert not valid("isp", data)


@pytest.mark.parametrize(
    "changes",
    [
        {"Blocks": "1"},
        {"Blocks": [True]},
        {"Sessions": ["a", "b", "b"]},
        {"Sessions_b": {"1": "a"}},
        {"Languages_s": [["en", None], ["en"]]},
        {"Languages_i": None},
    ],
)
def test_the_schema_of_an_instance_refuses_what_its_reader_refuses(changes: Any) -> None:
    wrong = deepcopy(INSTANCE) | changes
    assert not valid("isp-instance", wrong)
    with pytest.raises(BadInput):
        read_instance(wrong)


def test_timetable() -> None:
    told("timetable", 0, called("timetable", LAKES, "--json", *LONG))
    told("timetable-problem", 0, called("timetable", LAKES, "--as-problem", "--json"))


def test_calendar(tmp_path: Path) -> None:
    told("calendar", 0, called("calendar", EXAMPLES / "conferences.json", "--json", *LONG))
    file = given(tmp_path / "year.json", year(session("S"), session("T")))
    plan = told("conferences-plan", 0, called("calendar", file, "--json", *LONG))
    kept = given(tmp_path / "plan.json", plan)
    checked = ("calendar", file, "--check", kept, "--json")
    assert told("conferences-check", 0, called(*checked))["status"] == "valid"
    plan["meetings"][0]["date"] = "2026-03-24"  # without meetings
    given(kept, plan)
    broken = told("conferences-check", 1, called(*checked))
    assert not valid("conferences-check", broken | {"violations": [{"text": ""}]})


def test_speakers_verify(tmp_path: Path) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    made = Book(terms(policy(simultaneous_seconds=2)))
    made.inscribe("algeria")
    order = [place.number for place in made.standing().places]
    public = key.public_key().public_bytes_raw().hex()
    data = ledger_data(made.entries, exported_at=made.at, public_key=public, order=order)
    file = given(tmp_path / "ledger.json", data)
    verify, name = ("speakers", "verify", file, "--json"), "speakers-verification"
    sound = told(name, 0, called(*verify, "--receipt", sign(made.entries[-1], key)))
    assert sound["receipt"]["sound"]
    told(name, 1, called(*verify, "--receipt", "none"))
    data["entries"][1]["digest"] = "0" * 64
    given(file, data)
    unsound = told(name, 1, called(*verify))
    unsound["findings"][0]["problem"] = "anything"
    assert not valid(name, unsound)


def test_every_finding_on_a_ledger_has_its_name_in_the_schema() -> None:
    published = validator("speakers-verification").schema
    assert isinstance(published, dict)
    named = published["properties"]["findings"]["items"]["properties"]["problem"]["enum"]
    assert set(named) == {kind.value for kind in SENTENCES}


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan",),
        ("check", ANNEX),
        ("explain",),
        ("explain", "--item", "1"),
        ("repair", ANNEX),
        ("roster",),
        ("roster", "--isp"),
        ("timetable",),
        ("calendar",),
        ("speakers", "verify"),
    ],
)
def test_bad_input(tmp_path: Path, arguments: tuple[str | Path, ...]) -> None:
    wrong = given(tmp_path / "wrong.json", {"meetings": 3})
    options = 2 if arguments[0] == "speakers" else 1
    use = (*arguments[:options], wrong, *arguments[options:])
    data = told("bad-input", 3, called(*use, "--json"))
    assert {one["file"] for one in data["errors"]} == {str(wrong)}
    assert not valid("bad-input", {"status": "bad_input", "errors": []})


def test_every_command_that_prints_json_is_here() -> None:
    asked = {name for name in COMMANDS if "--json" in help_of(name)}
    assert asked == {"plan", "check", "explain", "repair", "roster", "timetable", "calendar"}
    assert "--json" in help_of("speakers", "verify")


def help_of(*command: str) -> str:
    return CliRunner().invoke(main, [*command, "--help"]).output
