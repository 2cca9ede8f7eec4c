"""Reading a roster problem, the programme that it is for, and a roster.

The shapes are those of the published JSON Schemas, `scheduler/roster-problem.schema.json` and
`scheduler/roster.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import combinations
from typing import Any

from scheduler.problem import SlotDate
from scheduler.reading import BadInput, FieldError
from scheduler.reading.errors import shown
from scheduler.reading.facts import entries, group, word, words
from scheduler.reading.forms import refuse_other
from scheduler.reading.references import known_errors
from scheduler.reading.shape import check_shape, plain
from scheduler.roster.outcome import Duty, Roster
from scheduler.roster.problem import Interpreter, RosterProblem, Rules, Sitting
from scheduler.text import text

Entry = Mapping[str, Any]


def programme_named(data: object) -> str | None:
    """The file of the programme that a roster problem names, if it does. Raises BadInput."""
    refuse_other(data, "hemicycle-roster-problem/")
    return word(data, "programme") if isinstance(data, Mapping) else None


def read_meetings(data: object) -> list[Entry]:
    """The meetings of a programme, which must say when they begin and end. Raises BadInput."""
    data = plain(data)
    refuse_other(data, "hemicycle-programme/")
    errors = check_shape(data, "programme")
    seen: set[tuple[str | None, ...]] = set()
    if isinstance(data, Mapping):
        for path, meeting in entries(data, "meetings"):
            errors += [
                FieldError(f"{path}.{name}", text("Give the time of it; a roster needs it."))
                for name in ("start", "end")
                if name not in meeting
            ]
            errors += _backwards(path, meeting)
            when = tuple(word(meeting, name) for name in ("date", "slot", "body"))
            if when in seen:
                reason = text("The body has a meeting in this slot already; leave one.")
                errors.append(FieldError(path, reason))
            seen.add(when)
    if errors:
        raise BadInput(errors)
    assert isinstance(data, Mapping)
    session = word(data, "session")
    return [{**meeting, "session": session} for meeting in data["meetings"]]


def _backwards(path: str, meeting: Entry) -> Iterator[FieldError]:
    try:
        start, end = (
            datetime.fromisoformat(meeting["start"]),
            datetime.fromisoformat(meeting["end"]),
        )
        backwards = end <= start
    except (KeyError, TypeError, ValueError):
        return  # the shape says what is wrong with it
    if backwards:
        yield FieldError(f"{path}.end", text("Give a time after the start."))


def read_roster_problem(data: object, meetings: list[Entry]) -> RosterProblem:
    """The problem that plain data describe, for these meetings. Raises BadInput."""
    data = plain(data)
    refuse_other(data, "hemicycle-roster-problem/")
    errors = check_shape(data, "roster-problem")
    if isinstance(data, Mapping):
        errors += _references(data, meetings)
    if errors:
        raise BadInput(errors)
    assert isinstance(data, Mapping)
    pairs = {
        entry["body"]: tuple(combinations(entry["languages"], 2))
        for entry in data.get("consecutive", ())
    }
    sittings = [_sitting(meeting, pairs) for meeting in meetings]
    rules = dict(data.get("rules", {}))
    if "evening_after" in rules:
        rules["evening_after"] = time.fromisoformat(rules["evening_after"])
    return RosterProblem(
        session=data["session"],
        sittings=tuple(
            sorted((one for one in sittings if one.languages or one.pairs), key=_in_time)
        ),
        booths=dict(data["booths"]),
        people=tuple(_person(entry) for entry in data["interpreters"]),
        pivots=tuple(data.get("pivots", ())),
        rules=Rules(**rules),
        source=data.get("source", ""),
    )


def _in_time(sitting: Sitting) -> tuple[date, datetime, str]:
    return sitting.date, sitting.start, sitting.id


def _references(data: Entry, meetings: list[Entry]) -> Iterator[FieldError]:
    booths = group(data, "booths")
    session = word(data, "session")
    other = next(
        (one["session"] for one in meetings if one["session"] not in (None, session)), None
    )
    if other is not None and session is not None:
        yield FieldError(
            "session", text("The programme is of the session %(other)s.", other=shown(other))
        )
    asked = dict.fromkeys(language for one in meetings for language in one["languages"])
    for language in asked:
        if isinstance(data.get("booths"), Mapping) and language not in booths:
            reason = text(
                "Give the size of the booth of %(language)s; the programme has it.",
                language=shown(language),
            )
            yield FieldError("booths", reason)
    for place, language in words(data, "pivots"):
        yield from known_errors(place, language, booths)
    seen: set[str] = set()
    bodies = {one["body"] for one in meetings}
    for path, entry in entries(data, "consecutive"):
        yield from known_errors(f"{path}.body", word(entry, "body"), bodies)
    for path, person in entries(data, "interpreters"):
        name = word(person, "id")
        if name is not None and name in seen:
            yield FieldError(
                f"{path}.id", text("%(id)s is given twice; give another.", id=shown(name))
            )
        seen.add(name or "")
        for language in group(person, "into"):
            yield from known_errors(f"{path}.into", language, booths)


def _sitting(meeting: Entry, pairs: Mapping[str, tuple[tuple[str, str], ...]]) -> Sitting:
    return Sitting(
        body=meeting["body"],
        number=meeting["number"],
        date=date.fromisoformat(meeting["date"]),
        slot=meeting["slot"],
        start=datetime.fromisoformat(meeting["start"]),
        end=datetime.fromisoformat(meeting["end"]),
        languages=tuple(meeting["languages"]),
        pairs=() if meeting["languages"] else pairs.get(meeting["body"], ()),
        room=meeting.get("room"),
        title=meeting.get("body_title", ""),
        room_title=meeting.get("room_title", ""),
    )


def _person(entry: Entry) -> Interpreter:
    values = {name: value for name, value in entry.items() if name not in ("from", "source")}
    for name in ("absences", "avoid"):
        values[name] = tuple(slot_date(value) for value in entry.get(name, ()))
    values["retour"] = tuple(entry.get("retour", ()))
    return Interpreter(**values, hears=tuple(entry.get("from", ())))


def slot_date(value: str) -> SlotDate:
    """A day, or a slot of a day. Raises ValueError."""
    day, _, slot = value.partition(" ")
    return SlotDate(date=date.fromisoformat(day), slot=slot or None)


def read_roster(data: object, problem: RosterProblem) -> Roster:
    """Read what `write_roster` writes, or ``{"duties": [...]}`` alone. Raises BadInput.

    Duties in meetings that the programme no longer has, or of people who are no longer there, are
    read as they stand: the checker names them.
    """
    data = plain(data)
    refuse_other(data, "hemicycle-roster/")
    errors = check_shape(data, "roster")
    if isinstance(data, Mapping) and word(data, "session") not in (None, problem.session):
        reason = text("This roster is of the session %(other)s.", other=shown(data["session"]))
        errors.append(FieldError("session", reason))
    if errors:
        raise BadInput(errors)
    assert isinstance(data, Mapping)
    return Roster(
        tuple(
            Duty(
                f"{entry['date']} {entry['slot']} {entry['body']}",
                tuple(entry["languages"]),
                entry["interpreter"],
                entry.get("chief", False),
            )
            for entry in data["duties"]
        )
    )
