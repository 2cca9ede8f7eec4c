"""What can be measured, part by part."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.calendars import calendar_table, write_instances
from bench.comparison import comparison_table
from bench.engine import Plan, engine_table
from bench.fanout import fan_out_table
from bench.growth import growth_table
from bench.inscriptions import EACH, STATES, inscriptions_table
from bench.ordering import ordering_table
from bench.pages import pages_table
from bench.questions import questions_table
from bench.report import REPORT
from bench.roster import roster_table
from bench.timetables import timetables_table

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = [ROOT / f"examples/{name}.yaml" for name in ("ctoc-cop4", "ctoc-cop3", "five-days")]
PLOT = ROOT / "docs/images/growth.svg"
CALENDAR_SECONDS = 300.0
MOST_COMPARED = 3  # calendars; beyond, the other ways need more memory than there is
COMPARED_RUNS, COMPARED_SECONDS = 3, 30.0  # so that all ways together take some six minutes
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


def _engine(further: Further, how: Plan) -> str:
    said = f"Medians of {how.runs} runs, {how.workers} workers, seed {how.seed}."
    return f"{said}\n\n{engine_table([*EXAMPLES, *further.sessions], how)}"


def _comparison(further: Further, how: Plan) -> str:
    runs, seconds = min(how.runs, COMPARED_RUNS), min(how.time_limit, COMPARED_SECONDS)
    said = (
        f"Medians of at most {runs} runs, each way in turn; a run is ended after {seconds:g} "
        f"seconds, and a way is run again only as long as its runs take no more together. "
        "Memory: the most of all processes at one time."
    )
    with tempfile.TemporaryDirectory() as folder:
        calendars = further.calendars[:MOST_COMPARED] or write_instances(Path(folder))
        problems = [EXAMPLES[0], *further.sessions, *calendars]
        compared = comparison_table(problems, runs, seconds)
    return f"{said}\n\n{compared}"


def _questions(_further: Further, how: Plan) -> str:
    said = f"Medians of {how.runs} runs, on the fourth session."
    return f"{said}\n\n{questions_table(how.runs)}"


def _roster(_further: Further, how: Plan) -> str:
    said = f"Medians of {how.runs} runs, as the command prints them (wall_seconds)."
    return f"{said}\n\n{roster_table(how.runs)}"


def _calendars(further: Further, how: Plan) -> str:
    said = (
        f"One run of at most {CALENDAR_SECONDS:g} seconds each, {how.workers} processes, "
        f"seed {how.seed}."
    )
    with tempfile.TemporaryDirectory() as folder:
        files = [*write_instances(Path(folder)), *further.calendars]
        made = calendar_table(files, CALENDAR_SECONDS, how.workers)
    return f"{said}\n\n{made}"


def _growth(_further: Further, how: Plan) -> str:
    said = (
        f"Our own calendars, 50 meetings a week; one run of at most {how.time_limit:g} seconds "
        f"each, {how.workers} processes, seed {how.seed}. The gap is what is left between the "
        "points and the bound."
    )
    grown = growth_table(PLOT, how.time_limit, how.workers)
    picture = f"![Time and memory by the number of meetings]({PLOT.relative_to(REPORT.parent)})"
    return f"{said}\n\n{picture}\n\n{grown}"


def _timetables(further: Further, _how: Plan) -> str:
    said = (
        "One run each, two processes, seed 1; a dash is no bound. Timefold: its published example "
        "in 60 s ([from where](timetables.md#measured))."
    )
    return f"{said}\n\n{timetables_table(further.path)}"


def _pages(_further: Further, _how: Plan) -> str:
    return f"{pages_table()}"


def _inscriptions(_further: Further, _how: Plan) -> str:
    said = (
        f"{STATES} delegations ask {EACH} times each, one time after the other, all beginning at "
        "the same moment; the server has two processes, and shares the cores with those who ask."
    )
    return f"{said}\n\n{inscriptions_table()}"


def _ordering(_further: Further, how: Plan) -> str:
    said = f"Medians of {how.runs} runs; half came in the seconds in which the lot decides."
    return f"{said}\n\n{ordering_table(how.runs)}"


def _fan_out(_further: Further, _how: Plan) -> str:
    said = (
        "From the commit of a change until a page has read it, over HTTP; 20 changes of a meeting "
        "with a list of 193. Whoever listens, and makes the changes, shares the cores with the "
        "server. Memory: PSS of all processes of the server."
    )
    return f"{said}\n\n{fan_out_table()}"


# By the name to ask for it: a heading, and what measures it: a line to say how, and a table.
PARTS: Mapping[str, tuple[str, Callable[[Further, Plan], str]]] = {
    "engine": ("Engine", _engine),
    "comparison": ("Other ways", _comparison),
    "questions": ("Questions", _questions),
    "roster": ("Rosters without booths", _roster),
    "calendars": ("Calendars of conferences", _calendars),
    "growth": ("Growth", _growth),
    "timetables": ("Timetables", _timetables),
    "pages": ("Pages", _pages),
    "inscriptions": ("Inscriptions at once", _inscriptions),
    "ordering": ("Long lists of speakers", _ordering),
    "fan_out": ("Live pages", _fan_out),
}
