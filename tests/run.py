"""Run the gates, time each, and sum up at the end.

``python -m tests.run [GROUP ...]`` runs the groups named, or all of them: unit, lint, integration,
browser. A gate that fails does not stop the later ones; the exit code is 1 if any has failed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PROCESSES = 3  # on two cores: some tests wait for servers


@dataclass(frozen=True)
class Gate:
    """One command. It is not run, and counts as failed, if the gate it needs has failed.

    What would leave the machine half idle runs `beside` the others, one such gate at a time, from
    the beginning; what it says is shown in its place.
    """

    name: str
    group: str
    command: tuple[str, ...]
    needs: str | None = None
    beside: bool = False


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


def _pytest(folder: str) -> tuple[str, ...]:
    # Both are for the processes that tests start, too: these are many, and would each compile anew
    # whatever they import.
    environment = ("PYTHONWARNINGS=error", "PYTHONDONTWRITEBYTECODE=")
    # The processes share out the tests of a folder, and then take them from each other. So what
    # the tests of a module share is nearly always made once.
    how = (f"-n{PROCESSES}", "--dist=worksteal", "--durations=5")
    return ("env", *environment, sys.executable, "-m", "pytest", folder, *how)


GATES = (
    Gate("unit tests", "unit", _pytest("tests/unit")),
    Gate("ruff check", "lint", _tool("ruff", "check", "."), beside=True),
    Gate("ruff format", "lint", _tool("ruff", "format", "--check", "."), beside=True),
    Gate("mypy --strict", "lint", _tool("mypy"), beside=True),
    Gate("import law", "lint", _tool("lint-imports"), beside=True),
    Gate("djlint", "lint", _tool("djlint", "--lint", "web/templates"), beside=True),
    Gate("integration tests", "integration", _pytest("tests/integration")),
    Gate("chromium", "browser", (sys.executable, "-m", "tests.chromium"), beside=True),
    Gate("browser tests", "browser", _pytest("tests/browser"), needs="chromium"),
)


def _run(gate: Gate) -> tuple[Result, str]:
    """Run one gate: how it ended, and what it said if that was not passed through."""
    begun = time.monotonic()
    done = subprocess.run(
        gate.command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if gate.beside else None,
        stderr=subprocess.STDOUT if gate.beside else None,
        text=True,
        check=False,
    )
    return Result(gate, done.returncode, time.monotonic() - begun), done.stdout or ""


def run_gates(gates: list[Gate]) -> list[Result]:
    """Run gates, those that are to run beside the others in one thread."""
    results: list[Result] = []
    with ThreadPoolExecutor(1) as aside:
        begun = {gate: aside.submit(_run, gate) for gate in gates if gate.beside}
        for gate in gates:
            if gate.needs in {result.gate.name for result in results if result.code != 0}:
                results.append(Result(gate, None, 0.0))
                continue
            print(f"\n--- {gate.name}", flush=True)
            result, said = begun[gate].result() if gate.beside else _run(gate)
            print(said, end="", flush=True)
            results.append(result)
    return results


def summary(results: list[Result], seconds: float) -> str:
    """Return the table of gates, seconds and results, and the seconds that all took."""
    lines = [f"{result.gate.name:<20}{result.seconds:>8.1f} s  {result.word}" for result in results]
    return "\n".join([*lines, f"{'all':<20}{seconds:>8.1f} s"])


def main(groups: list[str]) -> int:
    """Run the gates of the groups named (of all, if none is)."""
    known = dict.fromkeys(gate.group for gate in GATES)
    if unknown := set(groups) - set(known):
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    results = run_gates([gate for gate in GATES if not groups or gate.group in groups])
    print(f"\n--- summary\n{summary(results, time.monotonic() - begun)}", flush=True)
    return int(any(result.code != 0 for result in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
