"""Preferences rank by rank, and preferences that are never to be worse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from scheduler.checker import check
from scheduler.explanation.explain import explain
from scheduler.model import build
from scheduler.model.objective import minimize_together
from scheduler.preferences import by_rank, costs
from scheduler.problem import Column, Placement, Preference, Problem, Weight
from scheduler.programme import RankPoints, Status
from scheduler.reading import BadInput, load_problem, read_problem
from scheduler.requirements import requirements
from scheduler.solve import Progress, plan
from scheduler.writing import write_outcome, write_problem
from tests.unit.problems import FRI, THU, WED, at, business, judged, planned, problem, slot

SPLITS, ORDER = Preference.FEW_SPLITS, Preference.AGENDA_ORDER
EXAMPLES = Path(__file__).parents[2] / "examples"
NEVER = "preferences.few_parallel_days.never_worse"


def test_what_comes_first_comes_before_everything_however_much_that_costs() -> None:
    dear = Weight(weight=1000)
    early = problem(
        business("1", 60, not_before=at(THU)),
        business("2", 60, wished=at(WED)),
        preferences={ORDER: Weight(weight=1, rank=1), Preference.WISHED_TIMES: dear},
    )
    outcome = plan(early)
    assert outcome.status is Status.OPTIMAL
    assert outcome.ranks == (
        RankPoints(objective=0, bound=0),
        RankPoints(objective=1000, bound=1000),
    )
    assert (outcome.objective, outcome.bound) == (1000, 1000)
    assert by_rank(outcome.preferences) == (0, 1000)


def test_ranks_too_dear_to_be_weighed_together_are_searched_one_by_one() -> None:
    dear = 2**47
    asked = problem(
        business("1", 60, not_before=at(THU)),
        business("2", 60, wished=at(WED)),
        preferences={
            ORDER: Weight(weight=dear, rank=1),
            Preference.WISHED_TIMES: Weight(weight=dear, rank=2),
        },
    )
    assert minimize_together(build(asked)) is None
    outcome = plan(asked)
    assert outcome.status is Status.OPTIMAL
    assert outcome.ranks == (
        RankPoints(objective=0, bound=0),
        RankPoints(objective=dear, bound=dear),
    )


def test_ranks_weighed_together_come_to_what_they_come_to_one_by_one() -> None:
    asked = problem(
        business("1", 60, not_before=at(THU)),
        business("2", 60, wished=at(WED)),
        preferences={
            ORDER: Weight(weight=3, rank=1),
            Preference.WISHED_TIMES: Weight(weight=2, rank=2),
        },
    )
    model = build(asked)
    units = minimize_together(model)
    assert units is not None
    first, second = units
    assert second == 1
    solver = cp_model.CpSolver()
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    ranks = tuple(rank.objective for rank in plan(asked).ranks)
    assert divmod(round(solver.objective_value), first) == ranks


def test_ranks_are_kept_in_the_file_and_in_what_is_written() -> None:
    given = problem(
        preferences={
            ORDER: Weight(weight=1, rank=2, never_worse=True),
            SPLITS: Weight(weight=2, rank=1),
            Preference.EVEN_LOAD: Weight(weight=3),
        },
        reference=(Placement(business="1", date=WED, slot="am", minutes=60),),
    )
    assert read_problem(write_problem(given)) == given
    assert given.ranks == ((SPLITS,), (ORDER,), (Preference.EVEN_LOAD,))
    written = write_outcome(plan(given), given)
    assert [rank["preferences"] for rank in written["ranks"]] == [
        ["few_splits"],
        ["agenda_order"],
        ["even_load"],
    ]


def test_without_ranks_nothing_is_said_of_them() -> None:
    given = problem(preferences={ORDER: Weight(weight=1)})
    outcome = plan(given)
    assert outcome.ranks == ()
    assert "ranks" not in write_outcome(outcome, given)


def test_progress_says_which_rank_it_is_of() -> None:
    given = problem(preferences={ORDER: Weight(weight=1, rank=1), SPLITS: Weight(weight=1)})
    told: list[Progress] = []
    plan(given, progress=told.append)
    assert {one.ranks for one in told} == {2}
    assert [one.rank for one in told] == sorted(one.rank for one in told)
    assert told[-1].rank == 2


def test_a_search_cut_short_in_a_later_rank_says_what_is_proven() -> None:
    weights = {
        name: Weight(weight=1, above=1, rank=None if place else 1)
        for place, name in enumerate(Preference)
    }
    given = replace(load_problem(EXAMPLES / "ctoc-cop4.yaml"), preferences=weights)
    told: list[Progress] = []
    outcome = plan(given, progress=told.append, cancelled=lambda: bool(told) and told[-1].rank == 2)
    first, second = outcome.ranks
    assert first.proven
    assert 0 <= second.bound <= second.objective
    assert (outcome.status is Status.OPTIMAL) == second.proven


def beside(**changes: object) -> Problem:
    """Two columns; the earlier programme has nothing in parallel."""
    return problem(
        business("1", 180, not_before=at(FRI)),
        business("2", 180, column=Column.PARALLEL, body="wg", not_before=at(FRI)),
        preferences={Preference.FEW_PARALLEL_DAYS: Weight(weight=0, never_worse=True)},
        reference=(
            Placement(business="1", date=WED, slot="am"),
            Placement(business="2", date=WED, slot="pm"),
        ),
        **changes,
    )


def test_a_preference_is_never_worse_than_in_the_earlier_programme() -> None:
    given = beside()
    (asked,) = [one for one in requirements(given) if one.key == NEVER]
    assert str(asked.text) == (
        "“Few days with parallel meetings” is never worse than in the earlier programme. "
        "There: Meetings are held in parallel on 0 days."
    )
    worse = planned(given, {"1": [(4, 180)], "2": [(4, 180)]})
    assert judged(given, worse) == [
        (
            NEVER,
            "“Few days with parallel meetings” is worse than in the earlier programme: "
            "Meetings are held in parallel on 1 day.",
        )
    ]
    assert judged(given, planned(given, {"1": [(4, 180)], "2": [(5, 180)]})) == []
    outcome = plan(given)
    assert outcome.programme is not None
    assert check(given, outcome.programme) == ()


def test_without_an_earlier_programme_nothing_is_asked() -> None:
    given = problem(preferences={SPLITS: Weight(weight=1, never_worse=True)})
    assert not [one.key for one in requirements(given) if one.key.startswith("preferences.")]


def test_what_is_never_to_be_worse_is_named_in_a_clash_and_can_be_given_up() -> None:
    given = beside(slots=(slot("am", 10, 13), slot("pm", 15, 18, days=(WED, THU))))
    assert plan(given).status is Status.INFEASIBLE
    explanation = explain(given)
    assert NEVER in {one.key for one in explanation.clash}
    assert [one.requirement.key for one in explanation.relaxations] == [NEVER]


def test_half_hours_of_the_earlier_programme_are_counted_from_its_minutes() -> None:
    spare = Preference.SPARE_TIME_AT_END
    given = problem(
        business("1", 240, may_split=True),
        preferences={spare: Weight(weight=0, never_worse=True)},
        reference=(
            Placement(business="1", date=WED, slot="am", minutes=180),
            Placement(business="1", date=FRI, slot="am", minutes=60),
        ),
    )
    later = planned(given, {"1": [(0, 150), (4, 90)]})
    assert [key for key, _ in judged(given, later)] == [f"preferences.{spare}.never_worse"]
    assert judged(given, planned(given, {"1": [(0, 180), (4, 60)]})) == []
    assert costs(given, later)[0].amount == 19


def test_what_cannot_be_asked_of_a_preference_is_said() -> None:
    given = write_problem(
        problem(
            preferences={
                Preference.CLOSENESS: Weight(weight=0, never_worse=True),
                Preference.SPARE_TIME_AT_END: Weight(weight=0, rank=1, never_worse=True),
            },
            reference=tuple(
                Placement(business="2", date=WED, slot=slot_id) for slot_id in ("am", "pm")
            ),
        )
    )
    with pytest.raises(BadInput) as bad:
        read_problem(given)
    assert [error.path for error in bad.value.errors] == [
        "preferences.closeness.never_worse",
        "preferences.spare_time_at_end.rank",
        "preferences.spare_time_at_end.never_worse",
    ]
