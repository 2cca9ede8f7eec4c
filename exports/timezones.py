"""Time zones as calendars carry them: the clock changes of a few years, as recurrence rules.

Rules and not lists of dates: a widely used client reads only the first date of such a list and
then shows summer meetings an hour off. Years in which the changes follow no yearly rule are
written out, one observance for each change.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY = timedelta(days=1)
SINCE = 1970  # rules begin long before the session: some clients judge a zone by its past


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the clock. `onset` is naive, in the local time that held before it."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def yearly(self) -> tuple[object, ...]:
        """What two changes share that are of one kind: month, weekday, hour, offsets, name."""
        onset = self.onset
        return (onset.month, onset.weekday(), onset.time(), self.before, self.after, self.name)

    @property
    def week(self) -> int:
        """Which of its weekday in the month: 1 is the first."""
        return (self.onset.day - 1) // 7 + 1

    @property
    def in_last_week(self) -> bool:
        """Whether it falls on the last of its weekday in the month."""
        return self.onset.day + 7 > monthrange(self.onset.year, self.onset.month)[1]


def timezone_component(zone: str, first: date, last: date) -> Timezone:
    """Describe a zone so that every instant from `first` to `last` can be told from it alone."""
    years = range(first.year - 1, last.year + 2)  # the last change before `first` is among them
    start = datetime(years[0], 1, 1, tzinfo=UTC)
    end = datetime(years[-1] + 1, 1, 1, tzinfo=UTC)
    component = Timezone()
    component.add("TZID", zone)
    changes = _changes(ZoneInfo(zone), start, end)
    observances = _yearly(changes, years) or _written_out(zone, start, changes)
    standard = min(change.after for change, _ in observances)
    for change, rule in observances:
        component.add_component(_observance(change, rule, daylight=change.after > standard))
    return component


@lru_cache(maxsize=64)  # feeds ask for the same few years again and again
def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> tuple[Change, ...]:
    found: list[Change] = []
    days = (start + n * ONE_DAY for n in range((end - start).days + 1))
    for before, after in pairwise(days):
        old, new = _offset(zone, before), _offset(zone, after)
        if old != new:
            at = _first_with(zone, new, before, after)
            name = at.astimezone(zone).tzname() or zone.key
            found.append(Change((at + old).replace(tzinfo=None), old, new, name))
    return tuple(found)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None, "a ZoneInfo always has an offset"
    return offset


def _first_with(zone: ZoneInfo, offset: timedelta, low: datetime, high: datetime) -> datetime:
    """The first second after `low` at which the offset holds, as it does at `high`."""
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if _offset(zone, middle) == offset:
            high = middle
        else:
            low = middle
    return high


def _yearly(changes: tuple[Change, ...], years: range) -> list[tuple[Change, vRecur | None]]:
    """The changes as rules, if every kind of change comes once in each of the years."""
    kinds: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        kinds.setdefault(change.yearly, []).append(change)
    rules: list[tuple[Change, vRecur | None]] = []
    for same in kinds.values():
        week = _common_week(same)
        if [change.onset.year for change in same] != list(years) or week is None:
            return []
        onset = same[0].onset
        byday = f"{week}{WEEKDAYS[onset.weekday()]}"
        rule = vRecur(freq="YEARLY", bymonth=onset.month, byday=byday)
        rules.append((replace(same[0], onset=_in_year(min(SINCE, years[0]), onset, week)), rule))
    return rules


def _in_year(year: int, onset: datetime, week: int) -> datetime:
    """The same weekday in the same week of the month, in another year."""
    length = monthrange(year, onset.month)[1]
    days = [onset.replace(year=year, day=day) for day in range(1, length + 1)]
    same = [day for day in days if day.weekday() == onset.weekday()]
    return same[week if week < 0 else week - 1]


def _common_week(changes: list[Change]) -> int | None:
    """Which of the month's weeks all of them fall in; -1 is the last."""
    if all(change.in_last_week for change in changes):
        return -1
    weeks = {change.week for change in changes}
    return weeks.pop() if len(weeks) == 1 else None


def _written_out(
    zone: str, start: datetime, changes: tuple[Change, ...]
) -> list[tuple[Change, vRecur | None]]:
    at_first = start.astimezone(ZoneInfo(zone))
    offset = _offset(ZoneInfo(zone), start)
    since = start.replace(year=min(SINCE, start.year), tzinfo=None)
    held = Change(since, offset, offset, at_first.tzname() or zone)
    return [(change, None) for change in (held, *changes)]


def _observance(
    change: Change, rule: vRecur | None, *, daylight: bool
) -> TimezoneDaylight | TimezoneStandard:
    component = TimezoneDaylight() if daylight else TimezoneStandard()
    component.add("DTSTART", change.onset)
    component.add("TZOFFSETFROM", change.before)
    component.add("TZOFFSETTO", change.after)
    component.add("TZNAME", change.name)
    if rule is not None:
        component.add("RRULE", rule)
    return component
