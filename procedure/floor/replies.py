"""The right of reply (rule 46): after the list, in the order asked, a number for each item.

Two for a delegation and item, of five and three minutes, unless the rulebook says otherwise. What
counts is what was delivered on the item, in whatever meeting.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import timedelta

from procedure.floor.values import Speech, Turn


def delivered(speeches: Iterable[Speech], delegation: str, list_ids: Container[str]) -> int:
    """How many times a delegation has exercised, or begun, its right of reply on an item.

    `list_ids` are the lists on the item.
    """
    return sum(
        speech.turn is Turn.REPLY and speech.delegation == delegation and speech.list_id in list_ids
        for speech in speeches
    )


def allotted(reply: int, seconds: Sequence[int]) -> timedelta:
    """The time of the first reply, the second ... Raises IndexError beyond what the rules give."""
    if not 1 <= reply <= len(seconds):
        raise IndexError(reply)
    return timedelta(seconds=seconds[reply - 1])
