"""Whether there is time enough, counted without a search.

Each count is a bound from below on what is needed, beside what there is. Where one does not fit
there is no programme; where all fit, only a search can say whether there is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from scheduler.problem import Business, Closure, Column, Period, Problem, SlotDate
from scheduler.text import Text, text
from scheduler.wording import duration, opening, slot_date

MEETINGS: Mapping[Column, Text] = {
    Column.PLENARY: text("Plenary meetings"),
    Column.PARALLEL: text("Parallel meetings"),
}
INTERPRETED: Mapping[str, Text] = {
    "total": text("Meetings with interpretation"),
    "plenary": text("Plenary meetings with interpretation"),
    "parallel": text("Parallel meetings with interpretation"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One count, in words. `key`: the requirement that limits it, or that asks for too much.

    `clash`: where it does not fit, requirements that cannot all be met.
    """

    key: str
    fits: bool
    text: Text
    clash: tuple[str, ...] = ()


def capacity(problem: Problem) -> tuple[Count, ...]:
    """The counts: room in each column, interpretation, and each piece that can be taken nowhere."""
    if not problem.periods:
        nowhere = text("There is no slot in which a meeting could be held.")
        return (Count(key="time", fits=not problem.business, text=nowhere),)
    return (
        *_columns(problem),
        *_entitlement(problem),
        *_teams(problem),
        *_pieces(problem),
        *_fixed(problem),
    )


def least_meetings(problem: Problem, column: Column, *, interpreted: bool = False) -> int:
    """Meetings that the business of a column takes at least."""
    return sum(_by_time(problem, column, interpreted=interpreted).values())


