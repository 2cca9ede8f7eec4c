"""Meetings for the tests of the floor: events written down, and those that hypothesis finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from procedure.floor.refusals import next_refused, refused
from procedure.floor.state import state
from procedure.floor.values import FloorEvent, FloorEventKind, FloorState, Turn

Kind = FloorEventKind

START = datetime(2008, 10, 8, 8, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So many seconds after the meeting was to begin."""
    return START + timedelta(seconds=seconds)


def seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


class Meeting:
    """Events written down one after the other, `after` seconds each."""

    def __init__(self) -> None:
        self.events: list[FloorEvent] = []
        self.now = 0.0

    def happens(self, kind: FloorEventKind, after: float = 0, **data: Any) -> Meeting:
        self.now += after
        self.events.append(
            FloorEvent(
                sequence=len(self.events) + 1,
                at=at(self.now),
                kind=kind,
                actor="Secretary",
                data={**DATA.get(kind, {}), **data},
            )
        )
        return self

    def undo(self, after: float = 0) -> Meeting:
        return self.happens(Kind.UNDONE, after, event=self.state.undoable)

    @property
    def state(self) -> FloorState:
        return state(self.events)


DATA: dict[FloorEventKind, dict[str, Any]] = {
    Kind.OPENED: {"present": 60, "quorum": 43},
    Kind.ROLL_CALLED: {"present": ["austria", "italy"]},
    Kind.LIST_TAKEN: {"list_id": "item-2"},
    Kind.CALLED: {"turn": "statement", "name": "Italy", "delegation": "italy", "seconds": 180},
    Kind.ABSENT: {"list_id": "item-2", "number": 3},
    Kind.POINT_RAISED: {"delegation": "austria", "name": "Austria", "seconds": 60},
    Kind.POINT_RULED: {"ruling": "The point is well taken."},
    Kind.REPLY_ASKED: {"delegation": "italy", "name": "Italy", "list_id": "item-2", "reply": 1},
    Kind.SUSPENDED: {"until": None},
}


def opened() -> Meeting:
    """A meeting that was opened at the hour, with a list."""
    return Meeting().happens(Kind.OPENED).happens(Kind.LIST_TAKEN)


def possible(floor: FloorState) -> list[tuple[FloorEventKind, dict[str, Any]]]:
    """What can happen now, but for an undo: kinds of events, and what their data has besides."""
    found: list[tuple[FloorEventKind, dict[str, Any]]] = [
        (kind, {})
        for kind in FloorEventKind
        if kind not in {Kind.UNDONE, Kind.REPLY_WITHDRAWN} and refused(floor, kind) is None
    ]
    if floor.replies and refused(floor, Kind.REPLY_WITHDRAWN) is None:
        found.append((Kind.REPLY_WITHDRAWN, {"request": floor.replies[0].event}))
    speech = floor.current
    if speech is not None and next_refused(floor) is None:
        found.append((Kind.CALLED, {"ends": True}))
    if speech is not None and speech.turn is Turn.STATEMENT and next_refused(floor) is None:
        found.append((Kind.ABSENT, {}))
    return found


@st.composite
def meetings(draw: st.DrawFn, most: int = 25) -> Meeting:
    """Any meeting: each event is one that can happen then."""
    meeting = Meeting()
    for _ in range(draw(st.integers(0, most))):
        floor, after = meeting.state, draw(st.integers(0, 300))
        choices = possible(floor)
        if floor.undoable is not None:
            choices.append((Kind.UNDONE, {"event": floor.undoable}))
        kind, data = draw(st.sampled_from(choices))
        meeting.happens(kind, after, **data)
    return meeting
