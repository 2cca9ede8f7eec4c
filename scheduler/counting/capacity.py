"""Whether there is time enough, counted without a search.

Each count is a bound from below on what is needed, beside what there is. Where one does not fit
there is no programme; where all fit, only a search can say whether there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from scheduler.counting.apart import too_little_time
from scheduler.counting.needs import Need, meetings, needs, too_many
from scheduler.counting.rooms import too_few_rooms
from scheduler.counting.windows import Windows
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
LIMITS_OF_TEAMS = ("teams", "meetings_per_team_day", "meetings_per_team_week")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One count, in words. `key`: the requirement that limits it, or that asks for too much.

    `clash`: where it does not fit, requirements that cannot all be met. `by_itself`: of what is too
    long, or too much, for one time, whatever else there is to do. `tells`: the numbers say more
    than the requirements.
    """

    key: str
    fits: bool
    text: Text
    clash: tuple[str, ...] = ()
    by_itself: bool = False
    tells: bool = True


def capacity(problem: Problem) -> tuple[Count, ...]:
    """The counts: times in each column, interpretation, and pieces that can be taken nowhere.

    Rooms, and what is never held at the same time, are among them where they do not fit.
    """
    if not problem.periods:
        nowhere = text("There is no slot in which a meeting could be held.")
        return (Count(key="time", fits=not problem.business, text=nowhere),)
    counts = [
        *_columns(problem),
        *_entitlement(problem),
        *_teams(problem),
        *_pieces(problem),
        *_fixed(problem),
    ]
    windows = Windows(problem)
    for one in (*_rooms(problem, windows), *_apart(problem, windows)):
        if not any(set(other.clash) <= set(one.clash) for other in counts if not other.fits):
            counts.append(one)  # it says more than another does
    return tuple(counts)


def least_meetings(problem: Problem, column: Column, *, interpreted: bool = False) -> int:
    """Meetings that the business of a column takes at least."""
    return meetings(needs(problem, {column}, interpreted=interpreted))


def _columns(problem: Problem) -> Iterator[Count]:
    for column in Column:
        needed = needs(problem, {column}, interpreted=False)
        at_once = problem.at_once.get(column, 0)
        slots = len(open_to(problem, column, problem.closures))
        places, total = slots * at_once, meetings(needed)
        if total:
            sentence = text(
                "%(what)s: at least %(n)d needed, time for %(places)d.",
                what=MEETINGS[column],
                n=total,
                places=slots * max(1, at_once),  # what shares meetings has one at a time
            )
            yield Count(
                key=f"at_once.{column}",
                fits=total <= places,
                text=sentence,
                clash=() if total <= places else _of_column(problem, column, needed),
            )


def open_to(problem: Problem, column: Column, closures: Iterable[Closure]) -> list[Period]:
    """The periods open to a column; what has been held is not closed afterwards."""
    closed = [one for one in closures if one.column in {None, column}]
    return [
        period
        for period in problem.periods
        if period.index < problem.periods_held or not any(one.covers(period) for one in closed)
    ]


def _of_column(problem: Problem, column: Column, needed: Sequence[Need]) -> tuple[str, ...]:
    """What clashes in a column: closures only as far as there would be time without them.

    How many meetings are held at a time does not matter to what shares meetings and needs too many
    by itself: it has one at a time.
    """
    at_once = problem.at_once.get(column, 0)
    of_column = [one for one in problem.closures if one.column in {None, column}]
    most = len(open_to(problem, column, of_column)) * max(1, at_once)
    alone = [one for one in needed if one.meetings > most]
    needed, side_by_side = (alone[:1], max(1, at_once)) if alone else (needed, at_once)
    closures, total = of_column, meetings(needed)
    for closure in of_column:
        others = [one for one in closures if one is not closure]
        if len(open_to(problem, column, others)) * side_by_side < total:
            closures = others
    places = len(open_to(problem, column, closures)) * side_by_side
    held = ("held",) if problem.held is not None else ()
    return (
        *held,
        *(f"closures.{one.id}" for one in closures),
        *(() if alone else (f"at_once.{column}",)),
        *too_many(needed, places),
    )


def _entitlement(problem: Problem) -> Iterator[Count]:
    limits = problem.interpretation.entitlement
    counts = (
        ("total", needs(problem, set(Column), interpreted=True), limits.total),
        *((one.value, needs(problem, {one}, interpreted=True), limits.of(one)) for one in Column),
    )
    for name, needed, most in counts:
        if most is not None:
            least = meetings(needed)
            sentence = text(
                "%(what)s: at least %(n)d needed, entitled to %(most)d.",
                what=INTERPRETED[name],
                n=least,
                most=most,
            )
            key = f"interpretation.entitlement.{name}"
            clash = () if least <= most else (key, *too_many(needed, most))
            yield Count(key=key, fits=least <= most, text=sentence, clash=clash)


def _teams(problem: Problem) -> Iterator[Count]:
    needed = needs(problem, set(Column), interpreted=True)
    least = meetings(needed)
    if least:
        served = meetings_served(problem)
        sentence = text(
            "Interpreters: at least %(n)d meetings needed, they can serve %(served)d.",
            n=least,
            served=served,
        )
        limits = tuple(f"interpretation.{name}" for name in LIMITS_OF_TEAMS)
        clash = () if least <= served else (*limits, *too_many(needed, served))
        yield Count(key="interpretation.teams", fits=least <= served, text=sentence, clash=clash)


def _rooms(problem: Problem, windows: Windows) -> Iterator[Count]:
    for found in too_few_rooms(problem, windows):
        sentence = text(
            "Rooms: at least %(n)d meetings needed in rooms that are open for %(places)d.",
            n=found.meetings,
            places=found.places,
        )
        clash = found.clash(problem)
        yield Count(key="rooms", fits=False, text=sentence, clash=clash, tells=found.places > 0)


def _apart(problem: Problem, windows: Windows) -> Iterator[Count]:
    for found in too_little_time(problem, windows):
        sentence = text(
            "Meetings that may not be held at the same time: at least %(n)d needed, "
            "time for %(places)d.",
            n=found.meetings,
            places=found.places,
        )
        clash = found.clash(problem)
        # between its dates and what comes before and after, there may be no time at all
        yield Count(key=clash[0], fits=False, text=sentence, clash=clash, tells=found.places > 0)


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
    for business in problem.business:
        if not business.may_split and business.needed_minutes > problem.longest:
            sentence = text(
                "%(business)s takes %(time)s and may not be continued; "
                "no meeting is longer than %(longest)s.",
                business=opening(business),
                time=duration(business.needed_minutes),
                longest=duration(problem.longest),
            )
            key = f"business.{business.id}.may_split"
            clash = (business.time, key)
            yield Count(key=key, fits=False, text=sentence, clash=clash, by_itself=True)
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
            # unless what was held is kept, it may be taken in times that are past
            held = ("held",) if problem.held is not None else ()
            clash = (*held, business.time, key)
            yield Count(key=key, fits=False, text=sentence, clash=clash, by_itself=True)


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
        yield Count(key=clash[1], fits=False, text=sentence, clash=tuple(clash), by_itself=True)
