"""Writing problems and outcomes: what is written is read as the same."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml
from hypothesis import given, settings

from scheduler.problem import Column, Preference, Problem
from scheduler.programme import (
    Explanation,
    ItemPart,
    Meeting,
    Outcome,
    PreferenceCost,
    Programme,
    Relaxation,
    Requirement,
    Status,
    Told,
)
from scheduler.reading import hours, read_problem, read_programme
from scheduler.reading.files import parse_json, parse_yaml
from scheduler.reading.shape import check_shape
from scheduler.text import text
from scheduler.writing import dump_json, dump_yaml, write_outcome, write_problem
from tests.unit.any_problem import problems
from tests.unit.problem_files import small


@settings(deadline=None, max_examples=60)
@given(problems())
def test_a_problem_is_read_as_it_was_written(problem: Problem) -> None:
    data = write_problem(problem)
    assert read_problem(data) == problem
    assert read_problem(parse_yaml(dump_yaml(problem))) == problem
    assert read_problem(parse_json(json.dumps(data))) == problem


def test_what_is_usual_is_left_out() -> None:
    data = small()
    data["interpretation"]["entitlement"] = {"total": 4}
    data["at_once"] = {"plenary": 1, "parallel": 1}
    written = write_problem(read_problem(data))
    del data["at_once"]
    assert written == data


def test_the_languages_are_written_short() -> None:
    data = small()
    data["business"][1]["languages"] = []
    data["documents"][0]["issued"] = {"fr": "2008-08-27", "en": "2008-08-27"}
    written = write_problem(read_problem(data))
    assert [entry["languages"] for entry in written["business"]] == ["all", "none"]
    assert written["documents"][0]["issued"] == "2008-08-27"


def test_every_reader_of_yaml_takes_times_whole() -> None:
    written = yaml.safe_load(dump_yaml(read_problem(small())))
    assert written["slots"][0] == {"id": "AM", "start": "10:00", "end": "13:00"}
    assert written["session"]["first_day"] == date(2008, 10, 8)


def programme(problem: Problem) -> Programme:
    start, end = hours(problem, problem.periods[0])
    parts = (
        ItemPart(item="1", minutes=60, continued=False),
        ItemPart(item="2", minutes=35, continued=True),
    )
    meeting = Meeting(
        number=1,
        column=Column.PLENARY,
        body="COP",
        date=date(2008, 10, 8),
        slot="AM",
        start=start,
        end=end,
        room="hall",
        languages=("en", "fr"),
        items=parts,
    )
    return Programme(meetings=(meeting,))


def test_an_outcome_with_a_programme() -> None:
    data = small()
    data["business"][0]["item"] = "1(a)"
    problem = read_problem(data)
    outcome = Outcome(
        status=Status.OPTIMAL,
        wall_seconds=1.23456,
        programme=programme(problem),
        objective=12,
        bound=12,
        preferences=(PreferenceCost(name=Preference.FEW_SPLITS, amount=2, weight=6),),
    )
    written = write_outcome(outcome, problem)
    assert written == {
        "format": "hemicycle-programme/1",
        "session": "small",
        "status": "optimal",
        "objective": 12,
        "bound": 12,
        "wall_seconds": 1.235,
        "preferences": {"few_splits": 12},
        "meetings": [
            {
                "number": 1,
                "column": "plenary",
                "body": "COP",
                "date": "2008-10-08",
                "slot": "AM",
                "start": "2008-10-08T10:00:00+02:00",
                "end": "2008-10-08T13:00:00+02:00",
                "room": "hall",
                "room_title": "Hall",
                "interpreted": True,
                "languages": ["en", "fr"],
                "items": [
                    {
                        "item": "1",
                        "minutes": 60,
                        "continued": False,
                        "title": "Opening",
                        "agenda_item": "1(a)",
                    },
                    {
                        "item": "2",
                        "minutes": 35,
                        "continued": True,
                        "title": "Discussion",
                        "agenda_item": None,
                    },
                ],
            }
        ],
    }
    assert check_shape(written, "programme") == []
    assert read_programme(parse_json(dump_json(written)), problem) == programme(problem)


@pytest.mark.parametrize("line", ["0E0", "1e5", "-2.5E+3", ".5e1", "1.e2", "1_0", "0x1", "no", "~"])
def test_a_text_that_looks_like_something_else_stays_a_text(line: str) -> None:
    data = small()
    data["session"]["venue"] = line
    problem = read_problem(data)
    assert read_problem(parse_yaml(dump_yaml(problem))) == problem


def test_an_outcome_without_a_programme() -> None:
    problem = read_problem(small())
    clash = Requirement(key="rooms", text=text("One %(thing)s.", thing="room"), source="Lease")
    change = Relaxation(requirement=clash, text=text("Rent another."))
    outcome = Outcome(
        status=Status.INFEASIBLE,
        wall_seconds=0.5,
        explanation=Explanation(
            clashes=((clash,),),
            told=((Told(requirements=(clash,), text=clash.text, source="Lease"),),),
            counts=((text("Two needed."),),),
            ways=((change,),),
        ),
    )
    written = write_outcome(outcome, problem)
    assert written == {
        "format": "hemicycle-programme/1",
        "session": "small",
        "status": "infeasible",
        "objective": None,
        "bound": None,
        "wall_seconds": 0.5,
        "preferences": {},
        "meetings": [],
        "explanation": {
            "clash": [{"requirement": "rooms", "text": "One room.", "source": "Lease"}],
            "relaxations": [{"requirement": "rooms", "text": "Rent another."}],
            "further_clashes": [],
            "told": [[{"requirements": ["rooms"], "text": "One room.", "source": "Lease"}]],
            "counts": [["Two needed."]],
            "other_ways": [],
        },
    }
    assert check_shape(written, "programme") == []
