"""Why a session has no programme that is too large to be searched: counted, ways out verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.explanation.explain import explain
from scheduler.problem import Entitlement, Problem
from tests.unit.problems import WED, business, interpretation, problem, session, slot


def crowded(number: int, minutes: int, days: int, total: int | None = None) -> Problem:
    return problem(
        *(business(f"i{n}", minutes) for n in range(number)),
        session=session(last_day=WED + timedelta(days=days - 1)),
        interpretation=interpretation(entitlement=Entitlement(total=total)),
    )


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any session is a large one, so that none need be."""
    monkeypatch.setattr("scheduler.explanation.explain.LARGE", 0)


def test_one_piece_too_many_may_be_split() -> None:
    explained = explain(crowded(7, 91, 3))
    once = {f"business.i{n}.may_split" for n in range(7)}
    assert [{one.key for one in clash} for clash in explained.clashes] == [
        {"time.cop.plenary", *once}
    ]
    ways = [[one.requirement.key for one in way] for way in explained.ways]
    assert next(way for way in ways if way[0].endswith("may_split")) == ["business.i0.may_split"]
    assert ways[-1] == ["slots.evening"]


def test_business_is_shortened_by_as_much_as_is_counted() -> None:
    """Two pieces of 91 minutes come to two more than a meeting has; three other meetings do."""
    shorter = [
        str(one.text)
        for way in explain(crowded(7, 91, 3)).ways
        for one in way
        if one.requirement.key == "time.cop.plenary"
    ]
    (sentence,) = shorter
    assert sentence.endswith(
        " Shorten some of it, by 2 min in all. For instance: item i0 by 2 min."
    )


def test_a_session_too_full_by_an_hour_is_shortened_by_that() -> None:
    explained = explain(crowded(19, 60, 3))
    shorter = [str(way[0].text) for way in explained.ways if len(way) == 1]
    instance = "For instance: item i0 by 30 min and item i1 by 30 min."
    said = f" Shorten some of it, by 1 h in all. {instance}"
    assert any(sentence.endswith(said) for sentence in shorter)


def test_as_many_meetings_more_as_are_needed() -> None:
    """Five meetings of three hours, of one piece each."""
    explained = explain(crowded(5, 100, 3, total=3))
    ways = {
        one.requirement.key: one.text.values["count"]
        for way in explained.ways
        for one in way
        if one.requirement.key.startswith("interpretation")
    }
    assert ways == {"interpretation.entitlement.total": 2}


def test_more_meetings_are_allowed_where_only_the_lengths_of_slots_ask_for_them() -> None:
    """Two pieces to a meeting of three hours, one to a meeting of two: six are needed for nine."""
    given = replace(crowded(9, 90, 3, total=5), slots=(slot("am", 10, 13), slot("pm", 15, 17)))
    allowed = [
        one.text.values["count"]
        for way in explain(given).ways
        for one in way
        if one.requirement.key == "interpretation.entitlement.total"
    ]
    assert allowed == [1]


def test_business_is_shortened_where_nothing_else_helps() -> None:
    """Four of six meetings take two pieces each, 48 minutes shorter together."""
    explained = explain(crowded(10, 114, 3))
    assert [{one.key for one in clash} for clash in explained.clashes] == [{"time.cop.plenary"}]
    shorter = [way for way in explained.ways if way[0].requirement.key == "time.cop.plenary"]
    assert [
        str(one.text).endswith("Shorten some of it, by 3 h 12 min in all.") for one in shorter[0]
    ] == [True]
