"""Problems far too large: an answer or a clear error in time, and no needlessly large model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.checker import check
from scheduler.counting.capacity import capacity
from scheduler.explanation.explain import explain
from scheduler.limits import TooLarge
from scheduler.model import build
from scheduler.model.base import Order
from scheduler.model.size import least_size
from scheduler.problem import (
    Preference,
    Problem,
    Relation,
    RelationKind,
    Weight,
)
from scheduler.programme import Outcome, Status
from scheduler.reading import read_problem
from scheduler.requirements import requirements
from scheduler.solve import Options, plan
from scheduler.writing import write_problem
from tests.unit.hostile import SOON, crowd, ended
from tests.unit.problems import (
    THU,
    at,
    business,
    problem,
    relation,
)


@pytest.mark.parametrize("count", [300, 600])
def test_hundreds_of_items_end_in_time_with_an_answer_or_without(count: int) -> None:
    given = crowd(count, 100)
    outcome = ended(lambda: plan(given, SOON))
    assert outcome.status in (Status.UNKNOWN, Status.FEASIBLE)
    assert outcome.programme is None or check(given, outcome.programme) == ()


def test_what_no_model_could_hold_is_refused_before_anything_of_it_is_made() -> None:
    given = crowd(1000, 100)
    with pytest.raises(TooLarge, match="more than one search can hold"):
        ended(lambda: plan(given, Options(time_limit=3600)))
    with pytest.raises(TooLarge, match="more than one search can hold"):
        ended(lambda: build(given))
    assert explain(given).clash == ()


@pytest.mark.parametrize("explaining", [False, True])
@pytest.mark.parametrize("few", [False, True])
def test_a_model_is_never_smaller_than_was_thought_before_it_was_made(
    monkeypatch: pytest.MonkeyPatch, *, explaining: bool, few: bool
) -> None:
    if few:  # enough to count pairs of them in another way
        monkeypatch.setattr("scheduler.model.objective.MOST_PAIRS", 10)
        monkeypatch.setattr("scheduler.model.size.MOST_PAIRS", 10)
    for given in (crowd(40, 3), crowd(40, 3, preferences={}), problem(business("1", most_parts=2))):
        model = build(given, explaining=explaining)
        made = len(model.cp.proto.variables) + len(model.cp.proto.constraints)
        assert 0 < least_size(given, explaining=explaining) <= made


def test_a_thousand_items_without_room_for_them_are_told_so_without_a_search() -> None:
    given = crowd(1000, 3)
    outcome = ended(lambda: plan(given, SOON))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    known = {one.key for one in requirements(given)}
    keys = {one.key for clash in outcome.explanation.clashes for one in clash}
    assert keys
    assert keys <= known


def test_what_counting_finds_to_clash_does_not_fit_when_it_stands_alone() -> None:
    given = crowd(200, 3, preferences={})
    for count in capacity(given):
        if not count.fits:
            bodies = {key.split(".")[1] for key in count.clash if key.startswith("time.")}
            assert bodies
            alone = replace(
                given, business=tuple(one for one in given.business if one.body in bodies)
            )
            assert not {one.key: one.fits for one in capacity(alone)}[count.key]


def test_more_than_a_search_can_hold_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.model.base.MOST_IN_A_MODEL", 20_000)
    with pytest.raises(TooLarge, match="more than one search can hold"):
        ended(lambda: plan(crowd(1000, 100), Options(time_limit=3600)))
    assert explain(crowd(1000, 3), time_limit=3600).clash  # as far as counting goes


def test_ten_thousand_relations_are_read_and_end_in_time() -> None:
    names = [str(n) for n in range(150)]
    pairs = [(a, b) for a in range(150) for b in range(a + 1, 150)][:10_000]
    given = crowd(
        150,
        40,
        relations=tuple(relation(RelationKind.BEFORE, names[a], names[b]) for a, b in pairs),
    )
    read = read_problem(write_problem(given))
    assert len(read.relations) == 10_000
    assert ended(lambda: plan(read, SOON)).status is not Status.OPTIMAL


def everything_shares(count: int) -> tuple[Relation, ...]:
    """One relation of as many as may be."""
    return (relation(RelationKind.NEVER_PARALLEL, *(str(n) for n in range(count))),)


@pytest.mark.parametrize("count", [20, 200])
def test_a_model_grows_with_what_never_meets_and_not_with_its_pairs(count: int) -> None:
    sizes = []
    for relations in ((), everything_shares(count)):
        given = crowd(count, 5, relations=relations, preferences={})
        model = build(given)
        sizes.append(len(model.cp.proto.constraints))
    assert sizes[1] - sizes[0] <= (count + 1) * len(given.periods)


def outcome_of(given: Problem) -> Outcome:
    """Proven, whatever it is."""
    outcome = plan(given)
    assert outcome.status in (Status.OPTIMAL, Status.INFEASIBLE)
    return outcome


def test_the_order_of_many_is_counted_like_that_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [str(n) for n in range(6)]
    given = problem(
        *(
            business(name, 90, not_before=at(THU) if n < 2 else None)
            for n, name in enumerate(names)
        ),
        relations=(
            relation(RelationKind.BEFORE, "5", "0"),
            relation(RelationKind.BEFORE, "2", "3"),
        ),
        preferences={Preference.AGENDA_ORDER: Weight(weight=1)},
    )
    few = outcome_of(given)
    monkeypatch.setattr("scheduler.model.objective.MOST_PAIRS", 0)
    many = outcome_of(given)
    assert few.objective is not None
    assert few.objective > 0
    assert many.objective == few.objective


def test_order_through_others_is_found_in_chains_and_circles() -> None:
    chain = [relation(RelationKind.BEFORE, str(n), str(n + 1)) for n in range(3)]
    items = [business(str(n)) for n in range(4)]
    index = {str(n): n for n in range(4)}
    order = Order(problem(*items, relations=tuple(chain)), index)
    found = {(a, b) for a in range(4) for b in range(4) if (a, b) in order}
    assert found == {(a, b) for a in range(4) for b in range(4) if a < b}
    back = relation(RelationKind.BEFORE, "3", "0")
    circle = Order(problem(*items, relations=(*chain, back)), index)
    assert all((a, b) in circle for a in range(4) for b in range(4))
