"""What a programme leaves free, and which requirements keep it from being better."""

from __future__ import annotations

from scheduler.binding import binding
from scheduler.problem import Column, Entitlement, Preference, Problem, Weight
from scheduler.programme import Programme
from scheduler.solve import plan
from scheduler.spare import spare
from tests.unit.problems import FRI, THU, WED, at, business, group, interpretation, planned, problem

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
    given = problem(business("1", 180, not_before=at(FRI)), business("2"), preferences=ORDER)
    bound = binding(given, best(given), cancelled=lambda: True)
    assert (bound.requirements, bound.complete) == ((), False)


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
