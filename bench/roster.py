"""Rosters without booths, of the size of the published instances, by our own generator.

``python -m bench.roster FOLDER`` writes the instances as files instead.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.tables import milliseconds, table

SIZES = tuple((sessions, people) for sessions in (40, 200, 400) for people in (40, 120, 240))
BLOCKS, LANGUAGES = 40, 24
HEAD = ("sessions", "interpreters", "limits", "pairs covered", "bound", "status", "proof, ms")
HEMICYCLE = Path(sys.executable).with_name("hemicycle")


def roster_table(runs: int) -> str:
    """Cover the pairs of every size, without limits and with them; medians of fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_instances(Path(folder))
        rows = [
            (str(sessions), str(people), "yes" if limits else "no", *_figures(file, limits, runs))
            for (sessions, people), file in files.items()
            for limits in (False, True)
        ]
    return table(HEAD, rows)


def write_instances(folder: Path) -> Mapping[tuple[int, int], Path]:
    """A file for each size."""
    files = {}
    for sessions, people in SIZES:
        files[sessions, people] = folder / f"isp-S{sessions}-I{people}.json"
        content = json.dumps(instance(sessions, people), indent=1)
        files[sessions, people].write_text(content, encoding="utf-8")
    return files


def instance(sessions: int, people: int, seed: int = 1) -> dict[str, Any]:
    """Sessions of 2 to 20 languages, 11 on average; people of 2 to 5.

    In sessions one language is as likely as another. Of the people more speak those at the head of
    the list (as one by its place to the power of one and a half), which brings the pairs covered
    near to the published figures.
    """
    chance = random.Random(seed)  # noqa: S311 (an instance, no secret)
    languages = [f"Language {number:02}" for number in range(1, LANGUAGES + 1)]
    weights = [place**-1.5 for place in range(1, LANGUAGES + 1)]
    blocks = [f"Block {number:03}" for number in range(1, BLOCKS + 1)]
    held = [f"Session {number:03}" for number in range(1, sessions + 1)]
    interpreters = [f"Interpreter {number:03}" for number in range(1, people + 1)]
    return {
        "Blocks": blocks,
        "Sessions": held,
        "Sessions_b": {block: held[place::BLOCKS] for place, block in enumerate(blocks)},
        "Interpreters": interpreters,
        "Languages": languages,
        "Languages_s": {
            session: sorted(chance.sample(languages, chance.randint(2, 20))) for session in held
        },
        "Languages_i": {
            person: _spoken(languages, weights, chance.randint(2, 5), chance)
            for person in interpreters
        },
    }


def _spoken(
    languages: Sequence[str], weights: Sequence[float], count: int, chance: random.Random
) -> list[str]:
    found: set[str] = set()
    while len(found) < count:
        found.update(chance.choices(languages, weights))
    return sorted(found)


def _figures(file: Path, limits: bool, runs: int) -> Sequence[str]:
    results = [_once(file, limits) for _ in range(runs)]
    last = results[-1]
    seconds = milliseconds(median(one["wall_seconds"] for one in results))
    return str(last["objective"]), str(last["bound"]), last["status"], seconds


def _once(file: Path, limits: bool) -> Mapping[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own command
        [HEMICYCLE, "roster", "--isp", file, "--json", *(["--limits"] if limits else [])],
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    figures: Mapping[str, Any] = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    print(*write_instances(Path(sys.argv[1])).values(), sep="\n")
