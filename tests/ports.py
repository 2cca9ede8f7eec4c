"""Ports for the servers that tests start: each is given to one test only, on the whole machine."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from pathlib import Path

OURS = range(20_000, 30_000)
"""Below those that systems choose by themselves, for connections or for who asks for any."""
_held: list[int] = []


def free_port() -> int:
    """A port on which nobody listens, and which no other test is given while this process lasts.

    One that is merely free now may be somebody else's by the time that the server listens.
    """
    folder = Path(tempfile.gettempdir(), f"hemicycle-ports-{os.getuid()}")
    folder.mkdir(exist_ok=True)
    # processes that begin at once do not look at the same ones first
    first = os.getpid() * 16 % len(OURS)
    for port in (*OURS[first:], *OURS[:first]):
        lock = os.open(folder / str(port), os.O_CREAT | os.O_RDWR, 0o666)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            os.close(lock)
            continue
        _held.append(lock)  # let go by the end of the process
        return port
    raise RuntimeError("no port is free")
