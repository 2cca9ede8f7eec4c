"""A plan by dates, looked at from the readable form."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from scheduler.calendars.conferences.plans import DatedMeeting, DatedPlan
from scheduler.calendars.conferences.values import (
    Conferences,
    Gathering,
    YearSession,
    YearSlot,
)

When = tuple[date, str]


@dataclass(frozen=True)
class View:
    """A plan beside what is asked for."""

    form: Conferences
    plan: DatedPlan

    @cached_property
    def slots(self) -> dict[str, YearSlot]:
        """The slots of a day."""
        return {slot.id: slot for slot in self.form.slots}

    @cached_property
    def asked(self) -> dict[str, Gathering]:
        """All that is asked for."""
        found: dict[str, Gathering] = {one.id: one for one in self.form.meetings}
        for session in self.form.sessions:
            found[session.id] = session
            found |= {group.id: group for group in session.groups}
        return found

    @cached_property
    def session_of(self) -> dict[str, YearSession]:
        """The session of each working group."""
        return {group.id: one for one in self.form.sessions for group in one.groups}

    @cached_property
    def of(self) -> dict[str, list[DatedMeeting]]:
        """The meetings of each that is asked for, in order of time."""
        found: defaultdict[str, list[DatedMeeting]] = defaultdict(list)
        for meeting in sorted(self.known, key=self.time):
            found[meeting.id].append(meeting)
        return dict(found)

    @cached_property
    def known(self) -> list[DatedMeeting]:
        """Meetings of what is asked for, in slots that there are."""
        return [one for one in self.plan if one.id in self.asked and one.slot in self.slots]

    @cached_property
    def at(self) -> dict[When, list[DatedMeeting]]:
        """The meetings at each time."""
        found: defaultdict[When, list[DatedMeeting]] = defaultdict(list)
        for meeting in sorted(self.known, key=self.time):
            found[meeting.date, meeting.slot].append(meeting)
        return dict(found)

    def time(self, meeting: DatedMeeting) -> tuple[object, ...]:
        """The order of time."""
        return (meeting.date, self.slots[meeting.slot].start, meeting.id)

    def title(self, name: str) -> str:
        """What is asked for as it is called."""
        return self.asked[name].title

    def is_day(self, day: date) -> bool:
        """Whether meetings are held on a day."""
        form = self.form
        return (
            form.first_day <= day <= form.last_day
            and day.weekday() in form.weekdays
            and day not in {holiday.date for holiday in form.holidays}
        )

    def family(self, name: str) -> str:
        """The session of a working group; else the session or meeting itself."""
        session = self.session_of.get(name)
        return session.id if session else name
