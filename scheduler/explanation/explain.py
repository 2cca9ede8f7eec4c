"""Why there is no programme: clashes that cannot be smaller, and the cheapest ways out found."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress

from scheduler.counting.capacity import capacity
from scheduler.explanation.counted import counts
from scheduler.explanation.hours import hours_needed
from scheduler.explanation.hurt import CLASHES, LARGE, MORE_MEETINGS, Way, hurts
from scheduler.explanation.instead import change
from scheduler.explanation.large import CountedSearch
from scheduler.explanation.more_meetings import Beside, More, beside_meetings, more_meetings
from scheduler.explanation.solved import ClashSearch
from scheduler.explanation.told import told
from scheduler.limits import Stop, Stopped, TooLarge, never
from scheduler.model import build
from scheduler.model.size import least_size
from scheduler.problem import Business, Problem
from scheduler.programme import Explanation, Relaxation, Requirement, Told
from scheduler.requirements import requirements

FOR_CLASHES = 0.75  # of the time, where the rest is wanted for more meetings


def explain(
    problem: Problem,
    *,
    time_limit: float = 30.0,
    seed: int = 1,
    cancelled: Stop = never,
) -> Explanation:
    """Explain an infeasible problem within `time_limit` seconds, or until it is cancelled.

    A clash is shrunk until each of its requirements is needed for it, and further clashes and ways
    out are looked for, as far as the time goes. Every way out has been verified by solving. Both
    parts are empty where there is a programme, or none is proven to be impossible in time. A
    clash that is only counted, where the time or the session allows no more, has no way out but
    more meetings.
    """
    started = time.monotonic()
    counted = [set(count.clash) for count in capacity(problem) if count.clash][:CLASHES]
    # Where counting has found something, time is kept for a way out of that
    deadline = started + time_limit * (FOR_CLASHES if counted else 1.0)

    def late() -> bool:
        return cancelled() or time.monotonic() >= deadline

    def over() -> bool:
        return cancelled() or time.monotonic() >= started + time_limit

    known = {requirement.key: requirement for requirement in requirements(problem)}
    clashes: list[set[str]] = []
    ways: list[Way] = []
    with ThreadPoolExecutor(2) as aside:
        more = _MoreMeetings(aside, problem, over)
        try:
            if least_size(problem, explaining=True) > LARGE:
                by_count = CountedSearch(problem, deadline, seed, late)
                clashes = by_count.clashes()
                ways = by_count.ways(clashes)
            certain = bool(clashes)  # of a large session: no more is asked of its clashes
            # Business is first thought of as shorter at most; left out only where nothing else does
            for leaving_out in () if ways else (False, True):
                model = build(problem, explaining=True, leaving_out=leaving_out, stop=late)
                until = deadline - time_limit / 10  # meetings more may only now be looked for
                search = ClashSearch(model, until, seed, late)
                if certain:
                    more.look(clashes)
                    ways = search.ways(clashes)
                else:
                    beside = ClashSearch(model.twin(), until, seed, late)
                    found, ways = _clashes_and_ways(search, beside, more, aside)
                    clashes = found or clashes
                if clashes and ways:
                    break
        except (Stopped, TooLarge):
            pass
        clashes = clashes or counted
        more.look(clashes)
        more.look_beside(ways, clashes)
        of_clashes = tuple(
            tuple(requirement for key, requirement in known.items() if key in clash)
            for clash in clashes
        )
        all_told = tuple(_told(problem, clash, over) for clash in of_clashes)
    return Explanation(
        clashes=of_clashes,
        told=all_told,
        counts=tuple(counts(problem, clash) for clash in clashes),
        ways=_ways(problem, known, ways, more.found()),
    )


def _clashes_and_ways(
    search: ClashSearch, beside: ClashSearch, more: _MoreMeetings, aside: Executor
) -> tuple[list[set[str]], list[Way]]:
    """Clashes and ways out: further clashes are looked for beside the ways out of the first."""
    first = search.clashes(1)
    if not first:
        return [], []
    clashes = aside.submit(beside.clashes, known=first)
    more.look(first)
    ways = search.ways(first)
    more.look_beside(ways, first)
    return clashes.result(), ways


class _MoreMeetings:
    """The way out of more meetings, looked for beside the others."""

    def __init__(self, aside: Executor, problem: Problem, late: Stop) -> None:
        self._aside = aside
        self._problem = problem
        self._late = late
        self._alone: Future[More] | None = None
        self._beside = More()
        self._tried: list[Beside | None] = [None]  # nothing to try

    def look(self, clashes: Collection[set[str]]) -> None:
        """Begin, where time is short in each of these and it has not begun."""
        if self._alone is None and clashes and all(map(_short_of_time, clashes)):
            self._alone = self._aside.submit(more_meetings, self._problem, self._late)

    def look_beside(
        self, ways: Collection[Mapping[str, int]], clashes: Collection[set[str]]
    ) -> None:
        """Where more meetings do not help alone, look for them beside what else is given up."""
        beside = beside_meetings(ways, clashes)
        if self.found() or beside in self._tried or not any(map(_short_of_time, clashes)):
            return
        self._tried.append(beside)
        with suppress(Stopped, TooLarge):
            self._beside = more_meetings(self._problem, self._late, beside)

    def found(self) -> More:
        """Wait for it."""
        with suppress(Stopped, TooLarge):
            return self._beside or (self._alone.result() if self._alone is not None else More())
        return More()


def _short_of_time(clash: set[str]) -> bool:
    return any(key.startswith("time.") for key in clash)


def _told(problem: Problem, clash: Sequence[Requirement], stop: Stop) -> tuple[Told, ...]:
    """The clash in sentences; of no hours but those that it needs, as far as the time goes."""
    hours: Mapping[str, Sequence[Business]] = {}
    with suppress(Stopped, TooLarge):
        hours = hours_needed(problem, {one.key for one in clash}, stop)
    return told(problem, clash, hours)


def _ways(
    problem: Problem,
    known: Mapping[str, Requirement],
    ways: Iterable[Way],
    more: More,
) -> tuple[tuple[Relaxation, ...], ...]:
    """The ways out, those first that hurt least."""

    def changes(way: Way) -> tuple[Relaxation, ...]:
        return tuple(
            Relaxation(requirement=known[key], text=change(problem, known[key], way)) for key in way
        )

    ranked = [(hurts(way), changes(way)) for way in ways]
    if more:
        hurt_more = MORE_MEETINGS * len(more.times) + hurts(more.beside)
        ranked.append((hurt_more, (*more.times, *changes(more.beside))))
    return tuple(way for _, way in sorted(ranked, key=lambda pair: pair[0]))
