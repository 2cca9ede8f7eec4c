"""Timetables: published instances, programmes as they were held, and our own by a generator.

``python -m bench.timetables FILE SECONDS`` makes one and prints the figures as JSON.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.tables import milliseconds, table
from scheduler.timetables.reading import load_timetable_problem

HEAD = ("timetable", "limit, s", "first, ms", "hard/medium/soft", "bounds", "Timefold", "peak, MiB")
# its published example, 60 s on a machine with two cores like this one; see docs/timetables.md
TIMEFOLD = {"50": "0/312/10042", "100": "14/583/26959", "200": "not begun"}
SECONDS = {"50": (1, 60), "100": (2, 60), "200": (10, 60)}
OWN = (60, 150)
DAYS, QUARTERS, SEATS = 5, 36, (40, 25, 20, 15, 12)


@dataclass(frozen=True)
class Case:
    """A file, and how long it is searched each time."""

    file: Path
    seconds: Sequence[int]


def timetables_table(instances: Path | None) -> str:
    """Measure the instances of a folder, if one is given, and our own."""
    with tempfile.TemporaryDirectory() as folder:
        cases = [*_given(instances), *_own(Path(folder))]
        return table(HEAD, [_row(case.file, one) for case in cases for one in case.seconds])


def _given(instances: Path | None) -> Iterator[Case]:
    if instances is None or not instances.is_dir():
        return
    for file in sorted((instances / "meeting-scheduling").glob("*.txt")):
        yield Case(file, SECONDS.get(file.stem, (10, 60)))
    for file in sorted((instances / "real").glob("*.yaml")):
        yield Case(file, (60,))


def _own(folder: Path) -> Iterator[Case]:
    for count in OWN:
        file = folder / f"own-{count}.txt"
        file.write_text(instance(count), encoding="utf-8")
        yield Case(file, (10,))


def instance(count: int, seed: int = 1) -> str:
    """So many meetings of a quarter to four hours, for few or for many, in the published form."""
    chance = random.Random(seed)  # noqa: S311 (an instance, no secret)
    days = DAYS * max(1, count // 50)
    people = range(count)
    lines = [f"{days * QUARTERS} {len(SEATS)} {count} {count}"]
    lines.append(" ".join(str(unit // QUARTERS) for unit in range(days * QUARTERS)))
    lines.append(" ".join(map(str, SEATS)))
    for _ in range(count):
        size = min(chance.choice((3, 5, 8, 12, 20, 30)), count)
        persons = chance.sample(people, size)
        required = chance.randint(1, min(5, size))
        length = chance.choice((1, 2, 3, 4, 6, 8, 16))
        lines.append(" ".join(map(str, (length, required, size - required, *persons))))
    return "\n".join(lines) + "\n"


def _row(file: Path, seconds: int) -> Sequence[str]:
    done = subprocess.run(  # noqa: S603 - our own module, in a process of its own
        [sys.executable, "-m", "bench.timetables", file, str(seconds)],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["no answer"])[-1][:60]
        return (file.stem, str(seconds), "-", said, "-", "-", "-")
    figures: Mapping[str, Any] = json.loads(done.stdout)
    return (
        file.stem,
        str(seconds),
        milliseconds(figures["first"]),
        figures["score"],
        figures["bounds"],
        TIMEFOLD.get(file.stem, "-"),
        f"{figures['peak']:.0f}",
    )


def main(path: str, seconds: str) -> None:
    """Make one timetable and print what came of it."""
    problem = load_timetable_problem(Path(path)).problem
    from scheduler.timetables.solve import (  # noqa: PLC0415 (loading OR-Tools is not measured)
        TimetableOptions,
        make_timetable,
    )

    outcome = make_timetable(problem, TimetableOptions(time_limit=float(seconds)))
    score = outcome.score
    # a second process has a peak of its own: both are counted
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = sum(resource.getrusage(one).ru_maxrss for one in who) / 1024  # Linux counts KiB
    figures = {
        "first": outcome.first_seconds,
        "score": "none" if score is None else "/".join(map(str, score.levels)),
        "bounds": "/".join("-" if one.bound is None else str(one.bound) for one in outcome.bounds),
        "peak": peak,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
