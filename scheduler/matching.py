"""Which meeting of one programme is which of another."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence

from scheduler.programme import Meeting


def _items(meeting: Meeting) -> tuple[str, ...]:
    return tuple(sorted(part.item for part in meeting.items))


CLOSEST_FIRST: tuple[Callable[[Meeting], Hashable], ...] = (
    lambda m: (m.body, m.column, _items(m), m.date, m.slot),
    lambda m: (m.body, m.column, _items(m)),
    lambda m: (m.body, m.column, m.date, m.slot),
)


def match(old: Sequence[Meeting], new: Sequence[Meeting]) -> tuple[int | None, ...]:
    """For each new meeting the index of the old one that it is, or None where it is a new one.

    A meeting of the same body and column with the same business is the same meeting, in its
    period if there is one there, else in order of time; then one in the same period is.
    """
    found: list[int | None] = [None] * len(new)
    left = dict(enumerate(old))
    for key in CLOSEST_FIRST:
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for index, meeting in left.items():
            waiting[key(meeting)].append(index)
        for place, meeting in enumerate(new):
            if found[place] is None and waiting[key(meeting)]:
                index = waiting[key(meeting)].popleft()
                found[place] = index
                del left[index]
    return tuple(found)
