"""Entries that contradict themselves, or ask for what no session could give.

Wishes of which each could be met by itself are no mistakes: where they clash, that is explained
(`scheduler.explanation`), all of it together.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.problem import Column, RelationKind
from scheduler.reading.errors import FieldError, listed, shown
from scheduler.reading.facts import Entry, Facts, entries, group, minutes_of, number, word, words
from scheduler.reading.held import held_errors
from scheduler.text import Text, text

LEAST_MINUTES = 30  # of a part, where they are left out

NO_PLACE: dict[Column, Text] = {
    Column.PLENARY: text("Give at least 1: there is plenary business."),
    Column.PARALLEL: text("Give at least 1: there is parallel business."),
}


def impossible_errors(facts: Facts) -> Iterator[FieldError]:
    """Wishes that contradict each other, or that nothing in the session can fulfil."""
    yield from _at_once(facts)
    for path, business in entries(facts.data, "business"):
        yield from _least_minutes(facts, path, business)
        yield from _most_parts(facts, path, business)
        yield from _fixed(path, business)
    for path, relation in entries(facts.data, "relations"):
        if relation.get("kind") == RelationKind.TOGETHER:
            yield from _together(facts, path, relation)
    yield from held_errors(facts)


def _at_once(facts: Facts) -> Iterator[FieldError]:
    at_once = group(facts.data, "at_once")
    columns = {word(business, "column") for _, business in entries(facts.data, "business")}
    for column, reason in NO_PLACE.items():
        if number(at_once, column) == 0 and column in columns:
            yield FieldError(f"at_once.{column}", reason)


def _least_minutes(facts: Facts, path: str, business: Entry) -> Iterator[FieldError]:
    limit = facts.longest_slot
    if limit is None:
        return
    least = number(business, "least_minutes")
    if least is not None and least > limit:
        reason = text("Give at most %(limit)s, the minutes of the longest slot.", limit=limit)
        yield FieldError(f"{path}.least_minutes", reason)
    elif "least_minutes" not in business and min(LEAST_MINUTES, minutes_of(business)) > limit:
        reason = text(
            "Give at most %(limit)s, the minutes of the longest slot; "
            "where this is left out, the shortest part has %(least)s.",
            limit=limit,
            least=LEAST_MINUTES,
        )
        yield FieldError(f"{path}.least_minutes", reason)


def _most_parts(facts: Facts, path: str, business: Entry) -> Iterator[FieldError]:
    most, longest = number(business, "most_parts"), facts.longest_slot
    if most is None or longest is None:
        return
    if business.get("may_split", False) is False:
        reason = text("Leave this out: this is taken in one meeting, unless it may be split.")
        yield FieldError(f"{path}.most_parts", reason)
        return
    least = max(-(-minutes_of(business) // longest), len(list(words(business, "fixed"))))
    if most < least:
        reason = text(
            "Give at least %(least)s: it takes so many meetings, of at most %(limit)s minutes.",
            least=least,
            limit=longest,
        )
        yield FieldError(f"{path}.most_parts", reason)


def _fixed(path: str, business: Entry) -> Iterator[FieldError]:
    fixed = list(words(business, "fixed"))
    if len(fixed) > 1 and business.get("may_split", False) is False:
        reason = text("Give one slot: this is taken in one meeting, unless it may be split.")
        yield FieldError(f"{path}.{fixed[1][0]}", reason)


def _together(facts: Facts, path: str, relation: Entry) -> Iterator[FieldError]:
    """What is taken in one meeting is of one body and one column, in the same languages."""
    named = [(place, id_) for place, id_ in words(relation, "business") if id_ in facts.business]
    for place, id_ in named[1:]:
        first, other = facts.business[named[0][1]], facts.business[id_]
        differing = [field for field in ("body", "column") if first.get(field) != other.get(field)]
        if facts.interpreted_into(first) != facts.interpreted_into(other):
            differing.append("languages")
        if differing:
            reason = text(
                "%(other)s cannot be taken in one meeting with %(first)s: give both the same "
                "%(fields)s.",
                other=shown(id_),
                first=shown(named[0][1]),
                fields=listed(differing),
            )
            yield FieldError(f"{path}.{place}", reason)
