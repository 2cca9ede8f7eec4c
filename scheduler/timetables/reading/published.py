"""Reading the meeting-scheduling instances published with OptaPlanner and Timefold, as text.

``G R P M``; the day of each of G quarter-hours; the seats of R rooms; then for each of M meetings
its quarter-hours, the numbers of those who are required and preferred, and who they are (of P).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from scheduler.reading import BadInput, FieldError
from scheduler.reading.errors import shown
from scheduler.text import Text, text
from scheduler.timetables.problem import (
    Aim,
    Level,
    Meeting,
    Person,
    Room,
    Span,
    TimetableProblem,
    Weight,
)

QUARTER = timedelta(minutes=15)
FIRST_DAY = datetime(2001, 1, 1)  # noqa: DTZ001 (by the clock of a place)
OPENS = timedelta(hours=8)
OFFICE_DAY, LONGEST_DAY = 60, 95  # quarter-hours; a longer day begins at midnight
MOST = {"G": 20_000, "R": 1_000, "P": 20_000, "M": 1_000}
AIMS = {
    Aim.ATTENDANCE: Weight(1, Level.MEDIUM),
    Aim.EARLY_ENDS: Weight(1),
    Aim.FEW_AT_ONCE: Weight(10),
    Aim.BREAKS: Weight(100),
    Aim.LARGE_ROOMS: Weight(1),
    Aim.SAME_ROOM: Weight(1, within=2),
}


def read_published(content: str, title: str) -> tuple[TimetableProblem, tuple[Text, ...]]:
    """The problem of such a text, and what has been assumed. Raises BadInput."""
    lines = _lines(content)
    quarters, rooms, people, count = _header(lines)
    if len(lines) != count + 3:
        raise _refusal("", text("Give %(n)d lines: three, and one a meeting.", n=count + 3))
    problem = TimetableProblem(
        title=title,
        grid=15,
        hours=tuple(_days(_numbers(lines[1], "line 2", quarters))),
        rooms=tuple(
            Room(f"r{place}", f"Room {place}", seats)
            for place, seats in enumerate(_numbers(lines[2], "line 3", rooms))
        ),
        persons=tuple(Person(f"p{place}", f"Person {place}") for place in range(people)),
        meetings=tuple(
            _meeting(line, place, people, quarters) for place, line in enumerate(lines[3:])
        ),
        aims=AIMS,
        continuous=True,
    )
    assumed = text(
        "The file names no dates: its first day is shown as %(day)s.", day=FIRST_DAY.date()
    )
    return problem, (assumed,)


def _lines(content: str) -> list[str]:
    lines = [line.strip() for line in content.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _header(lines: Sequence[str]) -> Sequence[int]:
    if not lines:
        raise _refusal("", text("The file is empty."))
    found = _numbers(lines[0], "line 1", 4)
    for value, (name, most) in zip(found, MOST.items(), strict=True):
        least = 0 if name == "P" else 1
        if not least <= value <= most:
            raise _refusal(
                f"line 1, {name}",
                text(
                    "Give a whole number from %(least)s to %(most)s; this is %(value)s.",
                    least=least,
                    most=most,
                    value=value,
                ),
            )
    return found


def _numbers(line: str, path: str, count: int | None = None) -> Sequence[int]:
    parts = line.split()
    for part in parts:
        # int() takes signs, underscores and the figures of other scripts too
        if not (part.isascii() and part.isdigit() and len(part) <= 9):
            reason = text("Give whole numbers; this is %(given)s.", given=shown(part))
            raise _refusal(path, reason)
    if count is not None and len(parts) != count:
        reason = text("Give %(count)d numbers; there are %(given)d.", count=count, given=len(parts))
        raise _refusal(path, reason)
    return [int(part) for part in parts]


def _days(day_of: Sequence[int]) -> Iterator[Span]:
    seen: set[int] = set()
    for place, (day, quarters) in enumerate(groupby(day_of)):
        length = len(list(quarters))
        if day in seen:
            raise _refusal("line 2", text("Give the quarter-hours of a day one after the other."))
        if length > LONGEST_DAY:
            reason = text("Give at most %(most)d quarter-hours a day.", most=LONGEST_DAY)
            raise _refusal("line 2", reason)
        seen.add(day)
        start = FIRST_DAY + timedelta(days=place)
        start += OPENS if length <= OFFICE_DAY else timedelta()
        yield Span(start, start + length * QUARTER)


def _meeting(line: str, place: int, people: int, quarters: int) -> Meeting:
    path = f"line {place + 4}"
    numbers = _numbers(line, path)
    if len(numbers) < 3 or len(numbers) != 3 + numbers[1] + numbers[2]:
        raise _refusal(
            path, text("Give the quarter-hours, two numbers of persons, and so many persons.")
        )
    length, required = numbers[0], numbers[1]
    if not 1 <= length <= quarters:
        reason = text("Give from 1 to %(most)d quarter-hours.", most=quarters)
        raise _refusal(path, reason)
    persons = numbers[3:]
    if unknown := [one for one in persons if one >= people]:
        reason = text("There is no person %(person)d; they count from 0.", person=unknown[0])
        raise _refusal(path, reason)
    if len(set(persons)) < len(persons):
        raise _refusal(path, text("Name a person once only."))
    named = [f"p{one}" for one in persons]
    return Meeting(
        id=f"m{place}",
        title=f"Meeting {place}",
        minutes=15 * length,
        seats=len(named),
        required=tuple(named[:required]),
        preferred=tuple(named[required:]),
    )


def _refusal(path: str, reason: Text) -> BadInput:
    return BadInput([FieldError(path, reason)])
