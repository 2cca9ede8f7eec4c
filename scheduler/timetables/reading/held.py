"""Reading a timetable as it was held: sessions with start, end, room and title.

What was held says what may be planned anew: each meeting on its day, as long as it was, in one of
the rooms that its body had; the meetings of a body, which the titles name, in the order in which
they were held and never two at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import gcd
from typing import Any

from scheduler.reading import BadInput, FieldError
from scheduler.reading.errors import shown
from scheduler.text import Text, ntext, text
from scheduler.timetables.problem import (
    Aim,
    Body,
    Level,
    Meeting,
    Room,
    Span,
    TimetableProblem,
    Weight,
    whole_day,
)
from scheduler.timetables.reading.fields import listed_groups, named, refuse_if, source_of

USUAL_MINUTES = 60  # of a meeting whose end is not stated
GRID = 5
MOST_MEETINGS = 1000


@dataclass(frozen=True, slots=True)
class _Held:
    span: Span
    room: str
    title: str


def read_held(data: Mapping[str, Any], title: str) -> tuple[TimetableProblem, tuple[Text, ...]]:
    """The problem of such data, and what has been assumed. Raises BadInput."""
    errors: list[FieldError] = []
    sessions, open_ended = [], []
    for path, entry in listed_groups(data, "sessions", MOST_MEETINGS, errors):
        held = _session(path, entry, errors)
        if held is not None:
            sessions.append(held)
            if entry.get("start") == entry.get("end"):
                open_ended.append(held.title)
    refuse_if(errors)
    sessions.sort(key=lambda held: (held.span.start, held.span.end, held.title))
    bodies = _bodies([held.title for held in sessions])
    problem = _problem(title, sessions, bodies, source_of(data))
    return problem, tuple(_notes(open_ended))


def _notes(open_ended: Sequence[str]) -> Iterator[Text]:
    if open_ended:
        yield ntext(
            "%(n)d meeting has no stated end; it is taken to last %(minutes)d minutes: %(titles)s.",
            "%(n)d meetings have no stated end; each is taken to last %(minutes)d minutes: "
            "%(titles)s.",
            len(open_ended),
            minutes=USUAL_MINUTES,
            titles=list(open_ended),
        )
    yield text(
        "Each meeting is kept on its day, in the rooms that its body had, and in the order of its "
        "body. What is wished for is few at once; and of that, the hours at which it was held."
    )


def _session(path: str, entry: Mapping[str, Any], errors: list[FieldError]) -> _Held | None:
    title, room = named(entry, path, "title", errors), named(entry, path, "room", errors)
    start, end = _moment(path, entry, "start", errors), _moment(path, entry, "end", errors)
    if title is None or room is None or start is None or end is None:
        return None
    if end == start:
        end = start + timedelta(minutes=USUAL_MINUTES)
    if end < start or end > whole_day(start.date()).end:
        reason = text("Give a time after the start, on the same day.")
        errors.append(FieldError(f"{path}.end", reason))
        return None
    return _Held(Span(start, end), room, title)


def _moment(
    path: str, entry: Mapping[str, Any], name: str, errors: list[FieldError]
) -> datetime | None:
    value = entry.get(name)
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or found.second or found.microsecond:
        reason = text(
            "Give a day and a time, such as 2018-03-25 09:30; this is %(given)s.",
            given=shown(value),
        )
        errors.append(FieldError(f"{path}.{name}", reason))
        return None
    return found


def _bodies(titles: Sequence[str]) -> dict[str, str]:
    """The body of each title: what stands before a colon or a dash, without marks and brackets."""
    heads = {title: _head(title) for title in titles}
    known = sorted(set(heads.values()), key=len, reverse=True)
    folded = {one.casefold(): one for one in reversed(known)}
    found = {}
    for title, head in heads.items():
        # a title that goes on without a mark begins with the name of a body all the same
        begun = next(
            (one for one in known if one != head and head.startswith(f"{one} ") and " " in one),
            head,
        )
        found[title] = folded[begun.casefold()]
    return found


def _head(title: str) -> str:
    plain = re.sub(r"\([^)]*\)|\*", "", title)
    head = re.split(r"\s+[-–]\s+|:\s+", plain, maxsplit=1)[0]
    return " ".join(head.split()) or title


def _problem(
    title: str, sessions: Sequence[_Held], bodies: Mapping[str, str], source: str
) -> TimetableProblem:
    names = list(dict.fromkeys(bodies[held.title] for held in sessions))
    ids = {name: f"b{place}" for place, name in enumerate(names, start=1)}
    rooms: dict[str, Room] = {}
    for held in sessions:
        key = held.room.casefold()
        rooms.setdefault(key, Room(f"r{len(rooms) + 1}", held.room, 0))
    rooms_of: dict[str, list[str]] = {}
    for held in sessions:
        room = rooms[held.room.casefold()].id
        mine = rooms_of.setdefault(bodies[held.title], [])
        mine += [room] if room not in mine else []
    grid = gcd(GRID, *(minutes for held in sessions for minutes in _clock(held.span)))
    return TimetableProblem(
        title=title,
        grid=grid,
        hours=tuple(_hours(sessions)),
        rooms=tuple(rooms.values()),
        bodies=tuple(_body(name, ids) for name in names),
        meetings=tuple(_meetings(sessions, bodies, ids, rooms_of)),
        aims={
            Aim.FEW_AT_ONCE: Weight(1, Level.MEDIUM),
            Aim.WISHED_TIMES: Weight(1, Level.SOFT),
        },
        source=source,
    )


def _clock(span: Span) -> tuple[int, int]:
    return span.start.hour * 60 + span.start.minute, span.end.hour * 60 + span.end.minute


def _hours(sessions: Sequence[_Held]) -> Iterator[Span]:
    days: dict[date, list[Span]] = {}
    for held in sessions:
        days.setdefault(held.span.start.date(), []).append(held.span)
    for spans in days.values():
        yield Span(min(span.start for span in spans), max(span.end for span in spans))


def _body(name: str, ids: Mapping[str, str]) -> Body:
    """A body; its bureau, whose members sit in both, never meets beside it."""
    whole = re.sub(r"^Bureau of (the )?", "", name)
    return Body(ids[name], name, (ids[whole],) if whole != name and whole in ids else ())


def _meetings(
    sessions: Sequence[_Held],
    bodies: Mapping[str, str],
    ids: Mapping[str, str],
    rooms_of: Mapping[str, Sequence[str]],
) -> Iterator[Meeting]:
    last: dict[str, str] = {}
    for number, held in enumerate(sessions, start=1):
        body, name = bodies[held.title], f"m{number}"
        yield Meeting(
            id=name,
            title=" ".join(held.title.split()),
            seats=0,
            minutes=(held.span.end - held.span.start) // timedelta(minutes=1),
            bodies=(ids[body],),
            rooms=tuple(rooms_of[body]),
            times=(whole_day(held.span.start.date()),),
            wished=(held.span,),
            after=(last[body],) if body in last else (),
        )
        last[body] = name


def held_as(data: Mapping[str, Any]) -> list[tuple[Span, str]]:
    """When and in which room each meeting of the problem was held, in its order."""
    errors: list[FieldError] = []
    found = [
        held
        for path, entry in listed_groups(data, "sessions", MOST_MEETINGS, errors)
        if (held := _session(path, entry, errors)) is not None
    ]
    if errors:
        raise BadInput(errors)
    found.sort(key=lambda held: (held.span.start, held.span.end, held.title))
    return [(held.span, held.room) for held in found]
