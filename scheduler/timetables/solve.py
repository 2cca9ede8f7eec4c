"""Make a timetable: search, prove where it is small enough, and let the checker judge."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from scheduler.programme import Status
from scheduler.timetables.checker import check_timetable
from scheduler.timetables.exact import Effort, prove
from scheduler.timetables.exact_model import provable
from scheduler.timetables.impossible import impossible
from scheduler.timetables.instance import Instance, compiled
from scheduler.timetables.outcome import LevelBound, Score, Timetable, TimetableOutcome
from scheduler.timetables.problem import Level, TimetableProblem
from scheduler.timetables.score import score
from scheduler.timetables.search.chains import Found, Limits, search
from scheduler.timetables.search.levels import Levels

SHARE_OF_SEARCH = 0.3  # of the time, where a proof is tried after it
STEPS_BEFORE_PROOF = 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableOptions:
    """How to search; `time_limit` in seconds, `steps` of each chain.

    With `steps` and a `seed` the search is the same on any machine; the time limit ends it
    earlier. `prove` False: search only.
    """

    time_limit: float = 60.0
    workers: int = 2
    seed: int = 1
    steps: int | None = None
    prove: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far: cost on each level (hard 0 once nothing is broken), seconds since start."""

    levels: Levels
    seconds: float


DEFAULT = TimetableOptions()


class EngineFault(RuntimeError):
    """The checker refuses what the engine found, or counts it otherwise: ours to mend."""


def make_timetable(
    problem: TimetableProblem,
    options: TimetableOptions = DEFAULT,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> TimetableOutcome:
    """A timetable that keeps all that must be, as good as can be found in the time.

    Cancelled, it ends within half a second with the best so far.
    """
    started = time.monotonic()
    instance = compiled(problem)
    hopeless = impossible(instance)
    if hopeless:
        seconds = time.monotonic() - started
        return TimetableOutcome(
            status=Status.INFEASIBLE,
            timetable=None,
            score=None,
            violations=hopeless,
            wall_seconds=seconds,
        )
    asked = cancelled or (lambda: False)

    def watch(levels: Levels) -> None:
        if progress is not None:
            progress(Progress(levels, time.monotonic() - started))

    exact = options.prove and provable(instance)
    found = search(instance, _limits(options, started, exact=exact), watch, asked)
    infeasible, bounds = False, _no_bounds(found.levels)
    if exact and not asked():
        effort = Effort(
            started=started,
            deadline=started + options.time_limit,
            workers=options.workers,
            seed=options.seed,
            watch=watch,
            cancelled=asked,
        )
        proof = prove(instance, found, effort)
        found, infeasible = proof.found, proof.infeasible
        bounds = proof.bounds or bounds
    return _outcome(instance, found, bounds, time.monotonic() - started, infeasible=infeasible)


def _limits(options: TimetableOptions, started: float, *, exact: bool) -> Limits:
    steps, seconds = options.steps, options.time_limit
    if exact:
        seconds *= SHARE_OF_SEARCH
        steps = min(STEPS_BEFORE_PROOF, steps or STEPS_BEFORE_PROOF)
    workers = 1 if exact else min(options.workers, 2)
    return Limits(deadline=started + seconds, steps=steps, workers=workers, seed=options.seed)


def _no_bounds(levels: Levels) -> tuple[LevelBound, ...]:
    # nothing costs less than nothing
    return tuple(
        LevelBound(level, value, 0 if value == 0 else None)
        for level, value in zip(Level, levels[1:], strict=True)
    )


def _outcome(
    instance: Instance,
    found: Found,
    bounds: tuple[LevelBound, ...],
    seconds: float,
    *,
    infeasible: bool,
) -> TimetableOutcome:
    timetable = instance.timetable(found.spots)
    counted = score(instance.problem, timetable)
    violations = check_timetable(instance.problem, timetable)
    if bool(violations) != bool(found.levels[0]) or counted.levels[1:] != found.levels[1:]:
        raise EngineFault(f"counted {counted.levels}, found {found.levels}: {violations[:3]}")
    if violations:
        return TimetableOutcome(
            status=Status.INFEASIBLE if infeasible else Status.UNKNOWN,
            timetable=None,
            score=None,
            nearest=timetable,
            violations=violations,
            wall_seconds=seconds,
            steps=found.steps,
        )
    return TimetableOutcome(
        status=_status(counted, bounds),
        timetable=timetable,
        score=counted,
        bounds=bounds,
        wall_seconds=seconds,
        first_seconds=found.first_seconds,
        steps=found.steps,
    )


def _status(counted: Score, bounds: tuple[LevelBound, ...]) -> Status:
    proven = all(one.proven for one in bounds) or counted.levels == (0, 0, 0)
    return Status.OPTIMAL if proven else Status.FEASIBLE


__all__ = ["EngineFault", "Progress", "Timetable", "TimetableOptions", "make_timetable"]
