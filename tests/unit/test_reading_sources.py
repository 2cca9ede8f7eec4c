"""Sources of conditions, and names of relations, as they are read and written."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.problem import Relation, RelationKind
from scheduler.reading import read_problem
from scheduler.writing import write_problem
from tests.unit.problem_files import mistakes, small

STANDING: dict[str, Any] = {
    "consecutive": True,
    "shares_meeting": False,
    "starts_meeting": True,
    "chair": "A. B.",
    "room": "hall",
    "seats": 5,
    "not_before": "2008-10-08",
    "not_after": "2008-10-10",
    "not_on": ["2008-10-09"],
    "fixed": ["2008-10-08 AM"],
    "wished": "2008-10-10 PM",
    "documents": ["DOC/1"],
}
NOT_STANDING: dict[str, Any] = {
    "consecutive": False,
    "shares_meeting": True,
    "starts_meeting": False,
    "seats": 0,
    "not_on": [],
    "fixed": [],
    "documents": [],
    "may_split": True,
    "least_minutes": 30,
}


def with_source(name: str, **fields: Any) -> dict[str, Any]:
    data = small()
    data["business"][0] |= fields | {"sources": {name: "Note 1"}}
    return data


def refusal(name: str) -> str:
    return f"Leave this out: there is no condition “{name}” here to have a source."


@pytest.mark.parametrize("name", STANDING)
def test_a_condition_has_a_source_of_its_own(name: str) -> None:
    data = with_source(name, **{name: STANDING[name]})
    read = read_problem(data)
    assert read.business[0].sources == {name: "Note 1"}
    assert write_problem(read) == data


@pytest.mark.parametrize("name", STANDING)
def test_what_is_not_asked_for_has_no_source(name: str) -> None:
    assert mistakes(with_source(name)) == [(f"business[0].sources.{name}", refusal(name))]


@pytest.mark.parametrize("name", NOT_STANDING)
def test_what_is_as_usual_is_not_asked_for(name: str) -> None:
    data = with_source(name, **{name: NOT_STANDING[name]})
    assert mistakes(data) == [(f"business[0].sources.{name}", refusal(name))]


def test_one_meeting_is_asked_for_where_nothing_is_said_of_it() -> None:
    read = read_problem(with_source("may_split"))
    assert read.business[0].sources == {"may_split": "Note 1"}


def test_the_shortest_part_is_asked_for_where_there_are_parts() -> None:
    read = read_problem(with_source("least_minutes", may_split=True))
    assert read.business[0].sources == {"least_minutes": "Note 1"}


def test_closed_rooms_and_limits_of_teams_have_sources() -> None:
    data = small()
    data["rooms"][0] |= {"closed": ["2008-10-08"], "sources": {"closed": "Letter"}}
    data["interpretation"] |= {"sources": {"meetings_per_team_day": "Practice"}}
    data["at_once"] = {"plenary": 1, "parallel": 1, "source": "Annex"}
    read = read_problem(data)
    assert read.rooms[0].sources == {"closed": "Letter"}
    assert read.interpretation.sources == {"meetings_per_team_day": "Practice"}
    assert read.at_once_source == "Annex"
    assert write_problem(read) == data


def test_a_room_that_is_never_closed_has_no_source_for_it() -> None:
    data = small()
    data["rooms"][0] |= {"sources": {"closed": "Letter"}}
    assert mistakes(data) == [("rooms[0].sources.closed", refusal("closed"))]


def test_only_conditions_have_sources_of_their_own() -> None:
    data = small()
    data["business"][0] |= {"sources": {"minutes": "Note 1"}}
    ((path, _),) = mistakes(data)
    assert path == "business[0].sources.minutes"


def test_a_relation_is_named_by_what_it_says() -> None:
    data = small()
    read = read_problem(data)
    assert [one.id for one in read.relations] == ["before.1.2"]
    assert write_problem(read) == data


def test_a_relation_may_be_given_a_name() -> None:
    data = small()
    data["relations"][0]["id"] = "opening-first"
    read = read_problem(data)
    assert list(read.relation_by_id) == ["opening-first"]
    assert write_problem(read) == data


def test_the_name_of_a_long_relation_is_short() -> None:
    long = Relation(
        kind=RelationKind.TOGETHER, business=tuple("ab" * 20 + str(n) for n in range(9))
    )
    other = Relation(kind=RelationKind.TOGETHER, business=long.business[:-1])
    assert long.id != other.id
    assert {len(one.id) for one in (long, other)} == {29}


def test_what_is_said_twice_is_refused() -> None:
    data = small()
    data["relations"] *= 2
    assert mistakes(data) == [
        (
            "relations[1].business",
            "This says the same as relations[0]; change that, or remove one.",
        )
    ]


def test_names_of_relations_are_given_once() -> None:
    data = small()
    data["relations"].append({"kind": "alone", "business": ["1"], "id": "before.1.2"})
    assert mistakes(data) == [
        ("relations[1].id", '"before.1.2" is the name of relations[0] already; give another.')
    ]
