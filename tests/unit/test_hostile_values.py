"""Values without end, contradictions and emptiness: an answer or a clear error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.counting.capacity import capacity
from scheduler.limits import TooLarge
from scheduler.problem import (
    Held,
    Preference,
    RelationKind,
    Weight,
)
from scheduler.programme import Status
from scheduler.reading import BadInput, read_problem
from scheduler.reading.files import parse_json, parse_yaml
from scheduler.solve import plan
from scheduler.writing import write_problem
from tests.unit.hostile import ALL, SOON, ended
from tests.unit.problems import (
    FRI,
    THU,
    WED,
    at,
    business,
    problem,
    relation,
    session,
    slot,
)


@pytest.mark.parametrize("minutes", [10**6, 10**12, 10**18])
def test_minutes_without_end_are_more_than_there_is_room_for(minutes: int) -> None:
    given = problem(business("1", minutes, may_split=True, least_minutes=1))
    outcome = ended(lambda: plan(given, SOON))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    assert "time.cop.plenary" in {one.key for one in outcome.explanation.clash}


def test_weights_without_end_are_refused_by_name() -> None:
    weights = {Preference.AGENDA_ORDER: Weight(weight=10**9)}
    assert plan(problem(preferences=weights)).objective == 0
    weights = dict.fromkeys(Preference, Weight(weight=10**15))
    with pytest.raises(TooLarge, match="points of the preferences could exceed"):
        plan(problem(preferences=weights))
    data = write_problem(problem(preferences={Preference.EVEN_LOAD: Weight(weight=10**9)}))
    with pytest.raises(BadInput) as bad:
        read_problem(data)
    assert [error.path for error in bad.value.errors] == ["preferences.even_load.weight"]


@pytest.mark.parametrize(
    "field", ["minutes", "least_minutes", "most_parts", "seats"], ids=lambda name: name
)
def test_numbers_without_end_are_mistakes_in_a_file(field: str) -> None:
    data = write_problem(problem())
    data["business"][1] |= {field: 10**30}
    with pytest.raises(BadInput) as bad:
        read_problem(data)
    assert [error.path for error in bad.value.errors] == [f"business[1].{field}"]


def test_pins_that_contradict_each_other_are_named() -> None:
    items = [business(name, 180, fixed=(at(WED, "am"),)) for name in ("1", "2")]
    outcome = plan(problem(*items))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    assert {one.key for one in outcome.explanation.clash} >= {"business.1.fixed"} or {
        one.key for one in outcome.explanation.clash
    } >= {"business.2.fixed"}


def test_a_circle_of_what_comes_before_what_is_named() -> None:
    names = ["1", "2", "3", "4"]
    circle = tuple(
        relation(RelationKind.BEFORE, one, other)
        for one, other in zip(names, names[1:] + names[:1], strict=True)
    )
    given = problem(*(business(name, 10) for name in names), relations=circle)
    outcome = plan(given)
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    keys = {one.key for one in outcome.explanation.clash}
    assert {f"relations.{one.id}" for one in circle} == keys


@pytest.mark.parametrize(
    "empty",
    [
        {"slots": (slot("am", 10, 13, days=(FRI + timedelta(days=9),)),)},
        {"session": session(days_without_meetings=(WED, THU, FRI))},
        {"slots": ()},
    ],
    ids=["closed slots", "no days", "no slots"],
)
def test_without_any_slot_there_is_no_programme(empty: dict[str, Any]) -> None:
    given = problem(preferences=ALL, **empty)
    assert plan(given).status is Status.INFEASIBLE
    assert [one.fits for one in capacity(given)] == [False]


def test_without_business_there_is_nothing_to_hold() -> None:
    outcome = plan(replace(problem(preferences=ALL), business=()))
    assert outcome.programme is not None
    assert outcome.programme.meetings == ()


def test_what_was_held_in_a_slot_closed_since_does_not_count_as_time_lacking() -> None:
    given = problem(
        business("1", 180),
        slots=(slot("am", 10, 13),),
        held=Held(before=at(FRI)),
    )
    assert plan(given).status is Status.OPTIMAL


BOMB = "a: &a [x,x]\n" + "".join(f"{b}: &{b} [*{a},*{a}]\n" for a, b in zip("abcdef", "bcdefg"))  # noqa: B905 - the same length


@pytest.mark.parametrize(
    ("parse", "source"),
    [
        (parse_yaml, BOMB),
        (parse_yaml, "[" * 100_000),
        (parse_yaml, "a: " * 10_000),
        (parse_yaml, "- " * 100_000),
        (parse_json, "[" * 100_000),
        (parse_json, '{"a":' * 100_000),
        (parse_yaml, "x" * 6_000_000),
        (parse_json, "9" * 5_000_000),
    ],
    ids=lambda value: "" if callable(value) else value[:8],
)
def test_files_without_end_are_refused(parse: Callable[[str], Any], source: str) -> None:
    with pytest.raises(BadInput):
        ended(lambda: parse(source))
