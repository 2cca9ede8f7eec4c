"""Make a roster: one aim after the other, and the checker judges what is found."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.programme import Status
from scheduler.roster.checker import check_roster
from scheduler.roster.chiefs import with_chiefs
from scheduler.roster.effort import Effort, RosterProgress
from scheduler.roster.levels import AIMS, Found, by_levels
from scheduler.roster.model import build
from scheduler.roster.outcome import Aim, Duty, Level, Roster, RosterOutcome
from scheduler.roster.problem import RosterProblem
from scheduler.roster.shortage import shortage
from scheduler.roster.times import merged, share_out


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterOptions:
    """How to search; `time_limit` in seconds, for all aims together."""

    time_limit: float = 60.0
    workers: int = 2
    seed: int = 1


DEFAULT = RosterOptions()


class RosterFault(RuntimeError):
    """The engine's own checker refuses what the engine found: ours to mend."""


def make_roster(
    problem: RosterProblem,
    options: RosterOptions = DEFAULT,
    *,
    progress: Callable[[RosterProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RosterOutcome:
    """Find the best roster, or say who is missing where.

    `progress` is called from any thread; `cancelled` is asked all the time, and ends the search
    with the best found so far.
    """
    return search(problem, options, progress=progress, cancelled=cancelled)


def search(
    problem: RosterProblem,
    options: RosterOptions,
    *,
    held: Mapping[str, frozenset[Duty]] | None = None,
    before: frozenset[Duty] | None = None,
    progress: Callable[[RosterProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RosterOutcome:
    """Search, with meetings that are over as they were, and near to the duties of `before`."""
    started = time.monotonic()
    held = held or {}
    effort = Effort(
        started=started,
        deadline=started + options.time_limit,
        workers=options.workers,
        seed=options.seed,
        cancelled=cancelled or (lambda: False),
        progress=progress,
    )
    found = best(problem, effort, held=held, before=before)
    if found.infeasible:
        missing = shortage(problem, held=held, before=before, effort=effort)
        seconds = time.monotonic() - started
        return RosterOutcome(status=Status.INFEASIBLE, wall_seconds=seconds, shortage=missing)
    if not found.levels:
        return RosterOutcome(status=Status.UNKNOWN, wall_seconds=time.monotonic() - started)
    roster = with_chiefs(problem, found.duties, held)
    wrong = _wrong(problem, roster, held)
    if wrong:
        raise RosterFault("; ".join(wrong))
    return RosterOutcome(
        status=Status.OPTIMAL if all(level.proven for level in found.levels) else Status.FEASIBLE,
        wall_seconds=time.monotonic() - started,
        roster=roster,
        levels=tuple(found.levels),
    )


LARGE = 2000  # people times meetings; smaller ones are proven as fast at once
FOR_TIMES = 0.8  # of the time, before the meetings are looked at one by one


def best(
    problem: RosterProblem,
    effort: Effort,
    *,
    held: Mapping[str, frozenset[Duty]] | None = None,
    before: frozenset[Duty] | None = None,
    aims: Sequence[Aim] = AIMS,
    one_of: Collection[str] = (),
    known: Sequence[Level] = (),
) -> Found:
    """Who works when and then where, if that suffices; else all at once.

    `one_of`: people of whom just one has duties; `known`: bounds, as `by_levels` takes them.
    """
    large = len(problem.people) * len(problem.sittings) > LARGE
    if not large:
        effort = replace(effort, workers=1)  # two share the work with searches that prove nothing
    if large and before is None and not held and (times := merged(problem)) is not None:
        first = by_levels(
            build(problem, times=times, one_of=one_of),
            effort.part(FOR_TIMES),
            aims=aims,
            known=known,
        )
        if first.infeasible:
            return first
        if first.levels:
            duties = share_out(problem, times, first.duties, effort.to_end())
            if duties is not None:
                return Found(duties, first.levels)
        if effort.over:
            return Found((), [])
        known = first.levels or known
    model = build(problem, held=held, before=before, one_of=one_of)
    return by_levels(model, effort, aims=aims, before=before, held=held, known=known)


def _wrong(
    problem: RosterProblem, roster: Roster, held: Mapping[str, frozenset[Duty]]
) -> list[str]:
    """What the checker says of it and did not say of the meetings that are over."""
    over = Roster(tuple(duty for duties in held.values() for duty in sorted(duties)))
    known = {str(one.text) for one in check_roster(problem, over)} if held else set()
    return [text for one in check_roster(problem, roster) if (text := str(one.text)) not in known]
