"""What templates of the floor say of meetings, events and moments."""

from __future__ import annotations

from collections.abc import Mapping

from procedure.floor.values import FloorEvent, FloorEventKind, FloorState, MeetingState
from scheduler.text import Text, text
from services.floor_words import sentence_of
from web.floor.blueprint import bp
from web.floor.suspensions import resumes

STATES: Mapping[MeetingState, Text] = {
    MeetingState.NOT_OPENED: text("Not opened"),
    MeetingState.OPEN: text("Open"),
    MeetingState.SUSPENDED: text("Suspended"),
    MeetingState.ADJOURNED: text("Adjourned"),
}


@bp.app_template_filter("meeting_state")
def meeting_state(state: MeetingState) -> Text:
    """Where a meeting stands, in a word."""
    return STATES[state]


bp.add_app_template_filter(resumes)


@bp.app_template_filter("happened")
def happened(event: FloorEvent, state: FloorState | None = None) -> Text:
    """What happened, in a sentence; with the state after the last event, also who has ended."""
    if state is not None and event.kind is FloorEventKind.ENDED and state.spoken:
        return text("%(name)s ended.", name=state.spoken[-1].name)
    return sentence_of(event)
