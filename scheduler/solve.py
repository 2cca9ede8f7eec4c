"""Plan a session: build the model, search, prove, and let the checker judge what is found."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.counting.capacity import capacity
from scheduler.counting.fillings import limits_counted, overfilled
from scheduler.explanation.explain import explain
from scheduler.limits import Stop, Stopped, never
from scheduler.model import Model, build
from scheduler.model.narrowing import WIDE, Narrowing, narrow
from scheduler.problem import Problem
from scheduler.programme import Outcome, Status
from scheduler.search import EngineFault, Found, RankedSearch, Way
from scheduler.watch import Progress, Watch

__all__ = ["DEFAULT", "EngineFault", "Options", "Progress", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to search; `time_limit` in seconds.

    With the same `workers` and `seed`, and time enough for the proof, the same problem gets the
    same programme.
    """

    time_limit: float = 60.0
    workers: int = 2
    seed: int = 1


DEFAULT = Options()


# One after the other, each beginning with the best programme of the one before (decision 0020):
# from the preferences upwards, which proves most sessions, then with what improves a programme
# meanwhile; on linear relaxations, which proves those whose preferences pull at every part;
# upwards again for longer; with both.
CORE, UPWARDS = Way(("core",), 2.5, alone=True), Way(("core",), 1.5)
RELAXED = Way(("max_lp",), 1.5, alone=True)
# With sets of periods listed relaxations are tight: bounds rise soon, programmes come late
TIGHT = Way(("objective_lb_search_max_lp",), 3.0, alone=True, scouted=True)
# Where nearly the same was solved before, most are proven soon by one or by another of these: no
# reason to be thorough with any. What is slow as it is prepared is often quick unprepared
SOON = (
    Way(("core",), 0.2, alone=True, brief=True, other=1, shrinking=0),
    Way(("core",), 0.3, alone=True, raw=True, shrinking=0),
    Way(("core",), 0.6, alone=True, brief=True, other=1),
)
AT_LENGTH = (Way(("core",), 10.0, alone=True), Way(("core", "max_lp"), math.inf))


def ways(model: Model) -> tuple[Way, ...]:
    """Relaxations first where sets of periods are listed."""
    return (*((TIGHT, UPWARDS) if model.sets else (CORE, UPWARDS, RELAXED)), *AT_LENGTH)


def plan(
    problem: Problem,
    options: Options = DEFAULT,
    *,
    narrowing: Narrowing = WIDE,
    how: Callable[[Model], Sequence[Way]] = ways,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Stop = never,
) -> Outcome:
    """Find the programme that costs least, or say why there is none.

    Only programmes within the `narrowing` are looked for; where there are none, nothing is
    explained. `how` says in which ways to search, one after the other. `progress` is called from
    another thread whenever a better programme or bound is known; `cancelled` is asked ten times a
    second, and ends the search with what was found so far. Raises TooLarge where no model can be
    made of the problem.
    """
    started = time.monotonic()
    deadline = started + options.time_limit
    watch = Watch(started, progress)

    def late() -> bool:
        return cancelled() or time.monotonic() >= deadline

    try:
        found = Found.impossible() if too_little(problem) else None
        if found is None:
            model = build(problem, stop=late)
            narrow(model, narrowing)
            found = RankedSearch(
                model=model,
                ways=how(model),
                workers=options.workers,
                seed=options.seed,
                deadline=deadline,
                watch=watch,
                cancelled=cancelled,
            ).run()
    except Stopped:
        found = Found(bounds=[])
    seconds = time.monotonic() - started
    outcome = outcome_of(found, seconds)
    if outcome.status is not Status.INFEASIBLE or narrowing.narrows:
        return outcome
    left = max(1.0, options.time_limit - seconds)
    explanation = explain(problem, time_limit=left, seed=options.seed, cancelled=cancelled)
    return Outcome(
        status=Status.INFEASIBLE,
        wall_seconds=time.monotonic() - started,
        explanation=explanation,
    )


def too_little(problem: Problem) -> bool:
    """Whether counting shows, before anything is built, that there is no programme."""
    if any(not count.fits for count in capacity(problem)):
        return True
    return overfilled(problem, limits_counted(problem))


def outcome_of(found: Found, seconds: float) -> Outcome:
    """What a search has come to, in so many seconds; nothing is explained."""
    if found.programme is None:
        impossible = found.status == cp_model.INFEASIBLE
        status = Status.INFEASIBLE if impossible else Status.UNKNOWN
        return Outcome(status=status, wall_seconds=seconds)
    ranks = found.ranks
    return Outcome(
        status=Status.OPTIMAL if all(rank.proven for rank in ranks) else Status.FEASIBLE,
        wall_seconds=seconds,
        programme=found.programme,
        objective=sum(rank.objective for rank in ranks),
        bound=sum(rank.bound for rank in ranks),
        preferences=found.preferences,
        ranks=ranks if len(ranks) > 1 else (),
    )
