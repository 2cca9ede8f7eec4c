"""What it costs to take a piece of business elsewhere, or what rules it out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduler.problem import Problem, RelationKind, SlotDate
from scheduler.programme import Status
from scheduler.solve import plan
from scheduler.what_if import elsewhere
from tests.unit.problems import business, problem, relation
from tests.unit.tiny import tiny


@settings(deadline=None, max_examples=10)
@given(tiny())
def test_nowhere_is_better_than_the_best_and_somewhere_is_as_good(some: Problem) -> None:
    free = replace(some, business=tuple(replace(one, fixed=()) for one in some.business))
    best = plan(free)
    for one in some.business[:1]:
        found = elsewhere(free, one.id, free.periods)
        assert [there.period for there in found] == list(free.periods)
        points = [there.outcome.objective for there in found if there.outcome.objective is not None]
        assert (min(points) if points else None) == best.objective


def test_what_rules_a_time_out_is_named() -> None:
    some = problem(
        business("1"),
        business("2"),
        relations=(relation(RelationKind.BEFORE, "1", "2", gap_slots=1),),
    )
    first, *_others, last = elsewhere(some, "2", some.periods)
    assert first.outcome.status is Status.INFEASIBLE
    assert {one.key for one in first.clash} == {"relations.before.1.2"}
    assert (last.outcome.status, last.clash) == (Status.OPTIMAL, ())


def test_a_time_that_was_fixed_is_set_aside() -> None:
    first, second, *_rest = problem(business("1")).periods
    fixed = SlotDate(date=first.date, slot=first.slot.id)
    (there,) = elsewhere(problem(business("1", fixed=(fixed,))), "1", [second])
    assert there.outcome.programme is not None
    (meeting,) = there.outcome.programme.meetings
    assert (meeting.date, meeting.slot) == (second.date, second.slot.id)


def test_unknown_business_is_nowhere() -> None:
    some = problem(business("1"))
    with pytest.raises(KeyError):
        elsewhere(some, "9", some.periods)
