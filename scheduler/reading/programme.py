"""From the JSON of a programme to its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.problem import Column, Period, Problem
from scheduler.programme import ItemPart, Meeting, Programme
from scheduler.reading.errors import BadInput, FieldError, shown
from scheduler.reading.facts import entries, word
from scheduler.reading.forms import refuse_other
from scheduler.reading.shape import check_shape, plain
from scheduler.text import text
from scheduler.wording import meeting_hour

Entry = Mapping[str, Any]


def read_programme(data: object, problem: Problem) -> Programme:
    """Read what `scheduler.writing.write_outcome` writes, or ``{"meetings": [...]}`` alone.

    Meetings may be in any order. `start`, `end` and `interpreted` may be left out: they follow from
    the slot and the languages. What the session does not have (a slot, a body, business) is read as
    it stands: `scheduler.checker` says what is wrong with it. Raises BadInput.
    """
    data = plain(data)
    refuse_other(data, "hemicycle-programme/")
    errors = check_shape(data, "programme")
    if isinstance(data, Mapping):
        errors += _session_errors(data, problem)
        for path, meeting in entries(data, "meetings"):
            errors += _interpreted_errors(path, meeting)
    if errors:
        raise BadInput(errors)
    assert isinstance(data, Mapping)
    meetings = [_meeting(entry, problem) for entry in data["meetings"]]
    meetings.sort(
        key=lambda meeting: (
            meeting.date,
            meeting_hour(problem, meeting),
            meeting.column is not Column.PLENARY,
        )
    )
    return Programme(meetings=tuple(meetings))


def hours(problem: Problem, period: Period) -> tuple[datetime, datetime]:
    """Start and end of a period with the offset of the session's time zone."""
    zone = ZoneInfo(problem.session.time_zone)
    start = datetime.combine(period.date, period.slot.start, zone)
    return start, datetime.combine(period.date, period.slot.end, zone)


def _meeting(entry: Entry, problem: Problem) -> Meeting:
    on = date.fromisoformat(entry["date"])
    zone = ZoneInfo(problem.session.time_zone)
    slot = next((slot for slot in problem.slots if slot.id == entry["slot"]), None)
    # without a slot and without hours nothing is known but the day
    start, end = (slot.start, slot.end) if slot else (time.min, time.min)
    return Meeting(
        number=entry["number"],
        column=Column(entry["column"]),
        body=entry["body"],
        date=on,
        slot=entry["slot"],
        start=_instant(entry.get("start"), zone) or datetime.combine(on, start, zone),
        end=_instant(entry.get("end"), zone) or datetime.combine(on, end, zone),
        room=entry.get("room"),
        languages=tuple(entry["languages"]),
        items=tuple(
            ItemPart(item=part["item"], minutes=part["minutes"], continued=part["continued"])
            for part in entry["items"]
        ),
    )


def _instant(value: str | None, zone: ZoneInfo) -> datetime | None:
    if value is None:
        return None
    instant = datetime.fromisoformat(value)
    try:
        return instant.astimezone(zone)
    except OverflowError:  # the first or last day of all
        return instant


def _session_errors(data: Entry, problem: Problem) -> Iterator[FieldError]:
    session = word(data, "session")
    if session is not None and session != problem.session.id:
        reason = text(
            "This programme is of the session %(given)s; the problem is of %(wanted)s.",
            given=shown(session),
            wanted=shown(problem.session.id),
        )
        yield FieldError("session", reason)


def _interpreted_errors(path: str, meeting: Entry) -> Iterator[FieldError]:
    languages, interpreted = meeting.get("languages"), meeting.get("interpreted")
    if (
        isinstance(languages, list)
        and isinstance(interpreted, bool)
        and interpreted is not bool(languages)
    ):
        reason = text(
            "Give %(right)s, as the languages have it, or leave it out.",
            right="true" if languages else "false",
        )
        yield FieldError(f"{path}.interpreted", reason)
