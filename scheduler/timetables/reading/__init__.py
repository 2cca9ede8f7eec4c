"""Reading what timetables are made from: our own form, and three forms in which others keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scheduler.reading import BadInput, FieldError, load_data
from scheduler.reading.files import MOST_BYTES
from scheduler.reading.forms import refuse_other
from scheduler.reading.shape import plain
from scheduler.text import Text, text
from scheduler.timetables.problem import Aim, TimetableProblem
from scheduler.timetables.reading.grid_of_slots import read_grid
from scheduler.timetables.reading.held import read_held
from scheduler.timetables.reading.own import read_own
from scheduler.timetables.reading.published import read_published

MOST_TITLE = 1000
MOST_PLACES = 6_000_000  # meetings x units, and rooms too where changes of room count

__all__ = ["Reading", "load_timetable_problem", "read_timetable_problem"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A problem, and what was assumed in reading it: to be told to whoever asked."""

    problem: TimetableProblem
    notes: tuple[Text, ...] = ()


def load_timetable_problem(path: Path) -> Reading:
    """Read a file: ``.txt`` as published, JSON and YAML by what is in it. Raises BadInput."""
    if path.suffix.lower() == ".txt":
        problem, notes = read_published(_text(path), path.stem)
        return _within_bounds(Reading(problem, notes))
    return read_timetable_problem(load_data(path), path.stem)


def read_timetable_problem(data: object, title: str) -> Reading:
    """Read plain data; `title` for forms that have none. Raises BadInput."""
    data = plain(data)
    refuse_other(data, "hemicycle-timetable-problem/")
    if isinstance(data, Mapping) and "format" not in data and "sessions" in data:
        name = _title(data, title)
        read = read_grid if "slots" in data else read_held
        problem, notes = read(data, name)
        kept = replace(problem, note=" ".join(str(note) for note in notes))
        return _within_bounds(Reading(kept, notes))
    return _within_bounds(Reading(read_own(data)))


def _title(data: Mapping[str, Any], title: str) -> str:
    given = data.get("case")
    named = given if isinstance(given, str) and given.isprintable() and given.strip() else title
    return named[:MOST_TITLE]


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise _refusal(text("The file is larger than %(limit)s bytes.", limit=MOST_BYTES))
        return content.decode("ascii")
    except OSError as error:
        reason = error.strerror or str(error)
        raise _refusal(text("The file cannot be read: %(reason)s.", reason=reason)) from None
    except UnicodeDecodeError:
        raise _refusal(text("The file has more in it than figures and spaces.")) from None


def _within_bounds(reading: Reading) -> Reading:
    """Refuse what would take more memory than a search can have."""
    problem = reading.problem
    minutes = sum((span.end - span.start).total_seconds() for span in problem.hours) / 60
    units = minutes / problem.grid if problem.grid else len(problem.slots)
    rooms = len(problem.rooms) if Aim.SAME_ROOM in problem.weights else 1
    if units * len(problem.meetings) * rooms > MOST_PLACES:
        reason = text("There are too many starts for so many meetings; give a coarser grid.")
        raise BadInput([FieldError("grid", reason)])
    return reading


def _refusal(reason: Text) -> BadInput:
    return BadInput([FieldError("", reason)])
