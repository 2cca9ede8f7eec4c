"""From sound plain data to the frozen values of a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any

from scheduler.problem import (
    Body,
    Business,
    Closure,
    Column,
    Document,
    Entitlement,
    Held,
    HeldPart,
    Interpretation,
    Placement,
    Preference,
    Problem,
    Relation,
    RelationKind,
    Room,
    Session,
    Slot,
    SlotDate,
    Speakers,
    TeamChange,
    Weight,
)

Entry = Mapping[str, Any]


def build_problem(data: Entry) -> Problem:
    """The problem that the plain data describe. The data must be sound."""
    languages = tuple(data["interpretation"]["languages"])
    optional: dict[str, Any] = {"held": _held(data["held"])} if "held" in data else {}
    if "at_once" in data:
        given = dict(data["at_once"])
        optional["at_once_source"] = given.pop("source", "")
        optional["at_once"] = {Column(name): count for name, count in given.items()}
    return Problem(
        session=_built(Session, data["session"], first_day=_day, last_day=_day, **DAYS),
        slots=_each(Slot, data["slots"], start=time.fromisoformat, end=time.fromisoformat, **DAYS),
        bodies=_each(Body, data["bodies"]),
        rooms=_each(Room, data["rooms"], closed=_slot_dates),
        interpretation=_interpretation(data["interpretation"]),
        business=tuple(_business(entry, languages) for entry in data["business"]),
        relations=_each(Relation, data.get("relations", ()), kind=RelationKind, business=tuple),
        documents=_each(
            Document, data.get("documents", ()), issued=lambda value: _issued(value, languages)
        ),
        preferences={
            Preference(name): Weight(**weight)
            for name, weight in data.get("preferences", {}).items()
        },
        reference=_each(Placement, data.get("reference", ()), date=_day),
        closures=_each(Closure, data.get("closures", ()), date=_day, column=Column),
        **optional,
    )


def _built(kind: Callable[..., Any], entry: Entry, /, **convert: Callable[[Any], Any]) -> Any:
    values = {
        name: convert[name](value) if name in convert else value for name, value in entry.items()
    }
    return kind(**values)


def _each(
    kind: Callable[..., Any], entries: Iterable[Entry], /, **convert: Callable[[Any], Any]
) -> tuple[Any, ...]:
    return tuple(_built(kind, entry, **convert) for entry in entries)


def _interpretation(entry: Entry) -> Interpretation:
    built: Interpretation = _built(
        Interpretation,
        entry,
        languages=tuple,
        changes=lambda changes: _each(TeamChange, changes, date=_day),
        entitlement=lambda limits: Entitlement(**limits),
    )
    return built


def _business(entry: Entry, languages: tuple[str, ...]) -> Business:
    built: Business = _built(
        Business,
        entry,
        column=Column,
        languages=lambda value: _languages(value, languages),
        speakers=lambda value: Speakers(**value),
        not_before=_slot_date,
        not_after=_slot_date,
        not_on=_slot_dates,
        fixed=_slot_dates,
        wished=_slot_date,
        documents=tuple,
    )
    return built


def _held(entry: Entry) -> Held:
    return Held(
        before=_built(SlotDate, entry["before"], date=_day),
        parts=_each(HeldPart, entry.get("parts", ()), date=_day),
    )


def _languages(value: Any, languages: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, str):
        return languages if value == "all" else ()
    return tuple(value)


def _issued(value: Any, languages: tuple[str, ...]) -> Mapping[str, date]:
    if isinstance(value, str):
        return dict.fromkeys(languages, _day(value))
    return {language: _day(issued) for language, issued in value.items()}


def _day(value: str) -> date:
    return date.fromisoformat(value)


def _days(values: Iterable[str]) -> tuple[date, ...]:
    return tuple(_day(value) for value in values)


def _slot_date(value: str) -> SlotDate:
    day, _, slot = value.partition(" ")
    return SlotDate(date=_day(day), slot=slot or None)


def _slot_dates(values: Iterable[str]) -> tuple[SlotDate, ...]:
    return tuple(_slot_date(value) for value in values)


DAYS: Mapping[str, Callable[[Any], Any]] = {"days": _days, "days_without_meetings": _days}
