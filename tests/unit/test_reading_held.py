"""What is said to have been held could have been; and closures of slots with misleading names."""

from __future__ import annotations

import pytest

from scheduler.problem import Closure, Column, Held, HeldPart
from scheduler.reading import BadInput, read_problem
from scheduler.writing import write_problem
from tests.unit.problems import THU, WED, at, problem, slot


def test_what_is_taken_in_one_meeting_was_taken_whole() -> None:
    held = Held(before=at(THU), parts=(HeldPart(business="1", date=WED, slot="am", minutes=30),))
    with pytest.raises(BadInput) as bad:
        read_problem(write_problem(problem(held=held)))
    assert [str(error) for error in bad.value.errors] == [
        'held.parts[0].minutes: Give 60, all that "1" needs, or allow it to be split: it is taken '
        "in one meeting."
    ]


def test_what_was_held_in_one_meeting_fits_in_its_slot() -> None:
    parts = (
        HeldPart(business="1", date=WED, slot="am", minutes=60),
        HeldPart(business="2", date=WED, slot="am", minutes=150),
        HeldPart(business="wg", date=WED, slot="am", minutes=180),
    )
    with pytest.raises(BadInput) as bad:
        read_problem(write_problem(problem(held=Held(before=at(THU), parts=parts))))
    assert [str(error) for error in bad.value.errors] == [
        "held.parts[1].minutes: What was held in this meeting comes to 210 minutes, and the slot "
        '"am" has 180.'
    ]


def test_a_slot_called_like_a_column_is_closed_beside_that_column() -> None:
    closures = (
        Closure(date=WED, slot="plenary"),
        Closure(date=WED, column=Column.PLENARY),
        Closure(date=WED, slot="plenary", column=Column.PLENARY),
        Closure(date=WED, slot="am"),
    )
    given = problem(slots=(slot("plenary", 10, 13), slot("am", 15, 18)), closures=closures)
    assert read_problem(write_problem(given)) == given
    assert [one.id for one in closures] == [
        "2008-10-08.plenary.both",
        "2008-10-08.plenary",
        "2008-10-08.plenary.plenary",
        "2008-10-08.am",
    ]
