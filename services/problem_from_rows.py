"""The problem that the rows of a session state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from models import requirements as rows
from models.conferences import ConferenceSession
from scheduler import problem as engine


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
            engine.Preference(row.name): engine.Weight(
                weight=row.weight,
                above=row.above,
                rank=row.rank,
                never_worse=row.never_worse,
                source=row.source,
            )
            for row in session.preferences
        },
        at_once={engine.Column(name): most for name, most in session.at_once.items()},
        at_once_source=session.at_once_source,
        reference=tuple(
            engine.Placement(
                business=placed["business"],
                date=date.fromisoformat(placed["date"]),
                slot=placed["slot"],
                minutes=placed.get("minutes"),
            )
            for placed in session.reference
        ),
        closures=tuple(_closure_from(plain) for plain in session.closures),
        held=None if session.held is None else _held_from(session.held),
    )


def _closure_from(plain: Mapping[str, Any]) -> engine.Closure:
    column = None if plain["column"] is None else engine.Column(plain["column"])
    on = date.fromisoformat(plain["date"])
    return engine.Closure(**{**plain, "date": on, "column": column})


def _held_from(plain: Mapping[str, Any]) -> engine.Held:
    (before,) = _slot_dates([plain["before"]])
    return engine.Held(
        before=before,
        parts=tuple(
            engine.HeldPart(**{**part, "date": date.fromisoformat(part["date"])})
            for part in plain["parts"]
        ),
    )


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
        sources=row.interpretation_sources,
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


def _room_from(row: rows.Room) -> engine.Room:
    return engine.Room(
        id=row.key,
        title=row.title,
        seats=row.seats,
        booths=row.booths,
        closed=_slot_dates(row.closed),
        source=row.source,
        sources=row.sources,
    )


def _document_from(row: rows.Document) -> engine.Document:
    issued = {language: date.fromisoformat(day) for language, day in row.issued.items()}
    return engine.Document(symbol=row.symbol, title=row.title, issued=issued, source=row.source)


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
        most_parts=row.most_parts,
        chair=row.chair,
        room=row.room,
        seats=row.seats,
        not_before=_slot_date(row.not_before),
        not_after=_slot_date(row.not_after),
        not_on=_slot_dates(row.not_on),
        fixed=_slot_dates(row.fixed),
        wished=_slot_date(row.wished),
        documents=tuple(row.documents),
        source=row.source,
        sources=row.sources,
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


def _relation_from(row: rows.Relation) -> engine.Relation:
    return engine.Relation(
        id=row.key,
        kind=engine.RelationKind(row.kind),
        business=tuple(row.business),
        gap_slots=row.gap_slots,
        gap_days=row.gap_days,
        because=row.because,
        source=row.source,
    )


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


def _dates(days: Iterable[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in days)
