"""Sentences that the engine speaks, kept apart from their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence as a message id and its values.

    ``str()`` gives it in English; a front end translates ``msgid`` and fills in ``values``
    itself. Values may be Texts, and lists of values: they are rendered the same way.
    """

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % {name: _plain(value) for name, value in self.values.items()}


def text(msgid: str, **values: Any) -> Text:
    """Make a Text. The extraction of messages for translation looks for calls of this name."""
    return Text(msgid, values)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(_plain(part)) for part in value)
    return value
