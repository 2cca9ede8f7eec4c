"""Bounds on the meetings that pieces fill: never more than they need, and told with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.counting.packing import Packing, Piece
from tests.unit.packings import fewest

LENGTH = 9


def whole(*minutes: int) -> tuple[Piece, ...]:
    return tuple(Piece(one, 30, whole=True) for one in minutes)


@st.composite
def pieces(draw: st.DrawFn) -> tuple[Piece, ...]:
    """Whole pieces no longer than a meeting, and others that may be; a few of them alike."""
    one = st.integers(1, LENGTH).map(lambda minutes: Piece(minutes, 1, whole=True))
    split = st.builds(
        lambda minutes, least: Piece(minutes, min(least, minutes), whole=False),
        st.integers(1, LENGTH + 4),
        st.integers(1, 4),
    )
    kinds = draw(st.lists(st.one_of(one, one, split), min_size=1, max_size=3))
    return tuple(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=5)))


@settings(deadline=None, max_examples=60)
@given(pieces())
def test_pieces_never_need_fewer_meetings_than_the_bound(some: tuple[Piece, ...]) -> None:
    assert Packing(some, LENGTH).meetings <= fewest(some, LENGTH)


@settings(deadline=None, max_examples=150)
@given(pieces(), st.data())
def test_those_named_fill_as_many_meetings_by_being_taken_whole(
    some: tuple[Piece, ...], data: st.DataObject
) -> None:
    packing = Packing(some, LENGTH)
    asked = data.draw(st.integers(1, packing.meetings))
    named = packing.taken_whole(asked)
    assert all(some[n].whole for n in named)
    others_split = tuple(
        one if n in named else Piece(one.minutes, one.least, whole=False)
        for n, one in enumerate(some)
    )
    assert fewest(others_split, LENGTH) >= asked


@pytest.mark.parametrize(
    ("minutes", "filled", "meetings"),
    [
        ([61] * 40, 14, 20),  # two to a meeting of three hours
        ([61] * 41, 14, 21),
        ([100] * 21, 12, 21),  # one to a meeting
        ([150] * 7 + [90] * 26, 19, 20),  # what long ones leave is of no use
        ([60] * 6, 2, 2),
        ([45] * 9, 3, 3),
        ([46] * 10, 3, 4),  # three to a meeting
    ],
)
def test_gaps_are_counted(minutes: list[int], filled: int, meetings: int) -> None:
    packing = Packing(whole(*minutes), 180)
    assert (packing.filled, packing.meetings) == (filled, meetings)


def test_no_more_pieces_are_named_than_make_the_difference() -> None:
    assert len(Packing(whole(*[61] * 45), 180).taken_whole(21)) == 41
    assert Packing(whole(*[60] * 9), 180).taken_whole(3) == ()


def test_short_parts_of_what_is_split_fill_the_gaps() -> None:
    """Half an hour is left beside each of the long ones, for parts of the others if they may."""
    long, others = whole(*[150] * 4), [75] * 4
    assert Packing((*long, *whole(*others)), 180).meetings == 6
    split = tuple(Piece(one, 30, whole=False) for one in others)
    assert Packing((*long, *split), 180).meetings == 5
