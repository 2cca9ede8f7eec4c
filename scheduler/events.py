"""What happens to a session while it is planned or held, and what is asked for after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from scheduler.problem import (
    Business,
    Closure,
    Column,
    Problem,
    Room,
    SlotDate,
    TeamChange,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overran:
    """An item, or its list of speakers, needs more minutes than was planned."""

    business: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """No meeting can be held in a slot, or on a day; of one column, or of both."""

    when: SlotDate
    column: Column | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A chair is not there."""

    chair: str
    when: SlotDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A document is out on a later day, in all its languages."""

    document: str
    out: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """Another number of teams of interpreters is there."""

    when: SlotDate
    teams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomClosed:
    """A room cannot be used."""

    room: str
    when: SlotDate


Event = Overran | Lost | Away | Late | Teams | RoomClosed


def after(problem: Problem, event: Event) -> Problem:
    """The problem as it is after an event. Raises KeyError for what the session does not know."""
    match event:
        case Overran():
            return _after_overran(problem, event)
        case Lost():
            return _after_lost(problem, event)
        case Away():
            return _after_away(problem, event)
        case Late():
            return _after_late(problem, event)
        case Teams():
            return _after_teams(problem, event)
        case RoomClosed():
            return _after_room_closed(problem, event)


def _after_overran(problem: Problem, event: Overran) -> Problem:
    """It may be continued now, in one more meeting than before, however little is left of it."""
    overran = problem.business_by_id[event.business]
    changed = replace(
        overran,
        speakers=None,
        minutes=overran.needed_minutes + event.minutes,
        may_split=True,
        least_minutes=min(overran.least_minutes, event.minutes),
        most_parts=None if overran.most_parts is None else overran.most_parts + 1,
        sources={name: said for name, said in overran.sources.items() if name != "may_split"},
    )
    return _with_business(problem, lambda one: changed if one.id == event.business else one)


def closure_of(event: Lost) -> Closure:
    """What is asked for after it."""
    return Closure(date=event.when.date, slot=event.when.slot, column=event.column)


def _after_lost(problem: Problem, event: Lost) -> Problem:
    lost = closure_of(event)
    if lost in problem.closures:
        return problem
    return replace(problem, closures=(*problem.closures, lost))


def _after_away(problem: Problem, event: Away) -> Problem:
    if not any(one.chair == event.chair for one in problem.business):
        raise KeyError(event.chair)

    def change(one: Business) -> Business:
        if one.chair != event.chair or event.when in one.not_on:
            return one
        return replace(one, not_on=(*one.not_on, event.when))

    return _with_business(problem, change)


def _after_late(problem: Problem, event: Late) -> Problem:
    late = problem.document_by_symbol[event.document]
    issued = {language: max(out, event.out) for language, out in late.issued.items()}
    changed = replace(late, issued=issued)
    documents = (changed if one.symbol == late.symbol else one for one in problem.documents)
    return replace(problem, documents=tuple(documents))


def _after_teams(problem: Problem, event: Teams) -> Problem:
    when = event.when
    kept = (
        change
        for change in problem.interpretation.changes
        if (change.date, change.slot) != (when.date, when.slot)
    )
    changes = (*kept, TeamChange(date=when.date, slot=when.slot, teams=event.teams))
    return replace(problem, interpretation=replace(problem.interpretation, changes=changes))


def _after_room_closed(problem: Problem, event: RoomClosed) -> Problem:
    if not any(room.id == event.room for room in problem.rooms):
        raise KeyError(event.room)

    def close(room: Room) -> Room:
        if room.id != event.room or event.when in room.closed:
            return room
        return replace(room, closed=(*room.closed, event.when))

    return replace(problem, rooms=tuple(close(room) for room in problem.rooms))


def _with_business(problem: Problem, change: Callable[[Business], Business]) -> Problem:
    return replace(problem, business=tuple(change(one) for one in problem.business))
