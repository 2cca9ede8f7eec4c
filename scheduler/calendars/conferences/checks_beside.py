"""What is held at the same time: who is in two places, whose room it is, how many teams there are.

As the checker, this asks of dates, slots and names alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from scheduler.calendars.checker import CalendarViolation
from scheduler.calendars.conferences.view import View, When
from scheduler.text import Text, text


class Beside(View):
    """The rules for meetings beside one another."""

    def beside(self) -> Iterator[CalendarViolation]:
        """What breaks them."""
        yield from self._together()
        yield from self._rooms()
        yield from self._teams()

    def _together(self) -> Iterator[CalendarViolation]:
        for (day, slot), meetings in self.at.items():
            for one, other in combinations(meetings, 2):
                for rule in self._apart(one.id, other.id):
                    wrong = text(
                        "%(one)s and %(other)s meet at the same time, on %(date)s (%(slot)s).",
                        one=self.title(one.id),
                        other=self.title(other.id),
                        date=day,
                        slot=slot,
                    )
                    yield CalendarViolation(wrong, rule)

    def _apart(self, one: str, other: str) -> Iterator[Text]:
        """The rules by which two of the meetings are never at the same time."""
        first, second = self.asked[one], self.asked[other]
        if one == other:
            yield text("It does not meet twice at once.")
            return
        if first.chair and first.chair == second.chair:
            yield text("%(chair)s presides over one meeting at a time.", chair=first.chair)
        if self.family(one) != self.family(other):
            if first.body == second.body:
                yield text("A body meets once at a time, but for working groups of a session.")
            else:
                yield from self._delegations(first.body, second.body)
        names = ({one, self.family(one), first.body}, {other, self.family(other), second.body})
        for apart in self.form.never_together:
            named = set(apart.of)
            pairs = ((x, y) for x in named & names[0] for y in named & names[1])
            if any(x != y for x, y in pairs):
                because = apart.because or text("This was asked for.")
                yield text("They never meet at the same time. %(because)s", because=because)

    def _delegations(self, one: str, other: str) -> Iterator[Text]:
        groups = {body.id: body.delegations for body in self.form.bodies}
        for group in groups[one]:
            if group in groups[other]:
                yield text("The delegations “%(group)s” follow both.", group=group)

    def _rooms(self) -> Iterator[CalendarViolation]:
        rooms = {room.id: room for room in self.form.rooms}
        for (day, slot), meetings in self.at.items():
            when = {"date": day, "slot": slot}
            taken: dict[str, str] = {}
            for meeting in meetings:
                one = self.asked[meeting.id]
                room = rooms.get(meeting.room or "")
                rule = text("A meeting has an open room to itself, with its seats and booths.")
                said = {"title": one.title, **when}
                if room is None:
                    wrong = text("%(title)s has no room on %(date)s (%(slot)s).", **said)
                    yield CalendarViolation(wrong, rule)
                    continue
                said["room"] = room.title
                if room.id in taken:
                    wrong = text(
                        "%(title)s and %(other)s are both in %(room)s on %(date)s (%(slot)s).",
                        **said,
                        other=taken[room.id],
                    )
                    yield CalendarViolation(wrong, rule)
                taken[room.id] = one.title
                if day in room.closed:
                    wrong = text(
                        "%(title)s is in %(room)s on %(date)s (%(slot)s), when it is closed.",
                        **said,
                    )
                    yield CalendarViolation(wrong, rule)
                if room.seats < one.seats or room.booths < len(one.languages):
                    wrong = text(
                        "%(title)s needs %(seats)s seats and %(booths)s booths; %(room)s has"
                        " %(has_seats)s and %(has_booths)s, on %(date)s (%(slot)s).",
                        **said,
                        seats=one.seats,
                        booths=len(one.languages),
                        has_seats=room.seats,
                        has_booths=room.booths,
                    )
                    yield CalendarViolation(wrong, rule)

    def _teams(self) -> Iterator[CalendarViolation]:
        counts = Counter(
            (meeting.date, meeting.slot)
            for meeting in self.known
            if self.asked[meeting.id].languages
        )
        rule = text(
            "A team serves one meeting at a time, %(daily)s in a day and %(weekly)s in a week.",
            daily=self.form.meetings_per_team_day,
            weekly=self.form.meetings_per_team_week,
        )
        for day, slot in sorted(counts):
            teams = self.form.teams_on(day, self.slots[slot])
            if counts[day, slot] > teams:
                wrong = text(
                    "%(count)s meetings are interpreted on %(date)s (%(slot)s), with %(teams)s"
                    " teams.",
                    count=counts[day, slot],
                    date=day,
                    slot=slot,
                    teams=teams,
                )
                yield CalendarViolation(wrong, rule)
        for days, what in ((self._each_day(counts), "day"), (self._each_week(counts), "week")):
            for first, (count, most) in days.items():
                if count > most:
                    said = {
                        "day": text("on %(date)s", date=first),
                        "week": text("in the week of %(date)s", date=first),
                    }
                    wrong = text(
                        "%(count)s meetings are interpreted %(when)s; the teams serve %(most)s.",
                        count=count,
                        when=said[what],
                        most=most,
                    )
                    yield CalendarViolation(wrong, rule)

    def _each_day(self, counts: Counter[When]) -> dict[date, tuple[int, int]]:
        """Interpreted meetings of each day, and how many can be."""
        found = {}
        for day in sorted({day for day, _slot in counts}):
            teams = [self.form.teams_on(day, slot) for slot in self.form.slots]
            most = sum(
                min(self.form.meetings_per_team_day, sum(there > team for there in teams))
                for team in range(max(teams))
            )
            found[day] = (sum(n for (on, _), n in counts.items() if on == day), most)
        return found

    def _each_week(self, counts: Counter[When]) -> dict[date, tuple[int, int]]:
        """Interpreted meetings of each week, by its Monday, and how many can be."""
        found = {}
        for monday in sorted({day - timedelta(days=day.weekday()) for day, _slot in counts}):
            days = [monday + timedelta(days=n) for n in range(7)]
            there = [
                [self.form.teams_on(day, slot) for slot in self.form.slots]
                for day in days
                if self.is_day(day)
            ]
            most = 0
            for team in range(max((max(slots) for slots in there), default=0)):
                served = sum(
                    min(self.form.meetings_per_team_day, sum(n > team for n in slots))
                    for slots in there
                )
                most += min(served, self.form.meetings_per_team_week)
            found[monday] = (sum(n for (on, _), n in counts.items() if on in days), most)
        return found
