"""Whether a plan by dates keeps what the readable form asks.

Asked of dates, slots and names alone: nothing here knows of blocks, levels or how a plan is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from scheduler.calendars.checker import CalendarViolation
from scheduler.calendars.conferences.checks_beside import Beside
from scheduler.calendars.conferences.plans import DatedMeeting, DatedPlan
from scheduler.calendars.conferences.values import (
    Conferences,
    Gathering,
    SingleMeeting,
    Sitting,
    WorkingGroup,
    YearSession,
    week_of,
)
from scheduler.text import ntext, text


def check_dated(form: Conferences, plan: DatedPlan) -> tuple[CalendarViolation, ...]:
    """Every rule that a plan breaks, in sentences."""
    return tuple(_Check(form, plan).all())


def points_of(form: Conferences, plan: DatedPlan) -> int:
    """What a plan costs: days and weeks away from wishes, and what is left out."""
    check = _Check(form, plan)
    total = 0
    for one in check.asked.values():
        held = check.of.get(one.id, [])
        if isinstance(one, Sitting) and held:
            total += one.costs(held[0].date)
        missing = (one.meetings if isinstance(one, WorkingGroup) else 1) - (
            len(held) if isinstance(one, WorkingGroup) else bool(held)
        )
        total += max(0, missing) * (one.left_out or 0)
    return total


class _Check(Beside):
    """The rules for each that is asked for, and all the others."""

    def all(self) -> Iterator[CalendarViolation]:
        """Every rule broken."""
        yield from self._names()
        yield from self._days()
        for one in self.asked.values():
            yield from self._held(one)
        yield from self._order()
        yield from self.beside()

    def _names(self) -> Iterator[CalendarViolation]:
        rule = text("A plan holds what is asked for, in the slots of a day.")
        for meeting in self.plan:
            if meeting.id not in self.asked:
                yield CalendarViolation(text("%(id)s is not asked for.", id=meeting.id), rule)
            elif meeting.slot not in self.slots:
                wrong = text(
                    "%(title)s is held in %(slot)s on %(date)s, which is no slot.",
                    title=self.title(meeting.id),
                    slot=meeting.slot,
                    date=meeting.date,
                )
                yield CalendarViolation(wrong, rule)

    def _days(self) -> Iterator[CalendarViolation]:
        rule = text("Meetings are held on the days of meetings of the year, and on no holiday.")
        titles = {holiday.date: holiday.title for holiday in self.form.holidays}
        for meeting in sorted(self.known, key=self.time):
            if self.is_day(meeting.date):
                continue
            values = {"title": self.title(meeting.id), "date": meeting.date}
            if meeting.date in titles:
                holiday = titles[meeting.date]
                wrong = text(
                    "%(title)s is held on %(date)s: %(holiday)s.", **values, holiday=holiday
                )
            else:
                wrong = text(
                    "%(title)s is held on %(date)s, which is no day of meetings.", **values
                )
            yield CalendarViolation(wrong, rule)

    def _held(self, one: Gathering) -> Iterator[CalendarViolation]:
        """What is asked of one session, working group or meeting."""
        held = self.of.get(one.id, [])
        asked = one.meetings if isinstance(one, WorkingGroup) else 1
        if one.left_out is None and (
            len(held) < asked if isinstance(one, WorkingGroup) else not held
        ):
            rule = text("What must be held is not left out.")
            yield CalendarViolation(text("%(title)s is not held.", title=one.title), rule)
        if not held:
            return
        for meeting in held:
            if meeting.slot not in one.slots:
                wrong = text(
                    "%(title)s is held on %(date)s in slot %(slot)s.",
                    title=one.title,
                    date=meeting.date,
                    slot=meeting.slot,
                )
                yield CalendarViolation(wrong, text("What meets has its slots of a day."))
        match one:
            case YearSession():
                yield from self._session(one, held)
            case WorkingGroup():
                yield from self._group(one, held)
            case SingleMeeting() if len(held) > 1:
                yield self._too_many(one, held, 1)
        if isinstance(one, Sitting):
            yield from self._window(one, held)

    def _order(self) -> Iterator[CalendarViolation]:
        for order in self.form.before:
            first, then = self.of.get(order.first), self.of.get(order.then)
            if not first or not then or order.kept(first[-1].date, then[0].date):
                continue
            wrong = text(
                "%(then)s begins on %(day)s; %(first)s ends on %(last)s.",
                then=self.title(order.then),
                day=then[0].date,
                first=self.title(order.first),
                last=first[-1].date,
            )
            because = order.because or text("This was asked for.")
            rule = text("One is over in time before the other begins. %(because)s", because=because)
            yield CalendarViolation(wrong, rule)

    @staticmethod
    def _too_many(one: Gathering, held: list[DatedMeeting], most: int) -> CalendarViolation:
        wrong = text(
            "%(title)s has %(count)s meetings instead of %(most)s.",
            title=one.title,
            count=len(held),
            most=most,
        )
        return CalendarViolation(wrong, text("There are as many meetings as asked for."))

    @staticmethod
    def _window(one: Sitting, held: list[DatedMeeting]) -> Iterator[CalendarViolation]:
        rule = text("A session or meeting has its time between its earliest and latest day.")
        first, last = held[0].date, held[-1].date
        if one.earliest is not None and first < one.earliest:
            wrong = text(
                "%(title)s begins on %(date)s, before %(day)s.",
                title=one.title,
                date=first,
                day=one.earliest,
            )
            yield CalendarViolation(wrong, rule)
        if one.latest is not None and last > one.latest:
            wrong = text(
                "%(title)s ends on %(date)s, after %(day)s.",
                title=one.title,
                date=last,
                day=one.latest,
            )
            yield CalendarViolation(wrong, rule)

    def _next_day(self, day: date) -> date:
        """The next weekday of meetings, a holiday or not."""
        following = day + timedelta(days=1)
        while following.weekday() not in self.form.weekdays:
            following += timedelta(days=1)
        return following

    def _session(self, one: YearSession, held: list[DatedMeeting]) -> Iterator[CalendarViolation]:
        days = [held[0].date]
        while len(days) < one.days:
            days.append(self._next_day(days[-1]))
        wanted = Counter((day, slot) for day in days for slot in one.slots)
        if Counter((meeting.date, meeting.slot) for meeting in held) != wanted:
            wrong = ntext(
                "%(title)s, from %(date)s, is not held in each of its slots of one day.",
                "%(title)s, from %(date)s, is not held in each of its slots of %(n)s days in a"
                " row.",
                one.days,
                title=one.title,
                date=held[0].date,
            )
            rule = text("A session is held on consecutive days of meetings, in all its slots.")
            yield CalendarViolation(wrong, rule)
        if not one.over_weekend and len({week_of(meeting.date) for meeting in held}) > 1:
            wrong = text(
                "%(title)s goes on from %(first)s to %(last)s, over a weekend.",
                title=one.title,
                first=held[0].date,
                last=held[-1].date,
            )
            yield CalendarViolation(wrong, text("A session is over before the weekend."))

    def _group(self, one: WorkingGroup, held: list[DatedMeeting]) -> Iterator[CalendarViolation]:
        session = self.session_of[one.id]
        if len(held) > one.meetings:
            yield self._too_many(one, held, one.meetings)
        plenary = self.of.get(session.id, [])
        days = sorted({meeting.date for meeting in plenary})
        beside = {
            (days[item.day - 1], item.slot): item.item
            for item in session.items
            if item.item in one.items and item.day <= len(days)
        }
        for meeting in held:
            values = {"title": one.title, "date": meeting.date, "slot": meeting.slot}
            if meeting.date not in days:
                wrong = text(
                    "%(title)s is held on %(date)s (%(slot)s), outside %(session)s.",
                    **values,
                    session=session.title,
                )
                yield CalendarViolation(wrong, text("A working group meets inside its session."))
            item = beside.get((meeting.date, meeting.slot))
            if item is not None:
                wrong = text(
                    "%(title)s is held on %(date)s (%(slot)s), beside item %(item)s in plenary.",
                    **values,
                    item=item,
                )
                rule = text("A working group does not meet beside its own item in plenary.")
                yield CalendarViolation(wrong, rule)
