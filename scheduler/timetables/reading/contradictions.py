"""Mistakes of a timetable problem that the shape of single fields cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from scheduler.reading.errors import FieldError, shown
from scheduler.reading.facts import Entry, entries, words
from scheduler.reading.references import known_errors
from scheduler.text import text


def contradictions(data: Entry) -> Iterator[FieldError]:
    """Mistakes of data that are in shape."""
    yield from _twice(data)
    if ("slots" in data) == ("days" in data):
        yield FieldError("days", text("Give either days with a grid, or slots."))
    elif "days" in data and "grid" not in data:
        yield FieldError("grid", text("Give the minutes from one possible start to the next."))
    elif "slots" in data and "grid" in data:
        yield FieldError("grid", text("Slots need no grid; leave it out."))
    else:
        yield from _days(data)
        yield from _slots(data)
        yield from _minutes(data)
    yield from _references(data)
    yield from _windows(data)
    yield from _circles(data)


def _twice(data: Entry) -> Iterator[FieldError]:
    for section in ("rooms", "bodies", "persons", "meetings"):
        seen: set[str] = set()
        for path, entry in entries(data, section):
            if entry["id"] in seen:
                reason = text("%(id)s is given twice; give another.", id=shown(entry["id"]))
                yield FieldError(f"{path}.id", reason)
            seen.add(entry["id"])


def _clock(value: str) -> int:
    return int(value[:2]) * 60 + int(value[3:])


def _days(data: Entry) -> Iterator[FieldError]:
    seen: set[str] = set()
    for path, entry in entries(data, "days"):
        if entry["date"] in seen:
            yield FieldError(f"{path}.date", text("The day is given twice; leave one."))
        seen.add(entry["date"])
        before = 0
        for place, hours in entries(entry, "hours"):
            start, end = _clock(hours["start"]), _clock(hours["end"])
            if end <= start:
                yield FieldError(f"{path}.{place}.end", text("Give a time after the start."))
            elif (end - start) % data["grid"]:
                reason = text("Give hours that are a multiple of the grid.")
                yield FieldError(f"{path}.{place}.end", reason)
            if start < before:
                reason = text("Give the hours of a day in order; these overlap.")
                yield FieldError(f"{path}.{place}.start", reason)
            before = max(before, end)


def _slots(data: Entry) -> Iterator[FieldError]:
    found = []
    for path, entry in entries(data, "slots"):
        start, end = _clock(entry["start"]), _clock(entry["end"])
        if end <= start:
            yield FieldError(f"{path}.end", text("Give a time after the start."))
        found.append((entry["date"], start, end, path))
    found.sort()
    for one, other in pairwise(found):
        if one[0] == other[0] and other[1] < one[2]:
            reason = text("This overlaps with %(other)s.", other=one[3])
            yield FieldError(f"{other[3]}.start", reason)


def _minutes(data: Entry) -> Iterator[FieldError]:
    if "grid" not in data:
        return
    for path, entry in entries(data, "meetings"):
        if "minutes" not in entry:
            yield FieldError(f"{path}.minutes", text("Give the minutes that the meeting takes."))
        elif entry["minutes"] % data["grid"]:
            reason = text("Give a multiple of the grid, %(grid)d minutes.", grid=data["grid"])
            yield FieldError(f"{path}.minutes", reason)


def _references(data: Entry) -> Iterator[FieldError]:
    known = {
        section: {entry["id"] for _path, entry in entries(data, section)}
        for section in ("rooms", "bodies", "persons", "meetings")
    }
    sections = {
        "bodies": ("bodies",),
        "persons": ("required", "preferred"),
        "rooms": ("rooms", "wished_rooms"),
        "meetings": ("after", "never_beside", "rather_not_beside"),
    }
    for path, entry in entries(data, "bodies"):
        yield from _names(path, entry, ("conflicts",), known["bodies"])
    for path, entry in entries(data, "meetings"):
        for section, fields in sections.items():
            yield from _names(path, entry, fields, known[section])
        both = set(entry.get("required", ())) & set(entry.get("preferred", ()))
        if both:
            reason = text("%(person)s is required already; leave one.", person=shown(min(both)))
            yield FieldError(f"{path}.preferred", reason)


def _names(path: str, entry: Entry, fields: Sequence[str], known: set[str]) -> Iterator[FieldError]:
    for name in fields:
        for place, value in words(entry, name):
            if name in ("conflicts", "after", "never_beside", "rather_not_beside") and (
                value == entry["id"]
            ):
                yield FieldError(f"{path}.{place}", text("Give another than this one itself."))
            yield from known_errors(f"{path}.{place}", value, known)


def _windows(data: Entry) -> Iterator[FieldError]:
    fields = {"rooms": ("closed",), "meetings": ("times", "wished", "avoid")}
    for section, names in fields.items():
        for path, entry in entries(data, section):
            for name in names:
                for place, window in entries(entry, name):
                    if "start" in window and "end" in window and window["end"] <= window["start"]:
                        reason = text("Give a time after the start.")
                        yield FieldError(f"{path}.{place}.end", reason)
            for name in ("not_before", "not_after"):
                if name in entry and not _is_day(entry[name][:10]):
                    reason = text("Give a day that there is; this is %(given)s.", given=entry[name])
                    yield FieldError(f"{path}.{name}", reason)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _circles(data: Entry) -> Iterator[FieldError]:
    places = {entry["id"]: path for path, entry in entries(data, "meetings")}
    before: Mapping[str, Sequence[str]] = {
        entry["id"]: [name for name in entry.get("after", ()) if name != entry["id"]]
        for _path, entry in entries(data, "meetings")
    }
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = error.args[1]
        if all(name in places for name in circle):
            reason = text("These come after one another in a circle: %(names)s.", names=circle)
            yield FieldError(f"{places[circle[0]]}.after", reason)
