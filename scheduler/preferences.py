"""What a programme costs, counted from its meetings alone."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from scheduler.problem import Column, Period, Preference, Problem, RelationKind, Weight
from scheduler.programme import ItemPart, Meeting, PreferenceCost, Programme


def costs(problem: Problem, programme: Programme) -> tuple[PreferenceCost, ...]:
    """Each preference with a weight, in the order of `Preference`.

    Meetings outside the periods of the session and unknown business count for nothing.
    """
    weights = problem.weights
    rank_of = {name: place for place, rank in enumerate(problem.ranks) for name in rank}
    return tuple(
        PreferenceCost(
            name=name,
            amount=amount(problem, programme, name),
            weight=weights[name],
            rank=rank_of.get(name, 0),
        )
        for name in Preference
        if name in weights
    )


def amount(problem: Problem, programme: Programme, preference: Preference) -> int:
    """How often a programme goes against a preference."""
    return COUNTERS[preference](problem, programme)


def total(preferences: Iterable[PreferenceCost]) -> int:
    """The weighted total over all ranks."""
    return sum(preference.cost for preference in preferences)


def by_rank(preferences: Iterable[PreferenceCost]) -> tuple[int, ...]:
    """The weighted total of each rank, the first rank first: the less the better, in this order.

    With no ranks it is the one total.
    """
    points = Counter[int]()
    for preference in preferences:
        points[preference.rank] += preference.cost
    return tuple(points[rank] for rank in range(max(points, default=0) + 1))


def _held(problem: Problem, programme: Programme) -> Iterator[tuple[Period, Meeting]]:
    """The meetings in periods of the session."""
    for meeting in programme.meetings:
        period = problem.period_at.get((meeting.date, meeting.slot))
        if period is not None:
            yield period, meeting


def _parts(problem: Problem, programme: Programme) -> Iterator[tuple[Period, ItemPart]]:
    """The parts of known business in periods of the session."""
    for period, meeting in _held(problem, programme):
        for item in meeting.items:
            if item.item in problem.business_by_id:
                yield period, item


def _agenda_order(problem: Problem, programme: Programme) -> int:
    """Pairs in one column of which the later in the list begins in an earlier period."""
    begins: dict[str, int] = {}
    for period, part in _parts(problem, programme):
        begins[part.item] = min(period.index, begins.get(part.item, period.index))
    sorted_so_far: dict[Column, list[int]] = {}
    pairs = 0
    for business in problem.business:
        if business.id in begins:
            before = sorted_so_far.setdefault(business.column, [])
            pairs += len(before) - bisect_right(before, begins[business.id])
            insort(before, begins[business.id])
    return pairs


def _few_splits(problem: Problem, programme: Programme) -> int:
    """Parts beyond the fewest possible."""
    longest = max((period.minutes for period in problem.periods), default=1)
    taken: Counter[str] = Counter(
        id_ for id_, _ in {(part.item, period.index) for period, part in _parts(problem, programme)}
    )
    return sum(
        max(0, parts - -(-problem.business_by_id[id_].needed_minutes // longest))
        for id_, parts in taken.items()
    )


def _few_parallel_days(problem: Problem, programme: Programme) -> int:
    """Days on which two or more meetings are held in one period."""
    meetings = Counter((period.date, period.index) for period, _ in _held(problem, programme))
    return len({day for (day, _), count in meetings.items() if count > 1})


def _even_load(problem: Problem, programme: Programme) -> int:
    """Interpreted meetings on the busiest day less those on the quietest day."""
    load = Counter(
        period.date for period, meeting in _held(problem, programme) if meeting.interpreted
    )
    loads = [load[day] for day in problem.days]
    return max(loads, default=0) - min(loads, default=0)


def _spare_time_at_end(problem: Problem, programme: Programme) -> int:
    """Half-hours (begun) free in the regular plenary slots of all days before the last.

    Where two plenary meetings may be held at once, the one makes up for the other.
    """
    counted = {
        period.index
        for period in problem.periods
        if period.slot.cost == 0 and period.date < problem.days[-1]
    }
    free = sum(problem.periods[index].minutes for index in counted)
    for period, part in _parts(problem, programme):
        if period.index in counted and problem.business_by_id[part.item].column is Column.PLENARY:
            free -= part.minutes
    return max(0, -(-free // 30))


def _wished_times(problem: Problem, programme: Programme) -> int:
    """Periods between each part and the time wished for its business; 0 within a wished day."""
    wished = {
        business.id: [
            period.index
            for period in problem.periods
            if period.date == business.wished.date
            and business.wished.slot in {None, period.slot.id}
        ]
        for business in problem.business
        if business.wished is not None
    }
    return sum(
        min(abs(period.index - index) for index in wished[id_])
        for id_, period in {(part.item, period) for period, part in _parts(problem, programme)}
        if wished.get(id_)
    )


def _spans(problem: Problem, programme: Programme) -> Mapping[str, tuple[int, int]]:
    """First and last period (indices) of each piece of business that is taken."""
    spans: dict[str, tuple[int, int]] = {}
    for period, part in _parts(problem, programme):
        first, last = spans.get(part.item, (period.index, period.index))
        spans[part.item] = min(first, period.index), max(last, period.index)
    return spans


def _short_spans(problem: Problem, programme: Programme) -> int:
    """Periods from the first part of each piece of business to its last."""
    return sum(last - first for first, last in _spans(problem, programme).values())


def _short_agendas(problem: Problem, programme: Programme) -> int:
    """Pieces of business in a meeting above the number given with the weight."""
    above = problem.preferences.get(Preference.SHORT_AGENDAS, Weight(weight=0)).above
    return sum(
        max(0, len({part.item for part in meeting.items} & problem.business_by_id.keys()) - above)
        for _, meeting in _held(problem, programme)
    )


def _near(problem: Problem, programme: Programme) -> int:
    """Periods between the beginnings of two pieces of business that are wished to be near."""
    spans = _spans(problem, programme)
    pairs = [
        relation.business for relation in problem.relations if relation.kind is RelationKind.NEAR
    ]
    return sum(
        abs(spans[one][0] - spans[other][0])
        for one, other in pairs
        if one in spans and other in spans
    )


def _closeness(problem: Problem, programme: Programme) -> int:
    """Placements in the programme but not in the reference, plus those missing."""
    if not problem.reference:
        return 0
    wanted = {(one.business, one.date, one.slot) for one in problem.reference}
    given = {
        (item.item, meeting.date, meeting.slot)
        for meeting in programme.meetings
        for item in meeting.items
    }
    return len(wanted ^ given)


def _extra_slots(problem: Problem, programme: Programme) -> int:
    """The cost of the periods in use that have one."""
    used = {period.index for period, _ in _held(problem, programme)}
    return sum(problem.periods[index].slot.cost for index in used)


COUNTERS: Mapping[Preference, Callable[[Problem, Programme], int]] = {
    Preference.AGENDA_ORDER: _agenda_order,
    Preference.FEW_SPLITS: _few_splits,
    Preference.FEW_PARALLEL_DAYS: _few_parallel_days,
    Preference.EVEN_LOAD: _even_load,
    Preference.SPARE_TIME_AT_END: _spare_time_at_end,
    Preference.WISHED_TIMES: _wished_times,
    Preference.SHORT_SPANS: _short_spans,
    Preference.SHORT_AGENDAS: _short_agendas,
    Preference.NEAR: _near,
    Preference.CLOSENESS: _closeness,
    Preference.EXTRA_SLOTS: _extra_slots,
}
