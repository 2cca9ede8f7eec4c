"""Reading our own form of a timetable problem: `scheduler/timetable-problem.schema.json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from scheduler.reading import BadInput
from scheduler.reading.facts import Entry
from scheduler.reading.shape import check_shape, plain
from scheduler.timetables.problem import (
    Aim,
    Body,
    Level,
    Meeting,
    Person,
    Room,
    Span,
    TimetableProblem,
    Weight,
    whole_day,
)
from scheduler.timetables.reading.contradictions import contradictions

FORMAT = "hemicycle-timetable-problem/1"
NAMES = (
    "bodies",
    "required",
    "preferred",
    "rooms",
    "wished_rooms",
    "after",
    "never_beside",
    "rather_not_beside",
)
WINDOWS = ("times", "wished", "avoid")


def read_own(data: object) -> TimetableProblem:
    """The problem that plain data describe. Raises BadInput with every mistake."""
    data = plain(data)
    errors = check_shape(data, "timetable-problem")
    if isinstance(data, Mapping) and not errors:
        errors = list(contradictions(data))
    if errors:
        raise BadInput(errors)
    assert isinstance(data, Mapping)
    return TimetableProblem(
        title=data["title"],
        grid=data.get("grid"),
        hours=tuple(
            _span(entry["date"], hours["start"], hours["end"])
            for entry in sorted(data.get("days", ()), key=lambda entry: entry["date"])
            for hours in entry["hours"]
        ),
        slots=tuple(
            sorted(
                (_span(one["date"], one["start"], one["end"]) for one in data.get("slots", ())),
                key=lambda span: span.start,
            )
        ),
        continuous=data.get("continuous", False),
        rooms=tuple(
            Room(one["id"], one.get("title", one["id"]), one["seats"], _windows(one, "closed"))
            for one in data["rooms"]
        ),
        bodies=tuple(
            Body(one["id"], one.get("title", one["id"]), tuple(one.get("conflicts", ())))
            for one in data.get("bodies", ())
        ),
        persons=tuple(
            Person(one["id"], one.get("name", one["id"])) for one in data.get("persons", ())
        ),
        meetings=tuple(_meeting(one) for one in data["meetings"]),
        aims={
            Aim(name): Weight(
                one["weight"],
                Level(one.get("level", _usual_level(name))),
                one.get("within", 2),
            )
            for name, one in data.get("aims", {}).items()
        },
        note=data.get("note", ""),
        source=data.get("source", ""),
    )


def _usual_level(name: str) -> Level:
    return Level.MEDIUM if name == Aim.ATTENDANCE else Level.SOFT


def _meeting(entry: Entry) -> Meeting:
    attending = (*entry.get("required", ()), *entry.get("preferred", ()))
    values: dict[str, Any] = {name: tuple(entry.get(name, ())) for name in NAMES}
    values |= {name: _windows(entry, name) for name in WINDOWS}
    return Meeting(
        id=entry["id"],
        title=entry.get("title", entry["id"]),
        seats=entry.get("seats", len(attending)),
        minutes=entry.get("minutes"),
        not_before=moment(entry["not_before"], last=False) if "not_before" in entry else None,
        not_after=moment(entry["not_after"], last=True) if "not_after" in entry else None,
        **values,
    )


def _span(day: str, start: str, end: str) -> Span:
    on = date.fromisoformat(day)
    return Span(
        datetime.combine(on, time.fromisoformat(start)),
        datetime.combine(on, time.fromisoformat(end)),
    )


def _windows(entry: Entry, name: str) -> tuple[Span, ...]:
    return tuple(window(one) for one in entry.get(name, ()))


def window(entry: Entry) -> Span:
    """A day, or a part of it."""
    whole = whole_day(date.fromisoformat(entry["date"]))
    start, end = whole.start, whole.end
    if "start" in entry:
        start = datetime.combine(start.date(), time.fromisoformat(entry["start"]))
    if "end" in entry:
        end = datetime.combine(whole.start.date(), time.fromisoformat(entry["end"]))
    return Span(start, end)


def moment(value: str, *, last: bool) -> datetime:
    """A time of a day, or its beginning or end. Raises ValueError."""
    day, _space, hour = value.partition(" ")
    whole = whole_day(date.fromisoformat(day))
    if hour:
        return datetime.combine(whole.start.date(), time.fromisoformat(hour))
    return whole.end if last else whole.start
