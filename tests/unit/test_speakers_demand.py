"""How long a list will take, and which limit lets all speak."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.rulebook import rulebook
from procedure.speakers.demand import Demand, demand
from procedure.speakers.values import Inscription
from tests.unit.speakers import Book, policy, terms


def places(count: int, groups: int = 0) -> tuple[Inscription, ...]:
    """So many speakers of three minutes, and so many for groups, of five."""
    book = Book(terms(policy("groups-first")))
    for number in range(count):
        book.inscribe(f"delegation {number}")
    for number in range(groups):
        book.inscribe(f"speaker {number}", on_behalf_of=f"group {number}")
    return book.standing().places


MANY = places(137)


@pytest.mark.parametrize("changeover", [0, rulebook("ctoc").floor.changeover_seconds])
def test_137_speakers_of_3_minutes_against_5_hours_fit_with_2(changeover: int) -> None:
    found = demand(MANY, 5 * 60, changeover_seconds=changeover)
    assert (found.speakers, found.limit, found.fits) == (137, 120, False)
    assert found.seconds == 137 * (180 + changeover)


def test_time_that_suffices_needs_no_other_limit() -> None:
    found = demand(MANY, 411)
    assert found == Demand(speakers=137, seconds=24660, minutes_given=411, limit=None)
    assert (found.minutes, found.fits) == (411, True)
    assert demand(MANY, 410).limit == 150


def test_a_begun_minute_counts() -> None:
    assert demand(places(1), 5, changeover_seconds=1).minutes == 4


def test_nobody_is_given_more_than_now() -> None:
    found = demand(places(10, groups=2), 30)
    assert (found.seconds, found.limit) == (10 * 180 + 2 * 300, 150)
    assert demand(places(10, groups=2), 38).limit == 240


def test_no_limit_makes_room_where_there_is_none() -> None:
    found = demand(MANY, 60)
    assert (found.limit, found.fits) == (None, False)


def test_an_empty_list_takes_no_time() -> None:
    assert demand((), 0) == Demand(speakers=0, seconds=0, minutes_given=0, limit=None)


@given(st.integers(1, 137), st.integers(0, 600), st.integers(0, 60))
def test_the_limit_is_the_longest_that_fits(count: int, minutes: int, changeover: int) -> None:
    found = demand(MANY[:count], minutes, changeover_seconds=changeover)
    fitting = [s for s in range(30, 180, 30) if count * (s + changeover) <= minutes * 60]
    wanted = None if found.fits else max(fitting, default=None)
    assert found.limit == wanted
