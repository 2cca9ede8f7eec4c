"""Judges any programme, whoever made it: the search, a person with a mouse, a file."""

from __future__ import annotations

from scheduler.checks.business import check_business
from scheduler.checks.means import check_means
from scheduler.checks.preferences import check_preferences
from scheduler.checks.relations import check_relations
from scheduler.checks.structure import check_structure
from scheduler.checks.view import View
from scheduler.problem import Problem
from scheduler.programme import Programme, Violation


def check(problem: Problem, programme: Programme) -> tuple[Violation, ...]:
    """Everything that is wrong with the programme, in words; nothing if it may be held.

    Keys are those of `scheduler.requirements`, and ``structure.*`` for what holds in any session.
    """
    view = View(problem, programme)
    return (
        *check_structure(view),
        *check_means(view),
        *check_business(view),
        *check_relations(view),
        *check_preferences(view),
    )
