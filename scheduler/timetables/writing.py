"""Writing timetable problems and timetables as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from scheduler.text import Text
from scheduler.timetables.outcome import TimetableOutcome
from scheduler.timetables.problem import Meeting, Span, TimetableProblem, whole_day

PROBLEM_FORMAT, TIMETABLE_FORMAT = "hemicycle-timetable-problem/1", "hemicycle-timetable/1"


def write_problem(problem: TimetableProblem) -> dict[str, Any]:
    """The problem in our own form, as `scheduler.timetables.reading` reads it."""
    data: dict[str, Any] = {"format": PROBLEM_FORMAT, "title": problem.title}
    data |= {name: getattr(problem, name) for name in ("note", "source") if getattr(problem, name)}
    if problem.grid is None:
        data["slots"] = [_window(slot, whole=False) for slot in problem.slots]
    else:
        days: dict[str, list[dict[str, str]]] = {}
        for hours in problem.hours:
            written = _window(hours, whole=False)
            days.setdefault(written.pop("date"), []).append(written)
        data["grid"] = problem.grid
        data["days"] = [{"date": day, "hours": hours} for day, hours in days.items()]
    if problem.continuous:
        data["continuous"] = True
    data["rooms"] = [
        _filled(
            {
                "id": room.id,
                "title": room.title,
                "seats": room.seats,
                "closed": [_window(span) for span in room.closed],
            }
        )
        for room in problem.rooms
    ]
    if problem.bodies:
        data["bodies"] = [
            _filled({"id": body.id, "title": body.title, "conflicts": list(body.conflicts)})
            for body in problem.bodies
        ]
    if problem.persons:
        data["persons"] = [{"id": person.id, "name": person.name} for person in problem.persons]
    data["meetings"] = [_meeting(meeting) for meeting in problem.meetings]
    data["aims"] = {
        aim.value: {"weight": one.weight, "level": one.level.value, "within": one.within}
        for aim, one in problem.aims.items()
    }
    return _filled(data)


def _meeting(meeting: Meeting) -> dict[str, Any]:
    data: dict[str, Any] = {"id": meeting.id, "title": meeting.title, "seats": meeting.seats}
    if meeting.minutes is not None:
        data["minutes"] = meeting.minutes
    for name in ("bodies", "required", "preferred", "rooms", "wished_rooms"):
        data[name] = list(getattr(meeting, name))
    for name in ("times", "wished", "avoid"):
        data[name] = [_window(span) for span in getattr(meeting, name)]
    for name in ("not_before", "not_after"):
        moment = getattr(meeting, name)
        if moment is not None:
            if name == "not_after" and moment == whole_day(moment.date()).start:
                data[name] = (moment - timedelta(days=1)).date().isoformat()
            else:
                data[name] = f"{moment:%Y-%m-%d %H:%M}"
    for name in ("after", "never_beside", "rather_not_beside"):
        data[name] = list(getattr(meeting, name))
    return _filled(data)


def _window(span: Span, *, whole: bool = True) -> dict[str, str]:
    day = whole_day(span.start.date())
    data = {"date": span.start.date().isoformat()}
    if not whole or span.start != day.start:
        data["start"] = f"{span.start:%H:%M}"
    if not whole or span.end != day.end:
        data["end"] = f"{span.end:%H:%M}"
    return data


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in ([], {}, None)}


def write_timetable(
    outcome: TimetableOutcome, problem: TimetableProblem, notes: Sequence[Text] = ()
) -> dict[str, Any]:
    """The end of a search as plain data; see `scheduler/timetable.schema.json`."""
    score, first = outcome.score, outcome.first_seconds
    placements = outcome.timetable.placements if outcome.timetable else ()
    return {
        "format": TIMETABLE_FORMAT,
        "title": problem.title,
        "status": outcome.status.value,
        "wall_seconds": round(outcome.wall_seconds, 3),
        "first_seconds": None if first is None else round(first, 3),
        "notes": [str(note) for note in notes],
        "score": score and {"hard": score.hard, "medium": score.medium, "soft": score.soft},
        "bounds": [
            {"level": one.level.value, "value": one.value, "bound": one.bound}
            for one in outcome.bounds
        ],
        "amounts": {aim.value: amount for aim, amount in score.amounts.items()} if score else {},
        "meetings": [
            {
                "id": one.meeting,
                "title": problem.meeting_by_id[one.meeting].title,
                **_window(one.span, whole=False),
                "room": one.room,
            }
            for one in placements
        ],
        "violations": [
            {
                "rule": one.rule,
                "meetings": list(one.meetings),
                "amount": one.amount,
                "text": str(one.text),
            }
            for one in outcome.violations
        ],
    }
