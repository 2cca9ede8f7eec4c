"""The search for clashes that cannot be smaller, and for the cheapest ways out of them."""

from __future__ import annotations

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from itertools import product

from scheduler.explanation.alike import Alike
from scheduler.explanation.cheapest import cheapest_hitting
from scheduler.explanation.counted import by_itself, counted
from scheduler.explanation.given_up import all_given_up
from scheduler.explanation.hours import of_no_other_hours
from scheduler.explanation.hurt import (
    CLASHES,
    FURTHER_UNITS,
    FURTHER_WAYS_UNITS,
    MEANS,
    MORE_COUNTED,
    MOST_CLASHES,
    MOST_COUNTED,
    SHRINK_UNITS,
    STEP_UNITS,
    STEPS,
    UNITS,
    WAYS,
    Way,
    hurt,
    hurts,
)
from scheduler.limits import Stop, Stopped, TooLarge
from scheduler.problem import Problem
from scheduler.requirements import requirements


class TimeOverError(Exception):
    """The search has used up its time."""


class Search(ABC):
    """Clashes and ways out among requirements (keys), as far as there is an answer in time.

    `begun`: business is never left out altogether, whatever is given up. `more`: more is asked for
    than the problem says, so that no programme is made without it.
    """

    def __init__(
        self,
        problem: Problem,
        keys: Iterable[str],
        deadline: float,
        cancelled: Stop,
        *,
        begun: bool = False,
        more: bool = False,
    ) -> None:
        self._problem = problem
        self._keys = set(keys)
        self._deadline = deadline
        self._cancelled = cancelled
        self._begun = begun
        self._more = more
        self._alike = Alike(problem, more=more)
        self._counts: dict[frozenset[str], set[str] | None] = {}
        self._spent = 0.0  # deterministic units

    def _core(
        self, keys: Iterable[str], until: float | None = None, units: float = math.inf
    ) -> set[str] | None:
        """Keys of a clash among these, counted where that will do; None where they do not clash."""
        kept = set(keys)
        if self._cancelled():
            raise TimeOverError
        by_count = self._counted(kept)
        return self._asked(kept, until or self._deadline, units) if by_count is None else by_count

    def _counted(self, kept: set[str]) -> set[str] | None:
        asked = frozenset(kept)
        if asked not in self._counts:
            self._counts[asked] = counted(self._problem, kept, begun=self._begun)
        return self._counts[asked]

    @abstractmethod
    def _asked(self, kept: set[str], until: float, units: float) -> set[str] | None:
        """The same of what cannot be counted."""

    @abstractmethod
    def _fewest_units(self, given_up: set[str]) -> Way:
        """How much of each key there is to be given up for a programme; raises TimeOverError."""

    @abstractmethod
    def _cheapest(self) -> set[str] | None:
        """What to give up, searched for outright: where very many clashes are much alike."""

    def clashes(self, most: int = CLASHES, known: Iterable[set[str]] = ()) -> list[set[str]]:
        """Clashes without a key in common but what there is to do in all, at most so many.

        The first takes up to half of the time, the others a quarter. Those `known` come first.
        None of them has a key that is not needed for it, as far as the time goes.
        """
        now, found = time.monotonic(), list(known)
        left = self._deadline - now
        try:
            while len(found) < most and not (found and self._spent >= FURTHER_UNITS):
                until = now + (left * 3 / 4 if found else left / 2)
                clash = self._further(found, until, left / 10)
                if clash <= set().union(*found):
                    break
                found.append(clash)
        except TimeOverError:
            pass
        return found

    def _further(self, found: Sequence[set[str]], until: float, step: float) -> set[str]:
        """A clash apart from those found; empty where there is none that adds to them.

        A clash that has all hours of one of them is the same again in other words, where the least
        minutes less that do for those found do for all else as well: when hours are as short as
        that, it is out of the way. Not so what no time is long enough for by itself, which is
        counted. Where they do not do for all, what they do not do for comes first.
        """
        others = self._keys - set().union(*map(_told, found))
        of_hours = [clash for clash in found if _hours(clash)]
        if not of_hours:
            return self._clash(others, until, step)
        for clash in by_itself(self._problem):
            if clash - _hours(clash) <= others and not any(map(clash.issubset, found)):
                return self._of_its_own_hours(clash)
        if self._core(others, until) is None:
            return set()
        for some in product(*(sorted(_hours(clash)) for clash in of_hours)):
            if clash := self._clash(others.difference(some), until, step):
                return clash
        return self._of_the_same_hours(set().union(*of_hours), others, until, step)

    def _of_its_own_hours(self, clash: set[str]) -> set[str]:
        try:
            return of_no_other_hours(self._problem, clash, self._cancelled)
        except (Stopped, TooLarge):
            raise TimeOverError from None

    def _of_the_same_hours(
        self, asked: set[str], others: set[str], until: float, step: float
    ) -> set[str]:
        """A clash among others for which less is not enough than for what was `asked`, if any."""
        hours, out_of_the_way = _hours(asked), set[str]()
        least = self._least_minutes(asked, hours, until)
        if self._shorter(others | asked, hours, least, until):
            return out_of_the_way
        while clash := self._clash(others, until, step):
            if not self._shorter(clash | asked, hours, least, until):
                return clash
            out_of_the_way = out_of_the_way or clash
            others = others - _told(clash)
        return out_of_the_way

    @abstractmethod
    def _least_minutes(self, keys: set[str], hours: set[str], until: float) -> int:
        """With so many minutes less of these hours, or more, the keys can be kept.

        Raises TimeOverError.
        """

    @abstractmethod
    def _shorter(self, keys: set[str], hours: set[str], minutes: int, until: float) -> bool:
        """Whether the keys are known to be kept with so many minutes less; raises TimeOverError."""

    def _clash(self, keys: Iterable[str], until: float, step: float) -> set[str]:
        """A clash among the keys; a step of shrinking takes at most so long."""
        kept, needed = self._fewest_counted(self._first_clash(keys, until, step)), set[str]()
        alike = self._alike_in(kept)
        try:
            for key in _by_hurt(kept):
                if key in kept - needed:
                    soon = min(until, time.monotonic() + step)
                    smaller = self._smaller(kept - {key}, soon)
                    if smaller is None:
                        needed |= alike.images(key, kept)
                    kept = smaller or kept
        except TimeOverError:
            pass
        return kept

    def _first_clash(self, keys: Iterable[str], until: float, step: float) -> set[str]:
        kept = self._core(keys, until) or set()
        means = {key for key in kept if key.startswith(MEANS)}
        if means == kept:
            return kept
        return self._smaller(means, min(until, time.monotonic() + step)) or kept

    def _fewest_counted(self, clash: set[str]) -> set[str]:
        """The clash without what counting alone shows not to be needed, before any search."""
        for key in _by_hurt(clash):
            if key in clash and not self._cancelled():
                by_count = self._counted(clash - {key})
                clash = clash if by_count is None else by_count
        return clash

    def _alike_in(self, clash: set[str]) -> Alike:
        """What is alike where nothing is asked but this."""
        others = {one.key for one in requirements(self._problem)} - clash
        return Alike(all_given_up(self._problem, others), more=self._more)

    def _smaller(self, keys: Iterable[str], until: float) -> set[str] | None:
        """A clash among these; None where there is none, or none is found so soon."""
        try:
            return self._core(keys, until, SHRINK_UNITS)
        except TimeOverError:
            return None

    def ways(self, known: Iterable[set[str]]) -> list[Way]:
        """Keys to give up, and by how many units if they have units; what hurts least comes first.

        What is given up must hit every clash: the cheapest choice that hits those known so far
        either leaves a programme, or yields a clash that was not known. Once there is a way, no
        choice is tried for long.
        """
        clashes, found, steps, budget = list[set[str]](), list[Way](), 0, math.inf
        for clash in known:
            self._learn(clashes, clash)
        aside: list[set[str]] = []  # what takes too long to try
        while clashes and len(found) < WAYS and steps < STEPS:
            if self._spent >= budget:
                break
            given_up = self._choice(clashes, found, aside)
            if given_up is None:
                break
            rest = self._keys - given_up
            enough = len(clashes) >= (MORE_COUNTED if found else MOST_COUNTED)
            by_count = None if enough else self._counted(rest)
            if by_count is not None and not self._cancelled():
                self._learn(clashes, by_count)
                continue
            steps += bool(found)
            try:
                more = self._core(rest, units=STEP_UNITS if found or aside else UNITS)
                if more is None:
                    found.append(self._fewest_units(given_up))
                    budget = min(budget, self._spent + FURTHER_WAYS_UNITS)
            except TimeOverError:
                if self._cancelled():
                    break
                aside.append(given_up)
                continue
            if more:
                self._learn(clashes, more)
            elif more is not None:  # whatever is given up does not help
                break
        return sorted(found, key=lambda way: (hurts(way), sum(way.values())))

    def _learn(self, clashes: list[set[str]], clash: set[str]) -> None:
        """Add a clash, and that of it among the last of the business that is alike."""
        clashes += [clash, last] if (last := self._alike.last(clash)) != clash else [clash]

    def _choice(
        self,
        clashes: Sequence[set[str]],
        found: Sequence[Collection[str]],
        aside: Sequence[set[str]],
    ) -> set[str] | None:
        """What to try to give up next, of another kind than what was found if there is one."""
        tried = [*found, *aside]
        if not found and len(clashes) + len(aside) >= MOST_CLASHES:
            return self._cheapest()
        in_order = self._alike.in_order(self._keys, set().union(*clashes))
        return (
            (cheapest_hitting(clashes, tried, in_order, unlike=found) if found else None)
            or cheapest_hitting(clashes, tried, in_order, beyond=found)
            or cheapest_hitting(clashes, tried, beyond=found)
        )


def _by_hurt(keys: Iterable[str]) -> list[str]:
    return sorted(keys, key=lambda key: (hurt(key), key))


def _told(clash: set[str]) -> set[str]:
    """What tells a clash from others: all of it, but what there is to do, if that is not all."""
    return clash - _hours(clash) or clash


def _hours(clash: set[str]) -> set[str]:
    """What there is to do, of a clash."""
    return {key for key in clash if key.startswith("time.")}
