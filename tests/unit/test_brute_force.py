"""On problems small enough to try everything, the engine finds what trying everything finds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from scheduler.preferences import by_rank
from scheduler.problem import Problem
from scheduler.programme import Status
from tests.unit.searches import searched
from tests.unit.tiny import best, tiny


@settings(deadline=None, max_examples=50)
@given(tiny())
def test_nothing_better_is_to_be_found(some: Problem) -> None:
    outcome = searched(some)
    found = outcome.preferences if outcome.programme is not None else None
    assert (None if found is None else by_rank(found)) == best(some)
    assert outcome.status in (Status.OPTIMAL, Status.INFEASIBLE)


@settings(deadline=None, max_examples=30)
@given(tiny())
def test_a_number_of_parts_that_is_never_reached_changes_nothing(some: Problem) -> None:
    """The model of sets of periods says the same as that of periods one by one."""
    free = [replace(one, most_parts=None) for one in some.business]
    many = [replace(one, most_parts=9 if one.may_split else None) for one in free]
    one_by_one, by_sets = (searched(replace(some, business=tuple(given))) for given in (free, many))
    assert (by_sets.status, by_sets.objective) == (one_by_one.status, one_by_one.objective)
