"""Sentences of the engine as plain data, to be kept in the record and translated when read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from enum import Enum
from typing import Any

from scheduler.programme import Explanation, Relaxation, Requirement, Told
from scheduler.text import Language, Text

Clash = tuple[Requirement, ...]

TAGGED: tuple[tuple[type, str], ...] = ((Language, "language"), (date, "date"), (time, "time"))


def pack(value: Any) -> Any:
    """A Text, or a value in one, as plain data; `unpack` makes the same of it."""
    if isinstance(value, Text):
        values = {name: pack(part) for name, part in value.values.items()}
        return {"text": [value.msgid, values, value.plural]}
    if isinstance(value, (list, tuple)):
        return [pack(part) for part in value]
    for kind, tag in TAGGED:
        if isinstance(value, kind):
            return {tag: str(value)}
    return value.value if isinstance(value, Enum) else value


UNPACK: Mapping[str, Callable[[Any], Any]] = {
    "text": lambda parts: Text(
        parts[0], {name: unpack(part) for name, part in parts[1].items()}, parts[2]
    ),
    "language": Language,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def unpack(plain: Any) -> Any:
    """What `pack` was given; a tuple comes back as a list."""
    if isinstance(plain, list):
        return [unpack(part) for part in plain]
    if isinstance(plain, Mapping):
        ((kind, value),) = plain.items()
        return UNPACK[kind](value)
    return plain


def pack_explanation(explanation: Explanation) -> dict[str, Any]:
    """An explanation as plain data."""
    return {
        "clash": [pack_requirement(one) for one in explanation.clash],
        "relaxations": _pack_way(explanation.relaxations),
        "further_clashes": [
            [pack_requirement(one) for one in clash] for clash in explanation.clashes[1:]
        ],
        "told": [[_pack_told(one) for one in clash] for clash in explanation.told],
        "counts": [pack(clash) for clash in explanation.counts],
        "other_ways": [_pack_way(way) for way in explanation.ways[1:]],
    }


def unpack_explanation(plain: Mapping[str, Any]) -> Explanation:
    """The explanation again.

    Those stored by an earlier version have one clash and one way, or tell of each requirement by
    itself, and count nothing.
    """
    stored = [plain["clash"], *plain.get("further_clashes", ())]
    clashes = tuple(tuple(map(unpack_requirement, clash)) for clash in stored if clash)
    ways = [plain["relaxations"], *plain.get("other_ways", ())]
    return Explanation(
        clashes=clashes,
        told=_unpack_told(plain["told"], clashes) if "told" in plain else _each_told(clashes),
        counts=tuple(tuple(unpack(clash)) for clash in plain.get("counts", ())),
        ways=tuple(_unpack_way(way) for way in ways if way),
    )


def _pack_told(told: Told) -> dict[str, Any]:
    keys = [one.key for one in told.requirements]
    return {"requirements": keys, "text": pack(told.text), "source": told.source}


def _unpack_told(plain: Iterable[Any], clashes: Iterable[Clash]) -> tuple[tuple[Told, ...], ...]:
    known = {one.key: one for clash in clashes for one in clash}
    return tuple(
        tuple(
            Told(
                requirements=tuple(known[key] for key in one["requirements"]),
                text=unpack(one["text"]),
                source=one["source"],
            )
            for one in clash
        )
        for clash in plain
    )


def _each_told(clashes: Iterable[Clash]) -> tuple[tuple[Told, ...], ...]:
    """Clashes told in as many sentences as they have requirements."""
    return tuple(
        tuple(Told(requirements=(one,), text=one.text, source=one.source) for one in clash)
        for clash in clashes
    )


def _pack_way(way: Iterable[Relaxation]) -> list[dict[str, Any]]:
    return [
        {"requirement": pack_requirement(one.requirement), "text": pack(one.text)} for one in way
    ]


def _unpack_way(plain: Iterable[Mapping[str, Any]]) -> tuple[Relaxation, ...]:
    return tuple(
        Relaxation(requirement=unpack_requirement(one["requirement"]), text=unpack(one["text"]))
        for one in plain
    )


def pack_requirement(requirement: Requirement) -> dict[str, Any]:
    """A requirement as plain data."""
    return {
        "key": requirement.key,
        "text": pack(requirement.text),
        "source": requirement.source,
    }


def unpack_requirement(plain: Mapping[str, Any]) -> Requirement:
    """The requirement again."""
    return Requirement(key=plain["key"], text=unpack(plain["text"]), source=plain["source"])
