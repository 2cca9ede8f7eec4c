"""The memory of a process and of those that it starts, together."""

from __future__ import annotations

import subprocess
import sys

import psutil

from bench.memory import Peak

HOLD = "held = b'.' * (100 * 2**20); print('held', flush=True); input()"
FAMILY = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {HOLD!r}], stdin=-1, stdout=-1)
child.stdout.readline()
{HOLD}
child.communicate(b"\\n")
"""


def test_the_memory_of_processes_started_is_counted() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as family:
        assert family.stdout is not None
        family.stdout.readline()
        process, peak = psutil.Process(family.pid), Peak()
        peak.look(process)
        family.communicate(b"\n")
    alone = 100.0
    assert 2 * alone < peak.mib < 3 * alone
