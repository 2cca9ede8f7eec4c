"""Reading calendars as a secretariat writes them: every mistake at once, by its field."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given as suppose
from hypothesis import settings
from hypothesis import strategies as st

from scheduler.calendars.conferences.plans import read_dated, starts_of
from scheduler.calendars.conferences.reading import is_conferences, read_conferences
from scheduler.calendars.conferences.values import Unit, Wish
from scheduler.calendars.problem import Kind
from scheduler.calendars.reading import read_calendar_problem
from scheduler.reading import BadInput
from tests.unit.any_conferences import any_year, body, day, meeting, room, session, slot, year


def mistakes(given: object) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as refused:
        read_conferences(given)
    return [(error.path, str(error.text)) for error in refused.value.errors]


def test_what_is_read() -> None:
    form = read_conferences(
        year(
            session("S", languages="all", wished={"week": day(7), "cost": 2}, slots=["PM"]),
            bodies=[body("X", chair="Ms. Li")],
        )
    )
    (read,) = form.sessions
    assert (read.title, read.chair, read.slots) == ("Body X", "Ms. Li", ("PM",))
    assert (read.languages, read.wish) == (("en", "fr"), Wish(date(2026, 3, 30), Unit.WEEK, 2))
    assert (form.weekdays, form.slots[0].start) == ((0, 2), time(10))


def test_the_engine_takes_the_readable_form() -> None:
    problem = read_calendar_problem(year(session("S")))
    assert is_conferences(year())
    assert [(one.id, one.kind, one.body) for one in problem.blocks] == [("S", Kind.SESSION, "X")]
    assert [problem.date_of(slot) for slot in (0, 2, 4)] == [
        date(2026, 3, 23),
        date(2026, 3, 25),
        date(2026, 3, 30),
    ]
    assert (problem.room_names[0].title, problem.bodies[0].title) == ("Room A", "Body X")


@pytest.mark.parametrize(
    ("given", "path", "said"),
    [
        (year(last_day="2026-03-01"), "last_day", "Give a day from 23 March 2026 to 30 May 2028."),
        (year(time_zone="Europe/Wien"), "time_zone",
         'There is no "Europe/Wien".'),
        (year(slots=[slot("AM", end="09:00")]), "slots[0].end", "Give a time after the start."),
        (year(slots=[slot("PM"), slot("AM")]), "slots[1].start",
         "Give a time that is not before 18:00, when the one before ends."),
        (year(holidays=[{"date": "2025-03-24", "title": "H"}]), "holidays[0].date",
         "Give a day from 23 March 2026 to 3 April 2026."),
        (year(session("S", "Z")), "sessions[0].body", 'There is no "Z"; give one of: X, Y.'),
        (year(session("X")), "sessions[0].id",
         '"X" is the name of bodies[0] already; give another.'),
        (year(session("S", slots=["EV"])), "sessions[0].slots[0]",
         'There is no "EV"; give one of: AM, PM.'),
        (year(session("S", languages=["de"])), "sessions[0].languages[0]",
         'There is no "de"; give one of: en, fr.'),
        (year(session("S", earliest=day(3), latest=day(2))), "sessions[0].latest",
         "Give a day that is not before 26 March 2026."),
        (year(session("S", days=3)), "sessions[0]",
         "There are no 3 days of meetings in a row for this in the time for it, without a holiday,"
         " and in one week unless over_weekend is true; give it more, or fewer days."),
        (year(session("S", seats=80, languages="none"), rooms=[room("A", 50, 2)]),
         "sessions[0].seats", "No room has 80 seats and 0 booths."),
        (year({"id": "S", "body": "X", "days": 1}), "sessions[0].left_out",
         "Give what it costs to leave this out, or must_be_held: true."),
        (year(session("S") | {"must_be_held": True}), "sessions[0].left_out",
         "What must be held is not left out: give this, or must_be_held: true."),
        (year(session("S", wished={"cost": 1})), "sessions[0].wished",
         "Give either a date, or a day of a week."),
        (year(session("S", items=[{"item": "1", "day": 2, "slot": "AM"}])),
         "sessions[0].items[0].day", "Give a day of the session, from 1 to 1."),
        (year(session("S", working_groups=[{"id": "W", "items": ["1"], "left_out": 1}])),
         "sessions[0].working_groups[0].items[0]",
          'There is no "1", nor any other of its kind: list it first.'),
        (year(bodies=[body("X", delegations=["g"])]), "bodies[0].delegations[0]",
         'There is no "g", nor any other of its kind: list it first.'),
        (year(session("S"), never_together=[{"of": ["X", "S"]}]), "never_together[0].of[1]",
         '"X" and "S" are parts of one another; name what meets apart.'),
        (year(session("S"), never_together=[{"of": ["S", "T"]}]), "never_together[0].of[1]",
         'There is no "T"; give one of: S, X, Y.'),
        (year(session("S"), session("T"), before=[
            {"first": "S", "then": "T"}, {"first": "T", "then": "S"}]), "before[1].then",
         '"S" comes before "T".'),
        (year(interpretation={"languages": [], "teams": 1, "changes": [
            {"first_week": day(0), "last_week": day(2), "teams": 0},
            {"first_week": day(3), "last_week": day(9), "teams": 0}]}),
         "interpretation.changes[1]", "The teams of these weeks are given already; leave one."),
        (year(days=["tue"], first_day="2026-03-25", last_day="2026-03-27"), "days",
         "There is no day of meetings in this year."),
        (year(session("S", day=3)), "sessions[0].day",
         "There is no field “day” here; “days” is probably meant."),
        (year(session("S", days="3")), "sessions[0].days",
         'Give a whole number from 1 to 100; this is "3".'),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_what_to_do(given: Any, path: str, said: str) -> None:
    assert mistakes(given) == [(path, said)]


def test_every_mistake_in_one_pass() -> None:
    given = year(
        session("S", "Z", days=0),
        session("S", wished={"date": "2027-01-01", "cost": -1}),
        meetings=[meeting("M", seats="many")],
        holidays=[{"date": "24 March"}],
    )
    del given["name"]
    assert {path for path, _said in mistakes(given)} == {
        "name",
        "holidays[0].date",
        "holidays[0].title",
        "sessions[0].body",
        "sessions[0].days",
        "sessions[1].id",
        "sessions[1].wished.date",
        "sessions[1].wished.cost",
        "meetings[0].seats",
    }


BREAKS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "first_day": (("first_day",), "soon"),
    "slots[0].teams": (("slots", 0, "teams"), -1),
    "rooms[1].seats": (("rooms", 1, "seats"), None),
    "bodies[0].title": (("bodies", 0, "title"), ""),
    "sessions[0].days": (("sessions", 0, "days"), 1.5),
    "sessions[1].body": (("sessions", 1, "body"), "nobody"),
    "meetings[0].earliest": (("meetings", 0, "earliest"), "2020-01-01"),
    "interpretation.teams": (("interpretation", "teams"), "two"),
}


@suppose(any_year(), st.sets(st.sampled_from(sorted(BREAKS)), min_size=1))
@settings(deadline=None, max_examples=40)
def test_all_that_is_broken_is_named(data: Any, broken: set[str]) -> None:
    for name in broken:
        steps, value = BREAKS[name]
        part = data
        for step in steps[:-1]:
            part = part[step]
        part[steps[-1]] = value
    # without a first day, no other day is known to lie outside of the year
    hidden = {"meetings[0].earliest"} if "first_day" in broken else set()
    assert broken - hidden <= {path for path, _said in mistakes(data)}


@suppose(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda part: st.lists(part, min_size=1, max_size=3)
    )
)
@settings(max_examples=40)
def test_whatever_is_given_is_answered(value: Any) -> None:
    for name in ("sessions", "bodies", "slots", "interpretation", "never_together", "holidays"):
        assert any(path.startswith(name) for path, _said in mistakes(year(**{name: value})))
    assert mistakes(value) != []


@pytest.mark.parametrize(
    ("meetings", "said"),
    [
        ([("S", 0, "AM")], "Body X is not held in all its slots."),
        ([("S", 1, "AM")], 'There is no slot "AM" on this day.'),
        ([("S", n, at) for n in (0, 2) for at in ("AM", "PM")],
         '"S" has more meetings than are asked for.'),
        ([("Q", 0, "AM")], '"Q" has more meetings than are asked for.'),
    ],
)  # fmt: skip
def test_a_plan_to_go_on_from_is_whole(meetings: Any, said: str) -> None:
    problem = read_calendar_problem(year(session("S")))
    data = [{"id": name, "date": day(on), "slot": at} for name, on, at in meetings]
    with pytest.raises(BadInput) as refused:
        starts_of(problem, read_dated({"meetings": data}))
    assert [str(error.text) for error in refused.value.errors] == [said]


def test_a_plan_has_a_shape() -> None:
    with pytest.raises(BadInput) as refused:
        read_dated({"meetings": [{"date": "May", "slot": "AM"}]})
    assert [error.path for error in refused.value.errors] == ["meetings[0].id", "meetings[0].date"]
