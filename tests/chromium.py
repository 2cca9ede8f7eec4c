"""Find the browser for the tests; install Debian's if it is missing and we may.

``python -m tests.chromium`` prints its version, or says what is missing and exits 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# The same engine without windows takes half of the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PACKAGES = NAMES[:2]
MISSING = """\
The browser tests need Chromium, and it could not be installed from here: {reason}.
Install it (on Debian or Ubuntu: apt-get install chromium), or run the other gates:
make lint unit integration"""


class Missing(RuntimeError):
    """There is no browser; the message says why none could be installed."""


def chromium() -> str | None:
    """Path of the browser, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def _as_root() -> list[str]:
    """What goes before a command that needs the rights of root."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _quiet("sudo", "--non-interactive", "true") == 0:
        return ["sudo", "--non-interactive"]
    raise Missing("neither root nor sudo without a password")


def _quiet(*command: str) -> int:
    return subprocess.call(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def install() -> str:
    """Install Debian's Chromium and return its path. Raises Missing."""
    if not shutil.which("apt-get"):
        raise Missing("there is no apt-get")
    before = [*_as_root(), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    install = ("install", "--yes", "--no-install-recommends")
    if subprocess.call([*before, "update"], stdin=subprocess.DEVNULL) != 0:
        raise Missing("apt-get update failed")
    for package in PACKAGES:
        if subprocess.call([*before, *install, package], stdin=subprocess.DEVNULL) == 0:
            break
    else:
        raise Missing("apt-get install failed")
    path = chromium()
    if path is None:
        raise Missing("apt-get installed no chromium")
    return path


def main() -> int:
    """Print the version of the browser, installing it first if need be."""
    try:
        path = chromium() or install()
    except Missing as missing:
        print(MISSING.format(reason=missing), file=sys.stderr)
        return 1
    return subprocess.call([path, "--version"], stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
