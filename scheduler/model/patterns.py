"""The sets of periods in which a piece of business can have its parts, where they are few.

One literal for each set says at once how many parts there are, where they begin and end, and how
long each can be: far more than one literal for each period tells the solver.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from scheduler.problem import Business, Period

MOST = 1000  # sets for one piece of business; with more the model grows more than it gains


@dataclass(frozen=True, slots=True)
class Pattern:
    """Periods (indices, in order) with the shortest and the longest part in each, in minutes."""

    periods: tuple[int, ...]
    shortest: tuple[int, ...]
    longest: tuple[int, ...]


def patterns(
    business: Business, periods: Sequence[Period], forbidden: Collection[int], most: int = MOST
) -> tuple[Pattern, ...] | None:
    """Every set without forbidden periods (indices); None where there are too many."""
    sets = (_rows if business.consecutive else _sets)(business, periods, forbidden)
    most = min(most, MOST)
    tried = tuple(islice(sets, most + 1))
    if len(tried) > most:
        return None
    found = (_pattern(business, chosen) for chosen in tried)
    return tuple(pattern for pattern in found if pattern is not None)


def _most_parts(business: Business) -> int:
    most = business.needed_minutes // min(business.least_minutes, business.needed_minutes)
    return most if business.most_parts is None else min(most, business.most_parts)


def _sets(
    business: Business, periods: Sequence[Period], forbidden: Collection[int]
) -> Iterator[tuple[Period, ...]]:
    allowed = [period for period in periods if period.index not in forbidden]
    for count in range(1, min(_most_parts(business), len(allowed)) + 1):
        yield from combinations(allowed, count)


def _rows(
    business: Business, periods: Sequence[Period], forbidden: Collection[int]
) -> Iterator[tuple[Period, ...]]:
    """Periods that follow one another; those with a cost may be left out."""
    most = _most_parts(business)
    for first, begin in enumerate(periods):
        if begin.index in forbidden:
            continue
        rows: list[tuple[Period, ...]] = [(begin,)]
        yield (begin,)
        for period in periods[first + 1 :]:
            passable = bool(period.slot.cost)
            allowed = period.index not in forbidden
            longer = [(*row, period) for row in rows if len(row) < most] if allowed else []
            yield from longer
            rows = [*(rows if passable else ()), *longer]
            if not rows:
                break


def _pattern(business: Business, chosen: Sequence[Period]) -> Pattern | None:
    """The pattern of these periods; None where they are too short, or too many, for the parts."""
    needed = business.needed_minutes
    least = min(business.least_minutes, needed)
    longest = [min(period.minutes, needed - (len(chosen) - 1) * least) for period in chosen]
    shortest = [max(least, needed - (sum(longest) - most)) for most in longest]
    if any(low > high for low, high in zip(shortest, longest, strict=True)):
        return None
    indices = tuple(period.index for period in chosen)
    return Pattern(indices, tuple(shortest), tuple(longest))
