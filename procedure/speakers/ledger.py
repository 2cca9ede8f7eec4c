"""The ledger of a list: entries, each chained by its digest to the last, to which only is added."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from procedure.plain import BadData, Fields, moment
from procedure.speakers.lot import keeps_commitment
from procedure.speakers.rules import policy_data, read_policy
from procedure.speakers.values import Entry, EntryKind, Terms

NOTHING = "0" * 64  # what the first entry is chained to


class FaultKind(StrEnum):
    """What is wrong with an entry, or with its place."""

    SEQUENCE = "sequence"  # a gap or a tie
    TIME = "time"  # earlier than the entry before
    CHAIN = "chain"  # not chained to the entry before
    DIGEST = "digest"  # not what was written
    FIRST = "first"  # the first entry does not make the list, or a later one does
    TERMS = "terms"  # not to be read, or of another list, or with another commitment
    SEED = "seed"  # not the one committed to, or revealed a second time


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that is not to be trusted."""

    sequence: int
    kind: FaultKind


def canonical(data: Mapping[str, Any]) -> bytes:
    """The one way to write plain data. Raises ValueError for what JSON or UTF-8 cannot write."""
    written = json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return written.encode()


def digest(entry: Entry) -> str:
    """The SHA-256 of all of the entry but its digest, in hexadecimal digits."""
    return sha256(canonical(_undigested(entry))).hexdigest()


def chained(
    last: Entry | None, *, at: datetime, kind: EntryKind, actor: str, data: Mapping[str, Any]
) -> Entry:
    """The entry that follows `last`, which is None for the first. Its moment never runs back."""
    entry = Entry(
        sequence=last.sequence + 1 if last else 1,
        at=max(at, last.at) if last else at,
        kind=kind,
        actor=actor,
        data=dict(data),
        previous=last.digest if last else NOTHING,
        digest="",
    )
    return replace(entry, digest=digest(entry))


def faults(entries: Iterable[Entry]) -> tuple[Fault, ...]:
    """Every entry that is not to be trusted, and why: none in a ledger that was only added to."""
    found: list[Fault] = []
    last: Entry | None = None
    terms: Terms | None = None
    revealed = False
    for place, entry in enumerate(entries, start=1):
        kinds = _misplaced(entry, place, last)
        if entry.kind in (EntryKind.MADE, EntryKind.CHANGED):
            read = _terms_of(entry)
            if read is None or (terms and not _same_list(terms, read)):
                kinds.append(FaultKind.TERMS)
            terms = terms or read
        elif entry.kind is EntryKind.REVEALED:
            seed = str(entry.data.get("seed"))
            if revealed or terms is None or not keeps_commitment(seed, terms.commitment):
                kinds.append(FaultKind.SEED)
            revealed = True
        found += [Fault(entry.sequence, kind) for kind in kinds]
        last = entry
    return tuple(found)


def terms_data(terms: Terms) -> dict[str, Any]:
    """The terms of a list as plain data: those of the entries `made` and `changed`."""
    return {
        "list_id": terms.list_id,
        "item": terms.item,
        "title": terms.title,
        "opens_at": moment(terms.opens_at),
        "closes_at": moment(terms.closes_at),
        "policy": policy_data(terms.policy),
        "commitment": terms.commitment,
    }


def read_terms(data: object) -> Terms:
    """The terms of a list from plain data. Raises BadData."""
    fields = Fields(data)
    terms = Terms(
        list_id=fields.text("list_id"),
        item=fields.text("item", default=""),
        title=fields.text("title"),
        opens_at=fields.moment("opens_at"),
        closes_at=fields.moment("closes_at"),
        policy=read_policy(fields.any("policy"), fields.at("policy")),
        commitment=fields.text("commitment"),
    )
    fields.end()
    if terms.closes_at <= terms.opens_at:
        raise BadData("closes_at", "Give a moment after the opening.")
    return terms


def _misplaced(entry: Entry, place: int, last: Entry | None) -> list[FaultKind]:
    wrong = {
        FaultKind.SEQUENCE: entry.sequence != place,
        FaultKind.TIME: last is not None and entry.at < last.at,
        FaultKind.CHAIN: entry.previous != (last.digest if last else NOTHING),
        FaultKind.DIGEST: entry.digest != digest(entry),
        FaultKind.FIRST: (entry.kind is EntryKind.MADE) != (place == 1),
    }
    return [kind for kind, found in wrong.items() if found]


def _terms_of(entry: Entry) -> Terms | None:
    try:
        return read_terms(entry.data)
    except BadData:
        return None


def _same_list(one: Terms, other: Terms) -> bool:
    return (one.list_id, one.commitment) == (other.list_id, other.commitment)


def _undigested(entry: Entry) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "at": moment(entry.at),
        "kind": entry.kind.value,
        "actor": entry.actor,
        "data": dict(entry.data),
        "previous": entry.previous,
    }
