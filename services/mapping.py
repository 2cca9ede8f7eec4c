"""Between the engine's values and the rows of the record: the problem of a session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from models import requirements as rows
from models.conferences import Body, ConferenceSession
from scheduler import problem as engine

Row = TypeVar("Row")


def problem_from(session: ConferenceSession) -> engine.Problem:
    """The problem that a stored session states."""
    return engine.Problem(
        session=_session_from(session),
        slots=tuple(_slot_from(row) for row in session.slots),
        bodies=tuple(
            engine.Body(
                id=row.key, title=row.title, numbered_with=row.numbered_with, source=row.source
            )
            for row in session.bodies
        ),
        rooms=tuple(_room_from(row) for row in session.rooms),
        interpretation=_interpretation_from(session),
        business=tuple(_business_from(row) for row in session.business),
        relations=tuple(_relation_from(row) for row in session.relations),
        documents=tuple(_document_from(row) for row in session.documents),
        preferences={
            engine.Preference(row.name): engine.Weight(weight=row.weight, source=row.source)
            for row in session.preferences
        },
        at_once={engine.Column(name): most for name, most in session.at_once.items()},
        reference=tuple(
            engine.Placement(
                business=placed["business"],
                date=date.fromisoformat(placed["date"]),
                slot=placed["slot"],
            )
            for placed in session.reference
        ),
    )


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
    _replace(session.relations, [rows.Relation(**_relation_values(r)) for r in problem.relations])
    _sync(
        session.preferences,
        rows.PreferenceWeight,
        "name",
        [
            {"name": name.value, "weight": weight.weight, "source": weight.source}
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


def _session_from(row: ConferenceSession) -> engine.Session:
    return engine.Session(
        id=row.slug,
        title=row.title,
        body=row.body,
        time_zone=row.time_zone,
        first_day=row.first_day,
        last_day=row.last_day,
        days_without_meetings=_dates(row.days_without_meetings),
        venue=row.venue,
        source=row.source,
    )


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
        "at_once": {column.value: most for column, most in problem.at_once.items()},
        "reference": [
            {"business": p.business, "date": p.date.isoformat(), "slot": p.slot}
            for p in problem.reference
        ],
    }


def _interpretation_from(row: ConferenceSession) -> engine.Interpretation:
    return engine.Interpretation(
        languages=tuple(row.languages),
        teams=row.teams,
        meetings_per_team_day=row.meetings_per_team_day,
        meetings_per_team_week=row.meetings_per_team_week,
        changes=tuple(
            engine.TeamChange(**{**change, "date": date.fromisoformat(change["date"])})
            for change in row.team_changes
        ),
        entitlement=engine.Entitlement(**row.entitlement),
        source=row.interpretation_source,
    )


def _slot_from(row: rows.SlotHours) -> engine.Slot:
    return engine.Slot(
        id=row.key,
        start=row.start,
        end=row.end,
        cost=row.cost,
        days=_dates(row.days),
        source=row.source,
    )


def _slot_values(slot: engine.Slot) -> dict[str, Any]:
    return {
        "key": slot.id,
        "start": slot.start,
        "end": slot.end,
        "cost": slot.cost,
        "days": _iso(slot.days),
        "source": slot.source,
    }


def _body_values(body: engine.Body) -> dict[str, Any]:
    return {
        "key": body.id,
        "title": body.title,
        "numbered_with": body.numbered_with,
        "source": body.source,
    }


def _room_from(row: rows.Room) -> engine.Room:
    return engine.Room(
        id=row.key,
        title=row.title,
        seats=row.seats,
        booths=row.booths,
        closed=_slot_dates(row.closed),
        source=row.source,
    )


def _room_values(room: engine.Room) -> dict[str, Any]:
    return {
        "key": room.id,
        "title": room.title,
        "seats": room.seats,
        "booths": room.booths,
        "closed": [_plain(moment) for moment in room.closed],
        "source": room.source,
    }


def _document_from(row: rows.Document) -> engine.Document:
    issued = {language: date.fromisoformat(day) for language, day in row.issued.items()}
    return engine.Document(symbol=row.symbol, title=row.title, issued=issued, source=row.source)


def _document_values(document: engine.Document) -> dict[str, Any]:
    issued = {language: day.isoformat() for language, day in document.issued.items()}
    return {
        "symbol": document.symbol,
        "title": document.title,
        "issued": issued,
        "source": document.source,
    }


def _business_from(row: rows.Business) -> engine.Business:
    return engine.Business(
        id=row.key,
        title=row.title,
        body=row.body,
        column=engine.Column(row.column),
        languages=tuple(row.languages),
        item=row.item,
        minutes=row.minutes,
        speakers=_speakers_from(row),
        may_split=row.may_split,
        consecutive=row.consecutive,
        shares_meeting=row.shares_meeting,
        starts_meeting=row.starts_meeting,
        least_minutes=row.least_minutes,
        chair=row.chair,
        room=row.room,
        seats=row.seats,
        not_before=_slot_date(row.not_before),
        not_after=_slot_date(row.not_after),
        fixed=_slot_dates(row.fixed),
        documents=tuple(row.documents),
        source=row.source,
    )


def _speakers_from(row: rows.Business) -> engine.Speakers | None:
    if row.speakers_number is None:
        return None
    assert row.speakers_limit_minutes is not None
    assert row.speakers_changeover_seconds is not None
    return engine.Speakers(
        number=row.speakers_number,
        limit_minutes=row.speakers_limit_minutes,
        changeover_seconds=row.speakers_changeover_seconds,
    )


SAME = (
    *("title", "body", "item", "minutes", "may_split", "consecutive", "shares_meeting"),
    *("starts_meeting", "least_minutes", "chair", "room", "seats", "source"),
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
        "fixed": [_plain(moment) for moment in business.fixed],
        "documents": list(business.documents),
    }


def _relation_from(row: rows.Relation) -> engine.Relation:
    return engine.Relation(
        kind=engine.RelationKind(row.kind),
        business=tuple(row.business),
        gap_slots=row.gap_slots,
        gap_days=row.gap_days,
        because=row.because,
        source=row.source,
    )


def _relation_values(relation: engine.Relation) -> dict[str, Any]:
    return {
        "kind": relation.kind.value,
        "business": list(relation.business),
        "gap_slots": relation.gap_slots,
        "gap_days": relation.gap_days,
        "because": relation.because,
        "source": relation.source,
    }


def _plain(moment: engine.SlotDate) -> dict[str, Any]:
    return {"date": moment.date.isoformat(), "slot": moment.slot}


def _slot_date(plain: Mapping[str, Any] | None) -> engine.SlotDate | None:
    return (
        None
        if plain is None
        else engine.SlotDate(date=date.fromisoformat(plain["date"]), slot=plain["slot"])
    )


def _slot_dates(plain: Iterable[Mapping[str, Any]]) -> tuple[engine.SlotDate, ...]:
    return tuple(
        engine.SlotDate(date=date.fromisoformat(moment["date"]), slot=moment["slot"])
        for moment in plain
    )


def _iso(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _dates(days: Iterable[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in days)
