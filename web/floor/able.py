"""What can be done at the chair's table now, and why anything else cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from procedure.floor.refusals import (
    FloorRefusal,
    absent_refused,
    next_refused,
    refused,
)
from procedure.floor.rules import FloorRules
from procedure.floor.values import FloorEventKind, FloorState, Speech
from procedure.speakers.values import Inscription
from scheduler.text import Text, text
from services.floor_words import SENTENCES

NO_REPLIES = text("Nobody waits to reply.")
NOBODY_ELSE = text("Nobody else waits to be called.")
KINDS: Mapping[str, FloorEventKind] = {
    "open": FloorEventKind.OPENED,
    "roll": FloorEventKind.ROLL_CALLED,
    "take": FloorEventKind.LIST_TAKEN,
    "call": FloorEventKind.CALLED,
    "pause": FloorEventKind.PAUSED,
    "resume": FloorEventKind.RESUMED,
    "end": FloorEventKind.ENDED,
    "point": FloorEventKind.POINT_RAISED,
    "rule": FloorEventKind.POINT_RULED,
    "reply": FloorEventKind.REPLY_ASKED,
    "withdraw": FloorEventKind.REPLY_WITHDRAWN,
    "suspend": FloorEventKind.SUSPENDED,
    "continue": FloorEventKind.CONTINUED,
    "adjourn": FloorEventKind.ADJOURNED,
    "undo": FloorEventKind.UNDONE,
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "N": ("next",),
    "P": ("pause", "resume"),
    "E": ("end",),
    "A": ("absent",),
    "O": ("point", "rule"),
    "R": ("reply",),
    "S": ("call",),
    "C": ("out_of_turn",),
    "W": ("withdraw",),
    "B": ("suspend", "continue"),
    "L": ("take",),
    "K": ("roll",),
    "J": ("adjourn",),
    "U": ("undo",),
}
"""What each key may do: the first of them that can be done."""


def reasons(
    state: FloorState, rules: FloorRules, queue: Sequence[Inscription]
) -> Mapping[str, Text]:
    """Why actions cannot be taken now, as far as the page knows, by their names.

    What is not in it can be done; the service decides.
    """
    found = {name: refused(state, kind) for name, kind in KINDS.items()}
    nobody = FloorRefusal.LIST_EXHAUSTED if state.list_id else FloorRefusal.NO_LIST
    found["next"] = next_refused(state) or (None if queue else nobody)
    found["reply"] = found["reply"] or (None if state.list_id else FloorRefusal.NO_LIST)
    found["call_reply"] = found["call"] or (
        FloorRefusal.LIST_GOES_ON if rules.replies_after_list and queue else None
    )
    who = called(state, queue)
    found["absent"] = (
        absent_refused(state, state.list_id, who.number)
        if who
        else refused(state, FloorEventKind.ABSENT) or nobody
    )
    said = {name: SENTENCES[why] for name, why in found.items() if why is not None}
    if not state.replies:
        said.setdefault("withdraw", NO_REPLIES)
    others = len(queue) > 1 or (state.replies and "call_reply" not in said)
    if why := said.get("call") or (None if others else NOBODY_ELSE):
        said["out_of_turn"] = why
    return said


def called(state: FloorState, queue: Sequence[Inscription]) -> Inscription | Speech | None:
    """Whoever has just been called, or else would be."""
    current = state.current
    if current is not None and current.number:
        return current
    return queue[0] if queue else None


def of_keys(why: Mapping[str, Text]) -> Mapping[str, Text]:
    """Why keys do nothing now."""
    return {key: why[names[0]] for key, names in KEYS.items() if all(name in why for name in names)}
