"""What a programme costs, counted from its meetings alone."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from scheduler.problem import Column, Period, Preference, Problem
from scheduler.programme import ItemPart, Meeting, PreferenceCost, Programme
from scheduler.text import Text, ntext, text


def costs(problem: Problem, programme: Programme) -> tuple[PreferenceCost, ...]:
    """Each preference with a weight, in the order of `Preference`.

    `extra_slots` counts whenever a slot has a cost, with weight 1 unless another is given.
    Meetings outside the periods of the session and unknown business count for nothing.
    """
    weights = {name: weight.weight for name, weight in problem.preferences.items()}
    if any(slot.cost for slot in problem.slots):
        weights.setdefault(Preference.EXTRA_SLOTS, 1)
    return tuple(
        PreferenceCost(name=name, amount=COUNTERS[name](problem, programme), weight=weights[name])
        for name in Preference
        if name in weights
    )


def total(preferences: Iterable[PreferenceCost]) -> int:
    """The weighted total, the less the better."""
    return sum(preference.cost for preference in preferences)


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
    Preference.CLOSENESS: _closeness,
    Preference.EXTRA_SLOTS: _extra_slots,
}


LABELS: Mapping[Preference, Text] = {
    Preference.AGENDA_ORDER: text("Order of the agenda"),
    Preference.FEW_SPLITS: text("Few items split"),
    Preference.FEW_PARALLEL_DAYS: text("Few days with parallel meetings"),
    Preference.EVEN_LOAD: text("Even load of interpretation"),
    Preference.SPARE_TIME_AT_END: text("Spare time kept at the end"),
    Preference.CLOSENESS: text("Close to the earlier programme"),
    Preference.EXTRA_SLOTS: text("Few extra slots"),
}


def label(preference: Preference) -> Text:
    """What the preference is called in a table."""
    return LABELS[preference]


def sentence(cost: PreferenceCost) -> Text:
    """The amount in words."""
    return SENTENCES[cost.name](cost.amount)


def _against_agenda(n: int) -> Text:
    return ntext(
        "%(n)d pair of items is begun against the order of the agenda.",
        "%(n)d pairs of items are begun against the order of the agenda.",
        n,
    )


def _splits(n: int) -> Text:
    return ntext(
        "Items are split into %(n)d part more than they must be.",
        "Items are split into %(n)d parts more than they must be.",
        n,
    )


def _parallel_days(n: int) -> Text:
    return ntext(
        "Meetings are held in parallel on %(n)d day.",
        "Meetings are held in parallel on %(n)d days.",
        n,
    )


def _uneven(n: int) -> Text:
    return ntext(
        "The busiest day has %(n)d meeting with interpretation more than the quietest.",
        "The busiest day has %(n)d meetings with interpretation more than the quietest.",
        n,
    )


def _idle(n: int) -> Text:
    return ntext(
        "%(n)d half-hour of plenary is left free before the last day.",
        "%(n)d half-hours of plenary are left free before the last day.",
        n,
    )


def _changed(n: int) -> Text:
    return ntext(
        "%(n)d placement differs from the earlier programme.",
        "%(n)d placements differ from the earlier programme.",
        n,
    )


def _extra(n: int) -> Text:
    return ntext(
        "The extra slots in use cost %(n)d point.",
        "The extra slots in use cost %(n)d points.",
        n,
    )


SENTENCES: Mapping[Preference, Callable[[int], Text]] = {
    Preference.AGENDA_ORDER: _against_agenda,
    Preference.FEW_SPLITS: _splits,
    Preference.FEW_PARALLEL_DAYS: _parallel_days,
    Preference.EVEN_LOAD: _uneven,
    Preference.SPARE_TIME_AT_END: _idle,
    Preference.CLOSENESS: _changed,
    Preference.EXTRA_SLOTS: _extra,
}
