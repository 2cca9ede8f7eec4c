"""What is closed stays closed, and what has been held stays as it was."""

from __future__ import annotations

import pytest

from scheduler.problem import Closure, Column, Held, HeldPart
from tests.unit.problems import THU, WED, at, business, group, judged, planned, problem

AM = "The 1st meeting of the COP on 8 October 2008, 10:00, is held all the same."
BESIDE = "The 1st meeting of the WG on 8 October 2008, 10:00, is held all the same."


@pytest.mark.parametrize(
    ("closure", "sentences"),
    [
        (Closure(date=WED), [AM, BESIDE]),
        (Closure(date=WED, slot="am"), [AM, BESIDE]),
        (Closure(date=WED, slot="am", column=Column.PLENARY), [AM]),
        (Closure(date=WED, column=Column.PARALLEL), [BESIDE]),
        (Closure(date=WED, slot="pm"), []),
        (Closure(date=THU), []),
    ],
)
def test_no_meeting_is_held_while_its_column_is_closed(
    closure: Closure, sentences: list[str]
) -> None:
    given = problem(business("1"), group(), closures=(closure,))
    programme = planned(given, {"1": [(0, 60)], "wg": [(0, 180)]})
    key = f"closures.{closure.id}"
    assert judged(given, programme) == [(key, sentence) for sentence in sentences]


HELD = Held(before=at(WED, "pm"), parts=(HeldPart(business="1", date=WED, slot="am", minutes=60),))


@pytest.mark.parametrize(
    ("parts", "sentences"),
    [
        ({"1": [(0, 60), (1, 60)], "2": [(1, 60)]}, []),
        (
            {"1": [(0, 30), (1, 90)], "2": [(1, 60)]},
            ["Item 1 was taken for 1 h on 8 October 2008, 10:00, and is taken for 30 min here."],
        ),
        (
            {"1": [(1, 60), (2, 60)], "2": [(0, 60)]},
            [
                "Item 1 was taken for 1 h on 8 October 2008, 10:00, and is taken for 0 min here.",
                "Item 2 was taken for 0 min on 8 October 2008, 10:00, and is taken for 1 h here.",
            ],
        ),
    ],
)
def test_what_has_been_held_stays_as_it_was(
    parts: dict[str, list[tuple[int, int]]], sentences: list[str]
) -> None:
    given = problem(business("1", 120, may_split=True), business("2"), held=HELD)
    assert judged(given, planned(given, parts)) == [("held", sentence) for sentence in sentences]


def test_the_whole_day_before_which_all_was_held_may_change() -> None:
    given = problem(business("1"), held=Held(before=at(THU)))
    assert judged(given, planned(given, {"1": [(2, 60)]})) == []
    assert [key for key, _ in judged(given, planned(given, {"1": [(1, 60)]}))] == ["held"]
