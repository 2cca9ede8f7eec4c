"""Problems that mean no good: an answer or a clear error, in time, and an end whenever asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from ortools.sat.python import cp_model

from scheduler import search as searching
from scheduler.capacity import capacity
from scheduler.checker import check
from scheduler.explain import explain
from scheduler.limits import Stopped, TooLarge
from scheduler.model import build
from scheduler.model.base import Order
from scheduler.preferences import by_rank, costs
from scheduler.problem import (
    Column,
    Held,
    Preference,
    Problem,
    Relation,
    RelationKind,
    Weight,
)
from scheduler.programme import Outcome, Status
from scheduler.reading import BadInput, read_problem
from scheduler.reading.files import parse_json, parse_yaml
from scheduler.requirements import requirements
from scheduler.solve import Options, Progress, plan
from scheduler.writing import write_problem
from tests.unit.problems import (
    FRI,
    THU,
    WED,
    at,
    body,
    business,
    interpretation,
    problem,
    relation,
    room,
    session,
    slot,
)

Found = TypeVar("Found")
ALL = {name: Weight(weight=1) for name in Preference}
SOON = Options(time_limit=2.0)


HARNESS = 150.0  # seconds, far more than anything here takes: what does not end fails the test


def ended(run: Callable[[], Found]) -> Found:
    """What it gives, if it ends at all."""
    found: Future[Found] = Future()

    def aside() -> None:
        try:
            found.set_result(run())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            found.set_exception(error)

    threading.Thread(target=aside, daemon=True).start()
    return found.result(timeout=HARNESS)


def crowd(count: int, days: int, **changes: Any) -> Problem:
    """So many items of ten bodies over so many days, with everything preferred."""
    items = [
        business(
            str(n),
            60,
            body=f"b{n % 10}",
            column=Column.PARALLEL if n % 2 else Column.PLENARY,
            may_split=n % 3 == 0,
            shares_meeting=n % 7 != 0,
            starts_meeting=n % 5 == 0,
            chair="Chair" if n % 4 == 0 else None,
        )
        for n in range(count)
    ]
    given: dict[str, Any] = {
        "session": session(last_day=WED + timedelta(days=days - 1)),
        "bodies": (*(body(f"b{n}") for n in range(10)), body("cop")),
        "rooms": tuple(room(f"R{n}") for n in range(20)),
        "at_once": {Column.PLENARY: 3, Column.PARALLEL: 5},
        "interpretation": interpretation(teams=8, meetings_per_team_week=70),
        "preferences": ALL,
    }
    return problem(*items, **given | changes)


@pytest.mark.parametrize("count", [300, 1000])
def test_a_thousand_items_end_in_time_with_an_answer_or_without(count: int) -> None:
    given = crowd(count, 100)
    outcome = ended(lambda: plan(given, SOON))
    assert outcome.status in (Status.UNKNOWN, Status.FEASIBLE)
    assert outcome.programme is None or check(given, outcome.programme) == ()


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


@pytest.mark.parametrize("minutes", [10**6, 10**12, 10**18])
def test_minutes_without_end_are_more_than_there_is_room_for(minutes: int) -> None:
    given = problem(business("1", minutes, may_split=True, least_minutes=1))
    outcome = ended(lambda: plan(given, SOON))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    assert "time.cop.plenary" in {one.key for one in outcome.explanation.clash}


def test_weights_without_end_are_refused_by_name() -> None:
    weights = {Preference.AGENDA_ORDER: Weight(weight=10**9)}
    assert plan(problem(preferences=weights)).objective == 0
    weights = dict.fromkeys(Preference, Weight(weight=10**15))
    with pytest.raises(TooLarge, match="points of the preferences could exceed"):
        plan(problem(preferences=weights))
    data = write_problem(problem(preferences={Preference.EVEN_LOAD: Weight(weight=10**9)}))
    with pytest.raises(BadInput) as bad:
        read_problem(data)
    assert [error.path for error in bad.value.errors] == ["preferences.even_load.weight"]


@pytest.mark.parametrize(
    "field", ["minutes", "least_minutes", "most_parts", "seats"], ids=lambda name: name
)
def test_numbers_without_end_are_mistakes_in_a_file(field: str) -> None:
    data = write_problem(problem())
    data["business"][1] |= {field: 10**30}
    with pytest.raises(BadInput) as bad:
        read_problem(data)
    assert [error.path for error in bad.value.errors] == [f"business[1].{field}"]


def test_pins_that_contradict_each_other_are_named() -> None:
    items = [business(name, 180, fixed=(at(WED, "am"),)) for name in ("1", "2")]
    outcome = plan(problem(*items))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    assert {one.key for one in outcome.explanation.clash} >= {"business.1.fixed"} or {
        one.key for one in outcome.explanation.clash
    } >= {"business.2.fixed"}


def test_a_circle_of_what_comes_before_what_is_named() -> None:
    names = ["1", "2", "3", "4"]
    circle = tuple(
        relation(RelationKind.BEFORE, one, other)
        for one, other in zip(names, names[1:] + names[:1], strict=True)
    )
    given = problem(*(business(name, 10) for name in names), relations=circle)
    outcome = plan(given)
    assert outcome.status is Status.INFEASIBLE
    assert outcome.explanation is not None
    keys = {one.key for one in outcome.explanation.clash}
    assert {f"relations.{one.id}" for one in circle} == keys


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


@pytest.mark.parametrize(
    "empty",
    [
        {"slots": (slot("am", 10, 13, days=(FRI + timedelta(days=9),)),)},
        {"session": session(days_without_meetings=(WED, THU, FRI))},
        {"slots": ()},
    ],
    ids=["closed slots", "no days", "no slots"],
)
def test_without_any_slot_there_is_no_programme(empty: dict[str, Any]) -> None:
    given = problem(preferences=ALL, **empty)
    assert plan(given).status is Status.INFEASIBLE
    assert [one.fits for one in capacity(given)] == [False]


def test_without_business_there_is_nothing_to_hold() -> None:
    outcome = plan(replace(problem(preferences=ALL), business=()))
    assert outcome.programme is not None
    assert outcome.programme.meetings == ()


def test_what_was_held_in_a_slot_closed_since_does_not_count_as_time_lacking() -> None:
    given = problem(
        business("1", 180),
        slots=(slot("am", 10, 13),),
        held=Held(before=at(FRI)),
    )
    assert plan(given).status is Status.OPTIMAL


BOMB = "a: &a [x,x]\n" + "".join(f"{b}: &{b} [*{a},*{a}]\n" for a, b in zip("abcdef", "bcdefg"))  # noqa: B905 - the same length


@pytest.mark.parametrize(
    ("parse", "source"),
    [
        (parse_yaml, BOMB),
        (parse_yaml, "[" * 100_000),
        (parse_yaml, "a: " * 10_000),
        (parse_yaml, "- " * 100_000),
        (parse_json, "[" * 100_000),
        (parse_json, '{"a":' * 100_000),
        (parse_yaml, "x" * 6_000_000),
        (parse_json, "9" * 5_000_000),
    ],
    ids=lambda value: "" if callable(value) else value[:8],
)
def test_files_without_end_are_refused(parse: Callable[[str], Any], source: str) -> None:
    with pytest.raises(BadInput):
        ended(lambda: parse(source))


class Cancelled:
    """Becomes true when it has been asked so many times, or at once when something happens."""

    def __init__(self, after: int | None = None) -> None:
        self.event = threading.Event()
        self._left = after

    def __call__(self) -> bool:
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self.event.set()
        return self.event.is_set()


@pytest.mark.parametrize("after", [1, 10, 1000])
def test_building_ends_when_it_is_cancelled(after: int) -> None:
    with pytest.raises(Stopped):
        ended(lambda: build(crowd(1000, 100), stop=Cancelled(after)))
    outcome = ended(
        lambda: plan(crowd(1000, 100), Options(time_limit=3600), cancelled=Cancelled(after))
    )
    assert outcome.status is Status.UNKNOWN


def test_taking_a_model_in_ends_when_it_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver is in the middle of its first work on a large model when it is told."""
    cancelled, original = Cancelled(), searching.solve

    def begun(*given: Any) -> cp_model.CpSolverStatus:
        cancelled.event.set()
        return original(*given)

    monkeypatch.setattr(searching, "solve", begun)
    outcome = ended(lambda: plan(crowd(300, 40), Options(time_limit=3600), cancelled=cancelled))
    assert outcome.status is Status.UNKNOWN


def test_a_search_ends_with_the_best_so_far_when_it_is_cancelled() -> None:
    given = crowd(40, 6, preferences={Preference.AGENDA_ORDER: Weight(weight=3)} | ALL)
    cancelled = Cancelled()

    def cancel(told: Progress) -> None:
        if told.objective is not None:
            cancelled.event.set()

    outcome = ended(
        lambda: plan(given, Options(time_limit=3600), progress=cancel, cancelled=cancelled)
    )
    assert outcome.programme is not None
    assert check(given, outcome.programme) == ()
    assert outcome.objective == sum(by_rank(costs(given, outcome.programme)))


@pytest.mark.parametrize("after", [1, 20, 400])
def test_an_explanation_ends_when_it_is_cancelled(after: int) -> None:
    given = crowd(400, 20)
    explanation = ended(lambda: explain(given, time_limit=3600, cancelled=Cancelled(after)))
    assert explanation.ways == ()


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
