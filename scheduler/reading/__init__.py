"""Reading problems and programmes: one validator for files, forms and imports.

All mistakes of an input are found at once; nothing is guessed. The shape is that of the published
JSON Schemas, `scheduler/problem.schema.json` and `scheduler/programme.schema.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scheduler.problem import Problem
from scheduler.programme import Programme
from scheduler.reading.build import build_problem
from scheduler.reading.calendar import calendar_errors
from scheduler.reading.errors import BadInput, FieldError
from scheduler.reading.facts import Facts
from scheduler.reading.files import load_data
from scheduler.reading.forms import refuse_other
from scheduler.reading.impossible import impossible_errors
from scheduler.reading.programme import hours, read_programme
from scheduler.reading.references import reference_errors
from scheduler.reading.shape import check_shape, plain, schema
from scheduler.reading.sources import source_errors
from scheduler.reading.weights import weight_errors

__all__ = [
    "BadInput",
    "FieldError",
    "hours",
    "load_data",
    "load_problem",
    "load_programme",
    "read_problem",
    "read_programme",
    "schema",
]


def read_problem(data: object) -> Problem:
    """The problem that plain data describe. Raises BadInput with every mistake."""
    data = plain(data)
    refuse_other(data, "hemicycle-problem/")
    errors = check_shape(data, "problem")
    if isinstance(data, Mapping):
        facts = Facts(data)
        # only fields in shape contradict each other
        contradictions = [] if errors else list(impossible_errors(facts))
        errors += [*calendar_errors(facts), *reference_errors(facts)]
        errors += [*source_errors(facts), *weight_errors(facts)]
        errors += contradictions
    if errors:
        raise BadInput(errors)
    assert isinstance(data, Mapping)
    return build_problem(data)


def load_problem(path: Path) -> Problem:
    """Read a problem from a YAML or JSON file. Raises BadInput."""
    return read_problem(load_data(path))


def load_programme(path: Path, problem: Problem) -> Programme:
    """Read a programme from a JSON or YAML file. Raises BadInput."""
    return read_programme(load_data(path), problem)
