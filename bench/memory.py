"""How much memory a process and all that it starts take together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

SECONDS = 0.1  # between two looks
MIB = 2**20


class Peak:
    """The most that was seen."""

    def __init__(self) -> None:
        self.mib = 0.0

    def look(self, process: psutil.Process) -> None:
        """Count what the process and those below it hold now: of shared pages, each its share."""
        total = 0
        for one in (process, *process.children(recursive=True)):
            try:
                total += one.memory_full_info().pss
            except psutil.Error:
                continue  # it has ended
        self.mib = max(self.mib, total / MIB)


@contextmanager
def peak_of(pid: int) -> Iterator[Peak]:
    """Look at a process and all below it, ten times a second, until the end of the block."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        try:
            process = psutil.Process(pid)
            while not done.wait(SECONDS):
                peak.look(process)
        except psutil.NoSuchProcess:
            return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
