"""Why there is no programme: clashes that cannot be smaller, and ways out that work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from scheduler.explanation.explain import explain
from scheduler.limits import too_many
from scheduler.problem import Column, Entitlement, Held, HeldPart, Problem, RelationKind
from scheduler.programme import Status
from scheduler.reading import load_problem
from scheduler.solve import plan
from tests.unit.problems import (
    FRI,
    WED,
    at,
    body,
    business,
    document,
    group,
    interpretation,
    problem,
    relation,
    room,
    session,
    slot,
)
from tests.unit.searches import can_be_held, searched
from tests.unit.tiny import tiny

EXAMPLES = Path(__file__).parents[2] / "examples"


def entitled(some: Problem, **limits: int) -> Problem:
    limit = replace(some.interpretation.entitlement, **limits)
    return replace(some, interpretation=replace(some.interpretation, entitlement=limit))


@pytest.fixture(scope="module")
def cop4() -> Problem:
    return load_problem(EXAMPLES / "ctoc-cop4.yaml")


@pytest.mark.parametrize(
    ("asked", "clash", "ways"),
    [
        ({"seats": 301}, {"rooms", "business.2.room"}, [["business.2.room"], ["rooms"]]),
        (
            {"room": "A", "seats": 301},
            {"rooms", "business.2.room"},
            [["business.2.room"], ["rooms"]],
        ),
        ({"languages": ("en", "fr", "es")}, {"rooms"}, [["rooms"]]),
        (
            {"room": "B", "languages": ("en",)},
            {"rooms", "business.2.room"},
            [["business.2.room"], ["rooms"]],
        ),
    ],
)
def test_what_no_room_has_clashes_with_the_rooms(
    asked: dict[str, Any], clash: set[str], ways: list[list[str]]
) -> None:
    rooms = (room("A", seats=300, booths=2), room("B", seats=300, booths=0))
    given = problem(business("1", languages=()), business("2", **({"languages": ()} | asked)))
    found = explain(replace(given, rooms=rooms))
    assert [{one.key for one in one} for one in found.clashes] == [clash]
    assert [[one.requirement.key for one in way] for way in found.ways] == ways


@pytest.mark.parametrize(
    ("limits", "clash"),
    [
        ({"total": 19}, ("total", "COP.plenary", "WGIC.parallel", "WGTA.plenary")),
        ({"plenary": 15}, ("plenary", "COP.plenary", "WGTA.plenary")),
        ({"parallel": 3}, ("parallel", "WGIC.parallel")),
    ],
)
def test_a_meeting_taken_away_names_the_entitlement(
    cop4: Problem, limits: dict[str, int], clash: tuple[str, ...]
) -> None:
    outcome = plan(entitled(cop4, **limits))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    assert {one.key for one in outcome.explanation.clash} == {
        f"interpretation.entitlement.{clash[0]}",
        *(f"time.{name}" for name in clash[1:]),
    }
    (way_out,) = outcome.explanation.relaxations
    assert way_out.requirement.key == f"interpretation.entitlement.{clash[0]}"
    assert str(way_out.text) == f"{way_out.requirement.text} Allow 1 more."


def test_a_clash_of_order_is_said_in_the_words_it_was_entered_in() -> None:
    explained = explain(
        problem(
            business("1"),
            business("2"),
            business("3"),
            relations=(
                relation(RelationKind.BEFORE, "1", "2"),
                relation(RelationKind.BEFORE, "2", "1", because="the report comes first"),
                relation(RelationKind.BEFORE, "2", "3"),
            ),
        )
    )
    keys = [one.key for one in explained.clash]
    assert keys == ["relations.before.1.2", "relations.before.2.1"]
    assert str(explained.clash[1].text) == (
        "Item 2 is finished before item 1 is taken, because the report comes first."
    )
    (way_out,) = explained.relaxations
    assert way_out.requirement.key in {"relations.before.1.2", "relations.before.2.1"}
    instead = "Take them in another order, or at the same time."
    assert str(way_out.text) == f"{way_out.requirement.text} {instead}"


def test_a_document_that_comes_too_late() -> None:
    late = business("1", documents=("A/1",), not_after=at(WED))
    explained = explain(problem(late, documents=(document("A/1", FRI),)))
    assert [one.key for one in explained.clash] == [
        "business.1.not_after",
        "business.1.documents",
    ]


@pytest.mark.parametrize(("meetings", "entitlement"), [(2, 1), (4, 1), (6, 5)])
def test_the_way_out_is_no_wider_than_it_must_be(meetings: int, entitlement: int) -> None:
    full = entitled(problem(*(business(str(n), 180) for n in range(meetings))), total=entitlement)
    (way_out,) = explain(full).relaxations
    assert way_out.text.values["count"] == meetings - entitlement
    assert plan(entitled(full, total=meetings)).status is Status.OPTIMAL
    assert plan(entitled(full, total=meetings - 1)).status is Status.INFEASIBLE


@settings(deadline=None, max_examples=40)
@given(tiny())
def test_there_is_a_clash_just_where_there_is_no_programme(some: Problem) -> None:
    explained = explain(some)
    possible = searched(some).status is Status.OPTIMAL
    assert (explained.clash == ()) == possible
    assert (explained.relaxations == ()) == possible


def test_more_business_than_the_session_has_time_for() -> None:
    """The length of the slots cannot be given up: what is too much is named, and by how much."""
    full = problem(*(business(str(n), 45) for n in range(30)), bodies=(body("cop"),))
    explained = explain(full)
    assert [one.key for one in explained.clash] == ["time.cop.plenary"]
    evenings, (way_out,) = explained.ways
    assert {one.requirement.key for one in evenings} == {"slots.evening"}
    assert str(way_out.text) == (
        "The COP has 22 h 30 min of plenary business, at least 8 meetings of 3 h. "
        "Shorten some of it, by 4 h 30 min in all."
    )


def test_what_is_shortened_for_instance_leaves_a_programme() -> None:
    """Not just any business can be shorter: the longest is not in the way."""
    debate, finance = business("1", 300, may_split=True), business("2", 250)
    shorter = explain(problem(debate, finance, bodies=(body("cop"),))).ways[-1][-1]
    assert str(shorter.text).endswith(
        " Shorten some of it, by 1 h 10 min in all. For instance: item 2 by 1 h 10 min."
    )
    less = problem(debate, business("2", 180), bodies=(body("cop"),))
    assert plan(less).status is Status.OPTIMAL


def test_clashes_that_have_nothing_in_common_are_all_named(cop4: Problem) -> None:
    explained = explain(entitled(cop4, parallel=3, plenary=14))
    assert [{one.key for one in clash} for clash in explained.clashes] == [
        {"interpretation.entitlement.plenary", "time.COP.plenary", "time.WGTA.plenary"},
        {"interpretation.entitlement.parallel", "time.WGIC.parallel"},
    ]
    changed = [{one.requirement.key for one in way} for way in explained.ways]
    assert changed[0] == {
        "interpretation.entitlement.plenary",
        "interpretation.entitlement.parallel",
    }
    assert len(changed) == 3
    assert all(changed.count(way) == 1 for way in changed)


def test_each_way_out_works_by_itself(cop4: Problem) -> None:
    explained = explain(entitled(cop4, parallel=3))
    assert [[one.requirement.key for one in way] for way in explained.ways] == [
        ["interpretation.entitlement.parallel"],
        ["time.WGIC.parallel"],
    ]
    assert can_be_held(entitled(cop4, parallel=4))
    shorter = tuple(replace(one, minutes=540) if one.id == "WGIC" else one for one in cop4.business)
    assert can_be_held(replace(entitled(cop4, parallel=3), business=shorter))


def test_what_has_been_held_is_never_given_up() -> None:
    part = HeldPart(business="1", date=WED, slot="am", minutes=60)
    asked = relation(RelationKind.BEFORE, "2", "1")
    past = problem(business("1"), business("2"), relations=(asked,))
    explained = explain(replace(past, held=Held(before=at(FRI), parts=(part,))))
    assert {one.key for one in explained.clash} == {"held", "relations.before.2.1"}
    assert [[one.requirement.key for one in way] for way in explained.ways] == [
        ["relations.before.2.1"]
    ]


def test_other_ways_are_found_beside_a_way_that_is_counted(cop4: Problem) -> None:
    """What was counted for one way does not stand in the way of the next."""
    given = cop4.interpretation
    entitlement = replace(given.entitlement, total=8, plenary=None, parallel=None)
    limited = replace(cop4, interpretation=replace(given, entitlement=entitlement))
    explained = explain(limited)
    assert [{one.requirement.key for one in way} for way in explained.ways[:1]] == [
        {"interpretation.entitlement.total"}
    ]
    assert len(explained.ways) == 3


def test_two_plenary_meetings_at_once_are_the_last_way_out() -> None:
    full = problem(*(business(str(n), 180, body=("cop", "wg")[n % 2]) for n in range(9)))
    *others, last = explain(full).ways
    assert "at_once.plenary" not in {one.requirement.key for way in others for one in way}
    assert [str(one.text) for one in last] == [
        "At most 1 plenary meeting is held at a time. Hold more at a time."
    ]


def test_a_team_too_few_is_answered_by_a_team_more(cop4: Problem) -> None:
    alone = replace(cop4, interpretation=replace(cop4.interpretation, teams=1))
    explained = explain(alone)
    assert explained.clash[0].key == "interpretation.teams"
    assert str(explained.relaxations[0].text) == (
        "1 team of interpreters serves the meetings of each slot. Engage 1 more."
    )


@pytest.mark.parametrize("teams", [0, 1])
def test_as_many_teams_more_as_there_must_be(teams: int) -> None:
    """Three bodies, each with a meeting of its own in the one slot there is: three teams."""
    three = problem(
        *(group(id_, body=id_) for id_ in "abc"),
        session=session(last_day=WED),
        slots=(slot("am", 10, 13),),
        bodies=tuple(map(body, "abc")),
        rooms=tuple(map(room, "ABC")),
        at_once={Column.PLENARY: 0, Column.PARALLEL: 3},
        interpretation=interpretation(teams=teams),
    )
    (way_out,) = explain(three).relaxations
    assert way_out.requirement.key == "interpretation.teams"
    assert way_out.text.values["count"] == 3 - teams
    enough = replace(three, interpretation=interpretation(teams=3))
    assert plan(enough).status is Status.OPTIMAL


def test_a_clash_that_is_only_counted_has_more_meetings_for_a_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_large(*_given: object, **_more: object) -> None:
        raise too_many()

    monkeypatch.setattr("scheduler.explanation.explain.build", too_large)
    some = problem(business("1", 6 * 180 + 90, may_split=True))
    found = explain(some)
    assert {one.key for one in found.clash} == {"time.cop.plenary"}
    assert len(found.relaxations) == 1
    assert found.relaxations[0].requirement.key.startswith("slots.")


@pytest.mark.parametrize(("number", "minutes"), [(7, 91), (13, 61)])
def test_one_piece_of_business_too_many_is_counted(number: int, minutes: int) -> None:
    """Six meetings of three hours: one or two of these to a meeting, none of them split."""
    given = problem(*(business(f"i{n}", minutes) for n in range(number)))
    explained = explain(given)
    (clash,) = ({one.key for one in clash} for clash in explained.clashes)
    once = {f"business.i{n}.may_split" for n in range(number)}
    assert clash == {"time.cop.plenary", *once}
    ways = [{one.requirement.key for one in way} for way in explained.ways]
    assert ways[0] == {"time.cop.plenary"}  # some minutes
    assert [len(way & once) for way in ways[1:3]] == [1, 1]
    assert ways[3] == {"slots.evening"}


def test_ways_out_differ_in_kind_before_they_differ_in_business() -> None:
    """To split one piece or another is much the same; to allow a meeting more is not."""
    entitled = interpretation(entitlement=Entitlement(total=2))
    given = problem(*(business(f"i{n}", 120) for n in range(3)), interpretation=entitled)
    (clash,) = ({one.key for one in clash} for clash in explain(given).clashes)
    ways = [[one.requirement.key for one in way] for way in explain(given).ways]
    assert clash == {
        "time.cop.plenary",
        "interpretation.entitlement.total",
        *(f"business.i{n}.may_split" for n in range(3)),
    }
    assert sorted(key.split(".")[0] for way in ways for key in way) == [
        "business",
        "interpretation",
        "time",
    ]


def test_a_room_that_is_closed_is_part_of_the_clash() -> None:
    """What is asked of the room and of the time could both be met, were it open."""
    closed = replace(room("B"), closed=(at(WED),))
    asked = business("1", 60, room="B", fixed=(at(WED, "am"),))
    explained = explain(problem(asked, rooms=(room("A"), closed)))
    asked_for = {"rooms", "business.1.room", "business.1.fixed"}
    assert [{one.key for one in clash} for clash in explained.clashes] == [asked_for]
    assert "closed: Room B (8 October 2008)" in str(explained.clashes[0][0].text)
    ways = [[one.requirement.key for one in way] for way in explained.ways]
    assert ways == [["business.1.room"], ["rooms"], ["business.1.fixed"]]
