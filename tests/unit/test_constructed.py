"""Programmes made without a search: what the checker passes, with business as short as counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.checker import check
from scheduler.explanation.constructed import constructed
from scheduler.explanation.given_up import all_given_up, given_up
from scheduler.model import build
from scheduler.problem import Problem
from scheduler.programme import Status
from scheduler.requirements import requirements
from scheduler.solve import plan
from scheduler.stopping import short_solver
from tests.unit.problems import THU, WED, business, problem, slot
from tests.unit.strategies import problems
from tests.unit.tiny import tiny

TIME = "time.cop.plenary"


def of(*minutes: int, may_split: bool = False) -> Problem:
    """Three meetings of three hours."""
    return problem(
        *(business(f"i{n}", one, may_split=may_split) for n, one in enumerate(minutes)),
        slots=(slot("am", 10, 13),),
        rooms=(),
    )


def of_two_slots(*whole: int, split: Sequence[int] = ()) -> Problem:
    """A day with a meeting of three hours and one of two; with business to be split, two days."""
    given = problem(
        *(business(f"i{n}", minutes) for n, minutes in enumerate(whole)),
        *(
            business(f"s{n}", minutes, may_split=True, least_minutes=30 + 30 * (not n))
            for n, minutes in enumerate(split)
        ),
        slots=(slot("am", 10, 12 if split else 13), slot("pm", 15, 16 if split else 17)),
        rooms=(),
    )
    return replace(given, session=replace(given.session, last_day=THU if split else WED))


def test_a_piece_longer_than_a_slot_is_shorter_in_it() -> None:
    made = constructed(of_two_slots(130, 130), {TIME})
    assert made is not None
    assert (made.shorter.total(), made.proven) == (10, True)


def test_what_is_taken_whole_may_have_to_make_room_for_a_part() -> None:
    made = constructed(of_two_slots(100, 50, split=(130, 90)), {TIME})
    assert made is None or not made.proven


def test_pieces_share_meetings_as_they_are_counted() -> None:
    made = constructed(of(100, 100, 100, 80, 80, 80))
    assert made is not None
    taken = [sorted(part.minutes for part in one.items) for one in made.programme.meetings]
    assert (taken, made.shorter.total(), made.proven) == ([[80, 100]] * 3, 0, True)


def test_what_may_be_split_fills_what_is_left() -> None:
    given = of(150, 150, 150, 90)
    assert constructed(given) is None
    last = replace(given.business[-1], may_split=True)
    made = constructed(replace(given, business=(*given.business[:-1], last)))
    assert made is not None
    taken = [sorted(part.minutes for part in one.items) for one in made.programme.meetings]
    assert taken == [[30, 150]] * 3


def test_business_is_shorter_by_what_meetings_are_too_full() -> None:
    """Two pieces of 100 minutes come to 20 more than a meeting has."""
    made = constructed(of(100, 100, 100, 100), {TIME})
    assert made is not None
    assert (made.shorter.total(), made.proven) == (20, True)
    assert sum(part.minutes for one in made.programme.meetings for part in one.items) == 380


def test_business_of_other_hours_is_not_shorter() -> None:
    assert constructed(of(100, 100, 100, 100), {"time.wg.parallel"}) is None
    assert constructed(of(100, 100, 100, 100)) is None


def test_what_may_be_split_is_shorter_by_what_there_is_no_time_for() -> None:
    made = constructed(of(210, 210, 210, may_split=True), {TIME})
    assert made is not None
    assert (made.shorter.total(), made.proven) == (90, True)


def test_of_very_much_some_is_taken_from_the_longest() -> None:
    """The meetings are full before the last piece is taken, of which some has to be."""
    made = constructed(of(300, 300, 60, may_split=True), {TIME})
    assert made is not None
    taken = {part.item for one in made.programme.meetings for part in one.items}
    assert (made.shorter.total(), taken) == (120, {"i0", "i1", "i2"})


def test_nothing_is_made_of_no_time_or_no_business() -> None:
    assert constructed(replace(of(60), slots=())) is None
    assert constructed(replace(of(60), business=())) is None


@settings(max_examples=30)
@given(tiny())
def test_what_is_made_is_a_programme(given: Problem) -> None:
    made = constructed(given)
    if made is not None:
        assert check(given, made.programme) == ()
        assert plan(given).status is Status.OPTIMAL


@settings(max_examples=30)
@given(tiny())
def test_fewer_minutes_less_are_not_enough_where_that_is_proven(given: Problem) -> None:
    for key in sorted({f"time.{one.body}.{one.column}" for one in given.business}):
        made = constructed(given, {key})
        if made is not None and made.proven and made.shorter:
            assert made.shorter.total() == least_minutes(given, key)


@st.composite
def crowded(draw: st.DrawFn) -> Problem:
    """Days with a long and a short slot, and business of which some may be split."""
    leasts = st.sampled_from((10, 30, 60))
    lengths = st.integers(2, 9).map(lambda tens: 20 * tens)
    some = [
        business(f"i{n}", draw(lengths), may_split=draw(st.booleans()), least_minutes=draw(leasts))
        for n in range(draw(st.integers(2, 5)))
    ]
    slots = (slot("am", 10, draw(st.integers(12, 13))), slot("pm", 15, draw(st.integers(16, 17))))
    given = problem(*some, slots=slots, rooms=())
    last_day = draw(st.sampled_from((WED, THU)))
    return replace(given, session=replace(given.session, last_day=last_day))


@settings(max_examples=60)
@given(crowded())
@example(of_two_slots(130, 130))
@example(of_two_slots(100, 50, split=(130, 90)))
def test_no_fewer_minutes_less_are_enough_in_slots_of_two_lengths(given: Problem) -> None:
    made = constructed(given, {TIME})
    if made is not None and made.proven:
        assert made.shorter.total() == least_minutes(given, TIME)


def least_minutes(given: Problem, key: str) -> int:
    """By how many minutes the hours are to be shorter, as the model has it."""
    model = build(given, explaining=True)
    model.cp.minimize(sum(model.slacks[key]))
    model.cp.add_assumptions([row for other, row in model.switches.items() if other != key])
    solver = short_solver()
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return round(solver.objective_value)


@settings(max_examples=30)
@given(problems())
def test_what_is_given_up_together_is_given_up_one_by_one(given: Problem) -> None:
    keys = [one.key for one in requirements(given)]
    less = given
    for key in keys:
        less = given_up(less, key) or less
    assert all_given_up(given, keys) == less
