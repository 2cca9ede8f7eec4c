"""Every requirement of a problem as a sentence with a key and its source.

The keys are shared by the model, the checker and the pages.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.problem import Problem
from scheduler.programme import Requirement
from scheduler.requirements.business import of_business
from scheduler.requirements.means import of_means
from scheduler.requirements.preferences import of_preferences
from scheduler.requirements.relations import of_relations


def requirements(problem: Problem) -> tuple[Requirement, ...]:
    """All of the problem: means, bodies, chairs, time, business, relations, preferences."""
    return (
        *of_means(problem),
        *of_business(problem),
        *of_relations(problem),
        *of_preferences(problem),
    )


def requirement_by_key(problem: Problem) -> Mapping[str, Requirement]:
    """The requirements by their keys."""
    return {requirement.key: requirement for requirement in requirements(problem)}
