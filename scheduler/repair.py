"""Repair a programme: what is asked for has changed, and as little as possible is to move."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.checker import check
from scheduler.differences import NOBODY, Change, Touched, differences, touched
from scheduler.events import Event, Lost, closure_of
from scheduler.happened import broken_off, happened
from scheduler.model.narrowing import Narrowing
from scheduler.preferences import costs, total
from scheduler.problem import Preference, Problem, SlotDate, Weight
from scheduler.programme import Outcome, Programme, Status
from scheduler.solve import DEFAULT, Options, Progress, plan
from scheduler.standards import close_to
from scheduler.steady import steadied


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A repaired programme.

    `problem` is what is asked for now. `moved` counts the placements (business, period) that are
    added or missing; no programme has less than `fewest`. Points and bound of the `outcome`, and
    its status, are those among the programmes that move no more. Minutes, rooms and the order in a
    meeting stay as they were where they can. `changes` are in sentences. Of business that was
    `broken_off` (ids) less is asked for than before (`scheduler.happened`).
    """

    problem: Problem
    outcome: Outcome
    moved: int = 0
    fewest: int = 0
    changes: tuple[Change, ...] = ()
    broken_off: tuple[str, ...] = ()
    touched: Touched = NOBODY


def repair(
    problem: Problem,
    programme: Programme,
    events: Sequence[Event] = (),
    *,
    since: SlotDate | None = None,
    options: Options = DEFAULT,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Repair:
    """Find the programme after the events with the fewest changes, and of these the best.

    What the programme takes before `since` has been held, and stays. Where nothing is broken the
    same programme comes back. `progress` is called from another thread whenever fewer changes are
    known, or more proven to be needed. Cancelled, it gives the fewest changes found so far.
    Raises KeyError for events of which the session knows nothing.
    """
    started = time.monotonic()
    asked = asked_now(problem, programme, events, since)
    if not check(asked, programme):
        return Repair(problem=asked, outcome=_priced(asked, programme, Status.OPTIMAL, started))
    near = replace(asked, preferences=_only_closeness(asked.preferences))
    first = plan(
        near, options, narrowing=Narrowing(start=programme), progress=progress, cancelled=cancelled
    )
    if first.programme is None:
        return Repair(problem=asked, outcome=_without_what_is_lost(first, events))
    moved, fewest = first.objective or 0, first.bound or 0
    outcome = _priced(asked, first.programme, Status.FEASIBLE, started)
    left = options.time_limit - (time.monotonic() - started)
    if left > 0 and not cancelled():
        narrowing = Narrowing(most={Preference.CLOSENESS: moved}, start=first.programme)
        limited = replace(options, time_limit=left)
        best = plan(asked, limited, narrowing=narrowing, cancelled=cancelled)
        if best.programme is not None:
            seconds = time.monotonic() - started
            outcome = replace(best, wall_seconds=seconds)
    assert outcome.programme is not None
    steady = steadied(asked, outcome.programme, programme, cancelled)
    priced = _priced(asked, steady, outcome.status, started)
    return Repair(
        problem=asked,
        outcome=replace(priced, bound=outcome.bound, ranks=outcome.ranks),
        moved=moved,
        fewest=fewest,
        changes=differences(programme, steady, asked),
        broken_off=broken_off(problem, asked),
        touched=touched(programme, steady, asked),
    )


def asked_now(
    problem: Problem, programme: Programme, events: Sequence[Event], since: SlotDate | None
) -> Problem:
    """What is asked for after the events, with the programme to stay close to.

    Raises KeyError for events of which the session knows nothing.
    """
    return close_to(happened(problem, programme, events, since), programme)


def _without_what_is_lost(outcome: Outcome, events: Sequence[Event]) -> Outcome:
    """The same, with no way out but others where it is to meet when that has become impossible."""
    lost = {f"closures.{closure_of(event).id}" for event in events if isinstance(event, Lost)}
    if outcome.explanation is None:
        return outcome
    ways = tuple(
        way
        for way in outcome.explanation.ways
        if lost.isdisjoint(one.requirement.key for one in way)
    )
    return replace(outcome, explanation=replace(outcome.explanation, ways=ways))


def _only_closeness(given: Mapping[Preference, Weight]) -> Mapping[Preference, Weight]:
    """Nothing but closeness counts; what is never to be worse still is not."""
    return {  # some preferences count unless told otherwise
        name: Weight(
            weight=int(name is Preference.CLOSENESS),
            above=given.get(name, Weight(weight=0)).above,
            never_worse=given.get(name, Weight(weight=0)).never_worse,
        )
        for name in Preference
    }


def _priced(problem: Problem, programme: Programme, status: Status, started: float) -> Outcome:
    """The programme with its points, of which nothing is proven."""
    preferences = costs(problem, programme)
    return Outcome(
        status=status,
        wall_seconds=time.monotonic() - started,
        programme=programme,
        objective=total(preferences),
        preferences=preferences,
    )
