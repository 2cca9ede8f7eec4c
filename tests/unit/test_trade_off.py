"""What less of one preference costs in another, and which pull against each other."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import assume, given, settings

from scheduler.preferences import amount
from scheduler.problem import Preference, Problem, Weight
from scheduler.programme import Status
from scheduler.solve import Options
from scheduler.trade_off import AtOdds, amount_of, at_odds, nothing_to_trade, trade_off
from tests.unit.problems import THU, at, business, group, problem, slot
from tests.unit.tiny import every_programme, tiny


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


COUNTED = (
    Preference.AGENDA_ORDER,
    Preference.FEW_SPLITS,
    Preference.EVEN_LOAD,
    Preference.WISHED_TIMES,
)


@settings(deadline=None, max_examples=5)
@given(tiny())
def test_at_odds_are_those_of_which_no_programme_has_the_least_of_both(
    any_problem: Problem,
) -> None:
    weights = {name: Weight(weight=int(name in COUNTED)) for name in Preference}
    some = replace(any_problem, preferences=weights)
    found = [
        {name: amount(some, programme, name) for name in COUNTED}
        for programme in every_programme(some)
    ]
    assume(found)
    least = {name: min(one[name] for one in found) for name in COUNTED}
    pairs = tuple(
        pair
        for pair in combinations((name for name in Preference if name in COUNTED), 2)
        if not any(all(one[name] == least[name] for name in pair) for one in found)
    )
    assert at_odds(some) == AtOdds(pairs=pairs, complete=True)


def test_what_can_be_had_at_once_is_nothing_to_trade() -> None:
    some = problem(business("1"))
    curve = trade_off(some, Preference.FEW_PARALLEL_DAYS, Preference.SPARE_TIME_AT_END)
    assert nothing_to_trade(curve)
    assert not nothing_to_trade(())


def test_without_time_it_is_not_said_that_nothing_conflicts() -> None:
    some = problem(business("1"), preferences={Preference.EVEN_LOAD: Weight(weight=1)})
    assert at_odds(some, Options(time_limit=0)) == AtOdds(pairs=(), complete=False)
    assert at_odds(some, cancelled=lambda: True) == AtOdds(pairs=(), complete=False)
