"""A problem put into the rows of a session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from models import requirements as rows
from models.conferences import Body, ConferenceSession
from scheduler import problem as engine

Row = TypeVar("Row")


def fill(session: ConferenceSession, problem: engine.Problem) -> None:
    """Make a session state a problem. Rows that stay keep their identity."""
    _set(session, _session_values(problem))
    _sync(session.slots, rows.SlotHours, "key", [_slot_values(v) for v in problem.slots])
    _sync(session.bodies, Body, "key", [_body_values(v) for v in problem.bodies])
    _sync(session.rooms, rows.Room, "key", [_room_values(v) for v in problem.rooms])
    _sync(
        session.documents,
        rows.Document,
        "symbol",
        [_document_values(v) for v in problem.documents],
    )
    _sync(session.business, rows.Business, "key", [_business_values(v) for v in problem.business])
    _sync(session.relations, rows.Relation, "key", [_relation_values(v) for v in problem.relations])
    _sync(
        session.preferences,
        rows.PreferenceWeight,
        "name",
        [
            {
                "name": name.value,
                "weight": weight.weight,
                "above": weight.above,
                "rank": weight.rank,
                "never_worse": weight.never_worse,
                "source": weight.source,
            }
            for name, weight in problem.preferences.items()
        ],
    )


def _set(row: object, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _sync(
    listed: list[Row], kind: Callable[..., Row], key: str, given: list[dict[str, Any]]
) -> None:
    known = {getattr(row, key): row for row in listed}
    wanted: list[Row] = []
    for values in given:
        row = known.get(values[key])
        if row is None:
            row = kind()
        _set(row, values)
        wanted.append(row)
    _replace(listed, wanted)


def _replace(listed: list[Row], wanted: list[Row]) -> None:
    """Put a list in place of another, with positions in its order."""
    if listed != wanted:
        listed[:] = wanted
    for position, row in enumerate(listed):
        _set(row, {"position": position})


def _session_values(problem: engine.Problem) -> dict[str, Any]:
    session, service = problem.session, problem.interpretation
    entitlement = service.entitlement
    return {
        "slug": session.id,
        "title": session.title,
        "body": session.body,
        "time_zone": session.time_zone,
        "first_day": session.first_day,
        "last_day": session.last_day,
        "days_without_meetings": _iso(session.days_without_meetings),
        "venue": session.venue,
        "source": session.source,
        "languages": list(service.languages),
        "teams": service.teams,
        "meetings_per_team_day": service.meetings_per_team_day,
        "meetings_per_team_week": service.meetings_per_team_week,
        "team_changes": [
            {"date": c.date.isoformat(), "teams": c.teams, "slot": c.slot, "source": c.source}
            for c in service.changes
        ],
        "entitlement": {
            "total": entitlement.total,
            "plenary": entitlement.plenary,
            "parallel": entitlement.parallel,
            "source": entitlement.source,
        },
        "interpretation_source": service.source,
        "interpretation_sources": dict(service.sources),
        "at_once": {column.value: most for column, most in problem.at_once.items()},
        "at_once_source": problem.at_once_source,
        "reference": [
            {"business": p.business, "date": p.date.isoformat(), "slot": p.slot}
            | ({} if p.minutes is None else {"minutes": p.minutes})
            for p in problem.reference
        ],
        "closures": [_closure_values(closure) for closure in problem.closures],
        "held": problem.held and _held_values(problem.held),
    }


def _held_values(held: engine.Held) -> dict[str, Any]:
    parts = [
        {
            "business": part.business,
            "date": part.date.isoformat(),
            "slot": part.slot,
            "minutes": part.minutes,
        }
        for part in held.parts
    ]
    return {"before": _plain(held.before), "parts": parts}


def _slot_values(slot: engine.Slot) -> dict[str, Any]:
    return {
        "key": slot.id,
        "start": slot.start,
        "end": slot.end,
        "cost": slot.cost,
        "days": _iso(slot.days),
        "source": slot.source,
    }


def _closure_values(closure: engine.Closure) -> dict[str, Any]:
    return {
        "date": closure.date.isoformat(),
        "slot": closure.slot,
        "column": closure.column and closure.column.value,
        "because": closure.because,
        "source": closure.source,
    }


def _body_values(body: engine.Body) -> dict[str, Any]:
    return {
        "key": body.id,
        "title": body.title,
        "numbered_with": body.numbered_with,
        "source": body.source,
    }


def _room_values(room: engine.Room) -> dict[str, Any]:
    return {
        "key": room.id,
        "title": room.title,
        "seats": room.seats,
        "booths": room.booths,
        "closed": [_plain(moment) for moment in room.closed],
        "source": room.source,
        "sources": dict(room.sources),
    }


def _document_values(document: engine.Document) -> dict[str, Any]:
    issued = {language: day.isoformat() for language, day in document.issued.items()}
    return {
        "symbol": document.symbol,
        "title": document.title,
        "issued": issued,
        "source": document.source,
    }


SAME = (
    *("title", "body", "item", "minutes", "may_split", "consecutive", "shares_meeting"),
    *("starts_meeting", "least_minutes", "most_parts", "chair", "room", "seats", "source"),
)


def _business_values(business: engine.Business) -> dict[str, Any]:
    speakers = business.speakers
    return {name: getattr(business, name) for name in SAME} | {
        "key": business.id,
        "column": business.column.value,
        "languages": list(business.languages),
        "speakers_number": speakers and speakers.number,
        "speakers_limit_minutes": speakers and speakers.limit_minutes,
        "speakers_changeover_seconds": speakers and speakers.changeover_seconds,
        "not_before": business.not_before and _plain(business.not_before),
        "not_after": business.not_after and _plain(business.not_after),
        "not_on": [_plain(moment) for moment in business.not_on],
        "wished": business.wished and _plain(business.wished),
        "fixed": [_plain(moment) for moment in business.fixed],
        "documents": list(business.documents),
        "sources": dict(business.sources),
    }


def _relation_values(relation: engine.Relation) -> dict[str, Any]:
    return {
        "key": relation.id,
        "kind": relation.kind.value,
        "business": list(relation.business),
        "gap_slots": relation.gap_slots,
        "gap_days": relation.gap_days,
        "because": relation.because,
        "source": relation.source,
    }


def _plain(moment: engine.SlotDate) -> dict[str, Any]:
    return {"date": moment.date.isoformat(), "slot": moment.slot}


def _iso(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]
