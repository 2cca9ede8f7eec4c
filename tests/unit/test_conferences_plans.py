"""Calendars in their readable form, against a count of every plan by dates."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, settings
from hypothesis import given as suppose
from hypothesis import strategies as st

from scheduler.calendars.checker import check_calendar
from scheduler.calendars.conferences.checker import check_dated, points_of
from scheduler.calendars.conferences.compiling import compile_conferences
from scheduler.calendars.conferences.plans import (
    DatedPlan,
    meetings_held,
    read_dated,
    room_changes,
    starts_of,
    status_of,
    write_plan,
)
from scheduler.calendars.conferences.reading import read_conferences
from scheduler.calendars.conferences.values import Conferences
from scheduler.calendars.construction import construct
from scheduler.calendars.occupancy import Grid
from scheduler.calendars.outcome import CalendarOptions, CalendarOutcome
from scheduler.calendars.problem import CalendarProblem, points
from scheduler.calendars.solve import make_calendar
from scheduler.calendars.windows import Effort, cut, improve, merged
from scheduler.programme import Status
from scheduler.reading import BadInput
from tests.unit.any_conferences import (
    any_year,
    body,
    day,
    fewest_points,
    meeting,
    room,
    session,
    slot,
    year,
)

FEW = settings(deadline=None, max_examples=40)
LONG = CalendarOptions(time_limit=300)  # what is asked here takes less than a second


def solved(form: Conferences) -> tuple[CalendarProblem, CalendarOutcome, DatedPlan]:
    problem = compile_conferences(form)
    outcome = make_calendar(problem, LONG)
    assert outcome.status is Status.OPTIMAL
    return problem, outcome, read_dated(write_plan(outcome, problem))


def readable(data: Any) -> Conferences:
    try:
        return read_conferences(data)
    except BadInput:
        assume(False)  # noqa: FBT003 (hypothesis has it so)
        raise


def held(*sessions: Any, **changes: Any) -> list[str]:
    """What is held when and where, in order of time."""
    _problem, _outcome, plan = solved(read_conferences(year(*sessions, **changes)))
    return [f"{one.id} {one.date:%d} {one.slot} {one.room}" for one in plan]


@suppose(any_year())
@FEW
def test_no_plan_by_dates_is_better(data: Any) -> None:
    form = readable(data)
    problem, outcome, plan = solved(form)
    fewest = fewest_points(form)
    if fewest is None:
        assert status_of(outcome, problem) is Status.INFEASIBLE
    else:
        assert status_of(outcome, problem) is Status.OPTIMAL
        assert outcome.objective == fewest == points_of(form, plan)
        assert check_dated(form, plan) == ()
    rooms = Counter((one.date, one.slot, one.room) for one in plan)
    assert max(rooms.values(), default=1) == 1


@suppose(any_year())
@settings(deadline=None, max_examples=15)
def test_a_week_later_all_is_the_same(data: Any) -> None:
    form = readable(data)
    week = timedelta(days=7)

    def later(value: Any) -> Any:
        match value:
            case str() if value[:5] == "2026-":
                return (date.fromisoformat(value) + week).isoformat()
            case dict():
                return {name: later(part) for name, part in value.items()}
            case list():
                return [later(part) for part in value]
            case _:
                return value

    moved = read_conferences(later(data))
    _problem, outcome, plan = solved(form)
    assert solved(moved)[1].objective == outcome.objective
    weeks_on = tuple(replace(one, date=one.date + week) for one in plan)
    assert points_of(moved, weeks_on) == points_of(form, plan)
    kept = [str(one.rule) for one in check_dated(form, plan)]
    assert [str(one.rule) for one in check_dated(moved, weeks_on)] == kept


@suppose(any_year())
@settings(deadline=None, max_examples=15)
def test_a_plan_by_dates_can_be_gone_on_from(data: Any) -> None:
    problem, outcome, plan = solved(readable(data))
    begun = starts_of(problem, plan)
    assert check_calendar(problem, begun) == ()
    assert sorted(map(str, begun)) == sorted(map(str, outcome.plan))


@suppose(any_year())
@settings(deadline=None, max_examples=20)
def test_windows_keep_the_rules_side_by_side(data: Any) -> None:
    problem = compile_conferences(readable(data))
    grid = Grid(problem)
    plan = construct(grid)
    assert check_calendar(problem, plan) == ()
    for turn, (weeks, offset) in enumerate([(1, 1), (1, 1), (2, 2)]):
        windows = cut(grid, plan, weeks, offset, turn)
        plan = merged(plan, [improve(grid, plan, one, Effort(100)) for one in windows])
        assert check_calendar(problem, plan) == ()
    assert points(problem, plan) == make_calendar(problem, LONG).objective


def test_one_comes_before_the_other() -> None:
    wished = {"date": day(0), "cost": 1}
    both = session("S", wished=wished), session("T", "Y", wished=wished)
    for gap, begins in (({}, "25"), ({"gap_days": 3}, "30"), ({"gap_weeks": 1}, "30")):
        plan = held(*both, before=[{"first": "T", "then": "S"} | gap])
        assert [one[:4] for one in plan] == ["T 23", "T 23", f"S {begins}", f"S {begins}"]


def test_a_session_is_held_on_days_in_a_row_and_in_one_week() -> None:
    three = session("S", days=2, wished={"date": day(2), "cost": 1})
    assert held(three) == ["S 23 AM B", "S 23 PM B", "S 25 AM B", "S 25 PM B"]
    over = held(three | {"over_weekend": True})
    assert over == ["S 25 AM B", "S 25 PM B", "S 30 AM B", "S 30 PM B"]


def test_no_session_is_held_over_a_holiday() -> None:
    holiday = {"date": day(2), "title": "Holiday"}
    assert held(session("S", days=2), holidays=[holiday])[0] == "S 30 AM B"


def test_a_wish_is_a_day_or_any_day_of_a_week() -> None:
    assert held(session("S", wished={"date": day(7), "cost": 1}))[0] == "S 30 AM B"
    assert held(session("S", wished={"week": day(11), "cost": 1}))[0][:4] in {"S 30", "S 01"}


def test_a_working_group_is_inside_its_session_and_not_beside_its_item() -> None:
    items = [{"item": "1", "day": 1, "slot": "AM"}]
    group = {"id": "W", "items": ["1"], "meetings": 2, "left_out": 1}
    first = {"latest": day(0), "items": items}
    assert held(session("S", **first, working_groups=[group])) == [
        "S 23 AM B", "S 23 PM B", "W 23 PM A",
    ]  # fmt: skip
    del group["items"]
    assert [one for one in held(session("S", **first, working_groups=[group])) if "W" in one] == [
        "W 23 AM A", "W 23 PM A",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "apart"),
    [
        ({}, False),
        ({"bodies": [body("X", chair="Mr. Ng"), body("Y", chair="Mr. Ng")]}, True),
        ({"bodies": [body("X", delegations=["g"]), body("Y", delegations=["g"])]}, True),
        ({"never_together": [{"of": ["X", "Y"]}]}, True),
        ({"never_together": [{"of": ["S", "M"]}]}, True),
    ],
)  # fmt: skip
def test_what_must_not_coincide(changes: Any, *, apart: bool) -> None:
    wished = {"date": day(0), "cost": 1}
    plan = held(
        session("S", wished=wished, slots=["AM"]),
        meetings=[meeting("M", wished=wished, slots=["AM"])],
        delegations=[{"id": "g"}],
        **changes,
    )
    assert len({one.split()[1] for one in plan}) == 1 + apart


def test_fewer_teams_in_some_weeks_and_slots() -> None:
    wished = {"date": day(0), "cost": 1}
    none = {"first_week": day(1), "last_week": day(4), "teams": 0}
    spoken = session("S", languages="all", wished=wished)
    service = {"languages": ["en", "fr"], "teams": 1}
    assert held(spoken)[0][:4] == "S 23"
    assert held(spoken, interpretation=service | {"changes": [none]})[0][:4] == "S 30"
    slots = [slot("AM", teams=0), slot("PM")]
    assert held(spoken | {"slots": ["PM"]}, slots=slots)[0] == "S 23 PM A"
    assert held(spoken | {"slots": ["AM"]}, slots=slots) == []


def test_rooms_that_are_no_chain() -> None:
    """One room is large, the other has booths: two meetings without need can have both."""
    rooms = [room("A", 100, 0), room("B", 50, 2)]
    wished = {"date": day(0), "cost": 1}
    large = session("S", seats=80, wished=wished)
    spoken = session("T", "Y", languages="all", wished=wished)
    plan = held(large, spoken, rooms=rooms)
    assert plan == ["S 23 AM A", "T 23 AM B", "S 23 PM A", "T 23 PM B"]
    third = meeting("M", wished=wished, slots=["AM"])
    assert [one for one in held(large, spoken, rooms=rooms, meetings=[third]) if one[0] == "M"] == [
        "M 25 AM B"
    ]


def test_a_session_that_changes_rooms_says_so() -> None:
    closed = [{"first": day(0)}], [{"first": day(2)}]
    rooms = [room("A", 10, 0, closed=closed[0]), room("B", 10, 0, closed=closed[1])]
    form = read_conferences(year(session("S", days=2, latest=day(4)), rooms=rooms))
    problem, outcome, _plan = solved(form)
    said = room_changes(meetings_held(problem, outcome.plan), problem)
    assert [str(one) for one in said] == [
        "Body X moves from Room B to Room A on 25 March 2026 (AM)."
    ]


def test_a_session_keeps_its_room_where_others_can_be_moved() -> None:
    """The smaller room would do for one day; on the other it is another's only one."""
    rooms = [room("A", 100, 0), room("B", 50, 0)]
    days = session("S", days=2, latest=day(4))
    plan = held(
        days,
        meetings=[
            meeting("M", seats=80, slots=["AM"], latest=day(0), earliest=day(0)),
            meeting("N", seats=10, slots=["PM"], latest=day(2), earliest=day(2)),
        ],
        rooms=rooms,
    )
    assert {one.split()[3] for one in plan if one[0] == "S"} == {"B"}


