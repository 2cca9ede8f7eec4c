"""From the readable form to what the engine plans: blocks, slots, levels of rooms, conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product
from typing import NamedTuple

from scheduler.calendars.conferences.days import Days
from scheduler.calendars.conferences.needs import Counting, Rooms, rooms_for
from scheduler.calendars.conferences.values import (
    Conferences,
    Gathering,
    SingleMeeting,
    WorkingGroup,
    YearSession,
)
from scheduler.calendars.problem import (
    Before,
    Block,
    CalendarBody,
    CalendarProblem,
    DaySlot,
    Kind,
    Start,
)


def compile_conferences(form: Conferences) -> CalendarProblem:
    """The same calendar as the engine takes it.

    The slots are those of whole weeks, so that slot s is on day ``s // slots_per_day``.
    """
    days, counting = Days.of(form), Counting.of(form)
    made = _Blocks(form, days, counting).all()
    per_day = len(form.slots)
    week = per_day * len(form.weekdays)
    teams = tuple(
        form.teams_on(day, slot) if is_open else 0
        for day, is_open in zip(days.dates, days.open, strict=True)
        for slot in form.slots
    )
    return CalendarProblem(
        name=form.name,
        slots=per_day * len(days.dates),
        slots_per_day=per_day,
        slots_per_week=week,
        teams=form.teams,
        meetings_per_team_day=form.meetings_per_team_day,
        meetings_per_team_week=form.meetings_per_team_week,
        rooms=tuple(len(union) for union in counting.unions),
        counted=counting.counted,
        slot_rooms=tuple(_open_rooms(form, days, union) for union in counting.unions),
        slot_teams=teams,
        blocks=tuple(one.block for one in made),
        conflicts=tuple(_conflicts(form, made)),
        before=tuple(_before(form, days, made)),
        first_day=days.dates[0],
        dates=days.dates,
        day_slots=tuple(DaySlot(slot.id, slot.start, slot.end) for slot in form.slots),
        time_zone=form.time_zone,
        bodies=tuple(CalendarBody(body.id, body.title) for body in form.bodies),
        room_names=form.rooms,
        holidays=form.holidays,
    )


def _open_rooms(form: Conferences, days: Days, union: Rooms) -> tuple[int, ...]:
    """How many of some rooms are open, slot by slot."""
    rooms = [form.rooms[place] for place in union]
    return tuple(
        sum(day not in room.closed for room in rooms) for day in days.dates for _ in form.slots
    )


class _Made(NamedTuple):
    """A block, and what it is in the form: `family` is the session that it belongs to, if any."""

    block: Block
    of: Gathering
    family: str


class _Blocks:
    """Makes the blocks: each session, then its working groups, then meetings for themselves."""

    def __init__(self, form: Conferences, days: Days, counting: Counting) -> None:
        self.form, self.days = form, days
        self.levels: Mapping[Rooms, int] = {need: n for n, need in enumerate(counting.needs)}
        self.place = {slot.id: n for n, slot in enumerate(form.slots)}
        self.made: list[_Made] = []

    def all(self) -> list[_Made]:
        """All blocks; what must be held costs more than all the rest together."""
        for session in self.form.sessions:
            self._session(session)
        for meeting in self.form.meetings:
            self._meeting(meeting)
        needed = 1 + sum(
            max([one.of.left_out or 0, *(start.cost for start in one.block.starts)])
            for one in self.made
        )
        return [
            one._replace(block=_without(one.block, one.of.left_out, needed)) for one in self.made
        ]

    def _session(self, session: YearSession) -> None:
        per_day = len(self.form.slots)
        slots = [self.place[slot] for slot in session.slots]
        starts = tuple(
            Start(day * per_day, session.costs(self.days.dates[day]))
            for day in self.days.first_days(session)
        )
        covers = tuple(day * per_day + slot for day in range(session.days) for slot in slots)
        parent = len(self.made)
        self._add(session, Kind.SESSION, starts, covers, session.id)
        for group in session.groups:
            offsets = tuple(
                day * per_day + self.place[slot]
                for day in range(session.days)
                for slot in group.slots
                if not any(
                    (one.day - 1, one.slot) == (day, slot) and one.item in group.items
                    for one in session.items
                )
            )
            inside = sorted({start.slot + offset for start in starts for offset in offsets})
            for number in range(group.meetings):
                self._add(
                    group,
                    Kind.WORKING_GROUP,
                    tuple(Start(slot, 0) for slot in inside),
                    (0,),
                    session.id,
                    parent=parent,
                    offsets=offsets,
                    number=number + 1 if group.meetings > 1 else 0,
                )

    def _meeting(self, meeting: SingleMeeting) -> None:
        per_day = len(self.form.slots)
        starts = tuple(
            Start(day * per_day + self.place[slot], meeting.costs(self.days.dates[day]))
            for day in self.days.first_days(meeting)
            for slot in meeting.slots
        )
        self._add(meeting, Kind.STANDALONE, starts, (0,), "")

    def _add(
        self,
        of: Gathering,
        kind: Kind,
        starts: tuple[Start, ...],
        covers: tuple[int, ...],
        family: str,
        *,
        parent: int | None = None,
        offsets: tuple[int, ...] = (),
        number: int = 0,
    ) -> None:
        rooms = rooms_for(self.form.rooms, of)
        block = Block(
            id=f"{of.id}/{number}" if number else of.id,
            part=of.id,
            kind=kind,
            starts=starts,
            covers=covers,
            level=self.levels[rooms],
            interpreted=bool(of.languages),
            left_out=0,
            parent=parent,
            offsets=offsets,
            title=of.title,
            body=of.body,
            seats=of.seats,
            languages=of.languages,
            rooms=tuple(sorted(rooms)),
        )
        self.made.append(_Made(block, of, family))


def _without(block: Block, left_out: int | None, needed: int) -> Block:
    must = left_out is None
    return replace(block, left_out=needed if left_out is None else left_out, must_be_held=must)


def _conflicts(form: Conferences, made: list[_Made]) -> Iterator[tuple[int, int]]:
    """Pairs that are never at the same time, where they could be."""
    found = {tuple(sorted(pair)) for pair in _pairs(form, made)}
    reach = [_reach(one.block) for one in made]
    for one, other in sorted(found):
        (begin, end), (first, last) = reach[one], reach[other]
        if begin <= last and first <= end:
            yield one, other


def _before(form: Conferences, days: Days, made: list[_Made]) -> Iterator[Before]:
    per_day = len(form.slots)
    place = {one.of.id: n for n, one in enumerate(made)}
    for order in form.before:
        block = made[place[order.first]].block
        earliest = []
        for start in block.starts:
            last = days.dates[(start.slot + block.covers[-1]) // per_day]
            ready = (n for n, day in enumerate(days.dates) if order.kept(last, day))
            earliest.append(next(ready, len(days.dates)) * per_day)
        yield Before(place[order.first], place[order.then], tuple(earliest))


def _reach(block: Block) -> tuple[int, int]:
    if not block.starts:
        return 0, -1
    return block.starts[0].slot + min(block.covers), block.starts[-1].slot + max(block.covers)


def _pairs(form: Conferences, made: list[_Made]) -> Iterator[tuple[int, int]]:
    delegations = {body.id: body.delegations for body in form.bodies}
    shared: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    of: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(made):
        shared["body", one.of.body].append(place)
        for group in delegations[one.of.body]:
            shared["delegations", group].append(place)
        if one.of.chair:
            shared["chair", one.of.chair].append(place)
        if isinstance(one.of, WorkingGroup):
            shared["group", one.of.id].append(place)
        for name in {one.of.body, one.family, one.of.id} - {""}:
            of[name].append(place)
    for (what, _name), places in shared.items():
        for pair in combinations(places, 2):
            families = {made[place].family for place in pair}
            # what belongs to one session is held beside one another
            if what in ("chair", "group") or families == {""} or len(families) == 2:
                yield pair
    for apart in form.never_together:
        for name, other in combinations(apart.of, 2):
            yield from _different(product(of[name], of[other]))


def _different(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    return ((one, other) for one, other in pairs if one != other)
