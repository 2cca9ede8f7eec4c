"""Processes of their own, and how much memory each and all that it starts take together."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

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


def figures_of(module: str, *arguments: object) -> Mapping[str, Any]:
    """What a module of ours prints last, as JSON, in a process of its own; and the `memory` of it.

    Raises CalledProcessError where it fails.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    with (
        subprocess.Popen(  # noqa: S603 - our own module, in a process of its own
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        ) as process,
        peak_of(process.pid) as peak,
    ):
        said, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {**json.loads(said.splitlines()[-1]), "memory": peak.mib}
