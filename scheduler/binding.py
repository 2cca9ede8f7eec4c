"""Which requirements keep a programme from being better: each given up alone, and solved anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import reduce

from scheduler.checker import check
from scheduler.explanation.given_up import given_up
from scheduler.limits import Stop, Stopped, TooLarge, never
from scheduler.one_given_up import OneGivenUp, hidden
from scheduler.preferences import by_rank, costs
from scheduler.problem import Problem
from scheduler.programme import Programme, Requirement, Status
from scheduler.requirements import requirements
from scheduler.solve import DEFAULT, Options, plan

SHARE = 8  # one question has at most this part of the time
AT_ONCE = 0.6  # of the time, for all questions in one model,
FEW = 16  # unless there are so few that one after the other is sooner asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What keeps a programme from being better.

    Each of `requirements` alone, given up, allows a programme with fewer points than the one given:
    verified by solving. Of the `unknown` that is not known in time; no other binds.
    """

    requirements: tuple[Requirement, ...]
    unknown: tuple[Requirement, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all that could be given up were tried to the end."""
        return not self.unknown


def binding(
    problem: Problem,
    programme: Programme,
    business: str | None = None,
    options: Options = DEFAULT,
    *,
    told: Callable[[Binding], None] = lambda _so_far: None,
    cancelled: Stop = never,
) -> Binding:
    """The requirements (of one piece of business, if it is named) that bind a programme.

    Of what is best anyhow; where the programme is not, much seems to bind. Not tried are the time
    that business takes, what has been held, and that a body meets once at a time. `told` hears
    what is known whenever that is more. Raises KeyError for unknown business.
    """
    asked = {one.key: one for one in requirements(problem)}
    keys = [
        key
        for key in asked
        if _concerns(problem, key, business) and given_up(problem, key) is not None
    ]
    search = _Search(problem, programme, keys, options, cancelled)

    def so_far() -> Binding:
        return Binding(
            requirements=tuple(one for key, one in asked.items() if key in search.found),
            unknown=tuple(one for key, one in asked.items() if key in search.unknown),
        )

    for _step in search.steps():
        told(so_far())
    return so_far()


class _Search:
    """Programmes better than the one given, without some requirements."""

    def __init__(
        self,
        problem: Problem,
        programme: Programme,
        keys: Sequence[str],
        options: Options,
        cancelled: Stop,
    ) -> None:
        self.found: set[str] = set()
        self.unknown = set(keys)
        self._keys = keys
        self._problem = problem
        self._programme = programme
        self._points = by_rank(costs(problem, programme))
        self._options = options
        self._started = time.monotonic()
        self._deadline = self._started + options.time_limit
        self._cancelled = cancelled

    def steps(self) -> Iterator[None]:
        """Go on until all is known or the time is over; stops where something new is known.

        Many are tried at once as far as one model can tell, and what is left over in groups.
        """
        if not any(self._points):  # nothing can be better
            self.unknown.clear()
        if len(self.unknown) > FEW and not self._cancelled():
            with suppress(Stopped, TooLarge):
                yield from self._at_once()
        yield from self._among([key for key in self._keys if key in self.unknown])

    def _at_once(self) -> Iterator[None]:
        """With one model in which at most one of them is given up."""
        until = self._started + self._options.time_limit * AT_ONCE

        def late() -> bool:
            return self._cancelled() or time.monotonic() >= until

        keys = [key for key in self._keys if not hidden(self._problem, key)]
        search = OneGivenUp(
            self._problem, self._programme, keys, seed=self._options.seed, until=until, late=late
        )
        while search.left:
            answer = search.next()
            if answer is None:
                break
            if not answer.key:  # nothing is to be given up for it: it helps whatever is
                if self._is_better(self._problem, answer.programme):
                    self.found |= self.unknown
                    self.unknown.clear()
                break
            if self._is_better(_without(self._problem, answer.key), answer.programme):
                self._known(answer.key, binds=True)
                yield
        if search.none_left:
            self.unknown.difference_update(search.left)
            yield

    def _is_better(self, problem: Problem, programme: Programme) -> bool:
        better = by_rank(costs(problem, programme)) < self._points
        return better and not check(problem, programme)

    def _known(self, key: str, *, binds: bool) -> None:
        self.unknown.discard(key)
        if binds:
            self.found.add(key)

    def _among(self, keys: Sequence[str]) -> Iterator[None]:
        """Those of the keys that bind alone; where all of them together do not help, none does."""
        better = self._better_without(keys) if keys else None
        if better is False:
            self.unknown.difference_update(keys)
            yield
        elif len(keys) > 1:
            half = len(keys) // 2
            yield from self._among(keys[:half])
            yield from self._among(keys[half:])
        elif better:
            self._known(keys[0], binds=True)
            yield

    def _better_without(self, keys: Sequence[str]) -> bool | None:
        """Whether there is a better programme; None where that is not known in time."""
        left = self._deadline - time.monotonic()
        if left <= 0 or self._cancelled():
            return None
        limited = replace(self._options, time_limit=min(left, self._options.time_limit / SHARE))
        wider = reduce(_without, keys, self._problem)
        outcome = plan(wider, limited, cancelled=self._cancelled)
        if outcome.programme is not None and by_rank(outcome.preferences) < self._points:
            return True
        return False if outcome.status is Status.OPTIMAL else None


def _without(problem: Problem, key: str) -> Problem:
    wider = given_up(problem, key)
    assert wider is not None
    return wider


def _concerns(problem: Problem, key: str, business: str | None) -> bool:
    if business is None:
        return True
    chair = f"chairs.{problem.business_by_id[business].chair}"
    related = {f"relations.{one.id}" for one in problem.relations if business in one.business}
    of = key.rpartition(".")[0]  # an id may have dots of its own
    return of == f"business.{business}" or key == chair or key in related
