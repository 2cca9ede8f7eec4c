"""What is said to have been held, and could not have been as it is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.reading.errors import FieldError, shown
from scheduler.reading.facts import Entry, Facts, entries, group, minutes_of, number, word
from scheduler.text import text

Part = tuple[str, Entry]


def held_errors(facts: Facts) -> Iterator[FieldError]:
    """Parts longer than their slots; more minutes, or more parts, than their business has."""
    for path, part in entries(group(facts.data, "held"), "parts"):
        yield from _longer_than_slot(facts, f"held.{path}", part)
    for id_, parts in _by_business(facts).items():
        yield from _too_many(facts.business[id_], parts)
        yield from _too_long(facts.business[id_], parts)
        yield from _too_short(facts.business[id_], parts)
    yield from _meetings_too_long(facts)


def _by_business(facts: Facts) -> Mapping[str, list[Part]]:
    """The parts of each known business; one that is given twice is a mistake of its own."""
    found: dict[str, dict[tuple[str | None, str | None], Part]] = {}
    for path, part in entries(group(facts.data, "held"), "parts"):
        id_ = word(part, "business")
        if id_ is not None and id_ in facts.business:
            when = word(part, "date"), word(part, "slot")
            found.setdefault(id_, {}).setdefault(when, (f"held.{path}", part))
    return {id_: list(parts.values()) for id_, parts in found.items()}


def _longer_than_slot(facts: Facts, path: str, part: Entry) -> Iterator[FieldError]:
    slot = word(part, "slot")
    limit = facts.slot_minutes.get(slot or "")
    if limit is not None and (number(part, "minutes") or 0) > limit:
        reason = text(
            "Give at most %(limit)s, the minutes of the slot %(slot)s.",
            limit=limit,
            slot=shown(slot),
        )
        yield FieldError(f"{path}.minutes", reason)


def _too_many(business: Entry, parts: list[Part]) -> Iterator[FieldError]:
    if len(parts) > 1 and business.get("may_split", False) is False:
        reason = text(
            "Leave one part of %(business)s, or allow it to be split: it is taken in one meeting.",
            business=shown(business["id"]),
        )
        yield FieldError(parts[1][0], reason)


def _too_short(business: Entry, parts: list[Part]) -> Iterator[FieldError]:
    """What is taken in one meeting has been taken whole."""
    path, part = parts[0]
    needed, taken = minutes_of(business), number(part, "minutes")
    one = len(parts) == 1 and business.get("may_split", False) is False
    if one and taken is not None and 0 < taken < needed:
        reason = text(
            "Give %(needed)s, all that %(business)s needs, or allow it to be split: it is taken in "
            "one meeting.",
            business=shown(business["id"]),
            needed=needed,
        )
        yield FieldError(f"{path}.minutes", reason)


def _meetings_too_long(facts: Facts) -> Iterator[FieldError]:
    """Parts that were one meeting, and come to more than its slot."""
    meetings: dict[tuple[object, ...], int] = {}
    for parts in _by_business(facts).values():
        for path, part in parts:
            business, slot = facts.business[part["business"]], word(part, "slot")
            meeting = (
                word(part, "date"),
                slot,
                word(business, "body"),
                word(business, "column"),
                facts.interpreted_into(business),
            )
            minutes = number(part, "minutes") or 0
            taken = meetings[meeting] = meetings.get(meeting, 0) + minutes
            limit = facts.slot_minutes.get(slot or "")
            if limit is not None and minutes <= limit < taken:
                reason = text(
                    "What was held in this meeting comes to %(taken)s minutes, and the slot "
                    "%(slot)s has %(limit)s.",
                    taken=taken,
                    slot=shown(slot),
                    limit=limit,
                )
                yield FieldError(f"{path}.minutes", reason)


def _too_long(business: Entry, parts: list[Part]) -> Iterator[FieldError]:
    needed, taken = minutes_of(business), 0
    for path, part in parts:
        taken += number(part, "minutes") or 0
        if needed and taken > needed:
            reason = text(
                "The parts of %(business)s come to %(taken)s minutes, and it needs %(needed)s: "
                "give fewer here, or more to it.",
                business=shown(business["id"]),
                taken=sum(number(one, "minutes") or 0 for _, one in parts),
                needed=needed,
            )
            yield FieldError(f"{path}.minutes", reason)
            return
