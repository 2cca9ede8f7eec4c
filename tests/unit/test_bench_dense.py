"""The dense session becomes a problem that says all that it asks."""

from __future__ import annotations

from typing import Any

from bench.dense import constant, dense
from scheduler.preferences import total
from scheduler.programme import Status
from scheduler.reading import read_problem
from scheduler.solve import plan
from scheduler.writing import write_problem


def item(name: str, half_hours: int, preferred: int, pieces: int = 1) -> dict[str, Any]:
    return {
        "name": name,
        "half_hours": half_hours,
        "earliest_slot": 0,
        "latest_slot": 15,
        "preferred_slot": preferred,
        "max_pieces": pieces,
    }


DATA: dict[str, Any] = {
    "slots": 16,
    "half_hours_per_slot": 6,
    "items": [
        item("opening", 2, 0),
        item("9 ministerial statements", 8, 7, pieces=2),
        item("reports", 2, 5),
    ],
    "precedence": [["opening", "reports"]],
    "working_group_meetings": [
        {"name": "WG2c-1", "after": "opening", "before": "reports"},
        {"name": "WG2c-2", "after": "opening", "before": "reports"},
    ],
    "round_tables": [
        {"name": "RT1", "before": "reports"},
        {"name": "RT2", "before": "reports"},
    ],
}


def test_every_cost_of_the_instance_is_counted() -> None:
    """By hand: reports cannot come before both round tables, so after slot 5, at 6 instead of 5.

    That is 2 points for reports; ministerial statements lie in slots 6 and 7 or 7 and 8, one from
    where they are wished (2), one slot from first to last (5) and one part more than one (not
    counted here: see `constant`); the working groups follow one another (3).
    """
    problem = dense(DATA)
    outcome = plan(problem)
    assert outcome.status is Status.OPTIMAL
    assert total(outcome.preferences) == 2 + 2 + 5 + 3
    assert constant(problem) == 6 * 4


def test_it_is_a_problem_like_any_other() -> None:
    problem = dense(DATA)
    assert read_problem(write_problem(problem)) == problem
