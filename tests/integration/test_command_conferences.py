"""``hemicycle calendar`` on the form that a secretariat writes: plans, checks, calendars."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from scheduler.calendars.conferences.checker import check_dated, points_of
from scheduler.calendars.conferences.plans import read_dated
from scheduler.calendars.conferences.reading import load_conferences
from scheduler.reading import load_data
from scheduler.reading.shape import check_shape
from tests.integration.commands import EXAMPLES, called, hemicycle, loaded
from tests.unit.any_conferences import day, session, year

YEAR = EXAMPLES / "calendar-2026.yaml"
LONG = ("--time-limit", "3600")  # the machine may be busy
GUIDE = Path(__file__).parents[2] / "docs" / "conferences.md"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plan of the example, and a calendar for each of its bodies."""
    folder = tmp_path_factory.mktemp("year")
    result = hemicycle("calendar", YEAR, "--json", "--output", folder / "plan.json",
                       "--calendars", folder, *LONG)  # fmt: skip
    assert (result.code, result.err) == (0, "")
    assert result.json == load_data(folder / "plan.json")
    return folder


def test_the_example_is_proven_and_every_meeting_has_its_room(planned: Path) -> None:
    data = load_data(planned / "plan.json")
    assert check_shape(data, "conferences-plan") == []
    assert (data["status"], data["objective"], data["left_out"]) == ("optimal", data["bound"], [])
    form, plan = load_conferences(YEAR), read_dated(data)
    assert check_dated(form, plan) == ()
    assert points_of(form, plan) == data["objective"]
    assert max(Counter((one.date, one.slot, one.room) for one in plan).values()) == 1
    moved = {name for name, where in _rooms(data, "session").items() if len(where) > 1}
    assert len(data["room_changes"]) >= len(moved)


def _rooms(data: dict[str, list[dict[str, str]]], kind: str) -> dict[str, set[str]]:
    rooms: dict[str, set[str]] = {}
    for one in data["meetings"]:
        if one["kind"] == kind:
            rooms.setdefault(one["id"], set()).add(one["room"])
    return rooms


def test_the_calendars_say_what_the_plan_says(planned: Path) -> None:
    data, zone = load_data(planned / "plan.json"), ZoneInfo("Europe/Vienna")
    titles = {room.id: room.title for room in load_conferences(YEAR).rooms}
    wanted = sorted(
        (
            one["body"],
            datetime.fromisoformat(f"{one['date']} {one['start']}").replace(tzinfo=zone),
            datetime.fromisoformat(f"{one['date']} {one['end']}").replace(tzinfo=zone),
            titles[one["room"]],
        )
        for one in data["meetings"]
    )
    events = [
        (file.stem, event)
        for file in planned.glob("*.ics")
        for event in icalendar.Calendar.from_ical(file.read_bytes()).events
    ]
    read = sorted((body, e.start, e.end, str(e["LOCATION"])) for body, e in events)
    assert read == wanted
    assert len({str(event["UID"]) for _body, event in events}) == len(events)


def test_a_plan_is_checked_in_sentences(planned: Path, tmp_path: Path) -> None:
    kept = called("calendar", YEAR, "--check", planned / "plan.json")
    assert kept.code == 0
    assert "The plan keeps every rule." in kept.out
    data = load_data(planned / "plan.json")
    one = next(meeting for meeting in data["meetings"] if meeting["id"] == "CCJ-35")
    one["date"], one["room"] = "2026-05-01", "C5"
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(data), encoding="utf-8")
    result = called("calendar", YEAR, "--check", broken, "--json")
    assert result.code == 1
    assert result.json["status"] == "violations"
    said = [violation["text"] for violation in result.json["violations"]]
    title = "Commission on Criminal Justice, 35th session"
    assert f"{title} is held on 1 May 2026: Labour Day." in said
    assert any("needs 450 seats and 6 booths; Conference Room 5 has 40 and 0" in s for s in said)
    assert title in called("calendar", YEAR, "--check", broken).out


def test_a_search_goes_on_from_a_plan_by_dates(planned: Path) -> None:
    result = called("calendar", YEAR, "--start", planned / "plan.json", *LONG)
    assert result.code == 0
    assert "Week of Mon 18 May 2026" in result.out
    assert "no calendar has fewer than" in result.out


def test_the_file_in_the_guide_is_planned(tmp_path: Path) -> None:
    short = next(
        text
        for text in re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
        if text.startswith("format:")
    )
    file = tmp_path / "short.yaml"
    file.write_text(short, encoding="utf-8")
    result = called("calendar", file, "--json")
    assert (result.code, result.json["status"], result.json["objective"]) == (0, "optimal", 0)


def test_what_cannot_all_be_held_is_proven(tmp_path: Path) -> None:
    both = [session(name, must_be_held=True, latest=day(0)) for name in ("S", "T")]
    file = tmp_path / "year.json"
    file.write_text(json.dumps(year(*both)), encoding="utf-8")
    result = called("calendar", file)
    assert result.code == 2
    assert "Body X, which must be held" in result.out
    assert "Proven: not all can be held that must be." in result.out
    data = called("calendar", file, "--json").json
    assert (data["status"], data["objective"], len(data["meetings"])) == ("infeasible", None, 2)


def test_mistakes_are_answered_without_the_solver(tmp_path: Path) -> None:
    file = tmp_path / "year.json"
    file.write_text(json.dumps(year(session("S", "Z", days=0))), encoding="utf-8")
    code, modules = loaded("calendar", file)
    assert code == 3
    assert "ortools" not in modules
    errors = called("calendar", file, "--json").json["errors"]
    assert [one["path"] for one in errors] == ["sessions[0].days", "sessions[0].body"]


def test_what_is_no_plan_is_not_checked_nor_taken(tmp_path: Path) -> None:
    assert called("calendar", EXAMPLES / "conferences.json", "--check", YEAR).code == 3
    taken = tmp_path / "taken"
    taken.touch()
    refused = called("calendar", YEAR, "--calendars", taken)
    assert (refused.code, "This cannot be written: File exists." in refused.err) == (3, True)
