"""What has been held already stays as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.checks.view import Held, View
from scheduler.problem import Business
from scheduler.programme import Violation
from scheduler.text import text
from scheduler.wording import duration, moment, opening


def check_held(view: View) -> Iterator[Violation]:
    """Every part of the past that the programme changes, by business in agenda order."""
    if view.problem.held is not None:
        for business in view.problem.business:
            yield from _changed(view, business)


def _changed(view: View, business: Business) -> Iterator[Violation]:
    problem = view.problem
    assert problem.held is not None
    was, now = Counter[int](), Counter[int]()
    meetings: dict[int, list[Held]] = {}
    for part in problem.held.parts:
        if part.business == business.id:
            was[problem.period_at[part.date, part.slot].index] += part.minutes
    for taken in view.taken[business.id]:
        period = taken.held.period
        if period is not None and period.index < problem.periods_held:
            now[period.index] += taken.part.minutes
            meetings.setdefault(period.index, []).append(taken.held)
    for index in sorted(was.keys() | now.keys()):
        if was[index] != now[index]:
            period = problem.periods[index]
            sentence = text(
                "%(business)s was taken for %(was)s on %(when)s, and is taken for %(now)s here.",
                business=opening(business),
                was=duration(was[index]),
                when=moment(period.date, period.slot.start),
                now=duration(now[index]),
            )
            yield view.broken("held", sentence, meetings.get(index, ()))
