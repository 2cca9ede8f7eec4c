"""How many meetings pieces of business fill at least: bounds from bin packing, without a search.

A weighing gives each part of a meeting a weight such that parts that fit into one meeting together
weigh no more than one meeting does (a dual feasible function); what all weigh is then a bound.
Weighed by their minutes pieces fill the meetings without a gap. Further weighings, after Martello
and Toth (1990) and Fekete and Schepers (2001), see the gaps that pieces leave that are taken whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

REMEMBERED = 500  # answers: the same is asked again and again
MOST_TO_A_MEETING = 10  # pieces that fit into a meeting, so far as they are told by their number


class Piece(NamedTuple):
    """Business of so many minutes; where it is split, no part of it is shorter than the least."""

    minutes: int
    least: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Weighing:
    """What each piece weighs where it is taken whole, and at least where it is split.

    `unit`: what fits into one meeting.
    """

    unit: int
    whole: Mapping[Piece, int]
    split: Mapping[Piece, int]

    def of(self, piece: Piece) -> int:
        """What a piece weighs as it is."""
        return self.whole[piece] if piece.whole else self.split[piece]

    def spared(self, piece: Piece) -> int:
        """How much less it may weigh where it is split."""
        return max(0, self.of(piece) - self.split[piece])


@dataclass(frozen=True)
class Packing:
    """Pieces that share meetings, none of these longer than so many minutes."""

    pieces: tuple[Piece, ...]
    length: int

    @cached_property
    def meetings(self) -> int:
        """Meetings that they fill at least."""
        return _fewest(self.pieces, self.length)

    @property
    def filled(self) -> int:
        """Meetings that they would fill at least if all could be split at any minute."""
        return -(-sum(piece.minutes for piece in self.pieces) // self.length)

    def taken_whole(self, meetings: int) -> tuple[int, ...]:
        """Pieces (indices) that fill so many meetings, being taken whole; few, if not the fewest.

        `meetings`: not more than they fill at least.
        """
        found = [
            self._needed_whole(one, weight - (meetings - 1) * one.unit)
            for one, weight in self._weighed
            if weight > (meetings - 1) * one.unit
        ]
        return min(found, key=len)

    @cached_property
    def _weighed(self) -> list[tuple[Weighing, int]]:
        return list(_weighed(self.pieces, self.length))

    def _needed_whole(self, weighing: Weighing, over: int) -> tuple[int, ...]:
        """Those are let off first for which it makes the least difference."""
        spared = {n: weighing.spared(piece) for n, piece in enumerate(self.pieces)}
        for n, less in sorted(spared.items(), key=lambda pair: pair[1]):
            if less >= over:
                break
            over -= spared.pop(n)
        return tuple(spared)


@lru_cache(REMEMBERED)
def _fewest(pieces: tuple[Piece, ...], length: int) -> int:
    return max(-(-weight // one.unit) for one, weight in _weighed(pieces, length))


def _weighed(pieces: tuple[Piece, ...], length: int) -> Iterator[tuple[Weighing, int]]:
    """The ways of weighing, with what all pieces weigh."""
    number = Counter(pieces)
    for one in _weighings(number, length):
        yield one, sum(one.of(piece) * n for piece, n in number.items())


def _weighings(pieces: Collection[Piece], length: int) -> Iterator[Weighing]:
    """By minutes; without what is shorter than a limit; by how many fit into a meeting."""
    minutes = {piece: piece.minutes for piece in pieces}
    yield Weighing(length, minutes, minutes)
    limits = {limit for one in pieces for limit in (one.minutes, length - one.minutes + 1)}
    for limit in sorted(limit for limit in limits if 1 < limit <= length // 2):
        yield Weighing(
            length,
            {one: _above(one.minutes, limit, length) for one in pieces},
            {one: _above_split(one, limit, length) for one in pieces},
        )
    for most in range(2, MOST_TO_A_MEETING + 1):
        yield Weighing(
            length * most,
            {one: _by_number(one.minutes, most, length) for one in pieces},
            dict.fromkeys(pieces, 0),
        )


def _above(minutes: int, limit: int, length: int) -> int:
    """Nothing below the limit; a whole meeting where no room is left for what counts; minutes."""
    if minutes < limit:
        return 0
    return max(minutes, length) if minutes > length - limit else minutes


def _above_split(piece: Piece, limit: int, length: int) -> int:
    """The least that it can come to in parts."""
    least = [_above(piece.minutes, limit, length)]
    if piece.minutes >= 2 * piece.least:
        least.append(piece.minutes)  # if each part counts
    for parts in range(1, piece.minutes // piece.least + 1):
        if piece.minutes <= parts * (limit - 1):
            return 0
        below = min(parts * (limit - 1), piece.minutes - limit)
        if parts * piece.least <= below:
            least.append(piece.minutes - below)
    return min(least)


def _by_number(minutes: int, most: int, length: int) -> int:
    """Where `most` fit and one more would not, each counts as such a part of a meeting."""
    parts, rest = divmod((most + 1) * minutes, length)
    return minutes * most if rest == 0 else parts * length
