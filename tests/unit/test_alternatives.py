"""Programmes to choose from, and what less of one preference costs in another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from scheduler.alternatives import alternatives, amount_of, least_moved, trade_off
from scheduler.checker import check
from scheduler.problem import Preference, Problem, Weight
from scheduler.programme import Programme, Status
from scheduler.solve import plan
from tests.unit.problems import THU, at, business, group, problem, slot
from tests.unit.tiny import tiny


def placed(programme: Programme) -> set[tuple[str, date, str]]:
    return {
        (item.item, meeting.date, meeting.slot)
        for meeting in programme.meetings
        for item in meeting.items
    }


@settings(deadline=None, max_examples=15)
@given(tiny())
def test_alternatives_are_unlike_and_none_is_better_than_the_one_before(some: Problem) -> None:
    found = alternatives(some, 3)
    best = plan(some)
    assert (found[0].status, found[0].objective) == (best.status, best.objective)
    programmes = [one.programme for one in found if one.programme is not None]
    for place, programme in enumerate(programmes):
        assert check(some, programme) == ()
        for earlier in programmes[:place]:
            assert len(placed(earlier) - placed(programme)) >= least_moved(earlier)
    points = [one.objective for one in found if one.objective is not None]
    assert points == sorted(points)


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


def test_fewer_days_with_parallel_meetings_leave_more_time_free() -> None:
    some = problem(
        *(business(str(n), 180) for n in range(4)),
        *(group(name, 180, not_after=at(THU)) for name in "abc"),
    )
    curve = trade_off(some, Preference.FEW_PARALLEL_DAYS, Preference.SPARE_TIME_AT_END)
    amounts = [
        (
            amount_of(one, Preference.FEW_PARALLEL_DAYS),
            amount_of(one, Preference.SPARE_TIME_AT_END),
        )
        for one in curve
    ]
    assert all(one.status is Status.OPTIMAL for one in curve)
    assert amounts == [(2, 0), (1, 6)]


def test_what_does_not_count_is_not_in_the_curve() -> None:
    some = problem(business("1"), preferences={Preference.EVEN_LOAD: Weight(weight=9)})
    (only,) = trade_off(some, Preference.FEW_PARALLEL_DAYS, Preference.SPARE_TIME_AT_END)
    assert [cost.cost for cost in only.preferences if cost.name is Preference.EVEN_LOAD] == [0]


def test_a_curve_is_whole_however_dear_an_amount_is() -> None:
    """The only slot that is long enough costs more than anything else."""
    some = problem(
        business("1", 240, may_split=True),
        slots=(slot("am", 10, 13), slot("pm", 15, 18), slot("ev", 19, 23, cost=20_000)),
    )
    curve = trade_off(some, Preference.EXTRA_SLOTS, Preference.FEW_SPLITS)
    amounts = [
        (amount_of(one, Preference.EXTRA_SLOTS), amount_of(one, Preference.FEW_SPLITS))
        for one in curve
    ]
    assert amounts == [(20_000, 0), (0, 1)]
