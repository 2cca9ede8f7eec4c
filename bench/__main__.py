"""``make bench``: print the tables; with ``--write`` keep them in docs/performance.md."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.calendars import calendar_table, write_instances
from bench.comparison import comparison_table
from bench.engine import Plan, engine_table
from bench.growth import growth_table
from bench.machine import machine
from bench.pages import pages_table
from bench.questions import questions_table
from bench.roster import roster_table
from bench.timetables import timetables_table

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = [ROOT / f"examples/{name}.yaml" for name in ("ctoc-cop4", "ctoc-cop3", "five-days")]
REPORT = ROOT / "docs/performance.md"
PLOT = ROOT / "docs/images/growth.svg"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
CALENDAR_SECONDS = 300.0
MOST_COMPARED = 3  # calendars; beyond, the other ways need more memory than there is
SUFFIXES = {".yaml", ".yml", ".json"}


@dataclass(frozen=True)
class Further:
    """Instances beside our own: a file, or a folder with problems of sessions, and others below."""

    path: Path | None

    @property
    def sessions(self) -> Sequence[Path]:
        """Problem files of sessions."""
        if self.path is None or self.path.is_file():
            return [self.path] if self.path else []
        return sorted(one for one in self.path.glob("*") if one.suffix in SUFFIXES)

    @property
    def calendars(self) -> Sequence[Path]:
        """Calendars of conferences, the small ones first."""
        if self.path is None:
            return []
        return sorted(self.path.glob("calendar/*.json"), key=lambda file: file.stat().st_size)

    def missing(self) -> str:
        """A line to say so where there are none."""
        if self.path is None:
            return "No further instances: none were named (make bench INSTANCES=path).\n"
        if not self.sessions and not self.calendars:
            return f"No further instances: there is no problem file at {self.path}.\n"
        return ""


def write_report(tables: str) -> None:
    """Put the tables between the marks in the report."""
    before, _, rest = REPORT.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    REPORT.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}", encoding="utf-8")


# Each part: a heading, a line on how it is measured, and a table.
def _engine(further: Further, how: Plan) -> str:
    said = f"Medians of {how.runs} runs, {how.workers} workers, seed {how.seed}."
    return f"### Engine\n\n{said}\n\n{engine_table([*EXAMPLES, *further.sessions], how)}\n"


def _comparison(further: Further, how: Plan) -> str:
    said = f"Medians of {how.runs} runs, each way in turn; ended after {how.time_limit:g} seconds."
    problems = [EXAMPLES[0], *further.sessions, *further.calendars[:MOST_COMPARED]]
    compared = comparison_table(problems, how.runs, how.time_limit)
    return f"### Other ways\n\n{said}\n\n{compared}\n"


def _questions(_further: Further, how: Plan) -> str:
    said = f"Medians of {how.runs} runs, on the fourth session."
    return f"### Questions\n\n{said}\n\n{questions_table(how.runs)}\n"


def _roster(_further: Further, how: Plan) -> str:
    said = f"Medians of {how.runs} runs, as the command prints them (wall_seconds)."
    return f"### Rosters without booths\n\n{said}\n\n{roster_table(how.runs)}\n"


def _calendars(further: Further, how: Plan) -> str:
    said = (
        f"One run of at most {CALENDAR_SECONDS:g} seconds each, {how.workers} processes, "
        f"seed {how.seed}."
    )
    with tempfile.TemporaryDirectory() as folder:
        files = [*write_instances(Path(folder)), *further.calendars]
        made = calendar_table(files, CALENDAR_SECONDS, how.workers)
    return f"### Calendars of conferences\n\n{said}\n\n{made}\n"


def _growth(_further: Further, how: Plan) -> str:
    said = (
        f"Our own calendars, 50 meetings a week; one run of at most {how.time_limit:g} seconds "
        f"each, {how.workers} processes, seed {how.seed}. The gap is what is left between the "
        "points and the bound."
    )
    grown = growth_table(PLOT, how.time_limit, how.workers)
    picture = f"![Time and memory by the number of meetings]({PLOT.relative_to(REPORT.parent)})"
    return f"### Growth\n\n{said}\n\n{picture}\n\n{grown}\n"


def _timetables(further: Further, _how: Plan) -> str:
    said = (
        "One run each, two processes, seed 1; a dash is no bound. Timefold: its published example "
        "in 60 s ([from where](timetables.md#measured))."
    )
    return f"### Timetables\n\n{said}\n\n{timetables_table(further.path)}\n"


def _pages(_further: Further, _how: Plan) -> str:
    return f"### Pages\n\n{pages_table()}\n"


PARTS: Mapping[str, Callable[[Further, Plan], str]] = {
    "engine": _engine,
    "comparison": _comparison,
    "questions": _questions,
    "roster": _roster,
    "calendars": _calendars,
    "growth": _growth,
    "timetables": _timetables,
    "pages": _pages,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--instances", type=Path, help="a problem file, or a folder of them")
    parser.add_argument("--runs", type=int, default=Plan.runs, help="runs of each problem")
    parser.add_argument("--time-limit", type=float, default=Plan.time_limit, help="seconds a run")
    parser.add_argument("--only", choices=PARTS, help="measure one of them")
    parser.add_argument("--write", action="store_true", help=f"keep them in {REPORT.name}")
    chosen = parser.parse_args()
    how = Plan(runs=chosen.runs, time_limit=chosen.time_limit)
    further = Further(chosen.instances)
    sections = [f"Measured on: {machine()}\n"]
    print(sections[0], further.missing(), sep="\n", flush=True)
    for name, part in PARTS.items():
        if chosen.only in (None, name):
            sections.append(part(further, how))
            print(sections[-1], flush=True)
    if chosen.write:
        write_report("\n".join(sections))


if __name__ == "__main__":
    main()
