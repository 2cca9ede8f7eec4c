"""What nothing could fulfil, said before any search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.calendars.conferences.days import Days
from scheduler.calendars.conferences.needs import Counting, TooManyUnions, rooms_for
from scheduler.calendars.conferences.values import Conferences, Gathering, YearSession
from scheduler.calendars.limits import MOST_BLOCKS, MOST_COVERED, MOST_POINTS
from scheduler.reading.errors import FieldError
from scheduler.text import Text, ntext, text


def impossible(form: Conferences) -> Iterator[FieldError]:
    """What could never be held, and what is too much for one calendar."""
    days = Days.of(form)
    if not any(days.open):
        yield FieldError("days", text("There is no day of meetings in this year."))
        return
    covered = blocks = most = 0
    for section, sittings in (("sessions", form.sessions), ("meetings", form.meetings)):
        for place, sitting in enumerate(sittings):
            path = f"{section}[{place}]"
            yield from _room(form, path, sitting)
            firsts = list(days.first_days(sitting))
            if not firsts:
                yield FieldError(path, _no_place(sitting))
            costs = [sitting.costs(days.dates[first]) for first in firsts]
            most += max([sitting.left_out or 0, *costs])
            length = 1
            groups: Sequence[Gathering] = ()
            if isinstance(sitting, YearSession):
                length, groups = sitting.days, sitting.groups
                blocks += sum(group.meetings for group in sitting.groups)
                most += sum(group.meetings * (group.left_out or 0) for group in sitting.groups)
            for number, group in enumerate(groups):
                yield from _room(form, f"{path}.working_groups[{number}]", group)
            blocks += 1
            covered += len(firsts) * length * len(form.slots) * (1 + len(groups))
    if blocks > MOST_BLOCKS or covered > MOST_COVERED:
        yield FieldError("", text("There are too many starts for one calendar."))
    if most >= MOST_POINTS:
        reason = text(
            "The costs are too high: all together may come to %(most)s.", most=MOST_POINTS
        )
        yield FieldError("", reason)
    try:
        Counting.of(form)
    except TooManyUnions:
        reason = text("Rooms and seats are of too many kinds; give rounder numbers of seats.")
        yield FieldError("rooms", reason)


def _room(form: Conferences, path: str, gathering: Gathering) -> Iterator[FieldError]:
    if not rooms_for(form.rooms, gathering):
        reason = text(
            "No room has %(seats)s seats and %(booths)s booths.",
            seats=gathering.seats,
            booths=len(gathering.languages),
        )
        yield FieldError(f"{path}.seats", reason)


def _no_place(sitting: object) -> Text:
    days = sitting.days if isinstance(sitting, YearSession) else 1
    return ntext(
        "There is no day of meetings for this in the time for it; give it more.",
        "There are no %(n)s days of meetings in a row for this in the time for it, without a"
        " holiday, and in one week unless over_weekend is true; give it more, or fewer days.",
        days,
    )
