"""``hemicycle timetable``: files of all kinds in, a timetable or the problem in our form out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.reading import load_data
from scheduler.reading.shape import check_shape
from scheduler.timetables.checker import check_timetable
from scheduler.timetables.outcome import Placement, Timetable
from scheduler.timetables.reading import load_timetable_problem
from scheduler.timetables.reading.own import window
from tests.integration.commands import EXAMPLES, called, hemicycle, loaded

EXAMPLE = EXAMPLES / "lakes-meetings.yaml"
LONG = ("--time-limit", "3600")  # the machine may be busy
PUBLISHED = "8 2 3 2\n0 0 0 0 1 1 1 1\n4 2\n2 1 1 0 1\n3 1 0 1\n"
HELD = """
sessions:
- {start: 2018-03-24 09:00, end: 2018-03-24 09:30, room: Hall, title: Council}
- {start: 2018-03-24 09:00, end: 2018-03-24 09:00, room: Lounge, title: Tea}
"""


def test_the_example_is_proven_and_keeps_everything(tmp_path: Path) -> None:
    out = tmp_path / "timetable.json"
    result = hemicycle("timetable", EXAMPLE, "--json", "--output", out, *LONG)
    assert (result.code, result.err) == (0, "")
    data = result.json
    assert data == load_data(out)
    assert check_shape(data, "timetable") == []
    assert data["status"] == "optimal"
    assert [one["bound"] for one in data["bounds"]] == [one["value"] for one in data["bounds"]]
    problem = load_timetable_problem(EXAMPLE).problem
    placements = [Placement(one["id"], window(one), one["room"]) for one in data["meetings"]]
    assert check_timetable(problem, Timetable(tuple(placements))) == ()


def test_a_timetable_for_people() -> None:
    result = called("timetable", EXAMPLE, *LONG)
    assert result.code == 0
    assert "Tue 2027-05-11" in result.out
    assert "09:00–10:00" in result.out
    assert "no timetable is better" in result.out


def test_a_published_instance_and_what_is_assumed(tmp_path: Path) -> None:
    file = tmp_path / "small.txt"
    file.write_text(PUBLISHED, encoding="utf-8")
    result = called("timetable", file, "--json")
    assert (result.code, result.json["status"]) == (0, "optimal")
    # a day is too short for both: they end with the second and the seventh quarter-hour
    assert result.json["score"] == {"hard": 0, "medium": 0, "soft": 7}
    assert result.json["notes"] == [
        "The file names no dates: its first day is shown as 1 January 2001."
    ]


def test_what_was_read_can_be_edited(tmp_path: Path) -> None:
    held, problem = tmp_path / "held.yaml", tmp_path / "problem.yaml"
    held.write_text(HELD, encoding="utf-8")
    result = called("timetable", held, "--as-problem", "--output", problem)
    assert result.code == 0
    assert "1 meeting has no stated end; it is taken to last 60 minutes: Tea." in result.err
    assert load_timetable_problem(problem).problem == load_timetable_problem(held).problem
    printed = called("timetable", held, "--as-problem")
    assert printed.out == problem.read_text(encoding="utf-8")
    as_json = called("timetable", held, "--as-problem", "--json")
    assert as_json.json == load_data(problem)


def test_where_there_is_no_timetable_it_says_so(tmp_path: Path) -> None:
    data = load_data(EXAMPLE)
    for meeting in data["meetings"][:2]:
        meeting["times"] = [{"date": "2027-05-11", "start": "09:00", "end": "10:00"}]
    file = tmp_path / "clash.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    result = called("timetable", file, *LONG)
    assert result.code == 2
    assert "There is no timetable" in result.out
    assert "meet at once" in result.out


@pytest.mark.parametrize("name", ["problem.yaml", "problem.json", "problem.txt"])
def test_bad_input_is_answered_without_the_solver(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("{}", encoding="utf-8")
    code, modules = loaded("timetable", file)
    assert code == 3
    assert "ortools" not in modules


def test_every_mistake_of_the_example_is_named(tmp_path: Path) -> None:
    data = load_data(EXAMPLE)
    data["meetings"][0]["minutes"] = 50
    data["meetings"][2]["bodies"] = ["asai"]
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    result = called("timetable", file, "--json")
    assert result.code == 3
    assert [(one["path"], one["text"]) for one in result.json["errors"]] == [
        ("meetings[0].minutes", "Give a multiple of the grid, 15 minutes."),
        ("meetings[2].bodies[0]", 'There is no "asai"; "asia" is probably meant.'),
    ]
