"""Whatever stands in a field, a problem is read or refused with its mistakes: nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.problem import Problem
from scheduler.reading import BadInput, FieldError, read_problem
from tests.unit.problem_files import mistakes, put, small

Path = tuple[str | int, ...]


def full() -> dict[str, Any]:
    """A sound problem in which every field is given."""
    data = small()
    for group in (data["session"], *data["slots"], *data["bodies"], *data["rooms"]):
        group["source"] = "Note"
    data["session"]["venue"] = "Vienna"
    data["slots"][0] |= {"cost": 0, "days": ["2008-10-08"]}
    data["slots"].append({"id": "EV", "start": "10:30", "end": "12:00", "days": ["2008-10-10"]})
    data["bodies"][1]["numbered_with"] = "COP"
    data["rooms"][0]["closed"] = ["2008-10-10 PM"]
    data["interpretation"] |= {
        "meetings_per_team_day": 2,
        "meetings_per_team_week": 7,
        "changes": [{"date": "2008-10-08", "slot": "AM", "teams": 1, "source": "Note"}],
        "entitlement": {"total": 9, "plenary": 6, "parallel": 3},
    }
    data["at_once"] = {"plenary": 1, "parallel": 1}
    data["business"][0] |= {
        "item": "1",
        "may_split": True,
        "consecutive": False,
        "shares_meeting": True,
        "starts_meeting": True,
        "least_minutes": 30,
        "chair": "A. B.",
        "room": "hall",
        "seats": 100,
        "not_before": "2008-10-08",
        "not_after": "2008-10-10 PM",
        "fixed": ["2008-10-08 AM"],
        "documents": ["DOC/1"],
    }
    data["relations"] = [
        {"kind": "before", "business": ["1", "2"], "gap_slots": 1, "gap_days": 0, "because": "so"},
        {"kind": "never_parallel", "business": ["1", "2"]},
    ]
    data["documents"].append(
        {"symbol": "DOC/2", "issued": {"en": "2008-08-27", "fr": "2008-09-03"}, "title": "Paper"}
    )
    data["preferences"] = {"few_splits": {"weight": 1, "source": "Note"}}
    data["reference"] = [{"business": "1", "date": "2008-10-08", "slot": "AM"}]
    data["closures"] = [
        {"date": "2008-10-10", "slot": "PM", "column": "parallel", "because": "", "source": "Note"}
    ]
    data["held"] = {
        "before": {"date": "2008-10-08", "slot": "PM"},
        "parts": [{"business": "1", "date": "2008-10-08", "slot": "AM", "minutes": 30}],
    }
    return data


def paths(part: object, path: Path = ()) -> Iterator[Path]:
    """Every place in the data."""
    steps: list[tuple[str | int, Any]] = []
    if isinstance(part, dict):
        steps = list(part.items())
    elif isinstance(part, list):
        steps = list(enumerate(part))
    for step, inner in steps:
        yield (*path, step)
        yield from paths(inner, (*path, step))


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["AM", "1", "en", "all", "2008-10-08", "2008-10-09 AM", "10:00+02:00"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4) | st.sampled_from(["id", "en"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def read_or_refused(data: object) -> Problem | tuple[FieldError, ...]:
    try:
        return read_problem(data)
    except BadInput as bad:
        return bad.errors


def test_the_full_problem_is_sound() -> None:
    assert isinstance(read_problem(full()), Problem)


@given(path=st.sampled_from(list(paths(full()))), value=anything)
@example(path=("slots", 0, "days"), value=7)
@example(path=("slots", 0, "days"), value=[{}])
@example(path=("slots", 0, "start"), value="10:00+02:00")
def test_a_field_of_a_wrong_kind_is_bad_input(path: Path, value: object) -> None:
    data = full()
    put(*path, value)(data)
    assert read_or_refused(data)


@pytest.mark.parametrize("days", [7, {}, "2008-10-08"])
def test_days_of_a_slot_that_are_no_list(days: object) -> None:
    data = full()
    data["slots"][0]["days"] = days
    data["rooms"][0]["closed"] = []
    assert [path for path, _ in mistakes(data)] == ["slots[0].days"]
