"""Why a piece of business is where it is: what it would cost to have it elsewhere, by solving."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from scheduler.model.narrowing import Narrowing
from scheduler.problem import Business, Period, Problem, SlotDate
from scheduler.programme import Outcome, Programme, Requirement
from scheduler.solve import DEFAULT, Options, plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The best programme in which a piece of business has a part in a period.

    `clash`: the requirements that rule it out, without that it be there; empty where there is a
    programme, or the time was too short to tell.
    """

    period: Period
    outcome: Outcome
    clash: tuple[Requirement, ...] = ()


def elsewhere(
    problem: Problem,
    business: str,
    periods: Iterable[Period],
    options: Options = DEFAULT,
    *,
    start: Programme | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Elsewhere, ...]:
    """Plan the session with the business in each of the periods, which share the time.

    Whatever fixes it now is set aside. `start` is a programme to begin the searches with. Raises
    KeyError for unknown business.
    """
    deadline = time.monotonic() + options.time_limit
    asked, found = list(periods), list[Elsewhere]()
    one = problem.business_by_id[business]
    for place, period in enumerate(asked):
        left = deadline - time.monotonic()
        if left <= 0 or cancelled():
            break
        limited = replace(options, time_limit=max(0.1, left / (len(asked) - place)))
        there = _fixed(problem, one, SlotDate(date=period.date, slot=period.slot.id))
        outcome = plan(there, limited, narrowing=Narrowing(start=start), cancelled=cancelled)
        found.append(Elsewhere(period=period, outcome=outcome, clash=_clash(outcome, one)))
    return tuple(found)


def _fixed(problem: Problem, business: Business, when: SlotDate) -> Problem:
    there = replace(business, fixed=(when,))
    return replace(
        problem, business=tuple(there if one is business else one for one in problem.business)
    )


def _clash(outcome: Outcome, business: Business) -> tuple[Requirement, ...]:
    if outcome.explanation is None:
        return ()
    asked = f"business.{business.id}.fixed"
    return tuple(one for one in outcome.explanation.clash if one.key != asked)
