"""Why an action of the chair's table cannot be taken now, and by which rule."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from procedure.floor.rules import FloorRules
from procedure.floor.state import paused
from procedure.floor.values import FloorEventKind, FloorState, MeetingState, Turn


class FloorRefusal(StrEnum):
    """What stands against an action. Sentences for people are said where they are spoken to."""

    NOT_OPENED = "not_opened"
    OPENED_ALREADY = "opened_already"
    SUSPENDED = "suspended"
    NOT_SUSPENDED = "not_suspended"
    ADJOURNED = "adjourned"
    NO_QUORUM = "no_quorum"
    FLOOR_TAKEN = "floor_taken"
    NOBODY_SPEAKS = "nobody_speaks"
    PAUSED_ALREADY = "paused_already"
    NOT_PAUSED = "not_paused"
    POINT_BEING_MADE = "point_being_made"
    NO_POINT = "no_point"
    NO_LIST = "no_list"
    LIST_TAKEN_ALREADY = "list_taken_already"
    HEARD_ALREADY = "heard_already"
    NOT_ON_LIST = "not_on_list"
    LIST_EXHAUSTED = "list_exhausted"
    LIST_GOES_ON = "list_goes_on"
    REPLY_ASKED_ALREADY = "reply_asked_already"
    NO_MORE_REPLIES = "no_more_replies"
    NO_SUCH_REQUEST = "no_such_request"
    NOTHING_TO_UNDO = "nothing_to_undo"
    GOES_ON_ELSEWHERE = "goes_on_elsewhere"

    def rule(self, rules: FloorRules) -> str:
        """The rule of procedure ("rule 42"); "" where the order of the record is against it."""
        return {
            FloorRefusal.NO_QUORUM: rules.quorum_rule,
            FloorRefusal.FLOOR_TAKEN: rules.call_rule,
            FloorRefusal.HEARD_ALREADY: rules.call_rule,
            FloorRefusal.NOT_ON_LIST: rules.call_rule,
            FloorRefusal.POINT_BEING_MADE: rules.point_of_order_rule,
            FloorRefusal.NO_POINT: rules.point_of_order_rule,
            FloorRefusal.LIST_GOES_ON: rules.reply_rule,
            FloorRefusal.REPLY_ASKED_ALREADY: rules.reply_rule,
            FloorRefusal.NO_MORE_REPLIES: rules.reply_rule,
        }.get(self, "")


OF_A_MEETING_UNDER_WAY = frozenset(FloorEventKind) - {
    FloorEventKind.OPENED,
    FloorEventKind.ROLL_CALLED,
    FloorEventKind.UNDONE,
}
WHILE_SUSPENDED = frozenset(
    {
        FloorEventKind.ROLL_CALLED,
        FloorEventKind.LIST_TAKEN,
        FloorEventKind.REPLY_ASKED,
        FloorEventKind.REPLY_WITHDRAWN,
        FloorEventKind.CONTINUED,
        FloorEventKind.ADJOURNED,
        FloorEventKind.UNDONE,
    }
)
NEED_A_SPEAKER = frozenset({FloorEventKind.PAUSED, FloorEventKind.RESUMED, FloorEventKind.ENDED})
NEED_A_FREE_FLOOR = frozenset({FloorEventKind.CALLED, FloorEventKind.ABSENT})


def refused(state: FloorState, action: FloorEventKind) -> FloorRefusal | None:
    """Why an event of that kind cannot happen now, as far as the state of the meeting tells."""
    return _of_the_meeting(state, action) or _of_the_floor(state, action)


def next_refused(state: FloorState) -> FloorRefusal | None:
    """Why the next speaker cannot be called while who has the floor ends: a point of order."""
    speech = state.current
    if speech is None or speech.turn is Turn.POINT_OF_ORDER:
        return refused(state, FloorEventKind.CALLED)
    return refused(replace(state, current=None), FloorEventKind.CALLED)


def absent_refused(state: FloorState, list_id: str, number: int) -> FloorRefusal | None:
    """Why nobody can be found absent: another has the floor than who was called in vain."""
    speech = state.current
    if speech is not None and (speech.list_id, speech.number) == (list_id, number):
        return refused(replace(state, current=None), FloorEventKind.ABSENT)
    return refused(state, FloorEventKind.ABSENT)


def _of_the_meeting(state: FloorState, action: FloorEventKind) -> FloorRefusal | None:
    where = state.state
    if action is FloorEventKind.UNDONE:
        return FloorRefusal.NOTHING_TO_UNDO if state.undoable is None else None
    return _first(
        (FloorRefusal.ADJOURNED, where is MeetingState.ADJOURNED),
        (
            FloorRefusal.NOT_OPENED,
            where is MeetingState.NOT_OPENED and action in OF_A_MEETING_UNDER_WAY,
        ),
        (
            FloorRefusal.OPENED_ALREADY,
            where is not MeetingState.NOT_OPENED and action is FloorEventKind.OPENED,
        ),
        (
            FloorRefusal.SUSPENDED,
            where is MeetingState.SUSPENDED and action not in WHILE_SUSPENDED,
        ),
        (
            FloorRefusal.NOT_SUSPENDED,
            where is not MeetingState.SUSPENDED and action is FloorEventKind.CONTINUED,
        ),
    )


def _of_the_floor(state: FloorState, action: FloorEventKind) -> FloorRefusal | None:
    speech = state.current
    point = speech is not None and speech.turn is Turn.POINT_OF_ORDER
    still = speech is not None and paused(speech)
    return _first(
        (FloorRefusal.NOBODY_SPEAKS, speech is None and action in NEED_A_SPEAKER),
        (FloorRefusal.FLOOR_TAKEN, speech is not None and action in NEED_A_FREE_FLOOR),
        (FloorRefusal.POINT_BEING_MADE, point and action is FloorEventKind.POINT_RAISED),
        (FloorRefusal.NO_POINT, not point and action is FloorEventKind.POINT_RULED),
        (FloorRefusal.PAUSED_ALREADY, still and action is FloorEventKind.PAUSED),
        (FloorRefusal.NOT_PAUSED, not still and action is FloorEventKind.RESUMED),
    )


def _first(*standing: tuple[FloorRefusal, bool]) -> FloorRefusal | None:
    return next((reason for reason, stands in standing if stands), None)


def opening_refused(state: FloorState, present: int, needed: int) -> FloorRefusal | None:
    """Why a meeting cannot be opened with that many parties present (rule 41)."""
    if refusal := refused(state, FloorEventKind.OPENED):
        return refusal
    return FloorRefusal.NO_QUORUM if present < needed else None


def reply_refused(
    state: FloorState, delegation: str, *, delivered: int, allowed: int
) -> FloorRefusal | None:
    """Why a right of reply cannot be asked for: a third, or while one is waiting (rule 46)."""
    if refusal := refused(state, FloorEventKind.REPLY_ASKED):
        return refusal
    if any(one.delegation == delegation for one in state.replies):
        return FloorRefusal.REPLY_ASKED_ALREADY
    return FloorRefusal.NO_MORE_REPLIES if delivered >= allowed else None


def reply_call_refused(
    state: FloorState, request: int, *, waiting: int, after_list: bool = True
) -> FloorRefusal | None:
    """Why a reply cannot be heard: somebody on the list is `waiting`, unless the rules let it."""
    if refusal := refused(state, FloorEventKind.CALLED):
        return refusal
    if request not in {one.event for one in state.replies}:
        return FloorRefusal.NO_SUCH_REQUEST
    return FloorRefusal.LIST_GOES_ON if after_list and waiting else None
