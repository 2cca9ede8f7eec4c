"""A file given to what reads another form: it is said what it is, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.calendars.conferences.plans import read_dated
from scheduler.calendars.reading import read_calendar_problem
from scheduler.calendars.writing import read_plan, read_starts
from scheduler.reading import BadInput, load_data, read_problem
from scheduler.reading.forms import FORMS
from scheduler.roster.pairs.reading import read_instance
from scheduler.roster.reading import programme_named, read_meetings, read_roster
from scheduler.timetables.reading import read_timetable_problem
from tests.unit.rosters import person, roster_problem, sitting
from tests.unit.test_bench_dense import DATA as DENSE

EXAMPLES = Path(__file__).parents[2] / "examples"
ROSTER = roster_problem(sitting(), people=(person("a"),))
CALENDAR = read_calendar_problem(load_data(EXAMPLES / "conferences.json"))
READERS: dict[str, tuple[Callable[[Any], object], tuple[str, ...]]] = {
    "plan": (read_problem, ("ctoc-cop4.yaml",)),
    "calendar": (read_calendar_problem, ("calendar-2026.yaml", "conferences.json")),
    "timetable": (lambda data: read_timetable_problem(data, ""), ("lakes-meetings.yaml",)),
    "roster": (programme_named, ("ctoc-cop4-interpreters.yaml",)),
    "programme": (read_meetings, ("ctoc-cop4-annex.json",)),
}


@pytest.mark.parametrize("reader", READERS)
def test_every_example_is_read_by_one_and_named_by_the_others(reader: str) -> None:
    read, _own = READERS[reader]
    for other, (_read, files) in READERS.items():
        for file in files:
            data = load_data(EXAMPLES / file)
            if other == reader:
                read(data)
                continue
            with pytest.raises(BadInput) as refused:
                read(data)
            (error,) = refused.value.errors
            assert (error.path, str(error.text).split(": “")[0][:8]) == ("", "This is ")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (DENSE, "“python -m bench.dense” makes a file of it"),
        ({"Blocks": [], "Sessions_b": {}, "Interpreters": []}, "“hemicycle roster --isp”"),
        ({"T": 2, "spd": 2, "blocks": []}, "“hemicycle calendar”"),
        ({"case": "A week", "sessions": []}, "“hemicycle timetable”"),
        ({"format": "hemicycle-roster/1"}, "reads it with --roster or --check"),
        ({"format": "hemicycle-calendar/1"}, "with --start or --check"),
        ({"format": "hemicycle-conferences-plan/1"}, "with --start or --check"),
        ({"format": "hemicycle-statements/1"}, "“hemicycle demo” shows it"),
        ("160 5 40\n50 0 0 0\n", "“hemicycle timetable” reads these"),
        ("code,name,kind DE,Germany,party", "“hemicycle import” reads a table of delegations"),
        ("code;name;kind DE;Côte d'Ivoire;party", "“hemicycle import” reads a table"),
    ],
)
def test_forms_are_known_by_their_name_or_by_fields_that_no_other_has(
    data: object, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read_problem(data)
    assert said in str(refused.value)


def test_what_is_its_own_or_of_no_form_is_left_to_the_reader() -> None:
    with pytest.raises(BadInput, match="T: This is missing"):
        read_calendar_problem({"format": "hemicycle-calendar-problem/1"})
    with pytest.raises(BadInput, match="business: This is missing"):
        read_problem({"format": "something else", "T": 2, "spd": 2, "blocks": []})
    with pytest.raises(BadInput, match="Sessions: This is missing"):
        read_instance({"Blocks": ["one"], "Sessions_b": {}, "Interpreters": []})


@pytest.mark.parametrize(
    "read",
    [
        lambda data: read_roster(data, ROSTER),
        lambda data: read_starts(data, CALENDAR),
        lambda data: read_plan(data, CALENDAR),
        read_dated,
    ],
    ids=["roster", "starts", "plan", "dates"],
)
def test_what_is_given_beside_another_file_is_named_as_well(
    read: Callable[[object], object],
) -> None:
    for file in ("ctoc-cop4.yaml", "ctoc-cop4-annex.json", "lakes-meetings.yaml"):
        with pytest.raises(BadInput, match=r"^This is a (session|programme|timetable)"):
            read(load_data(EXAMPLES / file))


def test_other_texts_and_lists_are_left_to_the_reader() -> None:
    for data in ("A session, in Vienna", "a: b, c, d", [1, 2], 160, None):
        with pytest.raises(BadInput, match="Give a group of fields"):
            read_problem(data)


def test_a_form_has_one_name() -> None:
    assert len({form.name for form in FORMS}) == len(FORMS)
