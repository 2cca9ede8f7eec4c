"""What the data of an entry may be, kind by kind: see docs/speakers.md, "The ledger of a list"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedure.participants import Level, ParticipantKind
from procedure.plain import Fields
from procedure.speakers.values import EntryKind

TEXTS = ("speaker", "function", "language", "on_behalf_of")
NUMBERS: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.WITHDRAWN: ("number",),
    EntryKind.SWAP_PROPOSED: ("number", "other"),
    EntryKind.SWAP_ACCEPTED: ("proposal",),
    EntryKind.SWAP_DECLINED: ("proposal",),
    EntryKind.ADMITTED: ("number",),
    EntryKind.REFUSED: ("number",),
    EntryKind.ABSENT: ("number",),
    EntryKind.UNDONE: ("entry",),
}


def check_data(kind: EntryKind, data: Mapping[str, Any]) -> None:
    """Raise BadData, naming the field, if this is not the data of an entry of this kind.

    The terms of a list are read by `ledger.read_terms`.
    """
    if kind in (EntryKind.MADE, EntryKind.CHANGED):
        return
    fields = Fields(data)
    if kind is EntryKind.INSCRIBED:
        _inscribed(fields)
    elif kind is EntryKind.AMENDED:
        _amended(fields)
    elif kind is EntryKind.REVEALED:
        fields.text("seed")
    else:
        for name in NUMBERS[kind]:
            fields.whole(name, least=1)
    fields.end()


def _inscribed(fields: Fields) -> None:
    fields.text("delegation")
    fields.text("name")
    fields.choice("participant", ParticipantKind)
    fields.choice("level", Level)
    fields.flag("late", default=False)
    _optional(fields)


def _amended(fields: Fields) -> None:
    fields.whole("number", least=1)
    if "name" in fields:
        fields.text("name")
    if "participant" in fields:
        fields.choice("participant", ParticipantKind)
    if "level" in fields:
        fields.choice("level", Level)
    _optional(fields)


def _optional(fields: Fields) -> None:
    for name in TEXTS:
        fields.text(name, default="")
    fields.texts("aligned")
    fields.flag("by_secretariat", default=False)
