"""From the JSON of a programme to its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.problem import Column, Period, Problem
from scheduler.programme import ItemPart, Meeting, Programme
from scheduler.reading.errors import BadInput, FieldError, shown
from scheduler.reading.facts import day, entries, word, words
from scheduler.reading.references import known_errors
from scheduler.reading.shape import check_shape, plain
from scheduler.text import text

Entry = Mapping[str, Any]


def read_programme(data: object, problem: Problem) -> Programme:
    """Read what `scheduler.writing.write_outcome` writes, or ``{"meetings": [...]}`` alone.

    Meetings may be in any order. `start`, `end` and `interpreted` may be left out: they follow from
    the slot and the languages, and must agree with them. Raises BadInput.
    """
    data = plain(data)
    errors = check_shape(data, "programme")
    if isinstance(data, Mapping):
        errors += _reference_errors(data, problem)
    if errors:
        raise BadInput(errors)
    assert isinstance(data, Mapping)
    meetings = [_meeting(entry, problem) for entry in data["meetings"]]
    index = {at: period.index for at, period in problem.period_at.items()}
    meetings.sort(
        key=lambda meeting: (
            index[meeting.date, meeting.slot],
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
    start, end = hours(problem, problem.period_at[on, entry["slot"]])
    return Meeting(
        number=entry["number"],
        column=Column(entry["column"]),
        body=entry["body"],
        date=on,
        slot=entry["slot"],
        start=start,
        end=end,
        room=entry.get("room"),
        languages=tuple(entry["languages"]),
        items=tuple(
            ItemPart(item=part["item"], minutes=part["minutes"], continued=part["continued"])
            for part in entry["items"]
        ),
    )


def _reference_errors(data: Entry, problem: Problem) -> Iterator[FieldError]:
    session = word(data, "session")
    if session is not None and session != problem.session.id:
        reason = text(
            "This programme is of the session %(given)s; the problem is of %(wanted)s.",
            given=shown(session),
            wanted=shown(problem.session.id),
        )
        yield FieldError("session", reason)
    rooms = {room.id for room in problem.rooms}
    for path, meeting in entries(data, "meetings"):
        yield from known_errors(f"{path}.body", word(meeting, "body"), problem.body_by_id)
        yield from known_errors(f"{path}.room", word(meeting, "room"), rooms)
        for place, language in words(meeting, "languages"):
            yield from known_errors(f"{path}.{place}", language, problem.interpretation.languages)
        for place, part in entries(meeting, "items"):
            yield from known_errors(
                f"{path}.{place}.item", word(part, "item"), problem.business_by_id
            )
        yield from _time_errors(path, meeting, problem)
        yield from _interpreted_errors(path, meeting)


def _time_errors(path: str, meeting: Entry, problem: Problem) -> Iterator[FieldError]:
    slot, on = word(meeting, "slot"), day(meeting.get("date"))
    yield from known_errors(f"{path}.slot", slot, [slot.id for slot in problem.slots])
    if slot is None or on is None or slot not in {one.id for one in problem.slots}:
        return
    period = problem.period_at.get((on, slot))
    if period is None:
        reason = text(
            "No meetings are held in the slot %(slot)s on %(date)s.",
            slot=shown(slot),
            date=on.isoformat(),
        )
        yield FieldError(f"{path}.date", reason)
        return
    for field, right in zip(("start", "end"), hours(problem, period), strict=True):
        given = word(meeting, field)
        if given is not None and _instant(given) not in (None, right):
            reason = text(
                "Give %(right)s, as the slot has it, or leave it out.", right=right.isoformat()
            )
            yield FieldError(f"{path}.{field}", reason)


def _instant(value: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


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
