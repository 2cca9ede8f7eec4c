"""Writing rosters as plain data, as `scheduler.roster.reading` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scheduler.roster.outcome import Change, Duty, RosterOutcome, Shortage
from scheduler.roster.problem import RosterProblem

ROSTER_FORMAT = "hemicycle-roster/1"


def write_roster(
    outcome: RosterOutcome, problem: RosterProblem, changes: Sequence[Change] | None = None
) -> dict[str, Any]:
    """The end of a search as plain data; see `scheduler/roster.schema.json`."""
    data: dict[str, Any] = {
        "format": ROSTER_FORMAT,
        "session": problem.session,
        "status": outcome.status.value,
        "wall_seconds": round(outcome.wall_seconds, 3),
        "levels": [
            {
                "aim": level.aim.value,
                "value": level.value,
                "bound": level.bound,
                "proven": level.proven,
            }
            for level in outcome.levels
        ],
        "duties": [_duty(duty, problem) for duty in outcome.roster.duties]
        if outcome.roster
        else [],
    }
    if changes is not None:
        data["changes"] = [_change(change, problem) for change in changes]
    if outcome.shortage is not None:
        data["shortage"] = _shortage(outcome.shortage)
    return data


def _duty(duty: Duty, problem: RosterProblem) -> dict[str, Any]:
    sitting = problem.sitting_by_id[duty.sitting]
    return {
        "date": sitting.date.isoformat(),
        "slot": sitting.slot,
        "body": sitting.body,
        "start": sitting.start.isoformat(),
        "end": sitting.end.isoformat(),
        "room": sitting.room,
        "languages": list(duty.languages),
        "interpreter": duty.person,
        "name": problem.person_by_id[duty.person].name,
        "chief": duty.chief,
    }


def _change(change: Change, problem: RosterProblem) -> dict[str, Any]:
    day, slot, body = change.sitting.split(" ", 2)
    person = problem.person_by_id.get(change.person)
    return {
        "date": day,
        "slot": slot,
        "body": body,
        "interpreter": change.person,
        "name": person.name if person else "",
        "before": None if change.before is None else list(change.before),
        "after": None if change.after is None else list(change.after),
    }


def _shortage(shortage: Shortage) -> dict[str, Any]:
    return {
        "fewest_proven": shortage.fewest,
        "lacks": [
            {"meeting": lack.sitting, "people": lack.people, "text": str(lack.text)}
            for lack in shortage.lacks
        ],
        "remedies": [
            {"text": str(remedy.text), "still_lacking": remedy.still_lacking}
            for remedy in shortage.remedies
        ],
    }
