"""The engine: model, first programme, proof, memory; medians of runs in fresh processes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.tables import milliseconds, table

HEAD = (
    "session",
    "teams",
    "variables",
    "constraints",
    "model, ms",
    "first, ms",
    "to 1 %, ms",
    "proof, ms",
    "processor, ms",
    "peak, MiB",
    "total",
    "bound",
    "status",
)


@dataclass(frozen=True)
class Plan:
    """How often, and with what, each problem is planned."""

    runs: int = 5
    workers: int = 2
    seed: int = 1
    time_limit: float = 60.0


def engine_table(paths: Sequence[Path], how: Plan) -> str:
    """Measure every problem, with teams counted (the engine) and named (for comparison)."""
    rows = [_row(path, how, named) for path in paths for named in ("", "named")]
    return table(HEAD, rows)


def _row(path: Path, how: Plan, named: str) -> Sequence[str]:
    runs: list[Mapping[str, Any]] = []
    for _ in range(how.runs):
        figures = _once(path, how, named)
        if isinstance(figures, str):
            return (path.stem, figures, *["-"] * (len(HEAD) - 2))
        runs.append(figures)

    def middle(name: str) -> float | None:
        values = [run[name] for run in runs if run[name] is not None]
        return median(values) if len(values) == len(runs) else None

    last = runs[-1]
    return (
        path.stem,
        named or "counted",
        f"{last['variables']:,}",
        f"{last['constraints']:,}",
        *(milliseconds(middle(name)) for name in ("build", "first", "near", "total", "processor")),
        f"{middle('peak'):.0f}",
        *(str(last[name]) for name in ("objective", "bound")),
        "/".join(sorted({run["status"] for run in runs})),
    )


def _once(path: Path, how: Plan, named: str) -> Mapping[str, Any] | str:
    """Figures of one run, or why there are none."""
    arguments = [str(path), str(how.workers), str(how.seed), str(how.time_limit)]
    done = subprocess.run(  # noqa: S603 - our own module, in a process of its own
        [sys.executable, "-m", "bench.once", *arguments, *filter(None, [named])],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        return (done.stderr.strip().splitlines() or ["no answer"])[-1][:80]
    figures: Mapping[str, Any] = json.loads(done.stdout)
    return figures
