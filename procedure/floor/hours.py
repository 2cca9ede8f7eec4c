"""The hours that a programme gives an item, and the time on the floor that they hold.

Between them are the breaks, other items, and nights: no time on the floor passes there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from procedure.floor.values import Window

Moments = NDArray[np.float64]
"""Moments in seconds, or lengths of time in seconds."""


class Hours:
    """The windows of an item, in order and without overlap; moments are in seconds since 1970."""

    def __init__(self, windows: Iterable[Window]) -> None:
        joined = _joined(windows)
        self.begins = np.array([one.begins_at.timestamp() for one in joined], dtype=np.float64)
        self.ends = np.array([one.ends_at.timestamp() for one in joined], dtype=np.float64)
        lengths = (self.ends - self.begins).tolist()
        self._before = np.array([0.0, *accumulate(lengths)], dtype=np.float64)

    @property
    def total(self) -> float:
        """All the time on the floor."""
        return float(self._before[-1])

    def passed(self, moments: Moments) -> Moments:
        """The time on the floor until then. Beyond the last window the clock on the wall counts."""
        if not len(self.begins):
            return moments
        place = np.maximum(np.searchsorted(self.begins, moments, side="right") - 1, 0)
        since = np.maximum(moments - self.begins[place], 0.0)
        within = np.minimum(since, self.ends[place] - self.begins[place])
        passed: Moments = self._before[place] + within + np.maximum(moments - self.ends[-1], 0.0)
        return passed

    def moment(self, passed: Moments) -> Moments:
        """The moment at which so much time on the floor has passed, and more can follow."""
        if not len(self.begins):
            return passed
        last = len(self.begins) - 1
        place = np.minimum(np.searchsorted(self._before[1:], passed, side="right"), last)
        return self.begins[place] + (passed - self._before[place])


def _joined(windows: Iterable[Window]) -> list[Window]:
    """In order of time; what touches or overlaps is one."""
    joined: list[Window] = []
    for window in sorted(windows, key=lambda one: one.begins_at):
        if joined and window.begins_at <= joined[-1].ends_at:
            last = joined.pop()
            joined.append(Window(last.begins_at, max(last.ends_at, window.ends_at)))
        elif window.begins_at < window.ends_at:
            joined.append(window)
    return joined


def of_seconds(seconds: Sequence[float]) -> list[datetime]:
    """Moments of seconds since 1970, to the second."""
    return [datetime.fromtimestamp(round(one), UTC) for one in seconds]
