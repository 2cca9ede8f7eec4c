"""Who listens to a meeting, and who gives way when there are no places left."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from queue import Empty, SimpleQueue
from threading import Lock


class Full(Exception):
    """There are as many listeners as this process can serve."""


class Rank(IntEnum):
    """Who a listener is: of a lower rank they give way, since they can ask every few seconds."""

    PUBLIC = 0
    SIGNED_IN = 1
    OPERATOR = 2  # the chair's table, and the screens it has set up


@dataclass(frozen=True, slots=True)
class Watched:
    """The meeting of a `uid` in a session."""

    session_id: int
    meeting: str


class Listener:
    """One page. It is handed the newest of each event; what it was too slow for is dropped."""

    def __init__(self, watched: Watched, latest: dict[str, bytes], rank: Rank) -> None:
        self.watched = watched
        self.rank = rank
        self._news: dict[str, bytes] = {}
        self._lock = Lock()
        # a None while there is news: cheaper to wait for than a condition, also in greenlets
        self._wake: SimpleQueue[None] = SimpleQueue()
        self._closed = False
        for name, sent in latest.items():
            self.put(name, sent)

    def put(self, name: str, sent: bytes) -> None:
        """Hand over an event."""
        with self._lock:
            first = not self._news
            self._news[name] = sent
        if first:
            self._wake.put(None)

    def close(self) -> None:
        """Nothing more will come."""
        self._closed = True
        self._wake.put(None)

    def take(self, seconds: float) -> bytes | None:
        """What is new, waiting so long for it; empty if nothing is, None once it is over."""
        with suppress(Empty):
            self._wake.get(timeout=seconds)
        with self._lock:
            news, self._news = self._news, {}
        if self._closed and not news:
            return None
        return b"".join(news.values())


class Places:
    """The places for listeners, `most` at most. Not locked: that is for who uses it."""

    def __init__(self, most: int) -> None:
        self._most = most
        # of each rank in the order in which they came
        self._taken: dict[Rank, dict[Listener, None]] = {rank: {} for rank in Rank}

    def __len__(self) -> int:
        return sum(map(len, self._taken.values()))

    def make(self, rank: Rank) -> Listener | None:
        """Make a place: whoever gives way, if somebody must. Raises Full.

        That is the last to come of the lowest rank, if it is a lower one than this.
        """
        if len(self) < self._most:
            return None
        for lower in Rank:
            if lower < rank and self._taken[lower]:
                return self._taken[lower].popitem()[0]
        raise Full

    def take(self, listener: Listener) -> None:
        """Take the place that was made."""
        self._taken[listener.rank][listener] = None

    def leave(self, listener: Listener) -> None:
        """Leave it, unless that has been done."""
        self._taken[listener.rank].pop(listener, None)
