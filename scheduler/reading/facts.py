"""What the fields of an input refer to: gathered leniently, so that every mistake is found at once.

A field that is not sound is passed over here: its own mistake is reported by the shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any

MOST_DAYS = 400

Entry = Mapping[str, Any]


def group(data: Entry, name: str) -> Entry:
    """A group of fields, empty where there is none."""
    value = data.get(name)
    return value if isinstance(value, Mapping) else {}


def entries(data: Entry, name: str) -> Iterator[tuple[str, Entry]]:
    """The entries of a list of groups, each with its path."""
    value = data.get(name)
    for index, entry in enumerate(value if isinstance(value, list) else ()):
        if isinstance(entry, Mapping):
            yield f"{name}[{index}]", entry


def word(entry: Entry, name: str) -> str | None:
    """A field that is a text."""
    value = entry.get(name)
    return value if isinstance(value, str) else None


def words(entry: Entry, name: str) -> Iterator[tuple[str, str]]:
    """The texts of a list, each with its path inside the entry."""
    value = entry.get(name)
    for index, part in enumerate(value if isinstance(value, list) else ()):
        if isinstance(part, str):
            yield f"{name}[{index}]", part


def number(entry: Entry, name: str) -> int | None:
    """A field that is a whole number."""
    value = entry.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def minutes_of(business: Entry) -> int:
    """Minutes that a piece of business takes in all; 0 where they are not known."""
    speakers = group(business, "speakers")
    each = (number(speakers, "limit_minutes") or 0) * 60
    seconds = (number(speakers, "number") or 0) * (
        each + (number(speakers, "changeover_seconds") or 0)
    )
    return number(business, "minutes") or -(-seconds // 60)


def day(value: Any) -> date | None:
    """A date."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def hour(value: Any) -> time | None:
    """A time of day."""
    try:
        found = time.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    # one with an offset cannot be compared with the others
    return found if found.tzinfo is None else None


@dataclass(frozen=True)
class Facts:
    """The sound part of a problem's plain data."""

    data: Entry

    def ids(self, section: str, field: str = "id") -> frozenset[str]:
        """The ids of a section."""
        found = (word(entry, field) for _, entry in entries(self.data, section))
        return frozenset(value for value in found if value is not None)

    def _by_id(self, section: str) -> Mapping[str, Entry]:
        return {entry["id"]: entry for _, entry in entries(self.data, section) if word(entry, "id")}

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Ids of bodies."""
        return self.ids("bodies")

    @cached_property
    def business(self) -> Mapping[str, Entry]:
        """Business by its ids."""
        return self._by_id("business")

    @cached_property
    def documents(self) -> frozenset[str]:
        """Symbols of documents."""
        return self.ids("documents", "symbol")

    @cached_property
    def rooms(self) -> Mapping[str, Entry]:
        """Rooms by their ids."""
        return self._by_id("rooms")

    @cached_property
    def slots(self) -> Mapping[str, Entry]:
        """Slots by their ids."""
        return self._by_id("slots")

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages of the session."""
        return tuple(value for _, value in words(group(self.data, "interpretation"), "languages"))

    def interpreted_into(self, business: Entry) -> frozenset[str]:
        """The languages of its meetings."""
        if business.get("languages") == "all":
            return frozenset(self.languages)
        return frozenset(value for _, value in words(business, "languages"))

    @cached_property
    def slot_minutes(self) -> Mapping[str, int]:
        """Minutes of the slots whose hours are sound, by their ids."""
        hours = {
            id_: (hour(slot.get("start")), hour(slot.get("end")))
            for id_, slot in self.slots.items()
        }
        return {
            id_: (end.hour - start.hour) * 60 + end.minute - start.minute
            for id_, (start, end) in hours.items()
            if start and end
        }

    @cached_property
    def longest_slot(self) -> int | None:
        """Minutes of the longest slot; None where there is none."""
        return max(self.slot_minutes.values(), default=None)

    @cached_property
    def span(self) -> tuple[date, date] | None:
        """First and last day, where both are sound, in order and not too far apart."""
        session = group(self.data, "session")
        first, last = day(session.get("first_day")), day(session.get("last_day"))
        if first is None or last is None or not 0 <= (last - first).days < MOST_DAYS:
            return None
        return first, last

    @cached_property
    def days(self) -> frozenset[date]:
        """Days of meetings; none where the span is not sound."""
        if self.span is None:
            return frozenset()
        first, last = self.span
        idle = {
            day(value) for _, value in words(group(self.data, "session"), "days_without_meetings")
        }
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return frozenset(one for one in every if one not in idle)

    def is_idle(self, on: date) -> bool:
        """Whether it is a day of the session without meetings."""
        return self.span is not None and self.span[0] <= on <= self.span[1] and on not in self.days

    def slot_is_open(self, slot: str, on: date) -> bool:
        """Whether meetings are held in the slot on that day."""
        limited = [day(value) for _, value in words(self.slots[slot], "days")]
        return on in self.days and (not limited or on in limited)
