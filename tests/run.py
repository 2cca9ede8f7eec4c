"""Run the gates one after the other, time each, and sum up at the end.

``python -m tests.run [GROUP ...]`` runs the groups named, or all of them: lint, unit, integration,
browser. A gate that fails does not stop the later ones; the exit code is 1 if any has failed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Gate:
    """One command. It is not run, and counts as failed, if the gate it needs has failed."""

    name: str
    group: str
    command: tuple[str, ...]
    needs: str | None = None


@dataclass(frozen=True)
class Result:
    """How a gate ended. `code` is None if it was not run."""

    gate: Gate
    code: int | None
    seconds: float

    @property
    def word(self) -> str:
        """The result in the summary."""
        if self.code is None:
            return f"not run: {self.gate.needs} failed"
        return "passed" if self.code == 0 else f"FAILED ({self.code})"


def _tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


def _pytest(folder: str, processes: int = 2) -> tuple[str, ...]:
    # Both are for the processes that tests start, too: these are many, and would each compile anew
    # whatever they import.
    environment = ("PYTHONWARNINGS=error", "PYTHONDONTWRITEBYTECODE=")
    # The processes share out the tests of a folder, and then take them from each other. So what
    # the tests of a module share is nearly always made once.
    how = (f"-n{processes}", "--dist=worksteal", "--durations=5")
    return ("env", *environment, sys.executable, "-m", "pytest", folder, *how)


GATES = (
    Gate("ruff check", "lint", _tool("ruff", "check", ".")),
    Gate("ruff format", "lint", _tool("ruff", "format", "--check", ".")),
    Gate("mypy --strict", "lint", _tool("mypy")),
    Gate("import law", "lint", _tool("lint-imports")),
    Gate("djlint", "lint", _tool("djlint", "--lint", "web/templates")),
    Gate("unit tests", "unit", _pytest("tests/unit")),
    Gate("integration tests", "integration", _pytest("tests/integration")),
    Gate("chromium", "browser", (sys.executable, "-m", "tests.chromium")),
    Gate("browser tests", "browser", _pytest("tests/browser", 3), needs="chromium"),
)


def run_gate(gate: Gate, failed: set[str]) -> Result:
    """Run one gate with its output passed through."""
    if gate.needs in failed:
        return Result(gate, None, 0.0)
    print(f"\n--- {gate.name}", flush=True)
    begun = time.monotonic()
    code = subprocess.call(gate.command, cwd=ROOT, stdin=subprocess.DEVNULL)
    return Result(gate, code, time.monotonic() - begun)


def summary(results: list[Result]) -> str:
    """Return the table of gates, seconds and results."""
    lines = [f"{result.gate.name:<20}{result.seconds:>8.1f} s  {result.word}" for result in results]
    total = sum(result.seconds for result in results)
    return "\n".join([*lines, f"{'all':<20}{total:>8.1f} s"])


def main(groups: list[str]) -> int:
    """Run the gates of the groups named (of all, if none is)."""
    known = dict.fromkeys(gate.group for gate in GATES)
    if unknown := set(groups) - set(known):
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}", file=sys.stderr)
        return 2
    results: list[Result] = []
    for gate in GATES:
        if not groups or gate.group in groups:
            failed = {result.gate.name for result in results if result.code != 0}
            results.append(run_gate(gate, failed))
    print(f"\n--- summary\n{summary(results)}", flush=True)
    return int(any(result.code != 0 for result in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
