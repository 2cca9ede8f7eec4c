"""Names of States: in all six languages, as of a day, each from somewhere."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.plain import BadData
from procedure.states import LANGUAGES, StateName, names_at, read_register, register

THIRD, FOURTH, TODAY = date(2006, 10, 9), date(2008, 10, 8), date(2026, 11, 22)
DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
NAMES = {language: f"X {language}" for language in LANGUAGES}
SMALL: dict[str, Any] = {
    "sources": {"unterm": "A list", "usage": "Habit"},
    "since": {"NEW": "2006-06-03"},
    "former": [
        {
            "code": "OLD",
            "until": "2010-01-01",
            "day_source": "A letter",
            "sources": {"en": "usage"},
            "names": NAMES,
        },
        {
            "code": "OLD",
            "until": "2000-01-01",
            "day_source": "Not found",
            "sources": {"other": "usage", "fr": "unterm"},
            "names": {language: f"W {language}" for language in LANGUAGES},
        },
    ],
    "states": {
        "OLD": {language: f"Y {language}" for language in LANGUAGES},
        "NEW": {language: f"Z {language}" for language in LANGUAGES},
    },
}


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("MKD", THIRD, "The former Yugoslav Republic of Macedonia"),
        ("MKD", TODAY, "North Macedonia"),
        ("TUR", FOURTH, "Turkey"),
        ("TUR", TODAY, "Türkiye"),
        ("SWZ", THIRD, "Swaziland"),
        ("SWZ", TODAY, "Eswatini"),
        ("CZE", THIRD, "Czech Republic"),
        ("LBY", THIRD, "Libyan Arab Jamahiriya"),
        ("LBY", TODAY, "Libya"),
        ("BOL", THIRD, "Bolivia"),
        ("BOL", TODAY, "Bolivia (Plurinational State of)"),
        ("SRB", date(2006, 6, 2), "Serbia and Montenegro"),
        ("SRB", date(2006, 6, 3), "Serbia"),
        ("PSE", THIRD, "Palestine"),
        ("CIV", THIRD, "Côte d'Ivoire"),
    ],
)
def test_names_are_as_of_a_day(code: str, day: date, name: str) -> None:
    assert names_at(code, day)["en"].name == name


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("BOL", date(2009, 4, 9)),
        ("CPV", date(2013, 10, 24)),
        ("CZE", date(2016, 5, 17)),
        ("LBY", date(2011, 9, 16)),
        ("MKD", date(2019, 2, 14)),
        ("PSE", date(2012, 12, 17)),
        ("SRB", date(2006, 6, 3)),
        ("SWZ", date(2018, 5, 30)),
        ("TUR", date(2022, 6, 1)),
    ],
)
def test_a_name_changes_on_the_day_on_which_another_came_into_use(code: str, day: date) -> None:
    now = register().states[code]["en"]
    before = names_at(code, day - timedelta(days=1))["en"]
    assert (before == now, names_at(code, day)["en"] == now) == (False, True)


def test_each_day_of_a_change_says_where_it_is_from() -> None:
    assert [one.day_source for one in read_register(SMALL).former] == ["Not found", "A letter"]
    assert all(len(one.day_source) > 20 for one in register().former)


def test_a_state_has_no_names_before_it_was_there() -> None:
    assert names_at("MNE", date(2006, 6, 2)) == {}
    assert names_at("MNE", date(2006, 6, 3))["fr"].name == "Monténégro"
    assert names_at("SSD", FOURTH) == {}


def test_what_is_no_state_has_no_names() -> None:
    assert names_at("UNODC", THIRD) == {}


@given(code=st.sampled_from(sorted(register().states)), day=DAYS)
def test_each_state_is_named_in_all_languages_or_in_none(code: str, day: date) -> None:
    found = names_at(code, day)
    assert set(found) in (set(LANGUAGES), set())
    assert all(one.name.strip() == one.name != "" for one in found.values())
    assert {one.source for one in found.values()} <= {
        "UNTERM, as in the Countries and Territories Taxonomy of the Office for the Coordination "
        "of Humanitarian Affairs",
        "CTOC/COP/2006/14",
        "United Nations usage, not checked against UNTERM",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=DAYS)
def test_no_two_states_have_the_same_name(language: str, day: date) -> None:
    found = [names_at(code, day) for code in register().states]
    names = [one[language].name for one in found if one]
    assert len(set(names)) == len(names)


def test_there_are_all_members_and_four_more() -> None:
    assert len(register().states) == 197
    assert {"VAT", "PSE", "COK", "NIU"} <= set(register().states)


def test_the_earlier_of_two_former_names_counts_until_its_day() -> None:
    small = read_register(SMALL)
    last = date(2000, 1, 1)
    said = [
        small.names_at("OLD", day)["en"]
        for day in (last - timedelta(days=1), last, date(2009, 12, 31), date(2010, 1, 1))
    ]
    assert said == [
        StateName("W en", "Habit"),
        StateName("X en", "Habit"),
        StateName("X en", "Habit"),
        StateName("Y en", "A list"),
    ]


def test_whose_source_is_not_said_has_that_of_the_others() -> None:
    earliest = read_register(SMALL).names_at("OLD", date(1999, 1, 1))
    assert (earliest["ar"].source, earliest["fr"].source) == ("Habit", "A list")
    later = read_register(SMALL).names_at("OLD", date(2001, 1, 1))
    assert (later["ar"].source, later["en"].source) == ("A list", "Habit")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"states": {"OLD": {"en": "Y"}}}, "states.OLD.ar: This field is missing."),
        ({"states": {"OLD": {**NAMES, "de": "Y"}}}, "states.OLD.de: There is no such field."),
        ({"sources": {"usage": "Habit"}}, "states.OLD.ar: There is no source “unterm”."),
        ({"since": {"NEW": "soon"}}, "since.NEW: Give a day, such as 2008-10-08."),
        ({"more": 1}, "more: There is no such field."),
        ({"former": [{"code": "OLD"}]}, "former[0].sources: This field is missing."),
    ],
)
def test_what_does_not_fit_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadData) as refused:
        read_register({**SMALL, **change})
    assert str(refused.value) == f"states.yaml.{said}"


def test_a_former_name_of_what_no_field_knows_is_refused() -> None:
    former = [{**SMALL["former"][0], "note": "x"}]
    with pytest.raises(BadData, match="There is no such field"):
        read_register({**SMALL, "former": former})
