"""What an undo at the chair's table takes back: one action, whole, while it still can be."""

from __future__ import annotations

from procedure.floor.refusals import FloorRefusal
from procedure.floor.values import FloorEvent, FloorState
from procedure.floor.values import FloorEventKind as Kind
from services import speakers_decisions
from services.errors import RuleBroken
from services.floor_queues import taken_at
from services.floor_rows import views
from services.floor_table import Table


def take_back(table: Table) -> FloorState:
    """Take back the last event that counts, and what came with it. Raises RuleBroken."""
    while True:
        last = _last(table)
        table.check(_stands(table, last))
        if last.kind is Kind.ABSENT:
            _take_back_absence(table, last)
        state = table.happens(Kind.UNDONE, event=last.sequence)
        if not last.data.get("carried"):
            return state


def _last(table: Table) -> FloorEvent:
    sequence = table.state.undoable
    assert sequence is not None  # or it was refused
    return table.events[sequence - 1]


def _stands(table: Table, last: FloorEvent) -> FloorRefusal | None:
    """Why an event stands: another meeting has gone on from it."""
    if last.kind is Kind.ABSENT and last.data["number"] in table.heard():
        return FloorRefusal.HEARD_ALREADY
    if last.kind is Kind.ADJOURNED and table.state.list_id:
        for floor in views(table.db, table.session.id):
            taken = taken_at(floor, table.state.list_id)
            if floor.meeting_uid != table.meeting_uid and taken and taken >= last.at:
                return FloorRefusal.GOES_ON_ELSEWHERE
    return None


def _take_back_absence(table: Table, last: FloorEvent) -> None:
    try:
        speakers_decisions.undo(table.db, table.actor, table.speakers, last.data["entry"])
    except RuleBroken:
        table.note("the ledger had it taken back already")
