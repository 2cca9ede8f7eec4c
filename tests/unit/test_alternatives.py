"""Programmes to choose from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from scheduler.alternatives import alternatives, best_first, least_moved
from scheduler.checker import check
from scheduler.preference_wording import beside
from scheduler.preferences import by_rank
from scheduler.problem import Preference, Problem, Weight
from scheduler.programme import Outcome, PreferenceCost, Programme, Status
from scheduler.solve import plan
from tests.unit.problems import FRI, at, business, problem
from tests.unit.tiny import tiny


def placed(programme: Programme) -> set[tuple[str, date, str]]:
    return {
        (item.item, meeting.date, meeting.slot)
        for meeting in programme.meetings
        for item in meeting.items
    }


@settings(deadline=None, max_examples=6)
@given(tiny())
def test_alternatives_are_unlike_and_none_is_better_than_the_best(some: Problem) -> None:
    found = alternatives(some, 3)
    best = plan(some)
    assert (found[0].status, found[0].objective) == (best.status, best.objective)
    programmes = [one.programme for one in found if one.programme is not None]
    for place, programme in enumerate(programmes):
        assert check(some, programme) == ()
        for earlier in programmes[:place]:
            assert len(placed(earlier) - placed(programme)) >= least_moved(earlier)
    points = [by_rank(one.preferences) for one in found if one.programme is not None]
    assert points[:1] == sorted(points)[:1]


def test_an_alternative_is_the_best_of_another_emphasis() -> None:
    """The agenda is followed on the last day, or the earlier days are used."""
    some = problem(
        business("1", 180, not_before=at(FRI)),
        business("2", 180),
        preferences={
            Preference.AGENDA_ORDER: Weight(weight=100),
            Preference.SPARE_TIME_AT_END: Weight(weight=1),
        },
    )
    first, second = alternatives(some, 2)
    assert [one.objective for one in (first, second)] == [24, 118]
    assert all(one.status is Status.OPTIMAL for one in (first, second))
    assert [str(one) for one in beside(second.preferences, first.preferences)] == [
        "Better: more spare time at the end "
        "(18 half-hours left free before the last day instead of 24).",
        "Worse: farther from the order of the agenda (1 pair begun against it instead of 0).",
    ]
    assert [str(one) for one in beside(first.preferences, first.preferences)] == [
        "As good in all that counts; only times and places differ."
    ]


def test_the_best_is_first_also_where_it_was_not_found_as_such() -> None:
    """What is unlike the first that was found in the time may be better than it."""

    def outcome(points: int, bound: int) -> Outcome:
        cost = PreferenceCost(name=Preference.AGENDA_ORDER, amount=points, weight=1)
        return Outcome(
            status=Status.OPTIMAL if points == bound else Status.FEASIBLE,
            wall_seconds=0.0,
            programme=Programme(meetings=()),
            objective=points,
            bound=bound,
            preferences=(cost,),
        )

    unproven, five, seven = outcome(9, 3), outcome(5, 5), outcome(7, 7)
    assert best_first([unproven, seven, five]) == (outcome(5, 3), unproven, seven)
    assert best_first([five, seven]) == (five, seven)
    assert best_first([unproven, outcome(12, 12)]) == (unproven, outcome(12, 12))


def test_where_there_is_no_other_programme_there_is_no_alternative() -> None:
    full = problem(*(business(str(n), 180, fixed=()) for n in range(6)))
    only = replace(full, business=full.business[:1], slots=full.slots[:1])
    one_day = replace(only, session=replace(only.session, last_day=only.session.first_day))
    (found,) = alternatives(one_day, 3)
    assert found.status is Status.OPTIMAL


def test_an_impossible_session_has_its_explanation_and_no_alternatives() -> None:
    (found,) = alternatives(problem(*(business(str(n), 180) for n in range(9))), 3)
    assert found.status is Status.INFEASIBLE
    assert found.explanation is not None