def test_too_many_at_once_have_no_room() -> None:
    """A plan by hand may break rules; the checker says which."""
    form = read_conferences(year(session("S"), meetings=[meeting("M")], rooms=[room("A", 10, 0)]))
    problem = compile_conferences(form)
    held = meetings_held(problem, (0, 0))
    assert [(one.id, one.slot, one.room) for one in held] == [
        ("S", "AM", "A"),
        ("M", "AM", ""),
        ("S", "PM", "A"),
    ]


def test_a_working_group_keeps_its_room() -> None:
    rooms = [room("A", 100, 0), room("B", 60, 0), room("C", 50, 0)]
    group = {"id": "W", "meetings": 2, "left_out": 9, "slots": ["AM"], "seats": 60}
    other = meeting("M", seats=60, slots=["AM"], earliest=day(0), latest=day(0))
    days = session("S", days=2, latest=day(4), working_groups=[group])
    plan = held(days, meetings=[other], rooms=rooms)
    assert len({one.split()[3] for one in plan if one[0] == "W"}) == 1


def test_what_must_be_held_comes_before_all_else() -> None:
    form = read_conferences(
        year(
            session("S", left_out=1000, slots=["AM"]),
            session("T", "Y", must_be_held=True, slots=["AM"]),
            rooms=[room("A", 10, 0)],
            last_day=day(0),
        )
    )
    problem, outcome, plan = solved(form)
    assert [one.id for one in plan] == ["T"]
    assert (outcome.objective, status_of(outcome, problem)) == (1000, Status.OPTIMAL)


