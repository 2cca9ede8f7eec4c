"""Small calendars of conferences as plain data, and a count of every plan by dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations, permutations, product
from typing import Any

from hypothesis import strategies as st

from scheduler.calendars.conferences.checker import check_dated, points_of
from scheduler.calendars.conferences.plans import DatedMeeting, DatedPlan
from scheduler.calendars.conferences.values import Conferences, Gathering, YearSession

MONDAY = date(2026, 3, 23)
HOURS = {"AM": ("10:00", "13:00"), "PM": ("15:00", "18:00"), "EV": ("19:00", "21:00")}


def year(*sessions: Any, **changes: Any) -> dict[str, Any]:
    """Two weeks of two days, with two rooms and one team, unless changed."""
    return {
        "format": "hemicycle-conferences/1",
        "name": "Year",
        "first_day": "2026-03-23",
        "last_day": "2026-04-03",
        "time_zone": "Europe/Vienna",
        "days": ["mon", "wed"],
        "slots": [slot("AM"), slot("PM")],
        "interpretation": {"languages": ["en", "fr"], "teams": 1},
        "rooms": [room("A", 100, 2), room("B", 50, 0)],
        "bodies": [body("X"), body("Y")],
        "sessions": [*sessions],
    } | changes


def slot(name: str, **more: Any) -> dict[str, Any]:
    """A slot of a day."""
    start, end = HOURS[name]
    return {"id": name, "start": start, "end": end} | more


def room(name: str, seats: int, booths: int, **more: Any) -> dict[str, Any]:
    """A room."""
    return {"id": name, "title": f"Room {name}", "seats": seats, "booths": booths} | more


def body(name: str, **more: Any) -> dict[str, Any]:
    """A body."""
    return {"id": name, "title": f"Body {name}"} | more


def session(name: str, of: str = "X", **more: Any) -> dict[str, Any]:
    """A session of one day that may be left out for 9 points."""
    given = {"id": name, "body": of, "days": 1, "left_out": 9} | more
    if given.get("must_be_held"):
        del given["left_out"]
    return given


def meeting(name: str, of: str = "Y", **more: Any) -> dict[str, Any]:
    """A standalone meeting that may be left out for 5 points."""
    return {"id": name, "body": of, "left_out": 5} | more


def day(number: int) -> str:
    """A day of the two weeks as it is written, counted from 0."""
    return (MONDAY + timedelta(days=number)).isoformat()


@st.composite
def any_gathering(draw: st.DrawFn) -> dict[str, Any]:
    """What sessions, groups and meetings have in common, now and then."""
    given: dict[str, Any] = {"seats": draw(st.sampled_from([0, 60, 100]))}
    given["languages"] = draw(st.sampled_from(["none", ["en"], "all"]))
    if draw(st.booleans()):
        given["slots"] = [draw(st.sampled_from(["AM", "PM"]))]
    return given | {"left_out": draw(st.integers(1, 9))}


@st.composite
def any_wish(draw: st.DrawFn) -> dict[str, Any]:
    """When it had best be, and the first or last day that it can be."""
    given: dict[str, Any] = {}
    if draw(st.booleans()):
        unit = draw(st.sampled_from(["date", "week"]))
        given["wished"] = {unit: day(draw(st.integers(0, 11))), "cost": draw(st.integers(0, 3))}
    limit = draw(st.sampled_from(["earliest", "latest", None]))
    if limit is not None:
        given[limit] = day(draw(st.integers(2, 9)))
    return given


@st.composite
def any_year(draw: st.DrawFn) -> dict[str, Any]:
    """Two sessions, one of them with a working group, and a meeting."""
    days = draw(st.integers(1, 2))
    group = draw(any_gathering()) | {"id": "W", "items": ["1"]}
    first = draw(any_gathering()) | draw(any_wish()) | {"id": "S1", "body": "X", "days": days}
    plenary = first.get("slots", ["AM", "PM"])
    first["items"] = [{"item": "1", "day": days, "slot": draw(st.sampled_from(plenary))}]
    first["working_groups"] = [group] if draw(st.booleans()) else []
    first["over_weekend"] = draw(st.booleans())
    second = draw(any_gathering()) | draw(any_wish())
    second |= {"id": "S2", "body": draw(st.sampled_from(["X", "Y"])), "days": 1}
    if draw(st.booleans()):
        second["must_be_held"] = True
        del second["left_out"]
    alone = draw(any_gathering()) | draw(any_wish()) | {"id": "M", "body": "Y"}
    shared = {"delegations": ["g"]} if draw(st.booleans()) else {}
    chair = {"chair": "Ms. Li"} if draw(st.booleans()) else {}
    closed = [{"first": day(draw(st.sampled_from([0, 2, 7, 9])))}]
    names = draw(st.sampled_from(list(combinations(["X", "Y", "S1", "S2", "W", "M"], 2))))
    known = {"X", "Y", "S1", "S2", "M"} | ({"W"} if first["working_groups"] else set())
    inside = {("X", "S1"), ("X", "W"), ("S1", "W"), ("Y", "M"), (second["body"], "S2")}
    order = {"first": "S1", "then": draw(st.sampled_from(["S2", "M"]))}
    order |= draw(st.sampled_from([{}, {"gap_days": 5}, {"gap_weeks": 1}]))
    apart = [{"of": list(names)}] if set(names) <= known and names not in inside else []
    return year(
        first,
        second,
        meetings=[alone],
        slots=[slot("AM"), slot("PM", teams=draw(st.integers(0, 2)))],
        interpretation={
            "languages": ["en", "fr"],
            "teams": draw(st.integers(0, 2)),
            "meetings_per_team_day": draw(st.integers(1, 2)),
            "meetings_per_team_week": draw(st.integers(1, 3)),
            "changes": [{"first_week": day(8), "last_week": day(9), "teams": 2}],
        },
        rooms=[
            room("A", 100, draw(st.integers(0, 2))),
            room("B", 60, 2, closed=closed),
            room("C", draw(st.sampled_from([0, 100])), draw(st.integers(0, 1))),
        ],
        delegations=[{"id": "g"}],
        bodies=[body("X", **shared, **chair), body("Y", **shared, **chair)],
        holidays=[{"date": day(draw(st.sampled_from([0, 2, 7]))), "title": "Holiday"}],
        never_together=apart,
        before=[order] if draw(st.booleans()) else [],
    )


def fewest_points(form: Conferences) -> int | None:
    """The points of the best of all plans by dates; None where none keeps the rules."""
    plans = sorted(_plans(form), key=lambda plan: points_of(form, plan))
    return next((points_of(form, plan) for plan in plans if _can_be_held(form, plan)), None)


def _plans(form: Conferences) -> Iterator[DatedPlan]:
    """Every way of beginning on some day, or not at all; rooms are still to be found."""
    every = [form.first_day + timedelta(days=n) for n in range(12)]
    every = [one for one in every if one.weekday() in form.weekdays]
    choices: list[list[DatedPlan]] = []
    for one in form.sessions:
        starts = range(len(every) - one.days + 1)
        choices.append([(), *(_session(one, every[n : n + one.days]) for n in starts)])
        choices.extend(_somewhere(group, every) for group in one.groups)
    choices.extend(_somewhere(one, every) for one in form.meetings)
    return (sum(chosen, ()) for chosen in product(*choices))


def _session(one: YearSession, days: list[date]) -> DatedPlan:
    return tuple(DatedMeeting(date=on, slot=name, id=one.id) for on in days for name in one.slots)


def _somewhere(one: Gathering, days: list[date]) -> list[DatedPlan]:
    at = [DatedMeeting(date=on, slot=name, id=one.id) for on in days for name in one.slots]
    return [(), *((meeting,) for meeting in at)]


def _can_be_held(form: Conferences, plan: DatedPlan) -> bool:
    """Whether all rules are kept with the rooms given out in some way."""
    without_rooms = [one for one in check_dated(form, plan) if "room" not in str(one.rule)]
    if without_rooms:
        return False
    times: dict[Any, list[DatedMeeting]] = {}
    for one in plan:
        times.setdefault((one.date, one.slot), []).append(one)
    return all(_seated(form, here) for here in times.values())


def _seated(form: Conferences, here: list[DatedMeeting]) -> bool:
    asked: Mapping[str, Gathering] = {
        one.id: one for s in form.sessions for one in (s, *s.groups)
    } | {one.id: one for one in form.meetings}
    return any(
        all(
            room.seats >= asked[one.id].seats
            and room.booths >= len(asked[one.id].languages)
            and one.date not in room.closed
            for one, room in zip(here, rooms, strict=True)
        )
        for rooms in permutations(form.rooms, len(here))
    )
