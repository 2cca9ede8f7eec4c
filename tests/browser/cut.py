"""A connection that can be cut: it passes on what comes, until it is told not to."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from enum import Enum, auto
from urllib.parse import urlsplit

LOOK_SECONDS = 0.05
PATIENCE = 120  # seconds: the machine may be busy


class State(Enum):
    """What becomes of what comes."""

    WHOLE = auto()
    CUT = auto()  # connections are broken, new ones too
    SILENT = auto()  # nothing is passed on, and nobody is told: as where the network is gone


class Cut:
    """Stands before a server, at `address`. Between calls of `be` it does the same for all."""

    def __init__(self, server: str) -> None:
        self._server = (urlsplit(server).hostname, urlsplit(server).port)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._listener, selectors.EVENT_READ)
        self._others: dict[socket.socket, socket.socket] = {}
        self._wanted = State.WHOLE, threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="cut")
        self._thread.start()

    def be(self, state: State) -> None:
        """Be so from now on: what comes after this call is treated so, and nothing else.

        What is held back in silence is lost with its connection.
        """
        is_so = threading.Event()
        self._wanted = state, is_so
        assert is_so.wait(PATIENCE)

    def close(self) -> None:
        """End."""
        self._over.set()
        self._thread.join()
        self._break()
        self._ready.close()
        self._listener.close()

    def _work(self) -> None:
        was = State.WHOLE
        while not self._over.is_set():
            state, is_so = self._wanted
            if state is State.CUT or (was is State.SILENT and state is State.WHOLE):
                self._break()
            was = state
            is_so.set()
            if state is State.SILENT:
                self._over.wait(LOOK_SECONDS)
            else:
                self._pass_on(state)

    def _pass_on(self, state: State) -> None:
        for key, _ in self._ready.select(LOOK_SECONDS):
            one = key.fileobj
            assert isinstance(one, socket.socket)
            if one is self._listener:
                self._accept(state)
            elif one in self._others:
                self._move(one)

    def _accept(self, state: State) -> None:
        page, _ = self._listener.accept()
        if state is State.CUT:
            page.close()
            return
        server = socket.create_connection(self._server)
        for one, other in ((page, server), (server, page)):
            self._others[one] = other
            self._ready.register(one, selectors.EVENT_READ)

    def _move(self, one: socket.socket) -> None:
        with suppress(OSError):
            data = one.recv(65_536)
            if data:
                self._others[one].sendall(data)
                return
        self._drop(one)

    def _drop(self, one: socket.socket) -> None:
        for end in (one, self._others[one]):
            del self._others[end]
            self._ready.unregister(end)
            end.close()

    def _break(self) -> None:
        while self._others:
            self._drop(next(iter(self._others)))
