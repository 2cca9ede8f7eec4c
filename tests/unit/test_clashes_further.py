"""Which clashes are told beside the first: those that are no more of the same hours."""

from __future__ import annotations

from dataclasses import replace

from scheduler.explanation.explain import explain
from scheduler.problem import Business, Entitlement, Problem, RelationKind, Room
from tests.unit.problems import (
    THU,
    WED,
    at,
    business,
    group,
    interpretation,
    problem,
    relation,
    room,
)

HALL, SMALL = room("A", seats=200), room("B", seats=90)
HOURS = {"time.cop.plenary", "time.wg.plenary"}


def full(*more: Business, rooms: tuple[Room, ...] = (HALL, SMALL), seats: int = 0) -> Problem:
    """Seven meetings of three hours in plenary, of two bodies; there are six slots."""
    return problem(
        *(business(f"{n}", 180, body=("cop", "wg")[n % 2], seats=seats) for n in range(7)),
        *more,
        rooms=rooms,
    )


def clashes(some: Problem) -> list[set[str]]:
    return [{one.key for one in clash} for clash in explain(some).clashes]


def test_the_same_hours_too_many_for_the_rooms_are_not_told_again() -> None:
    """One plenary meeting at a time, and one room with the seats: six meetings either way."""
    assert clashes(full(seats=150)) == [{"at_once.plenary", *HOURS}]


def test_hours_that_have_to_be_shorter_still_are_told_again() -> None:
    """The hall is open for five meetings: a debate that is short enough for six is not for five."""
    closed = replace(HALL, closed=(at(WED, "am"),))
    found = clashes(full(seats=150, rooms=(closed, SMALL)))
    assert len(found) == 2
    assert {"at_once.plenary", *HOURS} in found
    (rooms,) = (clash for clash in found if "rooms" in clash)
    assert rooms > HOURS


def test_what_no_time_is_long_enough_for_is_told_beside_hours_in_all() -> None:
    """That something has to be shorter does not say that this has to be."""
    assert clashes(full(business("long", 200, body="wg"))) == [
        {"at_once.plenary", *HOURS},
        {"time.wg.plenary", "business.long.may_split"},
    ]


def test_what_has_nothing_to_do_with_hours_is_told_beside_them() -> None:
    circle = tuple(relation(RelationKind.BEFORE, *pair) for pair in (("1", "3"), ("3", "1")))
    assert clashes(replace(full(seats=150), relations=circle)) == [
        {"at_once.plenary", *HOURS},
        {"relations.before.1.3", "relations.before.3.1"},
    ]


def test_hours_of_which_an_earlier_clash_has_more_are_told_apart() -> None:
    """With less of the parallel meetings the first is out of the way, the second is not."""
    entitled = interpretation(entitlement=Entitlement(total=5, plenary=3))
    items = (business(f"{n}", 180) for n in range(4))
    given = problem(*items, group(minutes=360, may_split=True), interpretation=entitled)
    assert clashes(given) == [
        {"interpretation.entitlement.total", "time.cop.plenary", "time.wg.parallel"},
        {"interpretation.entitlement.plenary", "time.cop.plenary"},
    ]


def test_pins_that_clash_are_told_beside_hours_in_all() -> None:
    pinned = (at(THU, "am"),)
    given = full(seats=150)
    changed = tuple(
        replace(one, fixed=pinned) if one.id in {"2", "4"} else one for one in given.business
    )
    found = clashes(replace(given, business=changed))
    assert {"at_once.plenary", *HOURS} in found
    assert any({"business.2.fixed", "business.4.fixed"} < clash for clash in found)


def test_what_is_too_much_for_one_time_is_told_where_hours_clash_by_themselves() -> None:
    """One body, whose hours are too many: what is pinned has too many for its slot besides."""
    pinned = (at(THU, "am"),)
    given = problem(
        *(business(f"{n}", 180) for n in range(5)),
        *(business(f"{n}", 180, fixed=pinned) for n in (6, 7)),
    )
    hours, pins = clashes(given)
    assert hours == {"time.cop.plenary"}
    assert pins == {
        "time.cop.plenary",
        "business.6.fixed",
        "business.7.fixed",
        "business.7.may_split",
    }
