"""The days of a year, and which sittings could be held when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.calendars.conferences.values import Conferences, Sitting, YearSession, week_of


@dataclass(frozen=True, slots=True)
class Days:
    """Every day of meetings of whole weeks, in order, and whether meetings are held on it.

    Holidays, and the days of the first and last week that are not of the year, are not open.
    """

    dates: tuple[date, ...]
    open: tuple[bool, ...]

    @staticmethod
    def of(form: Conferences) -> Days:
        """The days of a year."""
        holidays = {holiday.date for holiday in form.holidays}
        monday = form.first_day - timedelta(days=form.first_day.weekday())
        weeks = week_of(form.last_day) - week_of(form.first_day) + 1
        dates = tuple(
            monday + timedelta(days=7 * week + weekday)
            for week in range(weeks)
            for weekday in form.weekdays
        )
        return Days(
            dates,
            tuple(form.first_day <= day <= form.last_day and day not in holidays for day in dates),
        )

    def first_days(self, sitting: Sitting) -> Iterator[int]:
        """The days, counted from 0, on which a session or a meeting may begin."""
        length = sitting.days if isinstance(sitting, YearSession) else 1
        over_weekend = isinstance(sitting, YearSession) and sitting.over_weekend
        for first in range(len(self.dates) - length + 1):
            last = first + length - 1
            if not all(self.open[first : last + 1]):
                continue
            begins, ends = self.dates[first], self.dates[last]
            if not over_weekend and week_of(begins) != week_of(ends):
                continue
            if sitting.earliest is not None and begins < sitting.earliest:
                continue
            if sitting.latest is None or ends <= sitting.latest:
                yield first
