"""What happens on the floor of a meeting, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class FloorEventKind(StrEnum):
    """What happened. `FloorEvent.data` is described in docs/speakers.md."""

    OPENED = "opened"
    ROLL_CALLED = "roll_called"
    LIST_TAKEN = "list_taken"
    CALLED = "called"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    ABSENT = "absent"
    POINT_RAISED = "point_raised"
    POINT_RULED = "point_ruled"
    REPLY_ASKED = "reply_asked"
    REPLY_WITHDRAWN = "reply_withdrawn"
    SUSPENDED = "suspended"
    CONTINUED = "continued"
    ADJOURNED = "adjourned"
    UNDONE = "undone"


class Turn(StrEnum):
    """In what way somebody has the floor."""

    STATEMENT = "statement"
    REPLY = "reply"
    POINT_OF_ORDER = "point_of_order"
    OTHER = "other"  # the secretariat, an introduction: no list


class MeetingState(StrEnum):
    """Where a meeting stands."""

    NOT_OPENED = "not_opened"
    OPEN = "open"
    SUSPENDED = "suspended"
    ADJOURNED = "adjourned"


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorEvent:
    """One event of a meeting: `sequence` begins at 1 and has no gaps; `at` is in UTC."""

    sequence: int
    at: datetime
    kind: FloorEventKind
    actor: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time that is not charged; `ended_at` is None while it lasts."""

    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Somebody's time on the floor. `list_id` and `number` name an inscription, if there is one.

    `reply` is 1 or 2 for a right of reply. `delegation` is the key of a delegation, or "".
    """

    event: int  # the sequence of the event that called them
    turn: Turn
    name: str
    delegation: str
    allotted: timedelta
    began_at: datetime
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    list_id: str = ""
    number: int = 0
    reply: int = 0
    speaker: str = ""
    function: str = ""
    gender: str = ""
    on_behalf_of: str = ""
    aligned: tuple[str, ...] = ()
    participant: str = ""
    category: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRequest:
    """A right of reply that was asked for: `event` is the sequence of the event.

    `reply` is 1 or 2, on the item of the list `list_id`.
    """

    event: int
    delegation: str
    name: str
    reply: int
    list_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorState:
    """How the floor stands after the last event (`sequence`).

    `current` has the floor; a statement that a point of order interrupts waits in `interrupted`.
    `list_id` is the list that is being heard. `present` are keys of delegations at the last roll
    call, None before one. `undoable` is the sequence of the event that an undo would take back.
    """

    sequence: int
    state: MeetingState
    list_id: str = ""
    current: Speech | None = None
    interrupted: Speech | None = None
    spoken: tuple[Speech, ...] = ()
    replies: tuple[ReplyRequest, ...] = ()
    present: frozenset[str] | None = None
    opened_at: datetime | None = None
    suspended_until: datetime | None = None
    undoable: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A time that is given to an item without a break."""

    begins_at: datetime
    ends_at: datetime
