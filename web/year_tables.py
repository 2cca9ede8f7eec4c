"""A plan of a year as pages show it: by body and week, what is left out and why, a week by day.

A row for each body and a number for each of its weeks at most, so that a page stays small however
many meetings there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from babel.dates import format_date
from flask_babel import gettext as _

from scheduler.calendars.problem import Block, CalendarProblem, Kind, Plan
from web.languages import current_locale
from web.translate import days, short_day

WEEKS_SHOWN = 53  # beyond this, a year after the other
MOST_BARS = 24  # of a body: beyond this its sessions are counted week by week


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the calendar, from 0; `first` is its first day, if dates are known."""

    number: int
    first: date | None

    @property
    def label(self) -> str:
        """What it is called."""
        if self.first is None:
            return str(_("Week %(number)s", number=self.number + 1))
        return str(_("Week of %(day)s", day=short_day(self.first)))


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks that begin in one month: column from 1 and how many."""

    label: str
    at: int
    span: int
    weeks: Sequence[Week]


@dataclass(frozen=True, slots=True)
class Bar:
    """A session in the row of its body: columns, and what is said of it.

    `short` is the title without the name of the body.
    """

    at: int
    span: int
    week: Week
    title: str
    short: str
    days: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Meetings of a body in a week that are no bar."""

    at: int
    week: Week
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A body and what it holds in the weeks shown."""

    body: str
    title: str
    bars: Sequence[Bar]
    marks: Sequence[Mark]
    meetings: int


@dataclass(frozen=True, slots=True)
class Load:
    """Meetings of a week beside the most that teams and rooms allow."""

    week: Week
    meetings: int
    teams: int
    most_teams: int
    rooms: int
    most_rooms: int

    @property
    def teams_part(self) -> int:
        """Per cent of the teams."""
        return _percent(self.teams, self.most_teams)

    @property
    def rooms_part(self) -> int:
        """Per cent of the rooms."""
        return _percent(self.rooms, self.most_rooms)


def _percent(used: int, most: int) -> int:
    return round(100 * used / most) if most else 100 * bool(used)


def _without(title: str, body: str) -> str:
    """A title without the name of the body that it begins with."""
    rest = title.removeprefix(body).lstrip(" ,:;–-")
    return rest[:1].upper() + rest[1:] if rest else title


class Year:
    """A problem and a plan of it."""

    def __init__(self, problem: CalendarProblem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan

    @cached_property
    def weeks(self) -> Sequence[Week]:
        """All weeks."""
        per_week = self.problem.slots_per_week
        return [Week(n, self.problem.date_of(n * per_week)) for n in range(self.problem.weeks)]

    def shown(self, first: int) -> Sequence[Week]:
        """The weeks of a page."""
        return self.weeks[first : first + WEEKS_SHOWN]

    @cached_property
    def bodies(self) -> Mapping[str, str]:
        """The titles of bodies that have anything to hold, by their keys, in order."""
        titles = {body.id: body.title for body in self.problem.bodies}
        met = {self.body_of(block) for block in self.problem.blocks}
        known = {key: title for key, title in titles.items() if key in met}
        others = sorted(met - known.keys())
        return known | {key: key or _("Meetings of no body") for key in others}

    def body_of(self, block: Block) -> str:
        """The key of the body that meets: in a working group, that of its session."""
        if block.body or block.parent is None:
            return block.body
        return self.problem.blocks[block.parent].body

    def slots_of(self, place: int) -> Sequence[int]:
        """The slots in which a block is held."""
        start = self.plan[place]
        return [] if start is None else [start + c for c in self.problem.blocks[place].covers]

    def week_of(self, slot: int) -> Week:
        """The week of a slot."""
        return self.weeks[slot // self.problem.slots_per_week]

    def rows(self, first: int, body: str | None = None) -> Sequence[Row]:
        """A row for each body, or for one, in the weeks of a page."""
        shown = range(first, first + WEEKS_SHOWN)
        sessions: defaultdict[str, list[int]] = defaultdict(list)
        counted: defaultdict[str, Counter[int]] = defaultdict(Counter)
        meetings: Counter[str] = Counter()
        for place, block in enumerate(self.problem.blocks):
            key = self.body_of(block)
            weeks = [self.week_of(slot).number for slot in self.slots_of(place)]
            here = [week for week in weeks if week in shown]
            if not here or body not in {None, key}:
                continue
            meetings[key] += len(here)
            if block.kind is Kind.SESSION:
                sessions[key].append(place)
            elif block.kind is Kind.STANDALONE:
                counted[key].update(here)
        for key, places in sessions.items():
            if len(places) > MOST_BARS:
                counted[key].update(
                    week
                    for place in places
                    for week in map(self._week_number, self.slots_of(place))
                    if week in shown
                )
        return [
            Row(
                body=key,
                title=title,
                bars=[] if len(sessions[key]) > MOST_BARS else self._bars(sessions[key], first),
                marks=[
                    Mark(week - first + 1, self.weeks[week], count)
                    for week, count in sorted(counted[key].items())
                ],
                meetings=meetings[key],
            )
            for key, title in self.bodies.items()
            if body in {None, key}
        ]

    def _week_number(self, slot: int) -> int:
        return slot // self.problem.slots_per_week

    def _bars(self, places: Iterable[int], first: int) -> Sequence[Bar]:
        found = []
        for place in places:
            slots = self.slots_of(place)
            begins, ends = (self._week_number(slots[end]) for end in (0, -1))
            at, until = max(begins, first), min(ends, first + WEEKS_SHOWN - 1)
            block = self.problem.blocks[place]
            found.append(
                Bar(
                    at=at - first + 1,
                    span=until - at + 1,
                    week=self.weeks[at],
                    title=block.title or block.id,
                    short=_without(block.title or block.id, self.bodies[self.body_of(block)]),
                    days=self.days_of(slots),
                )
            )
        return sorted(found, key=lambda bar: (bar.at, bar.title))

    def days_of(self, slots: Sequence[int]) -> str:
        """From the first day to the last, in words."""
        first, last = self.problem.date_of(slots[0]), self.problem.date_of(slots[-1])
        if first is None or last is None:
            return self.week_of(slots[0]).label
        return days(first, last)

    @cached_property
    def loads(self) -> Sequence[Load]:
        """How full each week is."""
        problem = self.problem
        meetings: Counter[int] = Counter()
        interpreted: Counter[int] = Counter()
        for place, block in enumerate(problem.blocks):
            weeks = [self._week_number(slot) for slot in self.slots_of(place)]
            meetings.update(weeks)
            if block.interpreted:
                interpreted.update(weeks)
        rooms: Counter[int] = Counter()
        for slot in range(problem.slots):
            rooms[self._week_number(slot)] += self._rooms(slot)
        return [
            Load(
                week=week,
                meetings=meetings[n],
                teams=interpreted[n],
                most_teams=problem.served[1][n],
                rooms=meetings[n],
                most_rooms=rooms[n],
            )
            for n, week in enumerate(self.weeks)
        ]

    def _rooms(self, slot: int) -> int:
        """Rooms that there are in a slot."""
        problem = self.problem
        if problem.room_names:
            day = problem.date_of(slot)
            return sum(day not in room.closed for room in problem.room_names)
        return max(problem.rooms_in(level)[slot] for level in range(len(problem.rooms)))

    def months(self, weeks: Sequence[Week]) -> Sequence[Month]:
        """The weeks of a page by month; by fours where no dates are known."""
        found: list[Month] = []
        groups: dict[tuple[int, int], list[tuple[int, Week]]] = {}
        for column, week in enumerate(weeks, 1):
            first = week.first
            key = (0, week.number // 4) if first is None else (first.year, first.month)
            groups.setdefault(key, []).append((column, week))
        for listed in groups.values():
            column, week = listed[0]
            if week.first is None:
                label = _("From week %(number)s", number=week.number + 1)
            else:
                label = format_date(week.first, "LLL", locale=current_locale())
            found.append(Month(label, column, len(listed), [one for _column, one in listed]))
        return found
