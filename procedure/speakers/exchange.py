"""A ledger as a file that anyone can verify: `procedure/speakers-ledger.schema.json`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procedure.plain import BadData, Fields, moment
from procedure.speakers.ledger import canonical
from procedure.speakers.values import Entry, EntryKind

FORMAT = "hemicycle-speakers-ledger/1"
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A ledger as it was given out: `order` are the numbers of the inscriptions in their places.

    `public_key` is that of its receipts, in hexadecimal digits, or "".
    """

    entries: tuple[Entry, ...]
    exported_at: datetime
    public_key: str = ""
    order: tuple[int, ...] | None = None


def ledger_data(
    entries: Iterable[Entry], *, exported_at: datetime, public_key: str, order: Sequence[int]
) -> dict[str, Any]:
    """A ledger as plain data, ready for JSON."""
    return {
        "format": FORMAT,
        "exported_at": moment(exported_at),
        "public_key": public_key,
        "order": list(order),
        "entries": [
            {
                "sequence": entry.sequence,
                "at": moment(entry.at),
                "kind": entry.kind.value,
                "actor": entry.actor,
                "data": dict(entry.data),
                "previous": entry.previous,
                "digest": entry.digest,
            }
            for entry in entries
        ],
    }


def read_ledger(data: object) -> Ledger:
    """A ledger from plain data, whether or not it is to be trusted. Raises BadData."""
    fields = Fields(data)
    if fields.text("format") != FORMAT:
        raise BadData("format", f"Give {FORMAT}, the name of this format.")
    ledger = Ledger(
        entries=tuple(_entry(one) for one in fields.groups("entries")),
        exported_at=fields.moment("exported_at"),
        public_key=_digits(fields, "public_key") if "public_key" in fields else "",
        order=fields.wholes("order", least=1) if "order" in fields else None,
    )
    fields.end()
    if not ledger.entries:
        raise BadData("entries", "Give the entry that made the list, at least.")
    return ledger


def _entry(fields: Fields) -> Entry:
    entry = Entry(
        sequence=fields.whole("sequence", least=1),
        at=fields.moment("at"),
        kind=fields.choice("kind", EntryKind),
        actor=fields.text("actor", empty=True),
        data=_data(fields),
        previous=_digits(fields, "previous"),
        digest=_digits(fields, "digest"),
    )
    fields.end()
    return entry


def _data(fields: Fields) -> dict[str, Any]:
    data = fields.any("data")
    path = fields.at("data")
    if not isinstance(data, dict):
        raise BadData(path, "Give a group of fields.")
    try:
        canonical(data)
    except (TypeError, ValueError, RecursionError):
        raise BadData(path, "Give what JSON and UTF-8 can write.") from None
    return data


def _digits(fields: Fields, name: str) -> str:
    value = fields.text(name, default="")
    if name == "public_key" and not value:
        return ""
    if not DIGEST.fullmatch(value):
        raise BadData(fields.at(name), "Give 64 small hexadecimal digits.")
    return value