def _by_time(problem: Problem, column: Column, *, interpreted: bool = False) -> Mapping[str, int]:
    """Meetings that are needed at least for the sake of each ``time.*`` requirement, by its key.

    Business shares a meeting only with business of the same body and languages; each meeting is
    reckoned as long as the longest slot.
    """
    longest = max(period.minutes for period in problem.periods)
    minutes: dict[tuple[str, tuple[str, ...]], int] = {}
    for business in problem.business:
        if business.column is column and (business.interpreted or not interpreted):
            group = (business.body, tuple(sorted(business.languages)))
            minutes[group] = minutes.get(group, 0) + business.needed_minutes
    meetings = Counter[str]()
    for (body, _), needed in minutes.items():
        meetings[f"time.{body}.{column}"] += -(-needed // longest)
    return meetings


def _enough(needed: Mapping[str, int], places: int) -> tuple[str, ...]:
    """As few of the keys as need more meetings than there are places for."""
    chosen, left = list[str](), places
    for key, meetings in sorted(needed.items(), key=lambda pair: -pair[1]):
        if left < 0:
            break
        chosen.append(key)
        left -= meetings
    return tuple(chosen)


def _columns(problem: Problem) -> Iterator[Count]:
    for column in Column:
        needed = _by_time(problem, column)
        at_once = problem.at_once.get(column, 0)
        places = len(_open(problem, column, problem.closures)) * at_once
        total = sum(needed.values())
        if total:
            sentence = text(
                "%(what)s: at least %(n)d needed, time for %(places)d.",
                what=MEETINGS[column],
                n=total,
                places=places,
            )
            yield Count(
                key=f"at_once.{column}",
                fits=total <= places,
                text=sentence,
                clash=() if total <= places else _of_column(problem, column, needed),
            )


def _open(problem: Problem, column: Column, closures: Iterable[Closure]) -> list[Period]:
    """The periods open to a column; what has been held is not closed afterwards."""
    closed = [one for one in closures if one.column in {None, column}]
    return [
        period
        for period in problem.periods
        if period.index < problem.periods_held or not any(one.covers(period) for one in closed)
    ]


def _of_column(problem: Problem, column: Column, needed: Mapping[str, int]) -> tuple[str, ...]:
    """What clashes in a column: closures only as far as there would be time without them."""
    at_once, total = problem.at_once.get(column, 0), sum(needed.values())
    closures = [one for one in problem.closures if one.column in {None, column}]
    for closure in tuple(closures):
        others = [one for one in closures if one is not closure]
        if len(_open(problem, column, others)) * at_once < total:
            closures = others
    places = len(_open(problem, column, closures)) * at_once
    held = ("held",) if problem.held is not None else ()
    return (
        *held,
        *(f"closures.{one.id}" for one in closures),
        f"at_once.{column}",
        *_enough(needed, places),
    )


def _entitlement(problem: Problem) -> Iterator[Count]:
    limits = problem.interpretation.entitlement
    needed = {column: _by_time(problem, column, interpreted=True) for column in Column}
    in_all = {key: count for counts in needed.values() for key, count in counts.items()}
    counts = (
        ("total", in_all, limits.total),
        *((column.value, needed[column], limits.of(column)) for column in Column),
    )
    for name, meetings, most in counts:
        if most is not None:
            least = sum(meetings.values())
            sentence = text(
                "%(what)s: at least %(n)d needed, entitled to %(most)d.",
                what=INTERPRETED[name],
                n=least,
                most=most,
            )
            key = f"interpretation.entitlement.{name}"
            clash = () if least <= most else (key, *_enough(meetings, most))
            yield Count(key=key, fits=least <= most, text=sentence, clash=clash)


def _teams(problem: Problem) -> Iterator[Count]:
    by_column = (_by_time(problem, column, interpreted=True) for column in Column)
    meetings = {key: count for counts in by_column for key, count in counts.items()}
    needed = sum(meetings.values())
    if needed:
        served = meetings_served(problem)
        sentence = text(
            "Interpreters: at least %(n)d meetings needed, they can serve %(served)d.",
            n=needed,
            served=served,
        )
        limits = ("teams", "meetings_per_team_day", "meetings_per_team_week")
        clash = (*(f"interpretation.{name}" for name in limits), *_enough(meetings, served))
        yield Count(
            key="interpretation.teams",
            fits=needed <= served,
            text=sentence,
            clash=() if needed <= served else clash,
        )


def meetings_served(problem: Problem) -> int:
    """Meetings that the teams can serve at most, each in one language or more.

    A meeting has a team of its own in each of its languages, so that meetings in one period cannot
    be more than the languages times the teams; where all meet in all, not more than the teams.
    """
    given = problem.interpretation
    weeks: dict[tuple[int, int], list[list[int]]] = {}
    for day in problem.days:
        teams = [problem.teams_in(period) for period in problem.periods if period.date == day]
        served = [
            min(given.meetings_per_team_day, sum(there > k for there in teams))
            for k in range(max(teams, default=0))
        ]
        weeks.setdefault(day.isocalendar()[:2], []).append(served)
    return _languages_apart(problem) * sum(
        min(given.meetings_per_team_week, sum(of_days))
        for days in weeks.values()
        for of_days in zip_longest(*days, fillvalue=0)
    )


def _languages_apart(problem: Problem) -> int:
    """How many meetings at once a team can serve because they have no language in common."""
    sets = {frozenset(one.languages) for one in problem.business if one.interpreted}
    in_all = frozenset.intersection(*sets) if sets else frozenset()
    return 1 if in_all else len(problem.interpretation.languages)


def _pieces(problem: Problem) -> Iterator[Count]:
    longest = max(period.minutes for period in problem.periods)
    for business in problem.business:
        if not business.may_split and business.needed_minutes > longest:
            sentence = text(
                "%(business)s takes %(time)s and may not be continued; "
                "no meeting is longer than %(longest)s.",
                business=opening(business),
                time=duration(business.needed_minutes),
                longest=duration(longest),
            )
            key = f"business.{business.id}.may_split"
            clash = (f"time.{business.body}.{business.column}", key)
            yield Count(key=key, fits=False, text=sentence, clash=clash)
        yield from _documents(problem, business)


def _documents(problem: Problem, business: Business) -> Iterator[Count]:
    last, taken = problem.days[-1], problem.held.parts if problem.held is not None else ()
    if sum(one.minutes for one in taken if one.business == business.id) >= business.needed_minutes:
        return  # of what has been held nothing is asked
    for symbol in business.documents:
        out = problem.document_by_symbol[symbol].out
        if out > last:
            sentence = text(
                "%(business)s waits for %(document)s, which is out on %(date)s, after the session.",
                business=opening(business),
                document=symbol,
                date=out,
            )
            key = f"business.{business.id}.documents"
            clash = (f"time.{business.body}.{business.column}", key)
            yield Count(key=key, fits=False, text=sentence, clash=clash)


def _fixed(problem: Problem) -> Iterator[Count]:
    """Slots in which more is to be taken whole, in one meeting, than they are long."""
    together: dict[tuple[SlotDate, str, Column, tuple[str, ...]], list[Business]] = {}
    for business in problem.business:
        if not business.may_split and len(business.fixed) == 1:
            (when,) = business.fixed
            languages = tuple(sorted(business.languages))
            key = (when, business.body, business.column, languages)
            together.setdefault(key, []).append(business)
    for (when, body, column, _), fixed in together.items():
        period = problem.period_at.get((when.date, when.slot)) if when.slot else None
        needed = sum(one.needed_minutes for one in fixed)
        if period is None or needed <= period.minutes or period.index < problem.periods_held:
            continue
        sentence = text(
            "%(when)s: business that is taken then, each in one meeting, takes %(needed)s, "
            "the slot has %(there)s.",
            when=slot_date(problem, when),
            needed=duration(needed),
            there=duration(period.minutes),
        )
        clash = [f"time.{body}.{column}"]
        left = period.minutes
        for one in sorted(fixed, key=lambda one: -one.needed_minutes):
            if left < 0:
                break
            clash += [f"business.{one.id}.fixed", f"business.{one.id}.may_split"]
            left -= one.needed_minutes
        yield Count(key=clash[1], fits=False, text=sentence, clash=tuple(clash))
