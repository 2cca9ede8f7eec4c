"""Requirements as values, and their sources."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.programme import Requirement
from scheduler.text import Text


def requirement(key: str, sentence: Text, source: str = "") -> Requirement:
    """A requirement by its key."""
    return Requirement(key=key, text=sentence, source=source)


def joined(sources: Iterable[str]) -> str:
    """Each source once, in order."""
    return "; ".join(dict.fromkeys(source for source in sources if source))
