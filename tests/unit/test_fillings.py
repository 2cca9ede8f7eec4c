"""What cannot be filled cannot be planned; and what is full by number is found to be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.counting.fillings import fillings, limits_counted, overfilled
from scheduler.counting.packing import Piece
from scheduler.problem import Entitlement, Problem
from scheduler.programme import Status
from scheduler.solve import plan
from tests.unit.packings import fits
from tests.unit.problems import business, group, interpretation, problem, slot
from tests.unit.tiny import best, tiny

HOURS = (slot("am", 10, 13), slot("pm", 15, 17))
SLOTS = [180, 120] * 3


def too_full(some: Problem) -> bool:
    return overfilled(some, limits_counted(some))


@st.composite
def full(draw: st.DrawFn) -> tuple[Piece, ...]:
    """Seven to ten pieces in six meetings of two lengths, some of which can be split."""
    whole = st.integers(2, 6).map(lambda n: Piece(30 * n, 30, whole=True))
    split = st.integers(2, 6).map(lambda n: Piece(30 * n, 60, whole=False))
    kinds = draw(st.lists(st.one_of(whole, whole, split), min_size=1, max_size=3))
    return tuple(draw(st.lists(st.sampled_from(kinds), min_size=6, max_size=9)))


def session_of(pieces: tuple[Piece, ...]) -> Problem:
    return problem(
        *(
            business(f"i{n}", one.minutes, may_split=not one.whole, least_minutes=one.least)
            for n, one in enumerate(pieces)
        ),
        slots=HOURS,
    )


@settings(deadline=None, max_examples=40)
@given(full())
def test_what_has_room_is_never_too_much(pieces: tuple[Piece, ...]) -> None:
    in_half_hours = [Piece(one.minutes // 30, one.least // 30, one.whole) for one in pieces]
    possible = fits(in_half_hours, [minutes // 30 for minutes in SLOTS])
    assert not (too_full(session_of(pieces)) and possible)


@settings(deadline=None, max_examples=12)
@given(tiny())
def test_of_what_can_be_planned_nothing_is_too_much(some: Problem) -> None:
    assert not too_full(some) or best(some) is None


@pytest.mark.parametrize(("number", "full"), [(10, True), (9, False)])
def test_meetings_of_each_length_are_filled_by_themselves(number: int, full: bool) -> None:
    """Two of these fit into each of three meetings, one into each of three that are shorter."""
    given = problem(*(business(f"i{n}", 90) for n in range(number)), slots=HOURS)
    assert too_full(given) is full
    assert (plan(given).status is Status.INFEASIBLE) is full


def test_what_only_a_limit_makes_too_much() -> None:
    entitled = interpretation(entitlement=Entitlement(total=4, plenary=3))
    given = problem(*(business(f"i{n}", 100) for n in range(3)), group(), interpretation=entitled)
    assert not too_full(given)
    more = replace(given, business=(*given.business, business("x", 100)))
    keys = {f"interpretation.entitlement.{name}" for name in ("total", "plenary")}
    assert too_full(more)
    assert not overfilled(more, limits_counted(more) - keys)


def test_a_filling_counts_where_none_is_as_good() -> None:
    told, ways = fillings([100, 75, 60], 180, 0)
    assert told == [100, 75, 60]
    assert [(way.pieces, way.usable) for way in ways] == [
        ({100: 1, 75: 1}, 175),
        ({100: 1, 60: 1}, 160),
        ({75: 2}, 150),
        ({75: 1, 60: 1}, 135),
        ({60: 3}, 180),
    ]


def test_what_is_left_is_used_by_parts_that_are_short_enough() -> None:
    _, ways = fillings([100, 75], 180, 30)
    assert [(way.pieces, way.usable) for way in ways] == [
        ({100: 1, 75: 1}, 175),
        ({100: 1}, 180),
        ({75: 2}, 180),
    ]


def test_of_very_many_lengths_the_longest_are_told() -> None:
    told, ways = fillings(range(30, 180), 180, 0)
    assert told == list(range(179, min(told) - 1, -1))
    assert len(ways) <= 300
