"""From placements (business, period, minutes) to meetings, in order, numbered, with rooms."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.problem import Business, Column, Problem, RelationKind
from scheduler.programme import ItemPart, Meeting, Programme
from scheduler.seating import Sitting, seat


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a piece of business, by its id, in a period, by its index."""

    business: str
    period: int
    minutes: int


@dataclass(frozen=True, slots=True)
class _Group:
    """What makes parts one meeting, in the order of the programme."""

    period: int
    column: int
    body: int
    languages: tuple[int, ...]  # places in the languages of the session


def arrange(
    problem: Problem,
    parts: Iterable[Part],
    rooms: Mapping[tuple[int, str], str | None] | None = None,
    before: Mapping[tuple[int, str], str | None] | None = None,
) -> Programme:
    """Make the programme in which the parts are taken; nothing is judged.

    `rooms` says which rooms are settled, by index of the period and body, and `before` which there
    were and had best remain; the others are found here, and a meeting for which none is left has
    None. Raises KeyError for unknown business.
    """
    minutes: Counter[tuple[str, int]] = Counter()
    for part in parts:
        minutes[part.business, part.period] += part.minutes
    spans = _spans(minutes)
    groups: dict[_Group, list[str]] = {}
    for id_, period in minutes:
        group = _group(problem, problem.business_by_id[id_], period)
        groups.setdefault(group, []).append(id_)
    order = sorted(groups, key=lambda g: (g.period, g.column, g.body, g.languages))
    found = _rooms(problem, order, groups, rooms or {}, before or {})
    numbers: Counter[str] = Counter()
    meetings: list[Meeting] = []
    for group, room in zip(order, found, strict=True):
        body = problem.bodies[group.body]
        series = body.numbered_with or body.id
        numbers[series] += 1
        items = tuple(
            ItemPart(
                item=id_, minutes=minutes[id_, group.period], continued=spans[id_][0] < group.period
            )
            for id_ in _in_order(problem, groups[group], group.period, spans)
        )
        meetings.append(_meeting(problem, group, numbers[series], room, items))
    return Programme(meetings=tuple(meetings))


def parts_of(problem: Problem, programme: Programme) -> tuple[Part, ...]:
    """The parts that a programme takes, in its order.

    Raises KeyError for a meeting outside the periods of the session.
    """
    return tuple(
        Part(item.item, problem.period_at[meeting.date, meeting.slot].index, item.minutes)
        for meeting in programme.meetings
        for item in meeting.items
    )


def _spans(placed: Iterable[tuple[str, int]]) -> Mapping[str, tuple[int, int]]:
    """First and last period of each piece of business."""
    spans: dict[str, tuple[int, int]] = {}
    for id_, period in placed:
        first, last = spans.get(id_, (period, period))
        spans[id_] = min(first, period), max(last, period)
    return spans


def _group(problem: Problem, business: Business, period: int) -> _Group:
    languages = problem.interpretation.languages
    return _Group(
        period=period,
        column=list(Column).index(business.column),
        body=[body.id for body in problem.bodies].index(business.body),
        languages=tuple(sorted(languages.index(language) for language in business.languages)),
    )


def _meeting(
    problem: Problem, group: _Group, number: int, room: str | None, items: tuple[ItemPart, ...]
) -> Meeting:
    period, zone = problem.periods[group.period], ZoneInfo(problem.session.time_zone)
    return Meeting(
        number=number,
        column=list(Column)[group.column],
        body=problem.bodies[group.body].id,
        date=period.date,
        slot=period.slot.id,
        start=datetime.combine(period.date, period.slot.start, zone),
        end=datetime.combine(period.date, period.slot.end, zone),
        room=room,
        languages=tuple(problem.interpretation.languages[place] for place in group.languages),
        items=items,
    )


def _in_order(
    problem: Problem, ids: Sequence[str], period: int, spans: Mapping[str, tuple[int, int]]
) -> list[str]:
    """Continued, whole, going on; within that as `before` relations, then the agenda, ask."""
    ends = {r.business[0] for r in problem.relations if r.kind is RelationKind.ENDS_SESSION}
    place = {business.id: place for place, business in enumerate(problem.business)}
    rank = {id_: _rank(problem.business_by_id[id_], period, spans[id_], ends) for id_ in ids}
    after: dict[str, list[str]] = {id_: [] for id_ in ids}
    waits: Counter[str] = Counter()
    for relation in problem.relations:
        if relation.kind is RelationKind.BEFORE:
            first, then = relation.business
            if first in rank and then in rank and rank[first] <= rank[then]:
                after[first].append(then)
                waits[then] += 1
    ready = [(rank[id_], place[id_], id_) for id_ in ids if not waits[id_]]
    heapq.heapify(ready)
    ordered: list[str] = []
    while ready:
        *_, id_ = heapq.heappop(ready)
        ordered.append(id_)
        for then in after[id_]:
            waits[then] -= 1
            if not waits[then]:
                heapq.heappush(ready, (rank[then], place[then], then))
    # Relations that go in a circle leave something over: by rank and agenda then.
    left = set(ids).difference(ordered)
    return ordered + sorted(left, key=lambda id_: (rank[id_], place[id_]))


def _rank(business: Business, period: int, span: tuple[int, int], ends: set[str]) -> int:
    first, last = span
    if business.id in ends:
        return 4
    if first < period:
        return 1
    if business.starts_meeting:
        return 0
    return 2 if last == period else 3


def _rooms(
    problem: Problem,
    order: Sequence[_Group],
    groups: Mapping[_Group, Sequence[str]],
    settled: Mapping[tuple[int, str], str | None],
    before: Mapping[tuple[int, str], str | None],
) -> list[str | None]:
    sittings = []
    for group in order:
        business = [problem.business_by_id[id_] for id_ in groups[group]]
        body = problem.bodies[group.body].id
        sittings.append(
            Sitting(
                period=group.period,
                body=body,
                seats=max(one.seats for one in business),
                booths=len(group.languages),
                asked=frozenset(one.room for one in business if one.room is not None),
                settled=settled.get((group.period, body)),
                before=before.get((group.period, body)),
            )
        )
    return seat(problem, sittings)
