"""Which requirements keep a programme from being better: each given up alone, and solved anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import reduce

from scheduler.checker import check
from scheduler.explanation.given_up import given_up
from scheduler.limits import Stop, Stopped, TooLarge, never
from scheduler.model import Model
from scheduler.model.narrowing import Narrowing
from scheduler.one_given_up import OneGivenUp, hidden
from scheduler.preferences import by_rank, costs
from scheduler.problem import Problem
from scheduler.programme import Outcome, Programme, Requirement, Status
from scheduler.requirements import requirements
from scheduler.search import Way
from scheduler.solve import DEFAULT, SOON, Options, plan, ways

SHARE = 8  # one question has at most this part of the time
FEW = 8  # requirements of a kind are sooner tried by halves than in one model


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
        self._deadline = time.monotonic() + options.time_limit
        self._cancelled = cancelled

    def steps(self) -> Iterator[None]:
        """Go on until all is known or the time is over; stops where something new is known.

        Requirements of one kind are given up together, so many kinds at once as there are workers.
        """
        if not any(self._points):  # nothing can be better
            self.unknown.clear()
        groups = by_kind(key for key in self._keys if key in self.unknown)
        with ThreadPoolExecutor(self._options.workers) as pool:
            for tried in as_completed([pool.submit(self._among, group) for group in groups]):
                tried.result()
                yield

    def _among(self, keys: Sequence[str]) -> None:
        """Those of the keys that bind alone; where all of them together do not help, none does."""
        outcome = self._without(keys) if keys else None
        if outcome is None:
            return
        if outcome.programme is not None and by_rank(outcome.preferences) < self._points:
            self._some_of(keys)
        elif outcome.status is Status.OPTIMAL:
            self.unknown.difference_update(keys)
        elif len(keys) > 1:
            self._by_halves(keys)

    def _some_of(self, keys: Sequence[str]) -> None:
        """Of keys that help when they are given up together."""
        if len(keys) == 1:
            self._binds(keys[0])
            return
        left = keys
        if len(keys) > FEW:
            with suppress(Stopped, TooLarge):
                self._one_by_one([key for key in keys if not hidden(self._problem, key)])
            left = [key for key in keys if key in self.unknown]
        if len(left) < len(keys):
            self._among(left)
        else:
            self._by_halves(left)

    def _one_by_one(self, keys: Sequence[str]) -> None:
        """In one model in which at most one of them is given up, as far as it can tell."""

        def late() -> bool:
            return self._cancelled() or time.monotonic() >= until

        until = min(self._deadline, time.monotonic() + self._options.time_limit / SHARE)
        search = OneGivenUp(
            self._problem, self._programme, keys, seed=self._options.seed, until=until, late=late
        )
        while search.left:
            answer = search.next()
            if answer is None:
                break
            given_up = _without(self._problem, answer.key) if answer.key else self._problem
            if self._is_better(given_up, answer.programme):
                if not answer.key:  # nothing is to be given up for it: it helps whatever is
                    self.found |= self.unknown
                    self.unknown.clear()
                    break
                self._binds(answer.key)
            elif not answer.key:
                break
        if search.none_left:
            self.unknown.difference_update(search.left)

    def _binds(self, key: str) -> None:
        self.unknown.discard(key)
        self.found.add(key)

    def _by_halves(self, keys: Sequence[str]) -> None:
        half = len(keys) // 2
        self._among(keys[:half])
        self._among(keys[half:])

    def _is_better(self, problem: Problem, programme: Programme) -> bool:
        better = by_rank(costs(problem, programme)) < self._points
        return better and not check(problem, programme)

    def _without(self, keys: Sequence[str]) -> Outcome | None:
        """The best programme without these, so far as it is known; None where no time is left.

        Of several, what is not known soon is not worth more: they are tried by halves.
        """
        left = self._deadline - time.monotonic()
        if left <= 0 or self._cancelled():
            return None
        return plan(
            reduce(_without, keys, self._problem),
            replace(self._options, time_limit=min(left, self._options.time_limit / SHARE)),
            narrowing=Narrowing(start=self._programme),
            how=_soon if len(keys) > 1 else _thoroughly,
            cancelled=self._cancelled,
        )


def by_kind(keys: Iterable[str]) -> list[list[str]]:
    """Those together that ask for the same of different things."""
    kinds: dict[str, list[str]] = {}
    for key in keys:
        of, *rest = key.split(".")
        kind = rest[-1] if of == "business" else of.removesuffix("s")  # "rooms" are of "room"
        kinds.setdefault(kind, []).append(key)
    return list(kinds.values())


def _soon(_model: Model) -> Sequence[Way]:
    return SOON


def _thoroughly(model: Model) -> Sequence[Way]:
    return (*SOON, *ways(model))


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
