"""Who listens to which meeting, told of each change in any process.

A service says `announce` in its transaction. In each process that has listeners a `Hub` hears of
it, works out once what they are to be sent, and gives it to all of them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Condition, Event, Lock, Thread

from sqlalchemy import Engine, bindparam, event, func, select
from sqlalchemy.orm import Session

from services.listeners import Full, Listener, Places, Rank, Watched
from services.watching import CHANNEL, RETRY_SECONDS, Watch, watch

log = logging.getLogger("hemicycle.live")

ANNOUNCED = "hemicycle_announced"
NOTIFY = select(func.pg_notify(CHANNEL, bindparam("session")))
AT_WORK = 0.25  # the share of its time that a process gives to working out what pages are sent
LONGEST_PAUSE = 0.1  # seconds that a change waits for that

_hubs: set[Hub] = set()


def announce(db: Session, session_id: int) -> None:
    """Tell whoever listens, once this transaction is committed, that they may see a change."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(NOTIFY, {"session": str(session_id)})
    else:
        db.info.setdefault(ANNOUNCED, set()).add(session_id)


@event.listens_for(Session, "after_commit")
def _tell_hubs(db: Session) -> None:
    """SQLite tells nobody: the hubs of this process hear of it here, others look by themselves."""
    for session_id in db.info.pop(ANNOUNCED, ()):
        for hub in tuple(_hubs):
            hub.told(session_id)


# What the listeners of a meeting are sent: names of events with what is sent, made one by one, so
# that what is ready early is sent early.
WorkOut = Callable[[Watched], Iterable[tuple[str, bytes]]]


@dataclass(slots=True)
class _Channel:
    """The listeners of one meeting, and what they were last sent."""

    listeners: set[Listener] = field(default_factory=set)
    latest: dict[str, bytes] = field(default_factory=dict)


class Hub:
    """The listeners of this process, `most` at most: then those of a lower rank give way."""

    def __init__(self, engine: Callable[[], Engine], work_out: WorkOut, *, most: int) -> None:
        self._engine = engine
        self._work_out = work_out
        self._places = Places(most)
        self._hears = True
        self._channels: dict[Watched, _Channel] = {}
        self._due: set[Watched] = set()  # to be worked out
        self._failed: set[Watched] = set()  # to be tried again
        self._changed = Condition(Lock())
        self._wanted, self._over = Event(), Event()
        self._threads: list[Thread] = []

    @property
    def hears(self) -> bool:
        """Whether a change would be heard of; if not, what listeners were sent may be old."""
        return self._hears

    def subscribe(self, watched: Watched, rank: Rank = Rank.PUBLIC) -> Listener:
        """A listener, to be given back by `leave`. Raises Full."""
        with self._changed:
            if self._over.is_set():
                raise Full
            gives_way = self._places.make(rank)
            if gives_way is not None:
                self._forget(gives_way)
                gives_way.close()
            channel = self._channels.get(watched)
            if channel is None:
                channel = self._channels[watched] = _Channel()
                self._due.add(watched)
                self._changed.notify()
            listener = Listener(watched, channel.latest, rank)
            channel.listeners.add(listener)
            self._places.take(listener)
            self._wanted.set()
            self._start()
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a listener; a second time does nothing."""
        with self._changed:
            self._places.leave(listener)
            self._forget(listener)
            if not self._places and not self._over.is_set():
                self._wanted.clear()

    def _forget(self, listener: Listener) -> None:
        channel = self._channels.get(listener.watched)
        if channel is None:
            return
        channel.listeners.discard(listener)
        if not channel.listeners:
            del self._channels[listener.watched]

    def latest(self, watched: Watched) -> dict[str, bytes]:
        """What listeners to a meeting were last sent; worked out here if there are none."""
        with self._changed:
            channel = self._channels.get(watched)
            known = dict(channel.latest) if channel else {}
        return known or dict(self._work_out(watched))

    def told(self, session_id: int | None) -> None:
        """Something of a session may have changed; of any, if None."""
        with self._changed:
            self._due.update(
                watched for watched in self._channels if session_id in {None, watched.session_id}
            )
            self._changed.notify()

    def hearing(self) -> None:
        """From now on changes are heard of."""
        self._hears = True

    def deaf(self) -> None:
        """From now on they are not: what may be old is handed to nobody any more."""
        with self._changed:
            self._hears = False
            for channel in self._channels.values():
                channel.latest.clear()

    def close(self) -> None:
        """End all streams, and the threads."""
        with self._changed:
            self._over.set()
            self._wanted.set()
            self._changed.notify()
            listeners = [one for channel in self._channels.values() for one in channel.listeners]
            threads, self._threads = self._threads, []
        _hubs.discard(self)
        for listener in listeners:
            listener.close()
        for thread in threads:
            thread.join()

    def _start(self) -> None:
        """Start the threads with the first listener: in the process that is going to serve it."""
        if self._threads:
            return
        how = Watch(
            engine=self._engine(),
            told=self.told,
            hearing=self.hearing,
            deaf=self.deaf,
            wanted=self._wanted,
            over=self._over,
        )
        self._threads = [
            Thread(target=watch, args=(how,), name="live-watch", daemon=True),
            Thread(target=self._work, name="live-work", daemon=True),
        ]
        _hubs.add(self)
        for thread in self._threads:
            thread.start()

    def _work(self) -> None:
        while not self._over.is_set():
            due = self._next()
            begun = time.monotonic()
            for watched in due:
                self._send(watched)
            # what changes meanwhile is worked out together
            pause = (time.monotonic() - begun) * (1 / AT_WORK - 1)
            self._over.wait(min(pause, LONGEST_PAUSE))

    def _next(self) -> set[Watched]:
        """Wait for what is to be worked out."""
        with self._changed:
            if not self._due and not self._over.is_set():
                self._changed.wait(RETRY_SECONDS if self._failed else None)
            due = (self._due | self._failed) & self._channels.keys()
            self._due, self._failed = set(), set()
            return due

    def _send(self, watched: Watched) -> None:
        try:
            for name, sent in self._work_out(watched):
                for listener in self._keep(watched, name, sent):
                    listener.put(name, sent)
        except Exception:  # whatever it is, the other meetings go on
            log.exception("what the listeners of %s are sent", watched)
            self._failed.add(watched)

    def _keep(self, watched: Watched, name: str, sent: bytes) -> list[Listener]:
        """Keep what is sent; who is to be sent it: nobody, if it is what was sent last."""
        with self._changed:
            channel = self._channels.get(watched)
            if channel is None or channel.latest.get(name) == sent:
                return []
            if self._hears:
                channel.latest[name] = sent
            return list(channel.listeners)
