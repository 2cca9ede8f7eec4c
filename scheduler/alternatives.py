"""Programmes to choose from: the best, and the best of other emphases, unlike one another."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.limits import Stop, never
from scheduler.model.narrowing import Narrowing, Unlike
from scheduler.preferences import by_rank
from scheduler.problem import Preference, Problem
from scheduler.programme import Outcome, Programme, Status
from scheduler.search import Way
from scheduler.solve import DEFAULT, Options, Progress, plan
from scheduler.trade_off import amount_of

SHARE = 4  # one placement in so many lies elsewhere
LEAST_MOVED = 3  # two items that trade places make no other programme
SOON = (
    Way(("core",), 0.5, alone=True, brief=True),
    Way(("default_lp",), 0.3, alone=True, brief=True),
)


def alternatives(
    problem: Problem,
    count: int,
    options: Options = DEFAULT,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Stop = never,
) -> tuple[Outcome, ...]:
    """The best programme, and others that are good at something else: at most `count`.

    A programme is unlike another where at least a quarter of the placements (business, period) of
    the other are not in it. Each is unlike all before it, and where that is known soon each has
    less of some preference than all before it: the best of those that have, of the preference for
    which that costs least. Those that follow are the best of what is unlike all before them. The
    bound of each holds for programmes as the one it is of. Where there is none at all, the first
    outcome says so; fewer come back where there are no more, or none was found in the time, which
    all share, the first with half of it. What is better than the first, found in too short a time,
    takes its place.
    """
    search = _Search(problem, options, cancelled)
    while len(search.found) < count and not (search.found and search.over()):
        outcome = search.emphasized() or search.best(count, progress)
        if search.found and outcome.programme is None:
            break
        search.found.append(outcome)
        if outcome.programme is None:
            break
    return best_first(search.found)


def best_first(found: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The same, the best of them first where the one found as the best is not proven to be it.

    It then has the bound of that one, which holds for all programmes.
    """
    first = found[0]
    if first.programme is None or first.status is Status.OPTIMAL:
        return tuple(found)
    best = min(found, key=lambda one: by_rank(one.preferences))
    ranks = zip(best.ranks, first.ranks, strict=True)
    as_first = replace(
        best,
        status=Status.FEASIBLE,
        bound=first.bound,
        ranks=tuple(replace(here, bound=known.bound) for here, known in ranks),
    )
    return (as_first, *(one for one in found if one is not best))


@dataclass(slots=True)
class _Search:
    """What was found so far; `known`: the best with less of a preference, as far as still asked."""

    problem: Problem
    options: Options
    cancelled: Stop
    found: list[Outcome] = field(default_factory=list)
    known: dict[Preference, Outcome | None] = field(default_factory=dict)
    deadline: float = 0.0

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.options.time_limit
        self.known = {name: None for name in Preference if self.problem.weights.get(name)}

    def over(self) -> bool:
        return self.cancelled() or time.monotonic() >= self.deadline

    def best(self, count: int, progress: Callable[[Progress], None] | None) -> Outcome:
        """The best that is unlike those found; those still to come have as much of the time.

        The first has half of it: what others are beside it says little where it is not the best.
        """
        shares = count - len(self.found) if self.found else min(count, 2)
        share = (self.deadline - time.monotonic()) / shares
        return plan(
            self.problem,
            replace(self.options, time_limit=max(0.1, share)),
            narrowing=Narrowing(unlike=self._unlike()),
            progress=progress,
            cancelled=self.cancelled,
        )

    def emphasized(self) -> Outcome | None:
        """The best that has less of some preference than all found; None where none is known."""
        if not self.found:
            return None
        with ThreadPoolExecutor(self.options.workers) as pool:
            asked = dict(zip(self.known, pool.map(self._with_less, self.known), strict=True))
        self.known = {name: one for name, one in asked.items() if one is not None}
        known = [one for one in self.known.values() if one is not None]
        return min(known, key=lambda one: by_rank(one.preferences), default=None)

    def _with_less(self, name: Preference) -> Outcome | None:
        """The best with less of a preference than all found; None where that is not known soon."""
        least = min(amount_of(one, name) for one in self.found)
        known = self.known[name]
        if known is not None and amount_of(known, name) < least and self._is_unlike(known):
            return known  # it is the best still
        left = self.deadline - time.monotonic()
        if least == 0 or left <= 0 or self.cancelled():
            return None
        outcome = plan(
            self.problem,
            replace(self.options, time_limit=left),
            narrowing=Narrowing(most={name: least - 1}, unlike=self._unlike()),
            how=lambda _model: SOON,
            cancelled=self.cancelled,
        )
        return outcome if outcome.status is Status.OPTIMAL else None

    def _unlike(self) -> tuple[Unlike, ...]:
        earlier = [one.programme for one in self.found if one.programme is not None]
        return tuple(Unlike(programme=one, moved=least_moved(one)) for one in earlier)

    def _is_unlike(self, outcome: Outcome) -> bool:
        assert outcome.programme is not None
        placed = placements(outcome.programme)
        return all(len(placements(one.programme) - placed) >= one.moved for one in self._unlike())


def placements(programme: Programme) -> set[tuple[str, date, str]]:
    """Business, date and slot of each part."""
    return {
        (item.item, meeting.date, meeting.slot)
        for meeting in programme.meetings
        for item in meeting.items
    }


def least_moved(programme: Programme) -> int:
    """How many of its placements lie elsewhere in a programme that is unlike it."""
    placed = sum(len(meeting.items) for meeting in programme.meetings)
    return min(placed, max(LEAST_MOVED, -(-placed // SHARE)))
