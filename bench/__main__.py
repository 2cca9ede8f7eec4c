"""``make bench``: print the tables; with ``--write`` keep them in docs/performance.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.engine import Plan
from bench.machine import machine
from bench.parts import PARTS, Further
from bench.report import REPORT, write_report


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--instances", type=Path, help="a problem file, or a folder of them")
    parser.add_argument("--runs", type=int, default=Plan.runs, help="runs of each problem")
    parser.add_argument("--time-limit", type=float, default=Plan.time_limit, help="seconds a run")
    parser.add_argument("--only", choices=PARTS, nargs="+", help="measure these")
    parser.add_argument("--write", action="store_true", help=f"keep them in {REPORT.name}")
    chosen = parser.parse_args()
    how = Plan(runs=chosen.runs, time_limit=chosen.time_limit)
    further = Further(chosen.instances)
    print(further.missing(), flush=True)
    measured = {}
    for name, (heading, part) in PARTS.items():
        if chosen.only is None or name in chosen.only:
            on = f"Measured on: {machine()}"
            measured[heading] = f"{on}\n\n{part(further, how)}"
            print(f"### {heading}\n\n{measured[heading]}\n", flush=True)
    if chosen.write:
        write_report(REPORT, measured, [heading for heading, _ in PARTS.values()])


if __name__ == "__main__":
    main()
