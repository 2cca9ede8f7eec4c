"""Reading a grid of slots: rooms as "Name (33)", participants in classes, wished and avoided slots.

Each session takes one slot. Those of one group, also where it meets jointly with another, are never
at once; with those named as conflicts it should not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from scheduler.reading import FieldError
from scheduler.reading.errors import shown
from scheduler.text import Text, text
from scheduler.timetables.problem import (
    Aim,
    Body,
    Level,
    Meeting,
    Room,
    Span,
    TimetableProblem,
    Weight,
)
from scheduler.timetables.reading.fields import (
    listed_groups,
    named,
    refuse_if,
    source_of,
    texts,
)

MOST_MEETINGS, MOST_ROOMS, MOST_SLOTS = 1000, 200, 1000
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ROOM = re.compile(r"(?P<name>.*\S)\s*\((?P<seats>\d{1,6})\)")
SLOT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d) (?P<start>\d\d:\d\d) ?- ?(?P<end>\d\d:\d\d)")
# "Less than 15" may be fourteen, "16-30" thirty, "More than 50" at least fifty-one
CLASSES = (
    (re.compile(r"less than (\d{1,6})", re.IGNORECASE), -1),
    (re.compile(r"\d{1,6} ?[-–] ?(\d{1,6})"), 0),
    (re.compile(r"more than (\d{1,6})", re.IGNORECASE), 1),
    (re.compile(r"(\d{1,6})"), 0),
)


def read_grid(data: Mapping[str, Any], title: str) -> tuple[TimetableProblem, tuple[Text, ...]]:
    """The problem of such data, and what has been assumed. Raises BadInput."""
    errors: list[FieldError] = []
    rooms = tuple(_rooms(data, errors))
    slots = _slots(data, errors)
    sessions = list(listed_groups(data, "sessions", MOST_MEETINGS, errors))
    names = _names(sessions, errors)
    meetings = [
        _meeting(path, entry, slots, names, errors) for path, entry in sessions if path in names
    ]
    refuse_if(errors)
    groups = _groups([meeting.title for meeting in meetings])
    ids = {name: f"g{place}" for place, name in enumerate(dict.fromkeys(sum(groups, ())), start=1)}
    problem = TimetableProblem(
        title=title,
        slots=tuple(sorted(slots.values(), key=lambda span: span.start)),
        rooms=rooms,
        bodies=tuple(Body(id_, name) for name, id_ in ids.items()),
        meetings=tuple(
            _of(meeting, tuple(dict.fromkeys(ids[name] for name in mine)))
            for meeting, mine in zip(meetings, groups, strict=True)
        ),
        aims={
            Aim.WISHED_TIMES: Weight(1, Level.MEDIUM),
            Aim.AVOIDED_TIMES: Weight(2, Level.MEDIUM),
            Aim.APART: Weight(1, Level.MEDIUM),
            Aim.FEW_AT_ONCE: Weight(1, Level.SOFT),
        },
        source=source_of(data),
    )
    assumed = text(
        "Each meeting takes one slot. A class of participants needs the seats of its largest "
        "number; one without an upper end, one more than its least. Groups are those that the "
        "titles name; one group never meets twice at once."
    )
    return problem, (assumed,)


def _of(meeting: Meeting, bodies: tuple[str, ...]) -> Meeting:
    values = {name: getattr(meeting, name) for name in Meeting.__slots__}
    return Meeting(**{**values, "bodies": bodies})


def _rooms(data: Mapping[str, Any], errors: list[FieldError]) -> Iterator[Room]:
    given = texts(data, "", "rooms", errors)
    if not 0 < len(given) <= MOST_ROOMS:
        errors.append(FieldError("rooms", text("Give 1 to %(most)d rooms.", most=MOST_ROOMS)))
    for place, value in enumerate(given):
        found = ROOM.fullmatch(value)
        if found is None or not value.isprintable():
            reason = text(
                'Give a name and the seats, such as "Room 1 (33)"; this is %(given)s.',
                given=shown(value),
            )
            errors.append(FieldError(f"rooms[{place}]", reason))
        else:
            yield Room(f"r{place + 1}", found["name"], int(found["seats"]))


def _slots(data: Mapping[str, Any], errors: list[FieldError]) -> dict[str, Span]:
    """Slots by what sessions call them: "Monday, 09:30 - 11:00", or as they are listed."""
    found: dict[str, Span] = {}
    given = texts(data, "", "slots", errors)
    if not 0 < len(given) <= MOST_SLOTS:
        errors.append(FieldError("slots", text("Give 1 to %(most)d slots.", most=MOST_SLOTS)))
    for place, value in enumerate(given):
        span = _slot(value)
        path = f"slots[{place}]"
        if span is None:
            reason = text(
                "Give a day and hours, such as 2023-09-11 09:30 - 11:00; this is %(given)s.",
                given=shown(value),
            )
            errors.append(FieldError(path, reason))
        elif any(span.meets(other) for other in found.values()):
            errors.append(FieldError(path, text("This overlaps with another slot.")))
        else:
            found[value] = span
    return found


def _slot(value: str) -> Span | None:
    parts = SLOT.fullmatch(value)
    if parts is None:
        return None
    try:
        day = date.fromisoformat(parts["day"])
        start, end = (
            datetime.combine(day, time.fromisoformat(parts[name])) for name in ("start", "end")
        )
    except ValueError:
        return None
    return Span(start, end) if start < end else None


def _names(
    sessions: Sequence[tuple[str, Mapping[str, Any]]], errors: list[FieldError]
) -> dict[str, str]:
    """The id of each session by its path: its number, or its place."""
    found: dict[str, str] = {}
    for place, (path, entry) in enumerate(sessions, start=1):
        number = entry.get("number", place)
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            errors.append(FieldError(f"{path}.number", text("Give a whole number.")))
        elif f"s{number}" in found.values():
            errors.append(FieldError(f"{path}.number", text("The number is given twice.")))
        else:
            found[path] = f"s{number}"
    return found


def _meeting(
    path: str,
    entry: Mapping[str, Any],
    slots: Mapping[str, Span],
    names: Mapping[str, str],
    errors: list[FieldError],
) -> Meeting:
    title = named(entry, path, "title", errors) or path
    avoid = texts(entry, path, "avoid", errors)
    others = texts(entry, path, "conflicts", errors)
    # what is to be avoided may be a slot or another session
    others = (*others, *(one for one in avoid if one.isdigit()))
    beside = []
    for one in others:
        name = f"s{one}"
        if name in names.values() and name != names[path]:
            beside.append(name)
        else:
            reason = text("There is no other session %(given)s.", given=shown(one))
            errors.append(FieldError(f"{path}.conflicts", reason))
    wished = texts(entry, path, "preferred", errors)
    away = [one for one in avoid if not one.isdigit()]
    return Meeting(
        id=names[path],
        title=title,
        seats=_seats(path, entry, errors),
        wished=tuple(_named_slots(f"{path}.preferred", wished, slots, errors)),
        avoid=tuple(_named_slots(f"{path}.avoid", away, slots, errors)),
        rather_not_beside=tuple(dict.fromkeys(beside)),
    )


def _seats(path: str, entry: Mapping[str, Any], errors: list[FieldError]) -> int:
    given = str(entry.get("participants", "")).strip()
    for pattern, more in CLASSES:
        found = pattern.fullmatch(given)
        if found is not None:
            return max(0, int(found[1]) + more)
    reason = text(
        'Give a number or a class, such as "16-30"; this is %(given)s.', given=shown(given)
    )
    errors.append(FieldError(f"{path}.participants", reason))
    return 0


def _named_slots(
    path: str, given: Sequence[str], slots: Mapping[str, Span], errors: list[FieldError]
) -> Iterator[Span]:
    for place, value in enumerate(given):
        found = [span for listed, span in slots.items() if value in (listed, _said(span))]
        if found:
            yield from found
        else:
            reason = text("There is no slot %(given)s.", given=shown(value))
            errors.append(FieldError(f"{path}[{place}]", reason))


def _said(span: Span) -> str:
    return f"{DAYS[span.start.weekday()]}, {span.start:%H:%M} - {span.end:%H:%M}"


def _groups(titles: Sequence[str]) -> list[tuple[str, ...]]:
    """The groups that each title names; a joint meeting names several."""
    found = []
    for title in titles:
        plain = re.sub(r"\s+joint meeting$", "", title, flags=re.IGNORECASE)
        parts = re.split(r"\s+&\s+|,\s+", plain) if plain != title else [plain]
        found.append(tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part)))
    return found
