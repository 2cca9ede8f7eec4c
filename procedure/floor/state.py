"""How the floor stands: what follows from the events that count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from procedure.floor.values import (
    FloorEvent,
    FloorEventKind,
    FloorState,
    MeetingState,
    Pause,
    ReplyRequest,
    Speech,
    Turn,
)

TEXTS = (
    "delegation",
    "list_id",
    "speaker",
    "function",
    "gender",
    "on_behalf_of",
    "participant",
    "category",
    "group",
)


def state(events: Iterable[FloorEvent]) -> FloorState:
    """Fold the events of a meeting. Raises ValueError where they are no record of one."""
    events = tuple(events)
    if [event.sequence for event in events] != list(range(1, len(events) + 1)):
        raise ValueError("the events are not numbered from 1 without gaps")
    folded = _Floor(FloorState(sequence=len(events), state=MeetingState.NOT_OPENED))
    for event in (counted := counting(events)):
        folded = STEPS[event.kind](folded, event)
    return replace(folded.state, undoable=counted[-1].sequence if counted else None)


def counting(events: Iterable[FloorEvent]) -> tuple[FloorEvent, ...]:
    """The events that count: without those undone, and what undid them."""
    counted: list[FloorEvent] = []
    for event in events:
        if event.kind is not FloorEventKind.UNDONE:
            counted.append(event)
        elif not counted or counted.pop().sequence != event.data["event"]:
            raise ValueError(f"event {event.sequence} does not undo the last that counts")
    return tuple(counted)


@dataclass(frozen=True, slots=True)
class _Floor:
    """`paused_before`: whether the clock of who has the floor stood still before a suspension."""

    state: FloorState
    paused_before: bool = False

    def with_(self, **changes: Any) -> _Floor:
        return _Floor(replace(self.state, **changes), self.paused_before)


def _opened(floor: _Floor, event: FloorEvent) -> _Floor:
    return floor.with_(state=MeetingState.OPEN, opened_at=event.at)


def _roll_called(floor: _Floor, event: FloorEvent) -> _Floor:
    return floor.with_(present=frozenset(event.data["present"]))


def _list_taken(floor: _Floor, event: FloorEvent) -> _Floor:
    return floor.with_(list_id=event.data["list_id"])


def _called(floor: _Floor, event: FloorEvent) -> _Floor:
    """Who has the floor ends with it where the event says so."""
    if floor.state.current is not None and event.data.get("ends"):
        floor = _ended(floor, event)
    if floor.state.current is not None:
        raise ValueError(f"event {event.sequence}: somebody has the floor")
    answered = event.data.get("request")
    waiting = tuple(one for one in floor.state.replies if one.event != answered)
    return floor.with_(current=speech_of(event), replies=waiting)


def speech_of(event: FloorEvent) -> Speech:
    """The speech that begins with an event `called` or `point_raised`."""
    data: Mapping[str, Any] = event.data
    raised = event.kind is FloorEventKind.POINT_RAISED
    return Speech(
        event=event.sequence,
        turn=Turn.POINT_OF_ORDER if raised else Turn(data["turn"]),
        name=data["name"],
        allotted=timedelta(seconds=data["seconds"]),
        began_at=event.at,
        number=data.get("number", 0),
        reply=data.get("reply", 0),
        aligned=tuple(data.get("aligned", ())),
        **{name: data.get(name, "") for name in TEXTS},
    )


def _paused(floor: _Floor, event: FloorEvent) -> _Floor:
    return floor.with_(current=_still(_current(floor, event), event.at))


def _resumed(floor: _Floor, event: FloorEvent) -> _Floor:
    return floor.with_(current=_running(_current(floor, event), event.at))


def _ended(floor: _Floor, event: FloorEvent) -> _Floor:
    """After a point of order the statement that it interrupted goes on."""
    over = _over(_current(floor, event), event.at)
    onward = floor.state.interrupted
    return floor.with_(
        current=_running(onward, event.at) if onward else None,
        interrupted=None,
        spoken=(*floor.state.spoken, over),
    )


def _absent(floor: _Floor, _event: FloorEvent) -> _Floor:
    """Whoever was called and did not come has not had the floor. The ledger knows the rest."""
    return floor.with_(current=None)


def _point_raised(floor: _Floor, event: FloorEvent) -> _Floor:
    waiting = floor.state.current
    if waiting is not None and waiting.turn is Turn.POINT_OF_ORDER:
        raise ValueError(f"event {event.sequence}: a point of order is being made")
    return floor.with_(
        current=speech_of(event), interrupted=_still(waiting, event.at) if waiting else None
    )


def _reply_asked(floor: _Floor, event: FloorEvent) -> _Floor:
    asked = ReplyRequest(
        event=event.sequence,
        delegation=event.data["delegation"],
        name=event.data["name"],
        reply=event.data["reply"],
        list_id=event.data.get("list_id", ""),
    )
    return floor.with_(replies=(*floor.state.replies, asked))


def _reply_withdrawn(floor: _Floor, event: FloorEvent) -> _Floor:
    left = tuple(one for one in floor.state.replies if one.event != event.data["request"])
    return floor.with_(replies=left)


def _suspended(floor: _Floor, event: FloorEvent) -> _Floor:
    until = event.data.get("until")
    current = floor.state.current
    suspended = floor.with_(
        state=MeetingState.SUSPENDED,
        suspended_until=datetime.fromisoformat(until) if until else None,
        current=_still(current, event.at) if current else None,
    )
    return replace(suspended, paused_before=current is not None and paused(current))


def _continued(floor: _Floor, event: FloorEvent) -> _Floor:
    current = floor.state.current
    if current and not floor.paused_before:
        current = _running(current, event.at)
    return floor.with_(state=MeetingState.OPEN, suspended_until=None, current=current)


def _adjourned(floor: _Floor, event: FloorEvent) -> _Floor:
    last = (floor.state.current, floor.state.interrupted)
    return floor.with_(
        state=MeetingState.ADJOURNED,
        suspended_until=None,
        current=None,
        interrupted=None,
        spoken=(*floor.state.spoken, *(_over(one, event.at) for one in last if one)),
    )


STEPS: Mapping[FloorEventKind, Callable[[_Floor, FloorEvent], _Floor]] = {
    FloorEventKind.OPENED: _opened,
    FloorEventKind.ROLL_CALLED: _roll_called,
    FloorEventKind.LIST_TAKEN: _list_taken,
    FloorEventKind.CALLED: _called,
    FloorEventKind.PAUSED: _paused,
    FloorEventKind.RESUMED: _resumed,
    FloorEventKind.ENDED: _ended,
    FloorEventKind.ABSENT: _absent,
    FloorEventKind.POINT_RAISED: _point_raised,
    FloorEventKind.POINT_RULED: _ended,
    FloorEventKind.REPLY_ASKED: _reply_asked,
    FloorEventKind.REPLY_WITHDRAWN: _reply_withdrawn,
    FloorEventKind.SUSPENDED: _suspended,
    FloorEventKind.CONTINUED: _continued,
    FloorEventKind.ADJOURNED: _adjourned,
}


def _current(floor: _Floor, event: FloorEvent) -> Speech:
    if floor.state.current is None:
        raise ValueError(f"event {event.sequence}: nobody has the floor")
    return floor.state.current


def paused(speech: Speech) -> bool:
    """Whether the clock of a speech stands still."""
    return bool(speech.pauses) and speech.pauses[-1].ended_at is None


def _still(speech: Speech, at: datetime) -> Speech:
    if paused(speech):
        return speech
    return replace(speech, pauses=(*speech.pauses, Pause(began_at=at)))


def _running(speech: Speech, at: datetime) -> Speech:
    if not paused(speech):
        return speech
    ended = replace(speech.pauses[-1], ended_at=at)
    return replace(speech, pauses=(*speech.pauses[:-1], ended))


def _over(speech: Speech, at: datetime) -> Speech:
    return replace(_running(speech, at), ended_at=at)
