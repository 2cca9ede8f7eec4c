"""Whether pieces of business fit into meetings, by trying every way; for small numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from scheduler.counting.packing import Piece


def fits(pieces: Sequence[Piece], lengths: Sequence[int]) -> bool:
    """Whether all have room in meetings of these lengths."""
    return _fits(tuple(sorted(pieces, key=lambda one: -one.minutes)), tuple(sorted(lengths)))


def fewest(pieces: Sequence[Piece], length: int) -> int:
    """How many meetings of a length they need, each of them being no longer or split."""
    return next(n for n in range(99) if fits(pieces, [length] * n))


@cache
def _fits(pieces: tuple[Piece, ...], left: tuple[int, ...]) -> bool:
    if not pieces:
        return True
    first, *others = pieces
    after = {tuple(sorted(rest)) for rest in _placed(first, left)}
    return any(_fits(tuple(others), rest) for rest in sorted(after))


def _placed(piece: Piece, left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """What is left of the meetings after the piece, at most one part of it in each."""
    if piece.whole:
        for n, room in enumerate(left):
            if room >= piece.minutes:
                yield (*left[:n], room - piece.minutes, *left[n + 1 :])
    else:
        yield from _parts(piece.minutes, min(piece.least, piece.minutes), left)


def _parts(minutes: int, least: int, left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if not left:
        if not minutes:
            yield ()
        return
    room, *others = left
    for part in (0, *range(least, min(room, minutes) + 1)):
        for rest in _parts(minutes - part, least, tuple(others)):
            yield (room - part, *rest)
