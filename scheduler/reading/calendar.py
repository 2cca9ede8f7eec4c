"""Mistakes of time: the days of the session, its slots, and what names a day or a slot."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from itertools import combinations
from zoneinfo import ZoneInfo, available_timezones

from scheduler.reading.errors import FieldError, listed, nearest, shown
from scheduler.reading.facts import (
    MOST_DAYS,
    Entry,
    Facts,
    day,
    entries,
    group,
    hour,
    word,
    words,
)
from scheduler.text import Text, text

# files beside the zones that are the clock of a machine, or of no place
NO_PLACE = {"Factory", "localtime", "posixrules"}
FIRST_YEAR = 1972  # from when zones differ from UTC by whole minutes


def calendar_errors(facts: Facts) -> Iterator[FieldError]:
    """Mistakes of the session's days, the slots, and every day or slot that is named."""
    yield from _session(facts)
    yield from _slots(facts)
    yield from _named(facts)


def _session(facts: Facts) -> Iterator[FieldError]:
    session = group(facts.data, "session")
    zone = word(session, "time_zone")
    zones = available_timezones() - NO_PLACE
    if zone and zone not in zones:
        yield FieldError("session.time_zone", _unknown_zone(zone, zones))
    elif zone:
        yield from _clock_changes(facts, ZoneInfo(zone))
    first, last = day(session.get("first_day")), day(session.get("last_day"))
    if first is None or last is None:
        return
    if first.year < FIRST_YEAR:
        yield FieldError(
            "session.first_day", text("Give a day in %(year)s or later.", year=FIRST_YEAR)
        )
    if last < first:
        yield FieldError(
            "session.last_day",
            text("Give the first day, %(first)s, or a later one.", first=first.isoformat()),
        )
    elif facts.span is None:
        yield FieldError(
            "session.last_day",
            text("A session has at most %(limit)s days.", limit=MOST_DAYS),
        )
    elif not facts.days:
        yield FieldError(
            "session.days_without_meetings",
            text("Leave at least one day of the session for meetings."),
        )
    elif facts.slots and all(_never_held(facts, slot) for slot in facts.slots.values()):
        yield FieldError(
            "session.days_without_meetings",
            text("Leave at least one day on which there is a slot for meetings."),
        )


def _never_held(facts: Facts, slot: Entry) -> bool:
    """Whether all days of a slot are days without meetings."""
    days = [day(value) for _, value in words(slot, "days")]
    return bool(days) and all(one is not None and facts.is_idle(one) for one in days)


def _clock_changes(facts: Facts, zone: ZoneInfo) -> Iterator[FieldError]:
    """A slot is as long as its hours say, and they come once."""
    for path, slot in entries(facts.data, "slots"):
        name, start, end = word(slot, "id"), hour(slot.get("start")), hour(slot.get("end"))
        if not name or start is None or end is None:
            continue
        for on in sorted(facts.days):
            if facts.slot_is_open(name, on) and _clock_changes_in(zone, on, start, end):
                wanted = text(
                    "The clock changes in this slot on %(date)s; give other hours, or other days.",
                    date=on.isoformat(),
                )
                yield FieldError(f"{path}.start", wanted)
                break


def _clock_changes_in(zone: ZoneInfo, on: date, start: time, end: time) -> bool:
    begins, ends = datetime.combine(on, start, zone), datetime.combine(on, end, zone)
    again = begins.replace(fold=1)  # another offset if the hour is left out, or comes twice
    return not begins.utcoffset() == ends.utcoffset() == again.utcoffset()


def _unknown_zone(zone: str, zones: Collection[str]) -> Text:
    meant = nearest(zone, zones)
    if meant:
        return text(
            "There is no time zone %(zone)s; %(meant)s is probably meant.",
            zone=shown(zone),
            meant=meant,
        )
    return text("There is no time zone %(zone)s; give one such as Europe/Vienna.", zone=shown(zone))


def _slots(facts: Facts) -> Iterator[FieldError]:
    sound = []
    for path, slot in entries(facts.data, "slots"):
        start, end = hour(slot.get("start")), hour(slot.get("end"))
        if start is None or end is None:
            continue
        if end <= start:
            wanted = text("Give a time after the start, %(start)s.", start=slot["start"])
            yield FieldError(f"{path}.end", wanted)
        else:
            sound.append((path, slot, start, end))
    for (_, slot, start, end), (path, other, other_start, other_end) in combinations(sound, 2):
        if start < other_end and other_start < end and _same_day(slot, other):
            yield FieldError(
                f"{path}.start",
                text(
                    "The slots %(slot)s and %(other)s overlap; one must end as the other begins.",
                    slot=shown(slot.get("id")),
                    other=shown(other.get("id")),
                ),
            )


def _same_day(slot: Entry, other: Entry) -> bool:
    if not all(isinstance(one.get("days", []), list) for one in (slot, other)):
        return False
    days, others = (dict(words(one, "days")).values() for one in (slot, other))
    return not days or not others or any(day in others for day in days)


def _named(facts: Facts) -> Iterator[FieldError]:
    session = group(facts.data, "session")
    for place, value in words(session, "days_without_meetings"):
        yield from _day(facts, f"session.{place}", day(value))
    for path, slot in entries(facts.data, "slots"):
        for place, value in words(slot, "days"):
            yield from _day(facts, f"{path}.{place}", day(value))
    for path, room in entries(facts.data, "rooms"):
        for place, value in words(room, "closed"):
            yield from _slot_date(facts, f"{path}.{place}", value)
    interpretation = group(facts.data, "interpretation")
    for path, change in entries(interpretation, "changes"):
        yield from _day_and_slot(facts, f"interpretation.{path}", change)
    for path, placement in entries(facts.data, "reference"):
        yield from _day_and_slot(facts, path, placement, of_meetings=True)
    for path, closure in entries(facts.data, "closures"):
        yield from _day_and_slot(facts, path, closure)
    yield from _held(facts)
    for path, business in entries(facts.data, "business"):
        yield from _window(facts, path, business)
        yield from _at_best(facts, path, business)


