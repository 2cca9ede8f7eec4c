"""What a programme leaves free, and which requirements keep it from being better."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from scheduler.binding import FEW, Binding, binding
from scheduler.explanation.given_up import given_up
from scheduler.preferences import by_rank, costs
from scheduler.problem import Column, Entitlement, Preference, Problem, RelationKind, Weight
from scheduler.programme import Programme
from scheduler.requirements import requirements
from scheduler.solve import plan
from scheduler.spare import spare
from tests.unit.problems import (
    FRI,
    THU,
    WED,
    at,
    business,
    group,
    interpretation,
    planned,
    problem,
    relation,
)
from tests.unit.tiny import tiny

ORDER = {Preference.AGENDA_ORDER: Weight(weight=1)}


def best(given: Problem) -> Programme:
    """The best programme."""
    programme = plan(given).programme
    assert programme is not None
    return programme


def test_a_requirement_binds_where_giving_it_up_alone_makes_it_better() -> None:
    given = problem(
        business("1", 180, not_before=at(FRI), not_on=(at(WED, "am"),)),
        business("2", 180, not_after=at(THU)),
        preferences=ORDER,
    )
    bound = binding(given, best(given))
    assert [one.key for one in bound.requirements] == [
        "business.1.not_before",
        "business.2.not_after",
    ]
    assert bound.complete
    of_one = binding(given, best(given), "1")
    assert [one.key for one in of_one.requirements] == ["business.1.not_before"]


def test_what_concerns_business_is_not_what_concerns_one_whose_id_begins_alike() -> None:
    given = problem(
        business("1", 180),
        business("1.a", 180, not_before=at(FRI)),
        business("2", 180, not_after=at(THU)),
        preferences=ORDER,
    )
    assert binding(given, best(given), "1").requirements == ()
    of_the_other = binding(given, best(given), "1.a")
    assert [one.key for one in of_the_other.requirements] == ["business.1.a.not_before"]


def test_what_is_as_good_as_can_be_is_bound_by_nothing() -> None:
    given = problem(preferences=ORDER)
    bound = binding(given, best(given))
    assert (bound.requirements, bound.complete) == ((), True)


def test_what_was_not_known_in_time_is_not_said_to_be_complete() -> None:
    given = problem(
        business("1", 180, not_before=at(FRI)),
        business("2", 180, not_after=at(THU)),
        preferences=ORDER,
    )
    bound = binding(given, best(given), cancelled=lambda: True)
    assert (bound.requirements, bound.complete) == ((), False)
    assert "business.1.not_before" in {one.key for one in bound.unknown}


def test_what_one_model_cannot_tell_of_all_at_once_is_tried_by_itself() -> None:
    given = problem(
        business("1", 60, may_split=False),
        business("2", 60, may_split=False, starts_meeting=True, fixed=(at(WED, "am"),)),
        relations=(relation(RelationKind.BEFORE, "1", "2"),),
        preferences={Preference.WISHED_TIMES: Weight(weight=1)},
    )
    assert plan(given).programme is None
    given = replace(
        given,
        business=(
            replace(given.business[0], wished=at(WED, "pm")),
            replace(given.business[1], wished=at(WED, "pm"), fixed=()),
        ),
    )
    bound = binding(given, best(given))
    assert {one.key for one in bound.requirements} == {
        "business.2.starts_meeting",
        "relations.before.1.2",
    }
    assert bound.complete


@settings(deadline=None, max_examples=5)
@given(tiny())
def test_what_binds_is_what_allows_a_better_programme_when_it_alone_is_given_up(
    some: Problem,
) -> None:
    outcome = plan(some)
    if outcome.programme is None:
        return
    points = by_rank(outcome.preferences)
    better = []
    for one in requirements(some):
        without = given_up(some, one.key)
        if without is not None and by_rank(plan(without).preferences) < points:
            better.append(one.key)
    bound = binding(some, outcome.programme)
    assert ([one.key for one in bound.requirements], bound.complete) == (better, True)


def test_of_many_requirements_at_once_those_that_bind_are_found() -> None:
    late = {"1": at(FRI), "2": at(THU)}
    some = problem(
        *(
            business(name, 60, not_before=when, not_on=(at(WED, "am"),))
            for name, when in late.items()
        ),
        *(business(f"o{n}", 20, not_on=(at(FRI, "pm"),), not_before=at(WED)) for n in range(8)),
        preferences=ORDER,
    )
    programme = best(some)
    bound = binding(some, programme)
    points = by_rank(costs(some, programme))
    asked = [one.key for one in requirements(some)]
    keys = [key for key in asked if given_up(some, key) is not None]
    assert sum(key.endswith(".not_before") for key in keys) > FEW
    assert [one.key for one in bound.requirements] == [
        key for key in keys if by_rank(plan(without(some, key)).preferences) < points
    ]
    assert bound.complete


def without(some: Problem, key: str) -> Problem:
    """The problem with one requirement less."""
    wider = given_up(some, key)
    assert wider is not None
    return wider


def test_what_is_known_so_far_is_told() -> None:
    given = problem(
        business("1", 180, not_before=at(FRI)),
        business("2", 180, not_after=at(THU)),
        preferences=ORDER,
    )
    told: list[Binding] = []
    bound = binding(given, best(given), told=told.append)
    assert told[-1] == bound
    assert [len(one.unknown) for one in told] == sorted(
        (len(one.unknown) for one in told), reverse=True
    )


def test_minutes_and_meetings_left_are_counted() -> None:
    entitled = interpretation(entitlement=Entitlement(total=5, parallel=1))
    given = problem(business("1"), group(), interpretation=entitled)
    programme = planned(given, {"1": [(0, 60)], "wg": [(1, 180)]})
    assert [(one.key, one.left) for one in spare(given, programme)] == [
        ("at_once.plenary.regular", 6 * 180 - 60),
        ("at_once.parallel.regular", 6 * 180 - 180),
        ("interpretation.entitlement.total", 3),
        ("interpretation.entitlement.parallel", 0),
        ("interpretation.teams", 12 - 2),
    ]
    assert str(spare(given, programme)[0].text) == (
        "Free in the plenary column, in regular slots: 17 h."
    )


def test_what_is_exceeded_is_too_many_and_what_has_no_limit_is_not_counted() -> None:
    entitled = interpretation(entitlement=Entitlement(parallel=0))
    given = problem(business("1"), group(), interpretation=entitled, at_once={Column.PARALLEL: 1})
    programme = planned(given, {"1": [(0, 60)], "wg": [(1, 180)]})
    assert [(one.key, str(one.text)) for one in spare(given, programme)][:2] == [
        ("at_once.parallel.regular", "Free in the parallel column, in regular slots: 15 h."),
        (
            "interpretation.entitlement.parallel",
            "Parallel meetings with interpretation: 1 too many.",
        ),
    ]
