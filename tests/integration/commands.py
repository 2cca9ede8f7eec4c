"""Run ``hemicycle`` as another program would, or within this one."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from scheduler.reading.files import parse_json
from web.commands import main

EXAMPLES = Path(__file__).parents[2] / "examples"
HEMICYCLE = Path(sys.executable).with_name("hemicycle")


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed for other programs."""
        return parse_json(self.out)


def called(*arguments: str | Path) -> Result:
    """Run a command within this process, which has loaded OR-Tools already."""
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert isinstance(done.exception, SystemExit | None), done.exception
    return Result(done.exit_code, done.stdout, done.stderr)


def hemicycle(*arguments: str | Path) -> Result:
    """Run a command to its end."""
    done = subprocess.run(
        [HEMICYCLE, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )
    return Result(done.returncode, done.stdout, done.stderr)


def loaded(*arguments: str | Path) -> tuple[int, set[str]]:
    """Exit code of a command, and the top-level modules that it loaded."""
    code = (
        "import sys\n"
        "from web.commands import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "finally:\n"
        "    print('MODULES', *{name.split('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, set(done.stdout.splitlines()[-1].split()[1:])


def until(terminal: int, awaited: bytes | None) -> bytes:
    """What appears on a terminal until it shows something, or else until it closes."""
    seen = b""
    while awaited is None or awaited not in seen:
        try:
            chunk = os.read(terminal, 65_536)
        except OSError:  # Linux ends a closed terminal with an error
            break
        if not chunk:
            break
        seen += chunk
    return seen
