"""What has to share rooms or times is counted, and never counted to be more than it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.counting.apart import too_little_time
from scheduler.counting.capacity import capacity
from scheduler.counting.rooms import too_few_rooms
from scheduler.explanation.counted import counted
from scheduler.explanation.explain import explain
from scheduler.model import build
from scheduler.problem import Closure, Column, Held, HeldPart, Problem, Relation, RelationKind
from scheduler.programme import Status
from scheduler.requirements import requirements
from scheduler.solve import plan
from tests.unit.problems import (
    THU,
    WED,
    at,
    body,
    business,
    group,
    problem,
    relation,
    room,
    session,
)

BODIES = (body("cop"), body("wg"), body("rt"))


@st.composite
def crowded(draw: st.DrawFn) -> Problem:
    """Up to five pieces of three bodies in four slots, with rooms and relations of all kinds."""
    minutes = st.sampled_from([60, 120, 180, 300, 360, 540])
    pieces = [
        business(
            f"i{n}",
            draw(minutes),
            body=draw(st.sampled_from(["cop", "wg", "rt"])),
            column=draw(st.sampled_from(list(Column))),
            seats=draw(st.sampled_from([0, 150])),
            room=draw(st.sampled_from([None, None, "B"])),
            chair=draw(st.sampled_from([None, None, "x"])),
            not_before=draw(st.sampled_from([None, None, None, at(WED, "pm"), at(THU)])),
            not_after=draw(st.sampled_from([None, None, None, at(WED), at(THU, "am")])),
            fixed=draw(st.sampled_from([(), (), (at(WED, "pm"),)])),
            may_split=draw(st.booleans()),
        )
        for n in range(draw(st.integers(2, 5)))
    ]
    ids = [one.id for one in pieces]
    closed = st.lists(st.sampled_from([at(WED), at(THU, "am")]), max_size=1)
    rooms = (
        room("A", closed=tuple(draw(closed))),
        room("B", seats=100, closed=tuple(draw(closed))),
    )
    held = Held(
        before=at(WED, "pm"), parts=(HeldPart(business="i0", date=WED, slot="am", minutes=60),)
    )
    return problem(
        *pieces,
        session=session(last_day=THU),
        bodies=BODIES,
        rooms=rooms if draw(st.booleans()) else (),
        relations=tuple(dict.fromkeys(draw(st.lists(_relations(ids), max_size=3)))),
        at_once={Column.PLENARY: 1, Column.PARALLEL: draw(st.integers(1, 2))},
        closures=(Closure(date=THU, slot="pm", column=draw(st.sampled_from([None, *Column]))),),
        held=held if draw(st.booleans()) else None,
    )


def _relations(ids: list[str]) -> st.SearchStrategy[Relation]:
    of = {
        RelationKind.BEFORE: 2,
        RelationKind.NEVER_PARALLEL: 2,
        RelationKind.ALONE: 1,
        RelationKind.ENDS_SESSION: 1,
    }
    return st.builds(
        lambda kind, some: relation(kind, *some[: of[kind]]),
        st.sampled_from(list(of)),
        st.permutations(ids),
    )


def possible(some: Problem, kept: set[str], *, begun: bool) -> bool:
    """Whether a programme keeps these requirements, by the model alone."""
    model = build(some, explaining=True, leaving_out=not begun)
    model.cp.add_assumptions([row for key, row in model.switches.items() if key in kept])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.cp)
    assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    return bool(status == cp_model.OPTIMAL)


@settings(deadline=None, max_examples=40)
@given(crowded(), st.data(), st.booleans())
def test_what_is_counted_to_clash_clashes_in_the_model(
    some: Problem, data: st.DataObject, begun: bool
) -> None:
    every = [one.key for one in requirements(some)]
    dropped = data.draw(st.sets(st.sampled_from(every), max_size=4))
    clash = counted(some, set(every) - dropped, begun=begun)
    assume(clash is not None)
    assert clash is not None
    assert clash <= set(every) - dropped
    assert not possible(some, clash, begun=begun)


HALL = (room("hall", seats=600, closed=(at(THU),)), room("small", seats=100))
LARGE = problem(
    *(business(f"i{n}", 180, seats=400) for n in range(4)),
    business("5", 60, seats=400, may_split=True),
    group(seats=50),
    rooms=HALL,
)


def clashes(given: Problem) -> list[set[str]]:
    return [{one.key for one in clash} for clash in explain(given).clashes]


def test_a_hall_that_is_closed_too_long_is_counted() -> None:
    """Thirteen hours ask for it in four of the six slots."""
    (count,) = [one for one in capacity(LARGE) if not one.fits]
    assert str(count.text) == ("Rooms: at least 5 meetings needed in rooms that are open for 4.")
    asked = {"business.5.room", *(f"business.i{n}.room" for n in range(4))}
    assert set(count.clash) == {"rooms", "time.cop.plenary", *asked}
    assert plan(LARGE).status is Status.INFEASIBLE


def test_what_is_counted_of_rooms_is_as_small_as_can_be() -> None:
    """That they are taken whole does not matter: all of them together take too long."""
    rooms = {"business.5.room", *(f"business.i{n}.room" for n in range(4))}
    assert clashes(LARGE) == [{"rooms", "time.cop.plenary", *rooms}]


@pytest.mark.parametrize(
    "change",
    [
        {"rooms": (replace(HALL[0], closed=()), HALL[1])},
        {"rooms": (HALL[0], replace(HALL[1], seats=400))},
        {"rooms": ()},
        {"business": LARGE.business[1:]},
    ],
    ids=["open", "another", "no rooms", "less"],
)
def test_where_there_are_rooms_enough_none_are_missing(change: dict[str, object]) -> None:
    assert list(too_few_rooms(replace(LARGE, **change))) == []


def test_rooms_are_not_named_where_there_is_too_little_time_anyway() -> None:
    given = replace(LARGE, rooms=(room("hall", seats=600),))
    given = replace(given, business=tuple(business(f"i{n}", 180) for n in range(7)))
    assert list(too_few_rooms(given)) == []
    assert [one.key for one in capacity(given) if not one.fits] == ["at_once.plenary"]


def test_what_is_never_held_beside_the_plenary_is_counted_with_it() -> None:
    apart = relation(RelationKind.NEVER_PARALLEL, "wg", "1", "2")
    given = problem(
        business("1", 360, may_split=True),
        business("2", 360, may_split=True),
        business("3", 180),
        group("wg", 540, may_split=True),
        relations=(apart,),
    )
    (found,) = too_little_time(given)
    assert (found.meetings, found.places) == (7, 6)
    assert clashes(given) == [{f"relations.{apart.id}", "time.cop.plenary", "time.wg.parallel"}]
    assert list(too_little_time(replace(given, relations=()))) == []


def test_what_a_chair_an_order_and_an_end_keep_apart_is_counted() -> None:
    """Each of the four needs the slots of two meetings in three that are left, or more."""
    given = problem(
        business("1", 360, may_split=True, chair="x"),
        business("8", 60),
        group("wg", 720, may_split=True, chair="x"),
        relations=(relation(RelationKind.ENDS_SESSION, "8"),),
    )
    (found,) = too_little_time(given)
    assert (found.meetings, found.places) == (7, 6)
    assert clashes(given) == [
        {
            "chairs.x",
            f"relations.{given.relations[0].id}",
            "time.cop.plenary",
            "time.wg.parallel",
        }
    ]


def test_only_what_is_left_after_what_was_held_is_counted() -> None:
    """The hall is closed to come: what it held before needs it no more."""
    held = Held(
        before=at(THU, "am"),
        parts=tuple(
            HeldPart(business=f"i{n}", date=WED, slot=name, minutes=180)
            for n, name in enumerate(("am", "pm"))
        ),
    )
    given = replace(LARGE, held=held)
    (found,) = too_few_rooms(given)
    assert (found.meetings, found.places) == (3, 2)
    less = replace(given, business=(*given.business[:3], *given.business[4:]))
    assert plan(less).status is Status.OPTIMAL


def test_what_waits_for_the_first_items_is_counted_in_what_is_left() -> None:
    """What comes before it is pinned to the last day but one: four slots for five meetings."""
    before = [relation(RelationKind.BEFORE, "1", f"i{n}") for n in range(4)]
    given = problem(
        business("1", 30, not_before=at(THU)),
        *(business(f"i{n}", 180) for n in range(4)),
        business("2", 180),
        relations=tuple(before),
    )
    (found,) = too_little_time(given)
    assert (found.meetings, found.places) == (5, 4)
    assert clashes(given) == [
        {"business.1.not_before", "time.cop.plenary", *(f"relations.{one.id}" for one in before)}
    ]
    assert list(too_little_time(replace(given, relations=given.relations[1:]))) == []


def test_what_ends_the_session_leaves_the_rest_less_time() -> None:
    """It may begin before the rest does: only its end is bound."""
    ends = relation(RelationKind.ENDS_SESSION, "8")
    given = problem(
        business("8", 60, not_after=at(THU, "am")),
        *(business(f"i{n}", 180) for n in range(3)),
        relations=(ends,),
    )
    (found,) = too_little_time(given)
    assert (found.meetings, found.places) == (4, 3)
    assert clashes(given) == [{"business.8.not_after", "time.cop.plenary", f"relations.{ends.id}"}]
    longer = replace(given, business=(business("8", 60), *given.business[1:]))
    assert list(too_little_time(longer)) == []
