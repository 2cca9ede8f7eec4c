"""A programme made without a search: meetings as they are counted, put into periods one by one.

What is made is no more than a guess, which the checker judges: a programme that it passes shows
that there is one, at a hundredth of what a search takes. Where nothing orders the business it is
nearly always good.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.arrange import Part, arrange
from scheduler.checker import check
from scheduler.counting.capacity import open_to
from scheduler.counting.fillings import Filled, Filling, filled
from scheduler.counting.needs import Need
from scheduler.problem import Business, Column, Period, Problem
from scheduler.programme import Programme


@dataclass(slots=True)
class _Meeting:
    period: Period
    left: int  # minutes; below 0 where it is too full
    parts: list[tuple[Business, int]] = field(default_factory=list)

    def take(self, business: Business, minutes: int) -> None:
        self.parts.append((business, minutes))
        self.left -= minutes


@dataclass(frozen=True, slots=True)
class Constructed:
    """A programme, and minutes by which business (ids) is shorter in it.

    Less in all is not enough if that is proven.
    """

    programme: Programme
    shorter: Counter[str]
    proven: bool


def constructed(problem: Problem, shortened: Collection[str] = ()) -> Constructed | None:
    """A programme that keeps every requirement; None where none is made so.

    Business of the hours that may be `shortened` (keys of requirements) is where it has to be.
    """
    if not problem.periods or not problem.business or problem.held is not None:
        return None
    counted = filled(problem, shortened)
    if counted is None:
        return None
    minutes = Counter[tuple[str, int]]()
    for need, meetings in _placed(problem, counted.meetings):
        if meetings is None or not _take(need, meetings, shorter=need.time in shortened):
            return None
        for meeting, _ in meetings:
            for one, taken in meeting.parts:
                minutes[one.id, meeting.period.index] += taken
    return _judged(problem, minutes, counted)


def _judged(
    problem: Problem, minutes: Counter[tuple[str, int]], counted: Filled
) -> Constructed | None:
    """What was made, if the checker passes it."""
    taken = Counter[str]()
    for (id_, _), number in minutes.items():
        taken[id_] += number
    short = {one.id for one in problem.business if taken[one.id] < one.needed_minutes}
    less = replace(
        problem,
        business=tuple(
            replace(one, minutes=taken[one.id], speakers=None) if one.id in short else one
            for one in problem.business
        ),
    )
    parts = [Part(id_, period, number) for (id_, period), number in minutes.items()]
    programme = arrange(less, parts)
    if check(less, programme):
        return None
    shorter = Counter(
        {one.id: one.needed_minutes - taken[one.id] for one in problem.business if one.id in short}
    )
    fewest = shorter.total() == counted.shorter
    return Constructed(programme, shorter, proven=counted.proven and fewest)


Placed = list[tuple[_Meeting, Filling]]


def _placed(
    problem: Problem, counted: Mapping[Need, Sequence[tuple[int, Filling]]]
) -> Iterator[tuple[Need, Placed | None]]:
    """The meetings in the first periods of their length that are free; None where there is none."""
    open_ = {column: open_to(problem, column, problem.closures) for column in Column}
    in_column, of_body = Counter[tuple[Column, int]](), set[tuple[str, int]]()
    for need, meetings in counted.items():
        placed: Placed = []
        most = problem.at_once.get(need.column, 0)
        # Full ones first: those that take nothing whole are for what is split
        for length, filling in sorted(meetings, key=lambda pair: -sum(pair[1].pieces.values())):
            free = (
                period
                for period in open_[need.column]
                if period.minutes == length
                and in_column[need.column, period.index] < most
                and (need.body, period.index) not in of_body
            )
            period = next(free, None)
            if period is None:
                yield need, None
                return
            in_column[need.column, period.index] += 1
            of_body.add((need.body, period.index))
            placed.append((_Meeting(period, length), filling))
        yield need, placed


def _take(need: Need, meetings: Placed, *, shorter: bool) -> bool:
    """Put all business that is needed into its meetings; False where some finds no place."""
    whole: dict[int, deque[Business]] = defaultdict(deque)
    split: list[Business] = []
    for one, piece in zip(need.business, need.packing.pieces, strict=True):
        if piece.whole:
            whole[piece.minutes].append(one)
        else:
            split.append(one)
    for meeting, filling in meetings:
        for minutes, number in filling.pieces.items():
            for _ in range(min(number, len(whole[minutes]))):
                meeting.take(whole[minutes].popleft(), minutes)
        if meeting.left < 0 and not _shorten(meeting):
            return False
    places = [meeting for meeting, _ in meetings]
    rest = sorted((one for some in whole.values() for one in some), key=_longest)
    if not all(_take_whole(one, places) for one in rest):
        return False
    split.sort(key=_longest)
    return _take_split(split, places, shorter=shorter)


def _shorten(meeting: _Meeting) -> bool:
    """As much of the longest as the meeting is too full; False where nothing would be left."""
    longest = max(range(len(meeting.parts)), key=lambda place: meeting.parts[place][1])
    one, minutes = meeting.parts[longest]
    meeting.parts[longest] = one, minutes + meeting.left
    left, meeting.left = minutes + meeting.left, 0
    return left > 0


def _take_split(
    business: Sequence[Business], meetings: Sequence[_Meeting], *, shorter: bool
) -> bool:
    """The meetings with the least left first, or the most; as it was where that does not do."""
    before = [(meeting.left, len(meeting.parts)) for meeting in meetings]
    for most_first in (False, True):
        order = sorted(meetings, key=lambda meeting: meeting.left, reverse=most_first)
        if all(_take_in_parts(one, order, shorter=shorter) for one in business):
            return True
        for meeting, (left, number) in zip(meetings, before, strict=True):
            meeting.left = left
            del meeting.parts[number:]
    return False


def _longest(business: Business) -> int:
    return -business.needed_minutes


def _take_whole(business: Business, meetings: Sequence[_Meeting]) -> bool:
    """Where the least is left."""
    minutes = business.needed_minutes
    fit = [meeting for meeting in meetings if meeting.left >= minutes]
    if fit:
        min(fit, key=lambda meeting: meeting.left).take(business, minutes)
    return bool(fit)


def _take_in_parts(business: Business, meetings: Sequence[_Meeting], *, shorter: bool) -> bool:
    """Whole where it fits, else in what is left of one meeting after the other.

    Where it may be `shorter`, some of it is enough.
    """
    if _take_whole(business, meetings):
        return True
    to_do = business.needed_minutes
    least = min(business.least_minutes, to_do)
    for meeting in meetings:
        part = min(meeting.left, to_do)
        if 0 < to_do - part < least:
            part = to_do - least
        if part >= least:
            meeting.take(business, part)
            to_do -= part
        if not to_do:
            return True
    if not shorter or to_do < business.needed_minutes:
        return shorter
    return _take_from_others(business, meetings, least)


def _take_from_others(business: Business, meetings: Sequence[_Meeting], least: int) -> bool:
    """The shortest part, in place of as much of the longest part that is not taken whole."""
    split = [
        (minutes, place, meeting)
        for meeting in meetings
        for place, (one, minutes) in enumerate(meeting.parts)
        if one.may_split and minutes - least >= one.least_minutes
    ]
    if split:
        minutes, place, meeting = max(split, key=lambda found: found[0])
        meeting.parts[place] = meeting.parts[place][0], minutes - least
        meeting.left += least
        meeting.take(business, least)
    return bool(split)
