"""Reading the readable form: `scheduler/conferences.schema.json`, and what it cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from scheduler.calendars.conferences.contradictions import contradictions
from scheduler.calendars.conferences.possible import impossible
from scheduler.calendars.conferences.values import (
    WEEKDAYS,
    Apart,
    Conferences,
    ItemTaken,
    Order,
    SingleMeeting,
    TeamChange,
    Unit,
    Wish,
    WorkingGroup,
    YearBody,
    YearSession,
    YearSlot,
)
from scheduler.calendars.problem import CalendarRoom, Holiday
from scheduler.reading import BadInput, load_data
from scheduler.reading.errors import FieldError
from scheduler.reading.facts import Entry
from scheduler.reading.shape import check_shape, plain

FORMAT = "hemicycle-conferences/1"


def is_conferences(data: object) -> bool:
    """Whether plain data are meant to be of this form."""
    return isinstance(data, Mapping) and str(data.get("format", "")).startswith(
        FORMAT.partition("/")[0]
    )


def load_conferences(path: Path) -> Conferences:
    """Read a YAML or JSON file. Raises BadInput with every mistake."""
    return read_conferences(load_data(path))


def read_conferences(data: object) -> Conferences:
    """The calendar to be made that plain data describe. Raises BadInput with every mistake."""
    data = plain(data)
    errors = check_shape(data, "conferences")
    if isinstance(data, Mapping):
        errors += _new(contradictions(data), errors)
    if errors:
        raise BadInput(errors)
    assert isinstance(data, Mapping)
    read = _conferences(data)
    errors = list(impossible(read))
    if errors:
        raise BadInput(errors)
    return read


def _new(found: Any, known: list[FieldError]) -> list[FieldError]:
    """Mistakes of fields that have none yet."""
    paths = {error.path for error in known}
    return [error for error in found if error.path not in paths]


def _conferences(data: Entry) -> Conferences:
    service = data["interpretation"]
    slots = tuple(
        YearSlot(one["id"], _hour(one["start"]), _hour(one["end"]), one.get("teams"))
        for one in data["slots"]
    )
    reader = _Gatherings(
        chairs={body["id"]: body.get("chair", "") for body in data["bodies"]},
        titles={body["id"]: body["title"] for body in data["bodies"]},
        slots=tuple(slot.id for slot in slots),
        languages=tuple(service["languages"]),
    )
    return Conferences(
        name=data["name"],
        first_day=_day(data["first_day"]),
        last_day=_day(data["last_day"]),
        time_zone=data["time_zone"],
        weekdays=tuple(sorted(WEEKDAYS.index(day) for day in data.get("days", WEEKDAYS[:5]))),
        slots=slots,
        holidays=tuple(
            Holiday(_day(one["date"]), one["title"]) for one in data.get("holidays", ())
        ),
        languages=reader.languages,
        **_teams(service),
        rooms=tuple(_room(one) for one in data["rooms"]),
        bodies=tuple(
            YearBody(
                one["id"], one["title"], one.get("chair", ""), tuple(one.get("delegations", ()))
            )
            for one in data["bodies"]
        ),
        sessions=tuple(reader.session(one) for one in data.get("sessions", ())),
        meetings=tuple(SingleMeeting(**reader.sitting(one)) for one in data.get("meetings", ())),
        never_together=tuple(
            Apart(tuple(one["of"]), one.get("because", ""))
            for one in data.get("never_together", ())
        ),
        before=tuple(_order(one) for one in data.get("before", ())),
        note=data.get("note", ""),
    )


def _teams(service: Entry) -> dict[str, Any]:
    return {
        "teams": service["teams"],
        "meetings_per_team_day": service.get("meetings_per_team_day", 2),
        "meetings_per_team_week": service.get("meetings_per_team_week", 7),
        "changes": tuple(
            TeamChange(_day(one["first_week"]), _day(one["last_week"]), one["teams"])
            for one in service.get("changes", ())
        ),
    }


def _order(entry: Entry) -> Order:
    gaps = entry.get("gap_days", 1), entry.get("gap_weeks", 0)
    return Order(entry["first"], entry["then"], *gaps, entry.get("because", ""))


class _Gatherings:
    """Reads what meets, with what it takes from its body."""

    def __init__(
        self,
        *,
        chairs: Mapping[str, str],
        titles: Mapping[str, str],
        slots: tuple[str, ...],
        languages: tuple[str, ...],
    ) -> None:
        self.chairs, self.titles = chairs, titles
        self.slots, self.languages = slots, languages

    def session(self, entry: Entry) -> YearSession:
        sitting = self.sitting(entry)
        return YearSession(
            **sitting,
            days=entry["days"],
            over_weekend=entry.get("over_weekend", False),
            items=tuple(
                ItemTaken(one["item"], one["day"], one["slot"]) for one in entry.get("items", ())
            ),
            groups=tuple(
                WorkingGroup(
                    **self.gathering(one, entry["body"]) | {"chair": one.get("chair", "")},
                    meetings=one.get("meetings", 1),
                    items=tuple(one.get("items", ())),
                )
                for one in entry.get("working_groups", ())
            ),
        )

    def sitting(self, entry: Entry) -> dict[str, Any]:
        wish = entry.get("wished")
        return self.gathering(entry, entry["body"]) | {
            "earliest": _day(entry["earliest"]) if "earliest" in entry else None,
            "latest": _day(entry["latest"]) if "latest" in entry else None,
            "wish": _wish(wish) if wish is not None else None,
        }

    def gathering(self, entry: Entry, body: str) -> dict[str, Any]:
        languages = entry.get("languages", "none")
        named = {"all": self.languages, "none": ()}
        chosen = entry.get("slots", self.slots)
        return {
            "id": entry["id"],
            "title": entry.get("title") or self.titles[body],
            "body": body,
            "chair": entry.get("chair", self.chairs[body]),
            "seats": entry.get("seats", 0),
            "languages": named[languages] if isinstance(languages, str) else tuple(languages),
            "slots": tuple(slot for slot in self.slots if slot in chosen),
            "left_out": None if entry.get("must_be_held") else entry["left_out"],
        }


def _wish(entry: Entry) -> Wish:
    unit = Unit.WEEK if "week" in entry else Unit.DAY
    return Wish(_day(entry["week" if unit is Unit.WEEK else "date"]), unit, entry["cost"])


def _room(entry: Entry) -> CalendarRoom:
    closed: set[date] = set()
    for period in entry.get("closed", ()):
        first = _day(period["first"])
        last = _day(period.get("last", period["first"]))
        closed.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return CalendarRoom(
        entry["id"], entry["title"], entry["seats"], entry["booths"], frozenset(closed)
    )


def _day(value: str) -> date:
    return date.fromisoformat(value)


def _hour(value: str) -> time:
    return time.fromisoformat(value)
