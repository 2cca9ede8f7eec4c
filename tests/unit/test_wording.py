"""How documents write numbers; the engine, which imports nothing of ours, writes them alike."""

from datetime import time

import pytest
from babel import Locale
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


@pytest.mark.parametrize(
    ("number", "word"),
    [
        *((1, "first"), (6, "sixth"), (12, "twelfth"), (19, "nineteenth"), (20, "twentieth")),
        *((21, "twenty-first"), (43, "forty-third"), (90, "ninetieth"), (99, "ninety-ninth")),
        *((100, "100th"), (112, "112th")),
    ],
)
def test_sessions_are_counted_in_words(number, word):
    assert wording.ordinal_word(number) == word


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Conference of the Parties, third session", 3),
        ("Resumed twenty-first session of the Conference", 21),
        ("Tenth regular session, second part", 10),
        ("11th session", 11),
        ("The third conference", None),
        ("Report of the third session to the fourth session", None),
        ("Cinquième session", None),
        ("", None),
    ],
)
def test_the_number_of_a_session_is_read_from_its_title(title, number):
    assert wording.session_number(title) == number


@given(st.integers(1, 150))
def test_a_session_is_read_as_it_is_written(number):
    assert wording.session_number(f"Conference, {wording.ordinal_word(number)} session") == number


def test_an_item_is_named_by_its_number_however_that_is_typed():
    assert str(engine.named(business("2(a)", item="2 (a)"))) == "item 2 (a)"
    assert str(engine.opening(business("2(a)"))) == "Item 2 (a)"


@pytest.mark.parametrize(
    ("moment", "language", "written"),
    [
        (time(10, 4, 12), "en", "10.04.12 a.m."),
        (time(0), "en", "12.00.00 a.m."),
        (time(12), "en", "12.00.00 p.m."),
        (time(15, 30, 5), "fr", "15:30:05"),
    ],
)
def test_an_hour_to_the_second(moment, language, written):
    assert wording.second(moment, Locale(language)) == written


def test_an_hour_to_the_microsecond():
    moment = time(10, 4, 12, 250_000)
    assert wording.second(moment, Locale("en"), exact=True) == "10.04.12.250000 a.m."
    assert wording.second(moment, Locale("fr"), exact=True) == "10:04:12.250000"
