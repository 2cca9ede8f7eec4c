"""What was worked out before, kept in memory by all that it depends on."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most so many values, the oldest let go first.

    A value is never put right, so its key must name all that it was worked out from: the `stamp`
    of a row, which no other state of any row has. Then several threads, and several processes
    with a memory each, can only ever find the same.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """The value, if it is still kept."""
        return self._values.get(key)

    def put(self, key: K, value: V) -> V:
        """Keep a value, and return it."""
        self._values[key] = value
        for oldest in list(self._values)[: -self._most]:
            self._values.pop(oldest, None)  # unless another thread was quicker
        return value
