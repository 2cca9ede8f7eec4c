"""Mistakes that the shape of single fields cannot show: names, dates, and what goes together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from zoneinfo import available_timezones

from scheduler.reading.errors import FieldError, shown
from scheduler.reading.facts import Entry, day, entries, group, hour, number, word, words
from scheduler.reading.references import known_errors
from scheduler.text import text

MOST_DAYS = 800
SECTIONS = ("bodies", "sessions", "meetings")  # with working groups: one name means one thing


def contradictions(data: Entry) -> Iterator[FieldError]:
    """Mistakes of data, also of data that are not all in shape."""
    for section in ("slots", "rooms", "delegations"):
        yield from _twice(entries(data, section))
    yield from _twice(_named(data))
    yield from _year(data)
    yield from _slots(data)
    yield from _dates(data)
    yield from _bodies(data)
    for path, session in entries(data, "sessions"):
        yield from _gathering(data, path, session)
        yield from _session(data, path, session)
    for path, meeting in entries(data, "meetings"):
        yield from _gathering(data, path, meeting)
    yield from _apart(data)
    yield from _before(data)


def _named(data: Entry) -> Iterator[tuple[str, Entry]]:
    for section in SECTIONS:
        for path, entry in entries(data, section):
            yield path, entry
            for inside, one in entries(entry, "working_groups"):
                yield f"{path}.{inside}", one


def _twice(given: Iterator[tuple[str, Entry]]) -> Iterator[FieldError]:
    first: dict[str, str] = {}
    for path, entry in given:
        name = word(entry, "id")
        if name is None:
            continue
        if name in first:
            reason = text(
                "%(id)s is the name of %(first)s already; give another.",
                id=shown(name),
                first=first[name],
            )
            yield FieldError(f"{path}.id", reason, twin=first[name])
        first.setdefault(name, path)


def _ids(data: Entry, section: str) -> set[str]:
    return {name for _, entry in entries(data, section) if (name := word(entry, "id"))}


def _span(data: Entry) -> tuple[date, date] | None:
    first, last = day(data.get("first_day")), day(data.get("last_day"))
    if first is None or last is None or not 0 <= (last - first).days < MOST_DAYS:
        return None
    return first, last


def _year(data: Entry) -> Iterator[FieldError]:
    first, last = day(data.get("first_day")), day(data.get("last_day"))
    if first is not None and last is not None and _span(data) is None:
        reason = text(
            "Give a day from %(first)s to %(last)s.",
            first=first,
            last=first + timedelta(days=MOST_DAYS - 1),
        )
        yield FieldError("last_day", reason)
    zone = word(data, "time_zone")
    if zone is not None and "time_zone" in data:
        yield from known_errors("time_zone", zone, available_timezones())


def _slots(data: Entry) -> Iterator[FieldError]:
    before = None
    for path, slot in entries(data, "slots"):
        start, end = hour(slot.get("start")), hour(slot.get("end"))
        if start is None or end is None:
            continue
        if end <= start:
            yield FieldError(f"{path}.end", text("Give a time after the start."))
        if before is not None and start < before:
            reason = text(
                "Give a time that is not before %(end)s, when the one before ends.", end=before
            )
            yield FieldError(f"{path}.start", reason)
        before = max(end, before) if before else end


def _dates(data: Entry) -> Iterator[FieldError]:
    """Every date lies in the year, and no period ends before it begins."""
    span = _span(data)
    seen: set[date] = set()
    for path, holiday in entries(data, "holidays"):
        on = day(holiday.get("date"))
        yield from _within(span, f"{path}.date", on)
        if on is not None and on in seen:
            yield FieldError(f"{path}.date", text("This day is given twice; leave one."))
        seen |= {on} if on else set()
    for path, room in entries(data, "rooms"):
        for inside, period in entries(room, "closed"):
            yield from _period(span, f"{path}.{inside}", period, ("first", "last"))
    changes = list(entries(group(data, "interpretation"), "changes"))
    for path, change in changes:
        yield from _period(span, f"interpretation.{path}", change, ("first_week", "last_week"))
    for (_, one), (path, other) in combinations(changes, 2):
        begin, end = day(one.get("first_week")), day(one.get("last_week"))
        first, last = day(other.get("first_week")), day(other.get("last_week"))
        if begin and end and first and last and _monday(first) <= end and _monday(begin) <= last:
            reason = text("The teams of these weeks are given already; leave one.")
            yield FieldError(f"interpretation.{path}", reason)
    for section in ("sessions", "meetings"):
        for path, entry in entries(data, section):
            yield from _period(span, path, entry, ("earliest", "latest"))
            for name in ("date", "week"):
                wished = day(group(entry, "wished").get(name))
                yield from _within(span, f"{path}.wished.{name}", wished)


def _monday(one: date) -> date:
    return one - timedelta(days=one.weekday())


def _within(span: tuple[date, date] | None, path: str, one: date | None) -> Iterator[FieldError]:
    if span is None or one is None or span[0] <= one <= span[1]:
        return
    reason = text("Give a day from %(first)s to %(last)s.", first=span[0], last=span[1])
    yield FieldError(path, reason)


def _period(
    span: tuple[date, date] | None, path: str, entry: Entry, names: tuple[str, str]
) -> Iterator[FieldError]:
    first, last = (day(entry.get(name)) for name in names)
    for name, one in zip(names, (first, last), strict=True):
        yield from _within(span, f"{path}.{name}", one)
    if first is not None and last is not None and last < first:
        reason = text("Give a day that is not before %(first)s.", first=first)
        yield FieldError(f"{path}.{names[1]}", reason)


def _bodies(data: Entry) -> Iterator[FieldError]:
    groups = _ids(data, "delegations")
    for path, body in entries(data, "bodies"):
        for inside, name in words(body, "delegations"):
            yield from known_errors(f"{path}.{inside}", name, groups)


def _gathering(
    data: Entry, path: str, entry: Entry, *, inside: bool = False
) -> Iterator[FieldError]:
    if not inside:
        yield from known_errors(f"{path}.body", word(entry, "body"), _ids(data, "bodies"))
    for field, name in words(entry, "slots"):
        yield from known_errors(f"{path}.{field}", name, _ids(data, "slots"))
    known = {name for _, name in words(group(data, "interpretation"), "languages")}
    for field, name in words(entry, "languages"):
        yield from known_errors(f"{path}.{field}", name, known)
    if entry.get("must_be_held") is True and "left_out" in entry:
        reason = text("What must be held is not left out: give this, or must_be_held: true.")
        yield FieldError(f"{path}.left_out", reason)
    elif entry.get("must_be_held") is not True and "left_out" not in entry:
        reason = text("Give what it costs to leave this out, or must_be_held: true.")
        yield FieldError(f"{path}.left_out", reason)
    wished = entry.get("wished")
    if isinstance(wished, Mapping) and ("date" in wished) == ("week" in wished):
        yield FieldError(f"{path}.wished", text("Give either a date, or a day of a week."))


def _session(data: Entry, path: str, session: Entry) -> Iterator[FieldError]:
    slots = {name for _, name in words(session, "slots")} or _ids(data, "slots")
    days = number(session, "days")
    items: set[str] = set()
    for inside, item in entries(session, "items"):
        name, slot, on = word(item, "item"), word(item, "slot"), number(item, "day")
        items |= {name} if name else set()
        yield from known_errors(f"{path}.{inside}.slot", slot, slots)
        if days is not None and on is not None and on > days:
            reason = text("Give a day of the session, from 1 to %(days)s.", days=days)
            yield FieldError(f"{path}.{inside}.day", reason)
    for inside, entry in entries(session, "working_groups"):
        yield from _gathering(data, f"{path}.{inside}", entry, inside=True)
        for field, name in words(entry, "items"):
            yield from known_errors(f"{path}.{inside}.{field}", name, items)


def _apart(data: Entry) -> Iterator[FieldError]:
    above: dict[str, set[str]] = {}
    for _path, body in entries(data, "bodies"):
        above[word(body, "id") or ""] = set()
    for section in ("sessions", "meetings"):
        for _path, entry in entries(data, section):
            name, body_id = word(entry, "id") or "", word(entry, "body") or ""
            above[name] = {body_id}
            for _inside, one in entries(entry, "working_groups"):
                above[word(one, "id") or ""] = {body_id, name}
    for path, apart in entries(data, "never_together"):
        named = list(words(apart, "of"))
        for inside, name in named:
            yield from known_errors(f"{path}.{inside}", name, above.keys())
        for (_, first), (inside, other) in combinations(named, 2):
            if first in above.get(other, set()) or other in above.get(first, set()):
                reason = text(
                    "%(one)s and %(other)s are parts of one another; name what meets apart.",
                    one=shown(first),
                    other=shown(other),
                )
                yield FieldError(f"{path}.{inside}", reason)


def _before(data: Entry) -> Iterator[FieldError]:
    known = _ids(data, "sessions") | _ids(data, "meetings")
    after: dict[str, set[str]] = {}
    for path, order in entries(data, "before"):
        first, then = word(order, "first"), word(order, "then")
        yield from known_errors(f"{path}.first", first, known)
        yield from known_errors(f"{path}.then", then, known)
        if first is None or then is None:
            continue
        after.setdefault(first, set()).add(then)
        if first in _reached(after, then):
            reason = text("%(then)s comes before %(first)s.", then=shown(then), first=shown(first))
            yield FieldError(f"{path}.then", reason)


def _reached(after: Mapping[str, set[str]], name: str) -> set[str]:
    """What comes after something, and itself."""
    found, waiting = {name}, [name]
    while waiting:
        fresh = after.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found
