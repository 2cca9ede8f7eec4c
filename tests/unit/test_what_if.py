"""What it costs to take a piece of business elsewhere, or what rules it out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduler.problem import Preference, Problem, RelationKind, SlotDate, Weight
from scheduler.programme import Status
from scheduler.solve import plan
from scheduler.what_if import Elsewhere, elsewhere
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


def test_each_time_is_told_as_soon_as_it_is_known() -> None:
    some = problem(
        business("1"), business("2"), relations=(relation(RelationKind.BEFORE, "1", "2"),)
    )
    told: dict[int, Elsewhere] = {}
    found = elsewhere(
        some, "2", some.periods, told=lambda one: told.update({one.period.index: one})
    )
    assert tuple(told[period.index] for period in some.periods) == found


def test_a_search_that_is_cancelled_answers_for_what_it_has_told_and_no_more() -> None:
    some = problem(business("1"))
    told: list[Elsewhere] = []
    found = elsewhere(some, "1", some.periods, told=told.append, cancelled=lambda: bool(told))
    assert found == tuple(sorted(told, key=lambda one: one.period.index))
    assert elsewhere(some, "1", some.periods, cancelled=lambda: True) == ()


def test_where_there_is_no_programme_at_all_each_time_says_why() -> None:
    some = problem(business("1", minutes=100_000))
    found = elsewhere(some, "1", some.periods[:2])
    assert {one.outcome.status for one in found} == {Status.INFEASIBLE}
    assert all({key.key for key in one.clash} == {"time.cop.plenary"} for one in found)


def test_ranks_of_preferences_are_kept_apart_at_each_time() -> None:
    ranked = {
        Preference.AGENDA_ORDER: Weight(weight=1, rank=2),
        Preference.WISHED_TIMES: Weight(weight=1, rank=1),
    }
    some = problem(
        business("1", may_split=False), business("2", may_split=False), preferences=ranked
    )
    for there in elsewhere(some, "2", some.periods):
        where = SlotDate(date=there.period.date, slot=there.period.slot.id)
        fixed = replace(some.business_by_id["2"], fixed=(where,))
        best = plan(replace(some, business=(some.business_by_id["1"], fixed)))
        assert (there.outcome.objective, there.outcome.ranks) == (best.objective, best.ranks)


def test_unknown_business_is_nowhere() -> None:
    some = problem(business("1"))
    with pytest.raises(KeyError):
        elsewhere(some, "9", some.periods)
