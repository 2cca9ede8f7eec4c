"""Mistakes between fields: ids given twice, names of nothing, and what cannot go together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from scheduler.problem import RelationKind, closure_id, relation_id
from scheduler.reading.errors import FieldError, listed, nearest, shown
from scheduler.reading.facts import Entry, Facts, entries, group, number, word, words
from scheduler.text import Text, text

MOST_LISTED = 30  # names that a sentence bears
IDS = {"slots": "id", "bodies": "id", "rooms": "id", "business": "id", "documents": "symbol"}

# how many pieces of business a relation takes: at least, at most
TAKES: Mapping[str, tuple[int, int | None, Text]] = {
    RelationKind.BEFORE: (
        2,
        2,
        text(
            "Give two different pieces of business, the one to be finished first before the other."
        ),
    ),
    RelationKind.AFTER_BEGUN: (
        2,
        2,
        text("Give two different pieces of business, the one to be begun first before the other."),
    ),
    RelationKind.NEAR: (2, 2, text("Give two different pieces of business.")),
    RelationKind.NEVER_PARALLEL: (2, None, text("Give two different pieces of business or more.")),
    RelationKind.TOGETHER: (2, None, text("Give two different pieces of business or more.")),
    RelationKind.ENDS_SESSION: (1, 1, text("Give one piece of business.")),
    RelationKind.ALONE: (1, 1, text("Give one piece of business.")),
}


def reference_errors(facts: Facts) -> Iterator[FieldError]:
    """Mistakes that the shape of single fields cannot show, apart from those of time."""
    for section, field in IDS.items():
        yield from _twice(facts, section, field)
    yield from _bodies(facts)
    for path, document in entries(facts.data, "documents"):
        yield from _issued(facts, path, document)
    for path, business in entries(facts.data, "business"):
        yield from _business(facts, path, business)
    for path, relation in entries(facts.data, "relations"):
        yield from _relation(facts, path, relation)
    yield from _same_relation(facts)
    for path, placement in entries(facts.data, "reference"):
        yield from known_errors(f"{path}.business", word(placement, "business"), facts.business)
    yield from _changes(facts)
    yield from _closures(facts)
    yield from _held(facts)


def _twice(facts: Facts, section: str, field: str) -> Iterator[FieldError]:
    first: dict[str, str] = {}
    for path, entry in entries(facts.data, section):
        value = word(entry, field)
        if value is None:
            continue
        if value in first:
            wanted = text(
                "%(id)s is the name of %(first)s already; give another.",
                id=shown(value),
                first=first[value],
            )
            yield FieldError(f"{path}.{field}", wanted, twin=first[value])
        first.setdefault(value, path)


def known_errors(path: str, value: str | None, known: Collection[str]) -> Iterator[FieldError]:
    """A mistake if a name is none of those known; none where no name is given."""
    if value is None or value in known:
        return
    # likeness to thousands of names takes longer than the whole reading
    meant = nearest(value, known) if len(known) <= 300 else None
    if meant:
        reason = text(
            "There is no %(given)s; %(meant)s is probably meant.",
            given=shown(value),
            meant=shown(meant),
        )
    elif not known:
        reason = text(
            "There is no %(given)s, nor any other of its kind: list it first.", given=shown(value)
        )
    elif len(known) > MOST_LISTED:
        reason = text("There is no %(given)s.", given=shown(value))
    else:
        reason = text(
            "There is no %(given)s; give one of: %(known)s.",
            given=shown(value),
            known=listed(sorted(known)),
        )
    yield FieldError(path, reason)


def _bodies(facts: Facts) -> Iterator[FieldError]:
    yield from known_errors(
        "session.body", word(group(facts.data, "session"), "body"), facts.bodies
    )
    numbered = {
        word(body, "id"): word(body, "numbered_with") for _, body in entries(facts.data, "bodies")
    }
    for path, body in entries(facts.data, "bodies"):
        other = word(body, "numbered_with")
        yield from known_errors(f"{path}.numbered_with", other, facts.bodies)
        if other is not None and numbered.get(other) is not None:
            yield FieldError(
                f"{path}.numbered_with",
                text(
                    "Give a body that has a series of its own; %(body)s is numbered with another.",
                    body=shown(other),
                ),
            )


def _issued(facts: Facts, path: str, document: Entry) -> Iterator[FieldError]:
    issued = document.get("issued")
    if not isinstance(issued, Mapping):
        return
    missing = [language for language in facts.languages if language not in issued]
    if missing:
        wanted = text(
            "Give a date for these languages as well: %(missing)s.", missing=listed(missing)
        )
        yield FieldError(f"{path}.issued", wanted)
    for language in issued:
        yield from known_errors(f"{path}.issued.{language}", language, facts.languages)


def _business(facts: Facts, path: str, business: Entry) -> Iterator[FieldError]:
    yield from known_errors(f"{path}.body", word(business, "body"), facts.bodies)
    for place, language in words(business, "languages"):
        yield from known_errors(f"{path}.{place}", language, facts.languages)
    for place, symbol in words(business, "documents"):
        yield from known_errors(f"{path}.{place}", symbol, facts.documents)
    yield from known_errors(f"{path}.room", word(business, "room"), facts.rooms)
    if "minutes" in business and "speakers" in business:
        reason = text("Give the minutes or the list of speakers, not both.")
        yield FieldError(f"{path}.minutes", reason)
    elif "minutes" not in business and "speakers" not in business:
        yield FieldError(
            f"{path}.minutes", text("Give the minutes, or the list of speakers they follow from.")
        )


def _relation(facts: Facts, path: str, relation: Entry) -> Iterator[FieldError]:
    named = list(words(relation, "business"))
    for place, business in named:
        yield from known_errors(f"{path}.{place}", business, facts.business)
    kind = word(relation, "kind") or ""
    if kind not in TAKES or not isinstance(relation.get("business"), list):
        return
    least, most, wanted = TAKES[kind]
    count = len(relation["business"])
    if count < least or (most is not None and count > most):
        yield FieldError(f"{path}.business", wanted)
    for field in ("gap_slots", "gap_days"):
        if kind != RelationKind.BEFORE and number(relation, field):
            reason = text("Leave this out: only “before” takes a gap.")
            yield FieldError(f"{path}.{field}", reason)


def _same_relation(facts: Facts) -> Iterator[FieldError]:
    """No two of one name; those that are given none are named by what they say."""
    first: dict[str, str] = {}
    for path, relation in entries(facts.data, "relations"):
        given = word(relation, "id")
        business = [name for _, name in words(relation, "business")]
        name = given or relation_id(word(relation, "kind") or "", business)
        if name in first:
            known = {"id": shown(name), "first": first[name]}
            taken = text("%(id)s is the name of %(first)s already; give another.", **known)
            said = text("This says the same as %(first)s; change that, or remove one.", **known)
            field, reason = ("id", taken) if given else ("business", said)
            yield FieldError(f"{path}.{field}", reason, twin=first[name])
        first.setdefault(name, path)


def _changes(facts: Facts) -> Iterator[FieldError]:
    seen: set[tuple[object, object]] = set()
    for path, change in entries(group(facts.data, "interpretation"), "changes"):
        when = (word(change, "date"), word(change, "slot"))
        if when in seen and when[0] is not None:
            reason = text("The teams of this time are given already; leave one.")
            yield FieldError(f"interpretation.{path}", reason)
        seen.add(when)


def _closures(facts: Facts) -> Iterator[FieldError]:
    first: dict[str, str] = {}
    for path, closure in entries(facts.data, "closures"):
        said = {name: word(closure, name) for name in ("date", "slot", "column")}
        if said["date"] is None or any(said[name] is None for name in said.keys() & closure.keys()):
            continue
        name = closure_id(said)
        if name in first:
            reason = text("This says the same as %(first)s; leave one.", first=first[name])
            yield FieldError(path, reason, twin=first[name])
        first.setdefault(name, path)


def _held(facts: Facts) -> Iterator[FieldError]:
    seen: set[tuple[str | None, ...]] = set()
    for path, part in entries(group(facts.data, "held"), "parts"):
        yield from known_errors(f"held.{path}.business", word(part, "business"), facts.business)
        taken = tuple(word(part, name) for name in ("business", "date", "slot"))
        if None not in taken and taken in seen:
            reason = text("This part is given already; give its minutes once, as one.")
            yield FieldError(f"held.{path}", reason)
        seen.add(taken)
