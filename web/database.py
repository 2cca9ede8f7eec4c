"""The database of a request: `g.db`, opened when first used, closed when the request ends.

A page reads through it; a service opens and commits its own transaction on it. In a process some
requests are at work with it at a time, and the others wait in the order in which they came: when
all delegations ask in the same second, nobody is overtaken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock

from flask import Flask, g, request
from sqlalchemy.orm import Session

from web.guard import UNSEEN

DbFactory = Callable[[], Session]
AT_ONCE = 8  # requests; more would only take the processor from one another


class Turnstile:
    """Lets so many in at a time. Who leaves lets the next one in, whom no newcomer overtakes."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: deque[Lock] = deque()
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        """How many wait to be let in."""
        return len(self._waiting)

    def enter(self) -> None:
        """Wait for one's turn."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()  # until `leave` releases it

    def leave(self) -> None:
        """Let the next one in."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


def init_app(app: Flask, db_factory: DbFactory) -> None:
    """Give every request a session of its own."""
    app.extensions["db_factory"] = db_factory
    turnstile = Turnstile(AT_ONCE)

    @app.before_request
    def open_db() -> None:
        g.db = db_factory()  # for files, too: Flask-Security looks who asks for them
        if request.endpoint not in UNSEEN:
            turnstile.enter()
            g.let_in = True

    @app.teardown_request
    def close_db(_: BaseException | None) -> None:
        try:
            if "db" in g:
                g.pop("db").close()
        finally:
            if g.pop("let_in", False):
                turnstile.leave()
