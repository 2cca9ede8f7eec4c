"""Between which periods business lies, for its own dates and for what is taken before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from scheduler.problem import Business, Period, Problem, RelationKind

MOST_ROUNDS = 20  # from one piece of business to the next
MOST_BOUNDS = 12  # of which it is counted what lies between any two

Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Bound:
    """A period (index), and the keys of the requirements for which it is the first or the last."""

    period: int
    keys: Keys = frozenset()


class Windows:
    """The first and the last period that each piece of business can have a part in.

    What has begun is bound by its own dates only.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        parts = problem.held.parts if problem.held is not None else ()
        self._begun = {part.business for part in parts}
        self._out = {  # when the last of its documents is
            one.id: max(problem.document_by_symbol[symbol].out for symbol in one.documents)
            for one in problem.business
            if one.documents
        }
        coming = problem.periods[problem.periods_held :]
        self.first = {one.id: self._own(one, coming) for one in problem.business}
        self.last = {one.id: self._own(one, coming[::-1]) for one in problem.business}
        self._in_order()

    def spans(self, business: Iterable[Business]) -> list[tuple[int, int]]:
        """First and last periods between which some of this business has to lie; all at first.

        Not each of very many.
        """
        ids = [one.id for one in business]
        firsts = _some(sorted({self.first[id_].period for id_ in ids}))
        lasts = _some(sorted({self.last[id_].period for id_ in ids}, reverse=True))
        return [(first, last) for first in firsts for last in lasts]

    def between(self, business: Iterable[Business], first: int, last: int) -> list[Business]:
        """What of it has to lie between these periods."""
        return [
            one
            for one in business
            if self.first[one.id].period >= first and self.last[one.id].period <= last
        ]

    def keys(self, business: Iterable[Business]) -> Keys:
        """Requirements for which this business lies where it does."""
        return Keys().union(*(self.first[one.id].keys | self.last[one.id].keys for one in business))

    def _own(self, business: Business, periods: Sequence[Period]) -> Bound:
        """The first of these periods that is not ruled out for it alone."""
        keys = Keys()
        for period in periods:
            out = self._ruled_out(business, period)
            if not out:
                return Bound(period.index, keys)
            keys |= out[0]
        return Bound(periods[-1].index if periods else 0, keys)

    def _ruled_out(self, business: Business, period: Period) -> list[Keys]:
        """Requirements each of which alone, or all of one together, rule the period out."""
        problem, key = self._problem, f"business.{business.id}"
        begins, found = (period.date, period.slot.start), list[Keys]()
        if business.not_before is not None and begins < problem.moment_of(business.not_before):
            found.append(Keys({f"{key}.not_before"}))
        if (last := business.not_after) is not None:
            end = problem.moment_of(last) if last.slot is not None else (last.date, time.max)
            found += [Keys({f"{key}.not_after"})] if begins > end else []
        if period.date < self._out.get(business.id, period.date):
            found.append(Keys({f"{key}.documents"}))
        if any(when.covers(period) for when in business.not_on):
            found.append(Keys({f"{key}.not_on"}))
        whole = not business.may_split and business.id not in self._begun
        if whole and not all(when.covers(period) for when in business.fixed):
            found.append(Keys({f"{key}.fixed", f"{key}.may_split"}))
        found += [
            Keys({f"closures.{one.id}"})
            for one in problem.closures
            if one.column in {None, business.column} and one.covers(period)
        ]
        return found

    def _in_order(self) -> None:
        """What is taken before something else ends before that begins, and so on through others.

        As far as few rounds tell: with fewer, less is ruled out.
        """
        before, ending = list(self._before()), list(self._ending())
        for _ in range(MOST_ROUNDS):
            moved = [self._follow(*row) for row in before] + [self._precede(*row) for row in before]
            moved += [self._end(*row) for row in ending]
            if not any(moved):
                return

    def _follow(self, key: str, first: Business, then: Business, apart: int) -> bool:
        begins = self.first[first.id]
        period = begins.period + self._meetings(first) - 1 + apart
        if period <= self.first[then.id].period:
            return False
        self.first[then.id] = Bound(period, begins.keys | {key, first.time})
        return True

    def _precede(self, key: str, first: Business, then: Business, apart: int) -> bool:
        return self._end(key, first, then, self._meetings(then) - 1 + apart)

    def _end(self, key: str, first: Business, then: Business, earlier: int) -> bool:
        """The first ends so many periods before the last in which the other can be."""
        ends = self.last[then.id]
        if ends.period - earlier >= self.last[first.id].period:
            return False
        self.last[first.id] = Bound(ends.period - earlier, ends.keys | {key, then.time})
        return True

    def _meetings(self, business: Business) -> int:
        return max(1, -(-business.needed_minutes // self._problem.longest))

    def _before(self) -> Iterator[tuple[str, Business, Business, int]]:
        """Keys, what ends before what begins, and at least how many periods before."""
        for key, business in self._of(RelationKind.BEFORE):
            if len(business) > 1 and self._begun.isdisjoint(one.id for one in business):
                first, then = business
                gap = self._problem.relation_by_id[key].gap_slots
                yield f"relations.{key}", first, then, int(not _share(first, then)) + gap

    def _ending(self) -> Iterator[tuple[str, Business, Business, int]]:
        """The same of what ends the session: it may begin before the rest."""
        for key, business in self._of(RelationKind.ENDS_SESSION):
            for last in business:
                for one in self._problem.business:
                    if one is not last and self._begun.isdisjoint({one.id, last.id}):
                        yield f"relations.{key}", one, last, int(not _share(one, last))

    def _of(self, kind: RelationKind) -> Iterator[tuple[str, list[Business]]]:
        known = self._problem.business_by_id
        for relation in self._problem.relations:
            if relation.kind is kind:
                yield relation.id, [known[id_] for id_ in relation.business if id_ in known]


def _some(periods: Sequence[int]) -> Sequence[int]:
    """At most so many of them, the first among them."""
    return periods[:: -(-len(periods) // MOST_BOUNDS)] if periods else periods


def _share(one: Business, other: Business) -> bool:
    """Whether they can share a meeting."""
    return (one.body, one.column, set(one.languages)) == (
        other.body,
        other.column,
        set(other.languages),
    )
