"""Pages that follow a meeting, by the hundred, in one light process: for tests and for `bench`."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

TAIL = 64  # bytes: an event's head may come in two parts
AT_ONCE = 50  # that connect
PATIENCE = 120.0  # seconds: the machine may be busy


@dataclass
class Crowd:
    """So many connections to a stream; what they hear is looked at, and let go."""

    port: int
    path: str
    lines: dict[int, socket.socket] = field(default_factory=dict)
    _tails: dict[int, bytes] = field(default_factory=dict)
    _ready: select.epoll = field(default_factory=select.epoll)

    def join(self, number: int, seconds: float = PATIENCE) -> None:
        """Connect, some at a time, and wait until each has been sent the floor."""
        while number > 0:
            new = {self._connected() for _ in range(min(number, AT_ONCE))}
            heard = self.heard(b"event: floor", seconds, among=new)
            assert heard.keys() == new, f"{len(new - heard.keys())} heard nothing"
            number -= len(new)

    def _connected(self) -> int:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        line.sendall(f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        line.settimeout(0)
        self.lines[line.fileno()] = line
        self._ready.register(line, select.EPOLLIN)
        return line.fileno()

    def heard(
        self, words: bytes, seconds: float = PATIENCE, among: set[int] | None = None
    ) -> dict[int, float]:
        """When each of them has read these words, by `time.perf_counter`; until all have."""
        wanted = set(self.lines) if among is None else among
        found: dict[int, float] = {}
        until = time.perf_counter() + seconds
        while wanted - found.keys() and time.perf_counter() < until:
            for number, _ in self._ready.poll(0.2, 500):
                read = self._read(number)
                if number in wanted and number not in found and words in read:
                    found[number] = time.perf_counter()
        return found

    def _read(self, number: int) -> bytes:
        data = self.lines[number].recv(65_536)
        read = self._tails.get(number, b"") + data
        if not data:
            self.drop(number)
        else:
            self._tails[number] = read[-TAIL:]
        return read

    def drop(self, number: int) -> None:
        """Close one of the connections."""
        line = self.lines.pop(number)
        self._ready.unregister(line)
        line.close()

    def close(self) -> None:
        """Close all."""
        for number in tuple(self.lines):
            self.drop(number)
        self._ready.close()


@contextmanager
def crowd(port: int, path: str, number: int) -> Iterator[Crowd]:
    """A crowd that has been sent the floor."""
    made = Crowd(port, path)
    try:
        made.join(number)
        yield made
    finally:
        made.close()
