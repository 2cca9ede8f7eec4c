"""Between the people and rosters of the record and those of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from models import rosters as stored
from models.conferences import ConferenceSession
from models.programmes import ProgrammeVersion
from scheduler.reading import BadInput
from scheduler.roster.outcome import Duty, Roster
from scheduler.roster.problem import RosterProblem
from scheduler.roster.reading import read_roster_problem
from services.errors import BadRequest

FORMAT = "hemicycle-roster-problem/1"
LISTS = ("retour", "absences", "avoid")


def people_data(
    session: ConferenceSession, terms: stored.RosterTerms, people: Iterable[stored.Interpreter]
) -> dict[str, Any]:
    """The file of a roster problem; what is empty is left out."""
    data = {
        "format": FORMAT,
        "note": terms.note,
        "session": session.slug,
        "booths": terms.booths,
        "pivots": terms.pivots,
        "rules": terms.rules,
        "consecutive": terms.consecutive,
        "interpreters": [_person_data(person) for person in people],
        "source": terms.source,
    }
    return {name: value for name, value in data.items() if value}


def _person_data(row: stored.Interpreter) -> dict[str, Any]:
    more = {
        "from": row.hears,
        **{name: getattr(row, name) for name in LISTS},
        "chief": row.chief,
        "cost_per_day": row.cost_per_day,
        "source": row.source,
    }
    kept = {name: value for name, value in more.items() if value}
    return {"id": row.key, "name": row.name, "into": row.into, **kept}


def person_rows(data: Mapping[str, Any]) -> list[stored.Interpreter]:
    """The people of a file that has been read."""
    return [
        stored.Interpreter(
            position=place,
            key=entry["id"],
            name=entry["name"],
            into=dict(entry["into"]),
            hears=list(entry.get("from", ())),
            chief=entry.get("chief", False),
            cost_per_day=entry.get("cost_per_day", 0),
            source=entry.get("source", ""),
            **{name: list(entry.get(name, ())) for name in LISTS},
        )
        for place, entry in enumerate(data["interpreters"])
    ]


def meetings_of(version: ProgrammeVersion) -> list[dict[str, Any]]:
    """The meetings of a version, as `scheduler.roster.reading` takes those of a programme."""
    zone = ZoneInfo(version.time_zone)
    return [
        {
            "session": version.session.slug,
            "body": row.body,
            "body_title": row.body_title,
            "number": row.number,
            "date": row.date.isoformat(),
            "slot": row.slot,
            "start": row.starts_at.astimezone(zone).isoformat(),
            "end": row.ends_at.astimezone(zone).isoformat(),
            "room": row.room,
            "room_title": row.room_title,
            "languages": row.languages,
        }
        for row in version.meetings
    ]


def problem_for(data: Mapping[str, Any], version: ProgrammeVersion | None) -> RosterProblem:
    """The problem of a file for a version. Raises BadRequest.

    Bodies that meet without booths need not meet in this version.
    """
    meetings: list[Mapping[str, Any]] = [] if version is None else [*meetings_of(version)]
    bodies = {meeting["body"] for meeting in meetings}
    held = [one for one in data.get("consecutive", ()) if one["body"] in bodies]
    try:
        return read_roster_problem({**data, "consecutive": held}, meetings)
    except BadInput as bad:
        raise BadRequest({error.path: error.text for error in bad.errors}) from None


def roster_of(row: stored.Roster) -> Roster:
    """The roster of the engine."""
    return Roster(
        tuple(
            Duty(
                f"{duty.date.isoformat()} {duty.slot} {duty.body}",
                tuple(duty.languages),
                duty.person,
                duty.chief,
            )
            for duty in row.duties
        )
    )


def duty_rows(problem: RosterProblem, roster: Roster) -> list[stored.RosterDuty]:
    """The rows of a roster."""
    return [
        stored.RosterDuty(
            position=place,
            date=problem.sitting_by_id[duty.sitting].date,
            slot=problem.sitting_by_id[duty.sitting].slot,
            body=problem.sitting_by_id[duty.sitting].body,
            languages=list(duty.languages),
            person=duty.person,
            name=problem.person_by_id[duty.person].name,
            chief=duty.chief,
        )
        for place, duty in enumerate(roster.duties)
    ]
