"""How documents write numbers; the engine, which imports nothing of ours, writes them alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure import wording
from scheduler import wording as engine
from tests.unit.problems import business


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2(a)", "2 (a)"),
        ("2 (a)", "2 (a)"),
        ("2(b)(iii)", "2 (b) (iii)"),
        ("12", "12"),
        ("2 and 3", "2 and 3"),
        ("", ""),
    ],
)
def test_the_number_of_an_item(typed, written):
    assert wording.item_number(typed) == written
    assert engine.item_number(typed) == written


@given(st.text("12ab()i ", max_size=12))
def test_the_number_of_an_item_is_written_alike_everywhere_and_once(typed):
    written = wording.item_number(typed)
    assert engine.item_number(typed) == written
    assert wording.item_number(written) == written


@given(st.integers(1, 10_000))
def test_places_in_a_row_are_written_alike_everywhere(number):
    assert wording.ordinal(number) == str(engine.ordinal(number))


def test_an_item_is_named_by_its_number_however_that_is_typed():
    assert str(engine.named(business("2(a)", item="2 (a)"))) == "item 2 (a)"
    assert str(engine.opening(business("2(a)"))) == "Item 2 (a)"
