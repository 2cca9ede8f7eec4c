"""``hemicycle roster``: the roster of the fourth session, a sick call, pairs without booths."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import signal
import subprocess
from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from scheduler.problem import SlotDate
from scheduler.reading import load_data
from scheduler.reading.shape import check_shape
from scheduler.roster.checker import check_roster
from scheduler.roster.problem import RosterProblem
from scheduler.roster.reading import read_meetings, read_roster, read_roster_problem
from tests.integration.commands import EXAMPLES, HEMICYCLE, called, hemicycle, loaded, until

PEOPLE, ANNEX = EXAMPLES / "ctoc-cop4-interpreters.yaml", EXAMPLES / "ctoc-cop4-annex.json"
LONG = ("--time-limit", "3600")  # the machine may be busy
PAIRS = {
    "Blocks": [1, 2, 3, 4],
    "Sessions": ["a", "b", "c", "d"],
    "Sessions_b": {"1": ["a"], "2": ["b"], "3": ["c"], "4": ["d"]},
    "Interpreters": ["i"],
    "Languages": ["en", "fr"],
    "Languages_s": {name: ["en", "fr"] for name in "abcd"},
    "Languages_i": {"i": ["fr", "en"]},
}


def problem() -> RosterProblem:
    return read_roster_problem(load_data(PEOPLE), read_meetings(load_data(ANNEX)))


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The roster of the fourth session, with its calendars and its sheet beside it."""
    folder = tmp_path_factory.mktemp("roster")
    out, sheet = folder / "roster.json", folder / "duties.csv"
    calendars = folder / "new" / "calendars"  # the command makes both
    result = hemicycle(
        *("roster", PEOPLE, "--json", "--out", out, "--calendars", calendars, "--sheet", sheet),
        *LONG,
    )
    assert (result.code, result.err) == (0, "")
    assert out.read_text(encoding="utf-8") == result.out
    return out


def levels(data: Any) -> dict[str, tuple[int, bool]]:
    return {level["aim"]: (level["value"], level["proven"]) for level in data["levels"]}


def test_the_fourth_session(roster: Path) -> None:
    data = load_data(roster)
    assert check_shape(data, "roster") == []
    assert data["status"] == "optimal"
    assert levels(data) == {
        "people": (28, True),
        "cost": (1950, True),
        "spread": (7, True),
        "wishes": (2, True),
    }
    given = problem()
    assert check_roster(given, read_roster(data, given)) == ()
    # 20 meetings with 14 people, and one person in each of the two round tables
    assert len(data["duties"]) == 20 * 14 + 2
    assert sum(duty["chief"] for duty in data["duties"]) == 20


def test_the_calendar_and_the_sheet_have_every_duty(roster: Path) -> None:
    duties = load_data(roster)["duties"]
    mine = [duty for duty in duties if duty["interpreter"] == "chen-meilin"]
    calendar = Calendar.from_ical(
        (roster.parent / "new" / "calendars" / "chen-meilin.ics").read_bytes()
    )
    events = list(calendar.walk("VEVENT"))
    assert [event.start for event in events] == [
        datetime.fromisoformat(duty["start"]) for duty in mine
    ]
    assert len({str(event["UID"]) for event in events}) == len(mine)
    titles = {one["room"]: one["room_title"] for one in load_data(ANNEX)["meetings"]}
    assert [event["LOCATION"] for event in events] == [titles[duty["room"]] for duty in mine]
    lines = list(csv.reader(StringIO((roster.parent / "duties.csv").read_text(encoding="utf-8"))))
    assert [line[:4] for line in lines[1:]] == sorted(
        [duty["interpreter"], duty["name"], duty["date"], duty["start"][11:16]] for duty in duties
    )


def test_a_sick_call_touches_as_few_as_can_be(roster: Path, tmp_path: Path) -> None:
    given = problem()
    old = read_roster(load_data(roster), given)
    (ill, *_) = [duty.person for duty in old.duties if duty.sitting == "2008-10-09 AM COP"]
    absent = ("--roster", roster, "--absent", f"{ill}@2008-10-09", "--from", "2008-10-09T08:00")
    out = tmp_path / "repaired.json"
    result = called("roster", PEOPLE, ANNEX, "--out", out, *absent, *LONG)
    assert (result.code, result.err) == (0, "")
    data = load_data(out)
    assert "at the 3rd meeting of COP on 9 October 2008, 10:00." in " ".join(result.out.split())
    assert check_shape(data, "roster") == []
    assert levels(data)["changes"] == (len(data["changes"]), True)
    assert {change["interpreter"] for change in data["changes"]} >= {ill}
    assert all(change["date"] == "2008-10-09" for change in data["changes"])
    new = read_roster(data, given)
    away = SlotDate(date=given.sittings[3].date)
    people = tuple(
        replace(one, absences=(*one.absences, away)) if one.id == ill else one
        for one in given.people
    )
    assert check_roster(replace(given, people=people), new) == ()


def test_nobody_absent_changes_nothing(roster: Path) -> None:
    result = called("roster", PEOPLE, "--roster", roster, *LONG)
    assert result.code == 0
    assert result.out.endswith("No duty has changed.\n")


def smaller(folder: Path, **changes: Any) -> Path:
    """The interpreters with some fields changed."""
    file = folder / "people.json"
    data = load_data(PEOPLE) | {"programme": str(ANNEX)} | changes
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def test_where_people_lack_and_what_one_more_would_bring(tmp_path: Path) -> None:
    everybody = load_data(PEOPLE)["interpreters"]
    gone = ("sophie-girard", "amina-diop", "luc-vandamme")
    fewer = [one for one in everybody if one["id"] not in gone]
    file = smaller(tmp_path, interpreters=fewer)
    out = tmp_path / "roster.json"
    said = called("roster", file, "--out", out, *LONG)
    data = load_data(out)
    assert (said.code, data["status"]) == (2, "infeasible")
    assert "There is no roster, proven in" in said.out
    shortage = data["shortage"]
    assert shortage["fewest_proven"]
    assert {lack["people"] for lack in shortage["lacks"]} == {1}
    assert [remedy["still_lacking"] for remedy in shortage["remedies"]] == [0]


