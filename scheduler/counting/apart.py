"""Whether there is time enough for business that is never taken at the same time, counted.

Where each piece of one body's business excludes each piece of another's, only one of these bodies
can meet in a period: together they need no more meetings than there are periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import heapify, heapreplace
from typing import TypeVar

from scheduler.counting.needs import Need
from scheduler.counting.shared import TooMuch, to_come, too_much
from scheduler.counting.windows import Windows
from scheduler.problem import Business, Column, Problem, RelationKind

Key = TypeVar("Key")
Group = tuple[Column, str, tuple[str, ...]]  # what can share a meeting


def too_little_time(problem: Problem, windows: Windows | None = None) -> Iterator[TooMuch]:
    """Business that excludes one another and is too much for the periods there are."""
    apart, windows = Apart(problem), windows or Windows(problem)
    times = {column: to_come(problem, column) for column in Column}

    def places(needed: Sequence[Need], *, first: int, last: int) -> int:
        there = frozenset[int]().union(*(times[need.column] for need in needed))
        return sum(first <= period <= last for period in there)

    for business in apart.sets():
        found = too_much(problem, windows, business, places)
        if found is not None:
            yield replace(found, because=(*apart.reasons(found.needed), *found.because))


class Apart:
    """Which pieces of business exclude one another, and for which requirements.

    Pieces are bits of whole numbers, by their place in the problem.
    """

    def __init__(self, problem: Problem) -> None:
        self._business = problem.business
        self._place = {one.id: n for n, one in enumerate(problem.business)}
        self._group = [_group(one) for one in problem.business]
        self._members = _bits_by(self._group)
        self._rows = tuple(_excluding(problem, self._place))
        self._apart = [0] * len(problem.business)
        for _, some, others in self._rows:
            for n in _places(some):
                self._apart[n] |= others
            for n in _places(others):
                self._apart[n] |= some
        for n, group in enumerate(self._group):
            self._apart[n] &= ~self._members[group]

    def sets(self) -> list[list[Business]]:
        """Business of each group, and of several of which each piece excludes all of the others."""
        seeds = {(group, self._apart[n]): n for n, group in enumerate(self._group)}
        found = dict.fromkeys([*(self._grown(n) for n in seeds.values()), *self._members.values()])
        return [[self._business[n] for n in _places(bits)] for bits in found if bits]

    def _grown(self, seed: int) -> int:
        """A piece, what it excludes, most business first, and what excludes the same."""
        own, left = self._members[self._group[seed]], self._apart[seed]
        others = [members & left for members in self._members.values()]
        excluded = 0
        for members in sorted(filter(None, others), key=self._minutes, reverse=True):
            now = members & left
            excluded |= now
            for n in _places(now):
                left &= self._apart[n] | members
        like = (n for n in _places(own) if not excluded & ~self._apart[n])
        return excluded | sum(1 << n for n in like) if excluded else 0

    def _minutes(self, bits: int) -> int:
        return sum(self._business[n].needed_minutes for n in _places(bits))

    def reasons(self, needed: Iterable[Need]) -> list[str]:
        """Keys of requirements for which each of these groups excludes the others; few of them."""
        groups = [sum(1 << self._place[one.id] for one in need.business) for need in needed]
        open_ = {n: sum(groups) & ~group for group in groups for n in _places(group)}
        keys = []
        # the most told first; what a row tells only ever becomes less, so few need be asked again
        rows = [(-_told(open_, row), place) for place, row in enumerate(self._rows)]
        heapify(rows)
        while any(open_.values()):
            place = rows[0][1]
            now = (-_told(open_, self._rows[place]), place)
            heapreplace(rows, now)
            if rows[0] != now:
                continue
            key, some, others = self._rows[place]
            keys.append(key)
            for n in open_:
                if some >> n & 1:
                    open_[n] &= ~others
                if others >> n & 1:
                    open_[n] &= ~some
        return keys


def _told(open_: Mapping[int, int], row: tuple[str, int, int]) -> int:
    """How many pairs exclude one another by this requirement that did not by others."""
    _, some, others = row
    return sum(
        (open_.get(n, 0) & excluded).bit_count()
        for these, excluded in ((some, others), (others, some))
        for n in _places(these)
    )


def _excluding(problem: Problem, place: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """Requirements (keys) for which some business is not taken while other business is."""
    every = (1 << len(problem.business)) - 1
    for column, bits in _bits_by([one.column for one in problem.business]).items():
        if problem.at_once.get(column) == 1:
            yield f"at_once.{column}", bits, bits
    for body, bits in _bits_by([one.body for one in problem.business]).items():
        if body in problem.body_by_id:
            yield f"bodies.{body}", bits, bits
    for chair, bits in _bits_by([one.chair for one in problem.business]).items():
        if chair:
            yield f"chairs.{chair}", bits, bits
    for relation in problem.relations:
        named = [1 << place[id_] for id_ in relation.business if id_ in place]
        key = f"relations.{relation.id}"
        match relation.kind:
            case RelationKind.NEVER_PARALLEL:
                yield key, sum(named), sum(named)
            case RelationKind.ALONE | RelationKind.ENDS_SESSION:
                yield key, sum(named), every
            case RelationKind.BEFORE if len(named) > 1:
                yield key, named[0], named[1]
            case _:
                pass


def _group(business: Business) -> Group:
    return business.column, business.body, tuple(sorted(business.languages))


def _bits_by(keys: Sequence[Key]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for n, key in enumerate(keys):
        found[key] = found.get(key, 0) | 1 << n
    return found


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
