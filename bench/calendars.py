"""Calendars of conferences with a hidden plan that keeps every rule, and how they are made.

``python -m bench.calendars FOLDER`` writes instances; ``python -m bench.calendars SECONDS FILE...``
prints a line for each: model, first plan, 1 % above the best found, the end, memory (the peak of
the largest process, and that of all together: this one and one for each worker).
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.memory import figures_of
from bench.tables import milliseconds, table
from scheduler.calendars.occupancy import Grid, Occupancy
from scheduler.calendars.outcome import CalendarOptions, CalendarProgress
from scheduler.calendars.reading import load_calendar_problem
from scheduler.calendars.rows import make_rows
from scheduler.calendars.solve import make_calendar

SIZES = {"C50": (4, 50), "C300": (12, 300)}  # weeks, meetings; more: `bench.growth`
ROOMS, TEAMS, WEEKLY = (2, 6, 8, 12), 6, 7
HEAD = (
    "calendar",
    "model, ms",
    "first, ms",
    "all placed, ms",
    "to 1 %, ms",
    "end, ms",
    "largest process, MiB",
    "memory, all processes, MiB",
    "left out",
    "points",
    "bound",
    "status",
)


def instance(weeks: int, meetings: int, seed: int = 1) -> dict[str, Any]:
    """Sessions with working groups and standalone meetings, two slots a day, five days a week.

    A hidden plan holds every block at a start that the rules allow; its start is offered with
    others around it, the cheapest of which is elsewhere as often as not.
    """
    chance = random.Random(seed)  # noqa: S311 (an instance, no secret)
    hidden = _Hidden(weeks, chance)
    while hidden.meetings < meetings and hidden.tries < 50 * meetings:
        hidden.add()
    conflicts = hidden.conflicts()
    return {
        "format": "hemicycle-calendar-problem/1",
        "name": f"{weeks} weeks, {hidden.meetings} meetings",
        "T": hidden.slots,
        "spd": 2,
        "weeks": weeks,
        "teams": TEAMS,
        "weekly": WEEKLY,
        "caps": list(ROOMS),
        "blocks": hidden.blocks,
        "conf": conflicts,
    }


class _Hidden:
    """The plan behind an instance: what it takes of rooms and teams, slot by slot."""

    def __init__(self, weeks: int, chance: random.Random) -> None:
        self.chance, self.slots = chance, weeks * 10
        self.blocks: list[dict[str, Any]] = []
        self.held: list[set[int]] = []
        self.rooms = [[count] * self.slots for count in ROOMS]
        self.teams = [TEAMS] * self.slots
        self.weeks = [TEAMS * WEEKLY] * weeks
        self.meetings = self.tries = 0

    def add(self) -> None:
        """Add a session with its working groups, or a standalone meeting, if there is room."""
        self.tries += 1
        if self.chance.random() < 0.85:
            self._block("A", self.chance.randrange(self.slots), [0])
            return
        length = 2 * self.chance.randint(1, min(5, self.slots // 4))
        start = 2 * self.chance.randrange((self.slots - length) // 2 + 1)
        place = len(self.blocks)
        if self._block("S", start, list(range(length))):
            for _ in range(self.chance.randint(0, 2)):
                offsets = sorted(self.chance.sample(range(length), min(3, length)))
                at = start + self.chance.choice(offsets)
                self._block("W", at, [0], parent=place, offs=offsets)

    def _block(self, kind: str, start: int, covers: list[int], **more: Any) -> bool:
        level, interpreted = self.chance.randrange(len(ROOMS)), self.chance.random() < 0.3
        held = [start + cover for cover in covers]
        load = {week: sum(slot // 10 == week for slot in held) for week in {s // 10 for s in held}}
        if any(row[slot] < 1 for row in self.rooms[level:] for slot in held) or (
            interpreted
            and (
                any(self.teams[slot] < 1 for slot in held)
                or any(self.weeks[week] < count for week, count in load.items())
            )
        ):
            return False
        for slot in held:
            for row in self.rooms[level:]:
                row[slot] -= 1
            self.teams[slot] -= interpreted
        for week, count in load.items():
            self.weeks[week] -= count * interpreted
        self.meetings += len(held)
        self.held.append(set(held))
        self.blocks.append(
            {
                "kind": kind,
                "lvl": level,
                "interp": int(interpreted),
                "starts": self._starts(kind, start, covers[-1], more),
                "cov": covers,
                "pen": {"S": 400, "W": 300, "A": 150}[kind] * len(covers),
                **more,
            }
        )
        return True

    def _starts(self, kind: str, start: int, length: int, more: Mapping[str, Any]) -> list[Any]:
        if kind == "W":
            # wherever the session may be
            session = self.blocks[more["parent"]]["starts"]
            slots = {slot + by for slot, _cost in session for by in more["offs"]}
            return [[slot, 0] for slot in sorted(slots)]
        step = 2 if kind == "S" else 1
        around = range(start - 10 * step, start + 10 * step + 1, step)
        best = start + step * self.chance.randint(-3, 3)
        each = self.chance.choice((1, 2, 3))
        return [
            [slot, abs(slot - best) // step * each]
            for slot in around
            if slot >= 0 and slot + length < self.slots
        ]

    def conflicts(self) -> list[list[int]]:
        """Pairs of sessions or of standalone meetings that the hidden plan keeps apart."""
        count = len(self.blocks)
        found: set[tuple[int, int]] = set()
        for _ in range(4 * count if count > 1 else 0):
            one, other = sorted(self.chance.sample(range(count), 2))
            kinds = {self.blocks[place]["kind"] for place in (one, other)}
            if len(kinds) == 1 and "W" not in kinds and not self.held[one] & self.held[other]:
                found.add((one, other))
        return [list(pair) for pair in sorted(found)]


def write_instances(folder: Path) -> Sequence[Path]:
    """One of each of the SIZES, as files."""
    files = [folder / f"{name}.json" for name in SIZES]
    for file, size in zip(files, SIZES.values(), strict=True):
        file.write_text(json.dumps(instance(*size)), encoding="utf-8")
    return files


def measure(path: Path, seconds: float, workers: int) -> dict[str, Any]:
    """Make the calendar of a file in this process; times in seconds."""
    begun = time.perf_counter()
    problem = load_calendar_problem(path)
    grid = Grid(problem)
    make_rows(grid, range(len(problem.blocks)), Occupancy(grid))
    build = time.perf_counter() - begun
    del grid
    steps: list[CalendarProgress] = []
    options = CalendarOptions(time_limit=seconds, workers=workers)
    outcome = make_calendar(problem, options, progress=steps.append)
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    near = 1.01 * outcome.objective
    return {
        "build": build,
        "first": steps[0].seconds if steps else None,
        "placed": next((one.seconds for one in steps if not one.left_out), None),
        "near": next((one.seconds for one in steps if one.objective <= near), None),
        "end": outcome.wall_seconds,
        "peak": peak / 1024,  # Linux counts KiB
        "objective": outcome.objective,
        "bound": outcome.bound,
        "left_out": len(outcome.unplaced),
        "status": outcome.status.value,
    }


def calendar_table(paths: Sequence[Path], seconds: float, workers: int = 2) -> str:
    """A line for each file, each made in a process of its own."""
    return table(HEAD, [_row(path, seconds, workers) for path in paths])


def figures(path: Path, seconds: float, workers: int) -> Mapping[str, Any]:
    """What `measure` gives, from a process of its own; and the `memory` of it and its workers."""
    return figures_of("bench.calendars", "--once", path, seconds, workers)


def _row(path: Path, seconds: float, workers: int) -> Sequence[str]:
    run = figures(path, seconds, workers)
    return (
        path.stem,
        *(milliseconds(run[name]) for name in ("build", "first", "placed", "near", "end")),
        f"{run['peak']:.0f}",
        f"{run['memory']:.0f}",
        *(str(run[name]) for name in ("left_out", "objective", "bound", "status")),
    )


def main(arguments: Sequence[str]) -> None:
    """Write instances, or measure some."""
    match arguments:
        case ["--once", path, seconds, workers]:
            print(json.dumps(measure(Path(path), float(seconds), int(workers))))
        case [folder] if Path(folder).is_dir():
            write_instances(Path(folder))
        case [seconds, *paths]:
            print(calendar_table([Path(path) for path in paths], float(seconds)))


if __name__ == "__main__":
    main(sys.argv[1:])
