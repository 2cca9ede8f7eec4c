"""Small valid problems for tests: three days in Vienna, two bodies, two rooms, two teams."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from scheduler.arrange import Part, arrange
from scheduler.checker import check
from scheduler.problem import (
    Body,
    Business,
    Column,
    Document,
    Interpretation,
    Problem,
    Relation,
    RelationKind,
    Room,
    Session,
    Slot,
    SlotDate,
)
from scheduler.programme import Programme

WED, THU, FRI = date(2008, 10, 8), date(2008, 10, 9), date(2008, 10, 10)
SIX = ("ar", "zh", "en", "fr", "ru", "es")


def session(**changes: Any) -> Session:
    """Wednesday 8 to Friday 10 October 2008."""
    given: dict[str, Any] = {
        "id": "ctoc-cop4",
        "title": "Fourth session",
        "body": "cop",
        "time_zone": "Europe/Vienna",
        "first_day": WED,
        "last_day": FRI,
    }
    return Session(**given | changes)


def slot(slot_id: str, start: int, end: int, **changes: Any) -> Slot:
    """A slot from one full hour to another."""
    return Slot(id=slot_id, start=time(start), end=time(end), **changes)


def body(body_id: str, **changes: Any) -> Body:
    """A body whose title is its id in capitals."""
    return Body(**{"id": body_id, "title": body_id.upper()} | changes)


def room(room_id: str, **changes: Any) -> Room:
    """A room with 200 seats and six booths."""
    return Room(**{"id": room_id, "title": f"Room {room_id}", "seats": 200, "booths": 6} | changes)


def interpretation(**changes: Any) -> Interpretation:
    """Two teams in the six languages."""
    return Interpretation(**{"languages": SIX, "teams": 2} | changes)


def business(business_id: str, minutes: int | None = 60, **changes: Any) -> Business:
    """An item of the plenary of the Conference, interpreted into the six languages."""
    given: dict[str, Any] = {
        "id": business_id,
        "item": business_id,
        "title": f"Title of {business_id}",
        "body": "cop",
        "column": Column.PLENARY,
        "languages": SIX,
        "minutes": minutes,
    }
    return Business(**given | changes)


def group(business_id: str = "wg", minutes: int = 180, **changes: Any) -> Business:
    """The meetings of the working group, in parallel with the plenary."""
    given: dict[str, Any] = {
        "item": None,
        "title": "Working group",
        "body": "wg",
        "column": Column.PARALLEL,
    }
    return business(business_id, minutes, **given | changes)


def document(symbol: str, out: date = WED, **changes: Any) -> Document:
    """A document that is out in the six languages on the same day."""
    return Document(**{"symbol": symbol, "issued": dict.fromkeys(SIX, out)} | changes)


def relation(kind: RelationKind, *names: str, **changes: Any) -> Relation:
    """A relation between pieces of business named by their ids."""
    return Relation(kind=kind, business=names, **changes)


def at(day: date, slot_id: str | None = None) -> SlotDate:
    """A slot on a day, or the whole day."""
    return SlotDate(date=day, slot=slot_id)


def problem(*items: Business, **changes: Any) -> Problem:
    """A problem with the business given, or else items 1, 2 and a working group."""
    given: dict[str, Any] = {
        "session": session(),
        "slots": (slot("am", 10, 13), slot("pm", 15, 18)),
        "bodies": (body("cop"), body("wg")),
        "rooms": (room("A"), room("B", seats=100)),
        "interpretation": interpretation(),
        "business": items or (business("1"), business("2", 240, may_split=True), group()),
    }
    return Problem(**given | changes)


def planned(given: Problem, parts: dict[str, list[tuple[int, int]]], **changes: Any) -> Programme:
    """The arranged programme of parts: business to pairs of period index and minutes."""
    placed = [Part(id_, *part) for id_, row in parts.items() for part in row]
    return arrange(given, placed, **changes)


def changed(programme: Programme, place: int, **changes: Any) -> Programme:
    """The programme with one meeting changed."""
    meetings = list(programme.meetings)
    meetings[place] = replace(meetings[place], **changes)
    return Programme(meetings=tuple(meetings))


def judged(given: Problem, programme: Programme) -> list[tuple[str, str]]:
    """What the checker says: keys and sentences."""
    return [(one.requirement, str(one.text)) for one in check(given, programme)]
