"""A small sound problem as plain data, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from scheduler.reading import BadInput, read_problem

Change = Callable[[dict[str, Any]], object]

EXAMPLES = Path(__file__).parents[2] / "examples"
PROBLEMS = [
    file
    for file in sorted(EXAMPLES.glob("*.yaml"))
    if "\nformat: hemicycle-problem/1\n" in file.read_text(encoding="utf-8")
]

SMALL: dict[str, Any] = {
    "format": "hemicycle-problem/1",
    "session": {
        "id": "small",
        "title": "A small session",
        "body": "COP",
        "time_zone": "Europe/Vienna",
        "first_day": "2008-10-08",
        "last_day": "2008-10-10",
        "days_without_meetings": ["2008-10-09"],
    },
    "slots": [
        {"id": "AM", "start": "10:00", "end": "13:00"},
        {"id": "PM", "start": "15:00", "end": "18:00"},
    ],
    "bodies": [{"id": "COP", "title": "Conference"}, {"id": "WG", "title": "Working group"}],
    "rooms": [{"id": "hall", "title": "Hall", "seats": 300, "booths": 2}],
    "interpretation": {"languages": ["en", "fr"], "teams": 1},
    "business": [
        {
            "id": "1",
            "title": "Opening",
            "body": "COP",
            "column": "plenary",
            "languages": "all",
            "minutes": 60,
        },
        {
            "id": "2",
            "title": "Discussion",
            "body": "COP",
            "column": "plenary",
            "languages": ["en"],
            "speakers": {"number": 10, "limit_minutes": 3, "changeover_seconds": 30},
        },
    ],
    "relations": [{"kind": "before", "business": ["1", "2"]}],
    "documents": [{"symbol": "DOC/1", "issued": "2008-08-27"}],
}


def small() -> dict[str, Any]:
    """A copy to be changed."""
    return deepcopy(SMALL)


def mistakes(data: object) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as caught:
        read_problem(data)
    return [(error.path, str(error.text)) for error in caught.value.errors]


def put(*path_and_value: Any) -> Change:
    """Put a value at a path."""
    *path, last, value = path_and_value

    def change(data: dict[str, Any]) -> None:
        part: Any = data
        for step in path:
            part = part[step]
        part[last] = value

    return change


def drop(*path: Any) -> Change:
    """Take a field out."""
    *steps, last = path

    def change(data: dict[str, Any]) -> None:
        part: Any = data
        for step in steps:
            part = part[step]
        del part[last]

    return change


def add(section: str, **entry: Any) -> Change:
    """Append an entry to a section."""
    return lambda data: data.setdefault(section, []).append(entry)