def _held(facts: Facts) -> Iterator[FieldError]:
    """What has been held lies in slots of the session, before the moment given."""
    held = group(facts.data, "held")
    before = group(held, "before")
    yield from _day_and_slot(facts, "held.before", before)
    until = _moment(facts, before)
    for path, part in entries(held, "parts"):
        yield from _day_and_slot(facts, f"held.{path}", part, of_meetings=True)
        taken = _moment(facts, part)
        if taken is not None and until is not None and taken >= until:
            wanted = text(
                "Give a slot before %(moment)s.",
                moment=" ".join(filter(None, (word(before, "date"), word(before, "slot")))),
            )
            yield FieldError(f"held.{path}.slot", wanted)


def _moment(facts: Facts, entry: Entry) -> tuple[date, time] | None:
    """When the slot, or the whole day, that an entry names begins; None where it is not sound."""
    on, slot = day(entry.get("date")), word(entry, "slot")
    start = time.min if slot is None else hour(facts.slots.get(slot, {}).get("start"))
    return None if on is None or start is None else (on, start)


def _at_best(facts: Facts, path: str, business: Entry) -> Iterator[FieldError]:
    """When it is not taken, and when it is wished for."""
    for place, value in words(business, "not_on"):
        yield from _slot_date(facts, f"{path}.{place}", value)
    wished = word(business, "wished")
    if wished is not None:
        yield from _slot_date(facts, f"{path}.wished", wished, of_meetings=True)


def _window(facts: Facts, path: str, business: Entry) -> Iterator[FieldError]:
    for field in ("not_before", "not_after"):
        value = word(business, field)
        if value is not None:
            yield from _slot_date(facts, f"{path}.{field}", value)
    for place, value in words(business, "fixed"):
        if day(value):
            wanted = text("Name the slot as well, such as “%(date)s AM”.", date=value)
            yield FieldError(f"{path}.{place}", wanted)
        else:
            yield from _slot_date(facts, f"{path}.{place}", value, of_meetings=True)
    since, until = word(business, "not_before"), word(business, "not_after")
    if since is None or until is None:
        return
    first, last = day(since[:10]), day(until[:10])
    if first and last and first > last:
        wanted = text("Give a day that is not before %(date)s.", date=first.isoformat())
        yield FieldError(f"{path}.not_after", wanted)
    elif first and first == last:
        earliest, latest = (
            hour(facts.slots.get(when[11:], {}).get("start")) for when in (since, until)
        )
        if earliest and latest and earliest > latest:
            wanted = text("Give a slot that is not before %(slot)s.", slot=since[11:])
            yield FieldError(f"{path}.not_after", wanted)


def _slot_date(
    facts: Facts, path: str, value: str, *, of_meetings: bool = False
) -> Iterator[FieldError]:
    """`of_meetings`: a meeting is to be held then; else it may be a day without meetings."""
    written, _, slot = value.partition(" ")
    on = day(written)
    if on is None:
        return
    if slot:
        yield from _slot(facts, path, on, slot, of_meetings=of_meetings)
    else:
        yield from (_meeting_day if of_meetings else _day)(facts, path, on)


def _day_and_slot(
    facts: Facts, path: str, entry: Entry, *, of_meetings: bool = False
) -> Iterator[FieldError]:
    on, slot = day(entry.get("date")), word(entry, "slot")
    if slot is not None and on is not None:
        yield from _slot(facts, f"{path}.slot", on, slot, of_meetings=of_meetings)
    else:
        yield from (_meeting_day if of_meetings else _day)(facts, f"{path}.date", on)


def _slot(
    facts: Facts, path: str, on: date, slot: str, *, of_meetings: bool
) -> Iterator[FieldError]:
    if slot not in facts.slots:
        yield FieldError(
            path,
            text(
                "There is no slot %(slot)s; the slots are: %(known)s.",
                slot=shown(slot),
                known=listed(facts.slots),
            ),
        )
    elif facts.span is None or facts.slot_is_open(slot, on):
        return
    elif facts.is_idle(on):
        if of_meetings:
            yield FieldError(path, _idle(on))
    else:
        yield FieldError(
            path,
            text(
                "No meetings are held in the slot %(slot)s on %(date)s.",
                slot=shown(slot),
                date=on.isoformat(),
            ),
        )


def _day(facts: Facts, path: str, on: date | None) -> Iterator[FieldError]:
    if on is None or facts.span is None:
        return
    first, last = facts.span
    if not first <= on <= last:
        yield FieldError(
            path,
            text(
                "Give a day of the session, from %(first)s to %(last)s.",
                first=first.isoformat(),
                last=last.isoformat(),
            ),
        )


def _meeting_day(facts: Facts, path: str, on: date | None) -> Iterator[FieldError]:
    outside = list(_day(facts, path, on))
    yield from outside
    if not outside and on is not None and facts.span is not None and on not in facts.days:
        yield FieldError(path, _idle(on))


def _idle(on: date) -> Text:
    return text(
        "No meetings are held on %(date)s, one of the days without meetings of the session: "
        "give another day, or hold meetings on this one.",
        date=on.isoformat(),
    )
