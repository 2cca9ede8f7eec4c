"""In which order a bureau would try the ways out, and what is to be done for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from scheduler.explanation.explain import explain
from scheduler.explanation.hurt import HURT, MORE_MEETINGS, Way, hurts, kind
from scheduler.explanation.instead import change
from scheduler.problem import Closure, Entitlement, Problem, RelationKind
from scheduler.requirements import requirement_by_key, requirements
from tests.unit.problems import (
    THU,
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
)

PLENARY, TOTAL = "interpretation.entitlement.plenary", "interpretation.entitlement.total"
HALL, SMALL = room("A", seats=200), room("B", seats=90)
IN_ORDER: tuple[Mapping[str, int], ...] = (  # what a bureau would try first
    {"business.1.consecutive": 0},
    {"chairs.Ms. A": 0},
    {"business.1.room": 0},
    {"rooms": 0},
    {PLENARY: 1},
    {"business.1.room": 0, "business.2.room": 0},
    {PLENARY: 2, TOTAL: 2},
    {"interpretation.teams": 1},
    {"time.cop.plenary": 180},
    {"business.1.documents": 0, "business.1.fixed": 0, "business.2.fixed": 0},
    {"closures.2008-10-08": 0},
    {"time.cop.plenary": 351},
    {"at_once.plenary": 0},
)


def ways(some: Problem) -> list[list[str]]:
    return [[one.requirement.key for one in way] for way in explain(some).ways]


def test_ways_out_stand_in_the_order_in_which_they_would_be_tried() -> None:
    assert sorted(IN_ORDER, key=hurts) == list(IN_ORDER)


def test_a_meeting_more_counts_once_in_plenary_and_in_all() -> None:
    assert hurts({PLENARY: 2, TOTAL: 2}) == hurts({PLENARY: 2}) == hurts({TOTAL: 2})
    assert hurts({PLENARY: 1, "interpretation.entitlement.parallel": 1, TOTAL: 1}) == hurts(
        {TOTAL: 2}
    )


def test_evenings_come_before_the_order_of_business_and_before_meetings_of_debate() -> None:
    assert hurts({"time.cop.plenary": 300}) > 2 * MORE_MEETINGS
    assert hurts({"time.cop.plenary": 60}) < MORE_MEETINGS < HURT["relations"]


def test_hours_of_one_body_or_another_are_of_one_kind() -> None:
    assert kind("time.cop.plenary") == kind("time.wg.parallel")
    assert kind(PLENARY) == kind(TOTAL) != kind("interpretation.teams")
    assert kind("business.1.room") == kind("business.2(a).room") != kind("business.1.fixed")


def test_a_closed_hall_is_answered_by_rooms_then_evenings_then_hours() -> None:
    hall = replace(HALL, closed=(at(WED, "am"),))
    items = (business(f"{n}", 180, seats=150) for n in range(1, 7))
    given = problem(*items, rooms=(hall, SMALL))
    (smaller,), *others = ways(given)
    assert kind(smaller) == "business.room"
    assert others == [
        ["rooms"],
        ["slots.evening"],
        ["time.cop.plenary"],
    ]


def test_meetings_more_come_before_less_debate() -> None:
    entitled = interpretation(entitlement=Entitlement(total=3, plenary=2))
    given = problem(
        *(business(f"{n}", 180) for n in range(1, 4)), group(minutes=180), interpretation=entitled
    )
    assert ways(given)[:2] == [[PLENARY, TOTAL], ["time.cop.plenary"]]


def test_no_way_out_is_a_way_that_is_known_with_more_beside_it() -> None:
    """Who allows two meetings more need not allow one and shorten something as well."""
    entitled = interpretation(entitlement=Entitlement(total=2))
    given = problem(
        *(business(f"{n}", 180) for n in range(1, 4)), group(minutes=180), interpretation=entitled
    )
    of_kinds = [{kind(key) for key in way} for way in ways(given)]
    assert not any(one < other for one in of_kinds for other in of_kinds)


def asked_for() -> Problem:
    """Everything that can be asked for, to be met or not."""
    before = RelationKind.BEFORE
    return problem(
        business(
            "1",
            180,
            consecutive=True,
            shares_meeting=False,
            starts_meeting=True,
            chair="Ms. A",
            not_before=at(WED),
            not_after=at(THU),
            not_on=(at(WED, "pm"),),
            fixed=(at(WED, "am"),),
            documents=("A/1",),
            seats=150,
        ),
        business("2", 180, may_split=True, most_parts=2, room="A", chair="Ms. A"),
        relations=(
            relation(before, "1", "2"),
            relation(before, "2", "1", gap_slots=1),
            relation(RelationKind.AFTER_BEGUN, "1", "2"),
            relation(RelationKind.NEVER_PARALLEL, "1", "2"),
            relation(RelationKind.TOGETHER, "1", "2"),
            relation(RelationKind.ENDS_SESSION, "1"),
            relation(RelationKind.ALONE, "1"),
        ),
        documents=(document("A/1"),),
        bodies=(body("cop"),),
        closures=(Closure(date=WED, slot="am"),),
        interpretation=interpretation(entitlement=Entitlement(total=9)),
    )


@pytest.mark.parametrize(
    ("key", "instead"),
    [
        ("at_once.parallel", "Hold more at a time."),
        ("bodies.cop", "Let it hold more at a time."),
        ("chairs.Ms. A", "Have others chair some of them."),
        ("closures.2008-10-08.am", "Hold meetings then all the same."),
        ("interpretation.teams", "Engage 90 more."),
        (TOTAL, "Allow 90 more."),
        ("interpretation.meetings_per_team_day", "Let teams serve more."),
        ("rooms", "Find rooms elsewhere."),
        ("time.cop.plenary", "Shorten some of it, by 1 h 30 min in all."),
        ("business.1.may_split", "Let it be continued in another meeting."),
        ("business.2.most_parts", "Let it be continued in more meetings."),
        ("business.1.consecutive", "Let there be other slots between."),
        ("business.1.shares_meeting", "Let it share a meeting."),
        ("business.1.starts_meeting", "Let other business come before it."),
        ("business.1.not_before", "Take it earlier."),
        ("business.1.not_after", "Take it later."),
        ("business.1.not_on", "Take it then all the same, under another chair if Ms. A is away."),
        ("business.1.fixed", "Take it at another time."),
        ("business.1.documents", "Take it without waiting."),
        ("business.1.room", "Take it in a smaller room."),
        ("business.2.room", "Take it in another room."),
        ("relations.before.1.2", "Take them in another order, or at the same time."),
        (
            "relations.before.2.1",
            "Take them in another order, or sooner after one another where that will do.",
        ),
        ("relations.after_begun.1.2", "Take them in another order, or at the same time."),
        ("relations.never_parallel.1.2", "Let them be taken in parallel."),
        ("relations.together.1.2", "Take them in different meetings."),
        ("relations.ends_session.1", "Take other business after it or beside it."),
        ("relations.alone.1", "Hold other meetings beside it."),
    ],
)
def test_what_is_to_be_done_in_the_place_of_a_requirement(key: str, instead: str) -> None:
    some = asked_for()
    asked = requirement_by_key(some)[key]
    assert str(change(some, asked, Way({key: 90}))) == f"{asked.text} {instead}"


def test_something_is_to_be_done_in_the_place_of_each_requirement() -> None:
    some = asked_for()
    for one in requirements(some):
        assert str(change(some, one, Way({one.key: 1}))).removeprefix(str(one.text)).endswith(".")