def test_mistakes_are_named_with_their_file(tmp_path: Path) -> None:
    person = {"id": "a", "name": "A", "into": {"tlh": "A"}, "absences": ["soon"]}
    file = smaller(tmp_path, interpreters=[person, person], pivots=["eo"])
    result = called("roster", file, "--json")
    assert result.code == 3
    assert [(one["file"], one["path"]) for one in result.json["errors"]] == [
        (str(file), path)
        for path in (
            "interpreters[0].absences[0]",
            "interpreters[1].absences[0]",
            "pivots[0]",
            "interpreters[0].into",
            "interpreters[1].id",
            "interpreters[1].into",
        )
    ]


def test_a_programme_must_be_there_and_say_its_hours(tmp_path: Path) -> None:
    data = load_data(PEOPLE)
    del data["programme"]
    file = tmp_path / "people.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert called("roster", file, "--json").json["errors"][0]["path"] == "programme"
    programme = json.loads(ANNEX.read_text(encoding="utf-8"))
    del programme["meetings"][2]["end"]
    other = tmp_path / "programme.json"
    other.write_text(json.dumps(programme), encoding="utf-8")
    result = called("roster", file, other, "--json")
    assert [(one["file"], one["path"]) for one in result.json["errors"]] == [
        (str(other), "meetings[2].end")
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--absent", "claire-moreau"),
        ("--limits",),
        ("--sheet", "duties.xlsx"),
        ("--isp", "--roster", "old.json"),
        ("--roster", ANNEX),
        ("--calendars", PEOPLE),
        ("--time-limit", "nan"),
    ],
)  # fmt: skip
def test_bad_use(arguments: tuple[str | Path, ...]) -> None:
    assert called("roster", PEOPLE, *arguments).code == 3


@pytest.mark.parametrize(
    ("arguments", "path", "reason"),
    [
        (("--absent", "nobody"), "--absent", "There is no interpreter nobody."),
        (
            ("--absent", "claire-moreau@soon"),
            "--absent",
            "Give a day, or a slot of it, after the @: 2008-10-09/AM.",
        ),
        (
            ("--absent", "claire-moreau@2008-10-09/EV"),
            "--absent",
            "There is no meeting to be absent from at 2008-10-09/EV.",
        ),
        (("--from", "eight"), "--from", "Give a day and a time, such as 2008-10-09T08:00."),
    ],
)
def test_a_sick_call_that_is_not_understood(
    roster: Path, arguments: tuple[str, ...], path: str, reason: str
) -> None:
    result = called("roster", PEOPLE, "--roster", roster, "--json", *arguments)
    assert result.code == 3
    assert [(one["path"], one["text"]) for one in result.json["errors"]] == [(path, reason)]


def test_a_body_has_one_meeting_in_a_slot(tmp_path: Path) -> None:
    programme = json.loads(ANNEX.read_text(encoding="utf-8"))
    programme["meetings"].insert(1, programme["meetings"][0])
    file = tmp_path / "programme.json"
    file.write_text(json.dumps(programme), encoding="utf-8")
    errors = called("roster", PEOPLE, file, "--json").json["errors"]
    assert [one["path"] for one in errors] == ["meetings[1]"]


def pairs_file(folder: Path, **changes: Any) -> Path:
    file = folder / "isp.json"
    file.write_text(json.dumps(PAIRS | changes), encoding="utf-8")
    return file


def test_pairs_without_booths(tmp_path: Path) -> None:
    file = pairs_file(tmp_path)
    free = called("roster", "--isp", file, "--json")
    assert (free.code, free.err) == (0, "")
    assert {name: free.json[name] for name in ("objective", "bound", "status")} == {
        "objective": 4,
        "bound": 4,
        "status": "optimal",
    }
    assert free.json["assignments"][0] == {
        "interpreter": "i",
        "session": "a",
        "languages": ["en", "fr"],
    }
    limited = called("roster", "--isp", file, "--limits")
    assert limited.code == 0
    assert limited.out.splitlines()[:3] == ["objective 3", "bound 3", "status optimal"]
    assert re.fullmatch(r"wall_seconds \d+\.\d+", limited.out.splitlines()[3])


def test_bad_pairs_are_answered_without_the_solver(tmp_path: Path) -> None:
    file = pairs_file(tmp_path, Sessions_b={})
    code, modules = loaded("roster", "--isp", file)
    assert code == 3
    assert "ortools" not in modules
    assert called("roster", "--isp", file).err.splitlines()[0] == (
        f'{file}: Sessions_b: "a" is held in no block; name one.'
    )


def test_an_interrupted_search_gives_the_best_roster_so_far(tmp_path: Path) -> None:
    main_side, terminal = pty.openpty()
    out = tmp_path / "roster.json"
    with subprocess.Popen(
        [HEMICYCLE, "roster", PEOPLE, "--out", out], stdout=subprocess.DEVNULL, stderr=terminal
    ) as process:
        os.close(terminal)
        until(main_side, b"best so far")
        process.send_signal(signal.SIGINT)
        until(main_side, None)
        assert process.wait() == 0
    os.close(main_side)
    data = load_data(out)
    assert data["status"] in {"optimal", "feasible"}
    assert check_roster(problem(), read_roster(data, problem())) == ()
