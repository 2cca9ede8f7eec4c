"""Wishes of a problem that no programme can meet are mistakes of its fields."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.problem import Column, Problem
from scheduler.reading import read_problem
from tests.unit.problem_files import Change, add, mistakes, put, small

SMALL_ROOM = {"id": "small-room", "title": "Small room", "seats": 20, "booths": 1}
SHORT = [
    {"id": "AM", "start": "10:00", "end": "10:20"},
    {"id": "PM", "start": "15:00", "end": "15:25"},
]


def together(**changes: Any) -> Change:
    """The two pieces of business in one meeting, the second changed."""

    def change(data: dict[str, Any]) -> None:
        data["relations"] = [{"kind": "together", "business": ["1", "2"]}]
        data["business"][1] |= {"languages": ["fr", "en"], **changes}

    return change


def held(*minutes: int, **changes: Any) -> Change:
    """The first piece of business, with changes, held in one slot after the other."""
    slots = ("2008-10-08", "AM"), ("2008-10-08", "PM"), ("2008-10-10", "AM")

    def change(data: dict[str, Any]) -> None:
        data["business"][0] |= changes
        data["held"] = {
            "before": {"date": "2008-10-10", "slot": "PM"},
            "parts": [
                {"business": "1", "date": day, "slot": slot, "minutes": taken}
                for (day, slot), taken in zip(slots, minutes, strict=False)
            ],
        }

    return change


IMPOSSIBLE: list[tuple[str, Change, str, str]] = [
    (
        "no place in the column",
        put("at_once", {"plenary": 0, "parallel": 0}),
        "at_once.plenary",
        "Give at least 1: there is plenary business.",
    ),
    (
        "no place in the other column",
        lambda data: (
            put("at_once", {"plenary": 1, "parallel": 0})(data),
            put("business", 1, "column", "parallel")(data),
        ),
        "at_once.parallel",
        "Give at least 1: there is parallel business.",
    ),
    (
        "fixed twice",
        put("business", 0, "fixed", ["2008-10-08 AM", "2008-10-10 AM"]),
        "business[0].fixed[1]",
        "Give one slot: this is taken in one meeting, unless it may be split.",
    ),
    (
        "parts of what may not be split",
        put("business", 0, "most_parts", 2),
        "business[0].most_parts",
        "Leave this out: this is taken in one meeting, unless it may be split.",
    ),
    (
        "too few meetings for its minutes",
        lambda data: data["business"][0].update(minutes=361, may_split=True, most_parts=2),
        "business[0].most_parts",
        "Give at least 3: it takes so many meetings, of at most 180 minutes.",
    ),
    (
        "fixed more often than it is taken",
        lambda data: data["business"][0].update(
            may_split=True, most_parts=1, fixed=["2008-10-08 AM", "2008-10-10 AM"]
        ),
        "business[0].most_parts",
        "Give at least 2: it takes so many meetings, of at most 180 minutes.",
    ),
    (
        "another body",
        together(body="WG"),
        "relations[0].business[1]",
        '"2" cannot be taken in one meeting with "1": give both the same body.',
    ),
    (
        "another column, other languages",
        together(column="parallel", languages="none"),
        "relations[0].business[1]",
        '"2" cannot be taken in one meeting with "1": give both the same column, languages.',
    ),
    (
        "held for longer than the slot",
        held(60, 181, minutes=300, may_split=True),
        "held.parts[1].minutes",
        'Give at most 180, the minutes of the slot "PM".',
    ),
    (
        "held for longer than it takes",
        held(40, 21, 10, may_split=True),
        "held.parts[1].minutes",
        'The parts of "1" come to 71 minutes, and it needs 60: give fewer here, or more to it.',
    ),
    (
        "held in parts",
        held(30, 30),
        "held.parts[1]",
        'Leave one part of "1", or allow it to be split: it is taken in one meeting.',
    ),
]


@pytest.mark.parametrize(
    ("change", "path", "text"), [pytest.param(*row, id=name) for name, *row in IMPOSSIBLE]
)
def test_what_nothing_can_fulfil(change: Change, path: str, text: str) -> None:
    data = small()
    change(data)
    assert mistakes(data) == [(path, text)]


def test_the_shortest_part_fits_a_slot_even_where_it_is_left_out() -> None:
    data = small()
    data["slots"] = SHORT
    for business in data["business"]:
        business["may_split"] = True
    assert mistakes(data) == [
        (
            f"business[{place}].least_minutes",
            "Give at most 25, the minutes of the longest slot; "
            "where this is left out, the shortest part has 30.",
        )
        for place in (0, 1)
    ]
    data["business"][0]["minutes"] = 25
    data["business"][1]["least_minutes"] = 25
    assert isinstance(read_problem(data), Problem)


def test_what_can_be_fulfilled() -> None:
    data = small()
    together()(data)
    add("rooms", **SMALL_ROOM)(data)
    data["at_once"] = {"plenary": 1, "parallel": 0}
    data["business"][0] |= {
        "fixed": ["2008-10-08 AM", "2008-10-10 AM"],
        "may_split": True,
        "seats": 300,
    }
    held(180, 60, 1, minutes=241)(data)
    assert read_problem(data).at_once == {Column.PLENARY: 1, Column.PARALLEL: 0}
