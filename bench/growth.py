"""How the engine's time and memory grow with the number of meetings, as a table and a plot."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from bench.calendars import figures, instance
from bench.tables import milliseconds, table

SIZES = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)  # meetings
A_WEEK = 50  # as many in each, so that a calendar grows longer and not fuller
HEAD = ("meetings", "model, ms", "first, ms", "to 1 %, ms", "end, ms", "memory, MiB", "gap")
DRAWN = {"first": "first plan", "near": "within 1 % of the best found", "end": "end"}


def growth_table(picture: Path, seconds: float, workers: int) -> str:
    """Make a calendar of each size, at most so many seconds each, and draw the times."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "calendar.json"
        runs = []
        for meetings in SIZES:
            weeks = max(1, meetings // A_WEEK)
            file.write_text(json.dumps(instance(weeks, meetings)), encoding="utf-8")
            runs.append(figures(file, seconds, workers))
    draw(picture, runs)
    return table(HEAD, [_row(*one) for one in zip(SIZES, runs, strict=True)])


def _row(meetings: int, run: Mapping[str, Any]) -> Sequence[str]:
    bound = run["bound"]
    gap = "no bound" if bound is None else f"{1 - bound / max(1, run['objective']):.1%}"
    times = (milliseconds(run[name]) for name in ("build", "first", "near", "end"))
    return (f"{meetings:,}", *times, f"{run['memory']:.0f}", gap)


def draw(picture: Path, runs: Sequence[Mapping[str, Any]]) -> None:
    """Draw the times and the memory of the sizes as SVG, the same figures as the same bytes."""
    with rc_context({"svg.hashsalt": "growth", "font.size": 9, "axes.spines.top": False}):
        plot = Figure(figsize=(9, 3.6), layout="constrained")
        times, memory = plot.subplots(1, 2)
        for (name, said), mark in zip(DRAWN.items(), "osv", strict=True):
            times.plot(SIZES, [run[name] for run in runs], marker=mark, label=said)
        times.set(xscale="log", yscale="log", xlabel="meetings", ylabel="seconds")
        times.legend(frameon=False)
        memory.plot(SIZES, [run["memory"] for run in runs], marker="o", color="tab:gray")
        memory.set(xscale="log", xlabel="meetings", ylabel="memory of all processes, MiB")
        memory.set_ylim(bottom=0)
        plot.savefig(picture, format="svg", metadata={"Date": None})
