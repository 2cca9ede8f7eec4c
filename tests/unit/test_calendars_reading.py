"""Reading calendars to be made: mistakes by their fields, and what the checker says of plans."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scheduler.calendars.checker import check_calendar
from scheduler.calendars.problem import CalendarProblem, Kind, Start
from scheduler.calendars.reading import read_calendar_problem
from scheduler.calendars.writing import read_plan
from scheduler.reading import BadInput


def session(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "S", "lvl": 0, "interp": 1, "starts": [[0, 0], [2, 3]], "cov": [0, 1], "pen": 9
    } | changes  # fmt: skip


def group(**changes: Any) -> dict[str, Any]:
    return session(kind="W", cov=[0], parent=0, offs=[1], starts=[[1, 0], [3, 0]]) | changes


def data(*blocks: Any, **changes: Any) -> dict[str, Any]:
    return {
        "T": 4, "spd": 2, "weeks": 1, "teams": 2, "weekly": 7, "caps": [1, 2], "blocks": [*blocks]
    } | changes  # fmt: skip


def read(*blocks: Any, **changes: Any) -> CalendarProblem:
    return read_calendar_problem(data(*blocks, **changes))


def wrong(given: object) -> list[str]:
    with pytest.raises(BadInput) as refused:
        read_calendar_problem(given)
    return [error.path for error in refused.value.errors]


def test_what_is_read() -> None:
    problem = read(session(title="Council"), group(lvl=1, interp=0), conf=[[1, 0], [0, 1]])
    one, other = problem.blocks
    assert (one.kind, one.starts, one.covers) == (Kind.SESSION, (Start(0, 0), Start(2, 3)), (0, 1))
    assert (one.title, one.interpreted, other.parent, other.offsets) == ("Council", True, 0, (1,))
    assert (problem.slots, problem.slots_per_week, problem.conflicts) == (4, 4, ((0, 1),))


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ([], [""]),
        ({}, ["T", "spd", "weeks", "teams", "weekly", "caps"]),
        (data(T=0), ["T"]),
        (data(T=10**30), ["T"]),
        (data(caps=[]), ["caps"]),
        (data(caps=[1, -1]), ["caps[1]"]),
        (data(blocks={}), ["blocks"]),
        (data(5), ["blocks[0]"]),
        (data(session(kind="X")), ["blocks[0].kind"]),
        (data(session(kind=[])), ["blocks[0].kind"]),
        (data(session(cov=[])), ["blocks[0].cov"]),
        (data(session(lvl=2)), ["blocks[0].lvl"]),
        (data(session(pen=10**30)), ["blocks[0].pen"]),
        (data(session(interp=7)), ["blocks[0].interp"]),
        (data(session(interp=[])), ["blocks[0].interp"]),
        (data(session(starts=None)), ["blocks[0].starts"]),
        (data(session(starts=[[3, 0]])), ["blocks[0].starts[0]"]),
        (data(session(starts=[[0, 0], [0, 1]])), ["blocks[0].starts[1]"]),
        (data(session(starts=[[0, 0.5]])), ["blocks[0].starts[0]"]),
        (data(session(starts=[[True, 0]])), ["blocks[0].starts[0]"]),
        (data(session(), group(parent=-1)), ["blocks[1].parent"]),
        (data(session(), group(parent=7)), ["blocks[1].parent"]),
        (data(session(), group(parent=1)), ["blocks[1].parent"]),
        (data(session(), group(), group(parent=1)), ["blocks[2].parent"]),
        (data(session(), group(offs=None)), ["blocks[1].offs"]),
        (data(session(id="a"), session(id="a")), ["blocks[1].id"]),
        (data(session(), conf=[[0, 0], [0, 1], 3]), ["conf[0]", "conf[1]", "conf[2]"]),
        (data(first_day="soon"), ["first_day"]),
        (data(format="hemicycle-calendar-problem/9"), ["format"]),
        (data(name=["a"]), ["name"]),
        (data(caps=[1] * 101), ["caps"]),
        (data(session(id=True)), ["blocks[0].id"]),
        (data(session(id={}, title=5)), ["blocks[0].id", "blocks[0].title"]),
        (data(session(title="a" * 1001)), ["blocks[0].title"]),
    ],
)
def test_mistakes_are_named(given: object, paths: list[str]) -> None:
    assert wrong(given) == paths


def test_a_hundred_mistakes_are_enough() -> None:
    assert len(wrong(data(*[5] * 1000))) == 100


@pytest.mark.parametrize(
    ("changes", "plan", "said"),
    [
        ({}, (0, 1, None), []),
        ({}, (None, None, 2), []),
        ({}, (1, None, None), ["0 starts in slot 1."]),
        ({}, (None, 1, None), ["1 is not inside 0."]),
        ({}, (0, 3, None), ["1 is not inside 0."]),
        ({"conf": [[0, 2]]}, (0, None, 2), []),
        (
            {"conf": [[0, 2]], "caps": [2, 2]},
            (0, None, 0),
            ["0 and 2 are held at the same time."],
        ),
        (
            {},
            (2, None, 2),
            [
                "In slot 2, 2 blocks need one of 1 rooms (level 0).",
                "In slot 3, 2 blocks need one of 1 rooms (level 0).",
            ],
        ),
        (
            {"teams": 1},
            (0, 1, None),
            ["2 meetings with interpretation in slot 1, where teams serve 1.",
             "3 meetings with interpretation in day 0, where teams serve 2."],
        ),
        (
            {"weekly": 1},
            (0, 1, None),
            ["3 meetings with interpretation in week 0, where teams serve 2."],
        ),
    ],
)  # fmt: skip
def test_what_the_checker_says(changes: Any, plan: Any, said: list[str]) -> None:
    problem = read(session(), group(lvl=1), session(), **changes)
    assert [str(one.text) for one in check_calendar(problem, plan)] == said


@pytest.mark.parametrize("starts", [None, [0], [0, "1"], [1, None]])
def test_a_plan_to_begin_with_keeps_the_rules(starts: Any) -> None:
    problem = read(session(), group(lvl=1))
    assert read_plan({"starts": [0, 1]}, problem) == (0, 1)
    with pytest.raises(BadInput) as refused:
        read_plan({"starts": starts}, problem)
    assert all(error.path.startswith("starts") for error in refused.value.errors)


def test_a_start_outside_the_year_is_told_of() -> None:
    problem = read(session(), group())
    for start in (-1, 4, 10**12):
        with pytest.raises(BadInput) as refused:
            read_plan({"starts": [start, None]}, problem)
        assert [error.path for error in refused.value.errors] == ["starts"]
        assert str(refused.value.errors[0].text) == f"0 starts in slot {start}."


def test_what_teams_serve_where_they_come_and_go() -> None:
    problem = replace(read(weekly=3), slot_teams=(5, 2, 2, 0))
    assert problem.served == ((2 + 2 + 3, 2), (3 * 2 + 3,))
    assert read(teams=100_000, weekly=3).served == ((200_000, 200_000), (300_000,))


def test_a_name_that_is_not_given_is_none() -> None:
    problem = read(session(id=None, title=None), name=None)
    assert (problem.name, problem.blocks[0].id, problem.blocks[0].title) == ("", "0", "")
