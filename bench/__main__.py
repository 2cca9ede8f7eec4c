"""``make bench``: print the tables; with ``--write`` keep them in docs/performance.md."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.engine import Plan, engine_table
from bench.machine import machine
from bench.pages import pages_table
from bench.questions import questions_table
from bench.roster import roster_table

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = [ROOT / f"examples/{name}.yaml" for name in ("ctoc-cop4", "ctoc-cop3", "five-days")]
REPORT = ROOT / "docs/performance.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
PARTS = ("engine", "questions", "roster", "pages")
SUFFIXES = {".yaml", ".yml", ".json"}


def further_instances(path: Path | None) -> Sequence[Path]:
    """The problem files of `path`, a file or a folder; says so where there are none."""
    if path is None:
        print("No further instances: none were named (make bench INSTANCES=path).")
        return ()
    found = [path] if path.is_file() else sorted(p for p in path.glob("*") if p.suffix in SUFFIXES)
    if not found:
        print(f"No further instances: there is no problem file at {path}.")
    return found


def write_report(tables: str) -> None:
    """Put the tables between the marks in the report."""
    before, _, rest = REPORT.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    REPORT.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--instances", type=Path, help="a problem file, or a folder of them")
    parser.add_argument("--runs", type=int, default=Plan.runs, help="runs of each problem")
    parser.add_argument("--time-limit", type=float, default=Plan.time_limit, help="seconds a run")
    parser.add_argument("--only", choices=PARTS, help="measure one of them")
    parser.add_argument("--write", action="store_true", help=f"keep them in {REPORT.name}")
    chosen = parser.parse_args()
    sections = [f"Measured on: {machine()}\n"]
    print(sections[0], flush=True)
    if chosen.only in (None, "engine"):
        how = Plan(runs=chosen.runs, time_limit=chosen.time_limit)
        paths = [*EXAMPLES, *further_instances(chosen.instances)]
        sections.append(
            f"### Engine\n\nMedians of {how.runs} runs, {how.workers} workers, seed {how.seed}.\n\n"
            f"{engine_table(paths, how)}\n"
        )
        print(sections[-1], flush=True)
    if chosen.only in (None, "questions"):
        sections.append(
            "### Questions\n\n"
            f"Medians of {chosen.runs} runs, on the fourth session.\n\n"
            f"{questions_table(chosen.runs)}\n"
        )
        print(sections[-1], flush=True)
    if chosen.only in (None, "roster"):
        sections.append(
            "### Rosters without booths\n\n"
            f"Medians of {chosen.runs} runs, as the command prints them (wall_seconds).\n\n"
            f"{roster_table(chosen.runs)}\n"
        )
        print(sections[-1], flush=True)
    if chosen.only in (None, "pages"):
        sections.append(f"### Pages\n\n{pages_table()}\n")
        print(sections[-1], flush=True)
    if chosen.write:
        write_report("\n".join(sections))


if __name__ == "__main__":
    main()
