"""Whether there is time enough, counted without a search.

Each count is a bound from below on what is needed, beside what there is. Where one does not fit
there is no programme; where all fit, only a search can say whether there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from scheduler.problem import Business, Column, Problem
from scheduler.text import Text, text
from scheduler.wording import duration, opening

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
    """One count, in words. `key`: the requirement that limits it, or that asks for too much."""

    key: str
    fits: bool
    text: Text


def capacity(problem: Problem) -> tuple[Count, ...]:
    """The counts: room in each column, interpretation, and each piece that can be taken nowhere."""
    return (*_columns(problem), *_entitlement(problem), *_teams(problem), *_pieces(problem))


def least_meetings(problem: Problem, column: Column, *, interpreted: bool = False) -> int:
    """Meetings that the business of a column takes at least.

    Business shares a meeting only with business of the same body and languages; each meeting is
    reckoned as long as the longest slot.
    """
    longest = max(period.minutes for period in problem.periods)
    minutes: dict[tuple[str, tuple[str, ...]], int] = {}
    for business in problem.business:
        if business.column is column and (business.interpreted or not interpreted):
            group = (business.body, tuple(sorted(business.languages)))
            minutes[group] = minutes.get(group, 0) + business.needed_minutes
    return sum(-(-needed // longest) for needed in minutes.values())


def _columns(problem: Problem) -> Iterator[Count]:
    for column in Column:
        needed = least_meetings(problem, column)
        open_periods = [
            period
            for period in problem.periods
            if not any(
                closure.column in {None, column} and closure.covers(period)
                for closure in problem.closures
            )
        ]
        places = len(open_periods) * problem.at_once.get(column, 0)
        if needed:
            sentence = text(
                "%(what)s: at least %(n)d needed, time for %(places)d.",
                what=MEETINGS[column],
                n=needed,
                places=places,
            )
            yield Count(key=f"at_once.{column}", fits=needed <= places, text=sentence)


def _entitlement(problem: Problem) -> Iterator[Count]:
    limits = problem.interpretation.entitlement
    needed = {column: least_meetings(problem, column, interpreted=True) for column in Column}
    counts = (
        ("total", sum(needed.values()), limits.total),
        *((column.value, needed[column], limits.of(column)) for column in Column),
    )
    for name, least, most in counts:
        if most is not None:
            sentence = text(
                "%(what)s: at least %(n)d needed, entitled to %(most)d.",
                what=INTERPRETED[name],
                n=least,
                most=most,
            )
            yield Count(key=f"interpretation.entitlement.{name}", fits=least <= most, text=sentence)


def _teams(problem: Problem) -> Iterator[Count]:
    needed = sum(least_meetings(problem, column, interpreted=True) for column in Column)
    if needed:
        served = meetings_served(problem)
        sentence = text(
            "Interpreters: at least %(n)d meetings needed, they can serve %(served)d.",
            n=needed,
            served=served,
        )
        yield Count(key="interpretation.teams", fits=needed <= served, text=sentence)


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
            yield Count(key=f"business.{business.id}.may_split", fits=False, text=sentence)
        yield from _documents(problem, business)


def _documents(problem: Problem, business: Business) -> Iterator[Count]:
    last = problem.days[-1]
    for symbol in business.documents:
        out = problem.document_by_symbol[symbol].out
        if out > last:
            sentence = text(
                "%(business)s waits for %(document)s, which is out on %(date)s, after the session.",
                business=opening(business),
                document=symbol,
                date=out,
            )
            yield Count(key=f"business.{business.id}.documents", fits=False, text=sentence)
