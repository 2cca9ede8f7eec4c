"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version


def machine() -> str:
    """One line: cores, how busy they are, memory, Python, the libraries that matter."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in ("ortools", "flask", "sqlalchemy"))
    return (
        f"{cores} cores (load {os.getloadavg()[0]:.1f}), {memory:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {libraries}"
    )
