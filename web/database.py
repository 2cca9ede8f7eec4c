"""The database of a request: `g.db`, opened when first used, closed when the request ends.

A page reads through it; a service opens and commits its own transaction on it. In a process some
requests are at work with it at a time, and the others wait in the order in which they came: when
all delegations ask in the same second, nobody is overtaken. They go before those who read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from web.guard import UNSEEN

DbFactory = Callable[[], Session]
View = TypeVar("View", bound=Callable[..., Any])
AT_ONCE = 8  # requests; more would only take the processor from one another


def first(view: View) -> View:
    """Declare that whoever asks for this view goes before others, one by one."""
    cast("Any", view).first = True
    return view


class Turnstile:
    """Lets so many in at a time, in the order in which they came; no newcomer overtakes.

    Those who go first pass one by one, since they would only wait for one another inside, and
    while there are any, one of the others.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside = {True: 0, False: 0}
        self._waiting: dict[bool, deque[Lock]] = {True: deque(), False: deque()}
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        """How many wait to be let in."""
        return sum(map(len, self._waiting.values()))

    def enter(self, *, first: bool = False) -> None:
        """Wait for one's turn."""
        turn = Lock()
        turn.acquire()
        with self._lock:
            self._waiting[first].append(turn)
            self._let_in()
        turn.acquire()  # until `_let_in` releases it

    def leave(self, *, first: bool = False) -> None:
        """Let the next one in."""
        with self._lock:
            self._inside[first] -= 1
            self._let_in()

    def _let_in(self) -> None:
        for first in (True, False):
            most = 1 if first or self._inside[True] else self._most
            while self._waiting[first] and self._inside[first] < most:
                self._inside[first] += 1
                self._waiting[first].popleft().release()


def init_app(app: Flask, db_factory: DbFactory) -> None:
    """Give every request a session of its own."""
    app.extensions["db_factory"] = db_factory
    turnstile = Turnstile(AT_ONCE)

    @app.before_request
    def open_db() -> None:
        g.db = db_factory()  # for files, too: Flask-Security looks who asks for them
        if request.endpoint not in UNSEEN:
            _ = request.form  # whoever sends it slowly keeps nobody waiting
            view = current_app.view_functions.get(request.endpoint or "")
            first = getattr(view, "first", False)
            turnstile.enter(first=first)
            g.let_in = first

    @app.teardown_request
    def close_db(_: BaseException | None) -> None:
        try:
            if "db" in g:
                g.pop("db").close()
        finally:
            if "let_in" in g:
                turnstile.leave(first=g.pop("let_in"))
