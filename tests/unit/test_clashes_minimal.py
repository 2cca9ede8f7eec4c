"""Of a clash of business that is too much nothing can be left out, tried every way."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduler.counting.packing import Piece
from scheduler.explanation.clashes import Search
from scheduler.explanation.explain import explain
from scheduler.explanation.hurt import Way
from scheduler.limits import never
from scheduler.problem import Problem
from scheduler.requirements import requirements
from tests.unit.packings import fits
from tests.unit.problems import THU, WED, at, business, problem, session, slot

LENGTHS = (6, 4, 6)  # of the slots, in half-hours
SLOTS = (slot("am", 10, 13), slot("pm", 15, 17, days=(WED,)))


@st.composite
def too_much(draw: st.DrawFn) -> Problem:
    """Four to six pieces, many of them alike, in three meetings of two lengths."""
    minutes = draw(st.lists(st.integers(2, 6), min_size=1, max_size=2))
    pieces = draw(st.lists(st.sampled_from(minutes), min_size=4, max_size=6))
    return problem(
        *(business(f"i{n}", 30 * one, least_minutes=60) for n, one in enumerate(pieces)),
        session=session(last_day=THU),
        slots=SLOTS,
    )


def possible(some: Problem, kept: Collection[str]) -> bool:
    pieces = [
        Piece(
            one.needed_minutes // 30,
            one.least_minutes // 30,
            whole=f"business.{one.id}.may_split" in kept,
        )
        for one in some.business
    ]
    return "time.cop.plenary" not in kept or fits(pieces, LENGTHS)


@settings(deadline=None, max_examples=8)
@given(too_much())
def test_each_requirement_of_a_clash_is_needed_for_it(some: Problem) -> None:
    every = {"time.cop.plenary", *(f"business.{one.id}.may_split" for one in some.business)}
    assume(not possible(some, every))
    explained = explain(some)
    for clash in [{one.key for one in clash} for clash in explained.clashes]:
        assert not possible(some, clash)
        assert all(possible(some, clash - {key}) for key in clash)
    for way in explained.ways:
        changed = {one.requirement.key for one in way}
        assert changed - every or possible(some, every - changed)


def test_times_that_are_too_full_are_told_apart() -> None:
    """They share nothing but that there is business at all."""
    times = (at(WED, "am"), at(THU, "am"))
    given = problem(
        *(business(f"{name}{n}", 100, fixed=(times[n],)) for name in "ab" for n in range(2))
    )
    assert [{one.key for one in clash} for clash in explain(given).clashes] == [
        {
            "time.cop.plenary",
            *(f"business.{name}{n}.{what}" for name in "ab" for what in ("fixed", "may_split")),
        }
        for n in range(2)
    ]


def test_what_counting_shows_not_to_help_stands_in_the_way_of_no_way_out() -> None:
    """Ten pieces of an hour in one morning: four may be unpinned and minutes saved, or seven."""
    given = problem(
        *(business(f"i{n}", 60, fixed=(at(WED, "am"),)) for n in range(10)),
        session=session(last_day=WED + timedelta(days=5)),
    )
    ways = [{one.requirement.key for one in way} for way in explain(given).ways]
    assert {f"business.i{n}.fixed" for n in range(7)} in ways


class Told(Search):
    """A search that is told the only clash there is, and never finds it any smaller."""

    def __init__(self, some: Problem, clash: set[str]) -> None:
        keys = {one.key for one in requirements(some)}
        super().__init__(some, keys, time.monotonic() + 60, never)
        self._clash_told = clash

    def _asked(self, kept: set[str], _until: float, _units: float) -> set[str] | None:
        return kept if self._clash_told <= kept else None

    def _fewest_units(self, _given_up: set[str]) -> Way:
        raise NotImplementedError

    def _cheapest(self) -> None:
        raise NotImplementedError

    def _least_minutes(self, _keys: set[str], _hours: set[str], _until: float) -> int:
        raise NotImplementedError

    def _shorter(self, _keys: set[str], _hours: set[str], _minutes: int, _until: float) -> bool:
        raise NotImplementedError


def test_what_is_needed_of_one_piece_is_not_needed_of_another_that_is_not_alike() -> None:
    some = problem(business("1", 60), business("2", 60), business("3", 90), business("4", 60))
    clash = {"business.1.may_split", "business.2.may_split", "business.4.may_split"}
    assert Told(some, clash).clashes(1) == [clash]
    clash = {"business.3.may_split", "time.cop.plenary"}
    assert Told(some, clash).clashes(1) == [clash]