@pytest.mark.parametrize(
    ("meetings", "said"),
    [
        ([], ["Body X is not held."]),
        ([("S", 0, "AM", "A")], [
            "Body X, from 23 March 2026, is not held in each of its slots of one day."]),
        ([("S", 1, "AM", "A"), ("S", 1, "PM", "A")], [
            "Body X is held on 24 March 2026, which is no day of meetings.",
            "Body X is held on 24 March 2026, which is no day of meetings."]),
        ([("S", 0, "AM", "A"), ("S", 0, "PM", "A"), ("M", 0, "PM", "A")], [
            "Body Y and Body X meet at the same time, on 23 March 2026 (PM).",
            "Body X and Body Y are both in Room A on 23 March 2026 (PM)."]),
        ([("S", 0, "AM", "B"), ("S", 0, "PM", None)], [
            "Body X needs 80 seats and 2 booths; Room B has 50 and 0, on 23 March 2026 (AM).",
            "Body X has no room on 23 March 2026 (PM)."]),
        ([("S", 0, "AM", "A"), ("S", 0, "PM", "A"), ("W", 0, "AM", "B"), ("W", 2, "AM", "B")], [
            "Group has 2 meetings instead of 1.",
            "Group is held on 23 March 2026 (AM), beside item 1 in plenary.",
            "Group is held on 25 March 2026 (AM), outside Body X."]),
        ([("M", 2, "AM", "A"), ("S", 2, "AM", "A"), ("S", 2, "PM", "A")], [
            "Body X begins on 25 March 2026; Body Y ends on 25 March 2026.",
            "Body Y and Body X meet at the same time, on 25 March 2026 (AM).",
            "Body X and Body Y are both in Room A on 25 March 2026 (AM)."]),
        ([("S", 7, "AM", "A"), ("S", 7, "PM", "A"), ("Q", 0, "AM", "A"), ("M", 0, "EV", "A")], [
            "Q is not asked for.",
            "Body Y is held in EV on 23 March 2026, which is no slot.",
            "Body X ends on 30 March 2026, after 26 March 2026.",
            "2 meetings are interpreted in the week of 30 March 2026; the teams serve 1."]),
    ],
)  # fmt: skip
def test_what_the_checker_says(meetings: Any, said: list[str]) -> None:
    form = read_conferences(
        year(
            session(
                "S",
                must_be_held=True,
                seats=80,
                languages="all",
                latest=day(3),
                items=[{"item": "1", "day": 1, "slot": "AM"}],
                working_groups=[{"id": "W", "title": "Group", "items": ["1"], "left_out": 1}],
            ),
            meetings=[meeting("M")],
            before=[{"first": "M", "then": "S"}] if meetings[:1] == [("M", 2, "AM", "A")] else [],
            bodies=[body("X", chair="Ms. Li"), body("Y", chair="Ms. Li")],
            interpretation={
                "languages": ["en", "fr"],
                "teams": 1,
                "changes": [{"first_week": day(7), "last_week": day(7), "teams": 1}],
                "meetings_per_team_week": 1 if len(meetings) == 4 and meetings[0][1] else 7,
            },
        )
    )
    data = [
        {"id": name, "date": day(on), "slot": at, "room": where} for name, on, at, where in meetings
    ]
    plan = read_dated({"meetings": data})
    assert [str(one.text) for one in check_dated(form, plan)] == said


@suppose(st.integers(0, 3), st.integers(0, 60))
@FEW
def test_points_are_days_or_weeks_away(cost: int, wished: int) -> None:
    last = (date(2026, 3, 23) + timedelta(days=60)).isoformat()
    form = read_conferences(
        year(session("S", wished={"date": day(wished), "cost": cost}), last_day=last)
    )
    plan = read_dated({"meetings": [{"id": "S", "date": day(0), "slot": "AM"}]})
    assert points_of(form, plan) == cost * wished
