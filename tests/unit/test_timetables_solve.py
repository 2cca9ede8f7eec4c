"""The engine against every timetable there is; what it promises whatever the problem."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.programme import Status
from scheduler.timetables.checker import check_timetable
from scheduler.timetables.exact_model import provable
from scheduler.timetables.instance import compiled
from scheduler.timetables.problem import Aim, Level, Meeting, Room, Span, TimetableProblem, Weight
from scheduler.timetables.score import score
from scheduler.timetables.search.chain import Chain
from scheduler.timetables.search.levels import levels
from scheduler.timetables.search.table import Table
from scheduler.timetables.solve import TimetableOptions, make_timetable
from tests.unit.timetables import at, best, problems

PROOF = TimetableOptions(workers=1, steps=200, time_limit=600)
SEARCH = TimetableOptions(workers=1, steps=300, time_limit=600, prove=False)
slowly = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(problem=problems())
@slowly
def test_the_proof_agrees_with_trying_everything(problem: TimetableProblem) -> None:
    outcome = make_timetable(problem, PROOF)
    expected = best(problem)
    if expected is None:
        assert (outcome.status, outcome.timetable) == (Status.INFEASIBLE, None)
        return
    assert outcome.status is Status.OPTIMAL
    assert outcome.timetable is not None
    assert outcome.score is not None
    assert check_timetable(problem, outcome.timetable) == ()
    assert outcome.score.levels == expected
    assert [one.bound for one in outcome.bounds] == list(expected[1:])


@given(problem=problems())
@slowly
def test_the_search_keeps_what_must_be_or_says_what_it_breaks(problem: TimetableProblem) -> None:
    outcome = make_timetable(problem, SEARCH)
    if outcome.timetable is not None:
        assert outcome.score is not None
        assert check_timetable(problem, outcome.timetable) == ()
        assert outcome.score == score(problem, outcome.timetable)
        assert outcome.score.levels >= (best(problem) or ())
    else:
        assert outcome.violations


@given(problem=problems(), seed=st.integers(1, 5))
@slowly
def test_the_same_seed_gives_the_same_timetable(problem: TimetableProblem, seed: int) -> None:
    options = replace(SEARCH, seed=seed, steps=60)
    one, other = (make_timetable(problem, options) for _ in range(2))
    assert (one.timetable, one.nearest, one.score) == (other.timetable, other.nearest, other.score)


@given(problem=problems())
@slowly
def test_names_and_order_change_nothing(problem: TimetableProblem) -> None:
    new = {meeting.id: f"x{place}" for place, meeting in enumerate(problem.meetings)}

    def renamed(meeting: Meeting) -> Meeting:
        return replace(
            meeting,
            id=new[meeting.id],
            title="Another title",
            after=tuple(new[one] for one in meeting.after),
            never_beside=tuple(new[one] for one in meeting.never_beside),
            rather_not_beside=tuple(new[one] for one in meeting.rather_not_beside),
        )

    other = replace(
        problem,
        meetings=tuple(renamed(one) for one in reversed(problem.meetings)),
        rooms=tuple(reversed(problem.rooms)),
        persons=tuple(reversed(problem.persons)),
    )
    here, there = make_timetable(problem, PROOF), make_timetable(other, PROOF)
    assert (here.status, here.score) == (there.status, there.score)


@given(problem=problems())
@slowly
def test_a_further_requirement_never_makes_it_better(problem: TimetableProblem) -> None:
    first, second = problem.meetings[:2]
    harder = replace(
        problem,
        meetings=(first, replace(second, never_beside=(first.id,)), *problem.meetings[2:]),
    )
    here, there = make_timetable(problem, PROOF), make_timetable(harder, PROOF)
    if there.score is not None:
        assert here.score is not None
        assert here.score.levels <= there.score.levels


@given(problem=problems(), seed=st.integers(1, 100))
@slowly
def test_costs_kept_up_to_date_are_the_costs(problem: TimetableProblem, seed: int) -> None:
    instance = compiled(problem)
    if not (instance.allowed.any(axis=1).all() and instance.suits.any(axis=1).all()):
        return
    chain = Chain(instance, seed)
    chain.round(80, lambda: False)
    fresh = Table(instance, chain.table.scale)
    total = 0.0
    for one, spot in enumerate(chain.spots):
        total += fresh.cost(one, spot)
        fresh.put(one, spot)
    assert total == chain.cost
    assert np.array_equal(fresh.beside, chain.table.beside)
    assert np.array_equal(fresh.in_room, chain.table.in_room)
    counted = score(problem, instance.timetable(chain.best)).levels
    assert chain.best_levels == levels(instance, chain.best)
    assert (chain.best_levels[1:], bool(chain.best_levels[0])) == (counted[1:], bool(counted[0]))


def crowd(count: int) -> TimetableProblem:
    """Meetings that fill a week."""
    return TimetableProblem(
        title="Crowd",
        grid=5,
        hours=tuple(Span(at(9, day=day), at(18, day=day)) for day in range(5)),
        rooms=tuple(Room(f"r{n}", f"Room {n}", 10 * n) for n in range(8)),
        aims={Aim.EARLY_ENDS: Weight(1), Aim.FEW_AT_ONCE: Weight(10)},
        meetings=tuple(
            Meeting(id=f"m{n}", title=f"Meeting {n}", seats=n % 70, minutes=30 + 15 * (n % 5))
            for n in range(count)
        ),
    )


def test_two_processes_give_the_same_each_time() -> None:
    problem = crowd(40)
    options = TimetableOptions(workers=2, steps=150, time_limit=1000, prove=False)
    one, other = (make_timetable(problem, options) for _ in range(2))
    assert (one.timetable, one.steps) == (other.timetable, 300)


def test_a_search_that_is_cancelled_gives_its_best() -> None:
    problem, ended = crowd(60), threading.Event()
    outcome = make_timetable(
        problem,
        TimetableOptions(time_limit=600, prove=False),
        progress=lambda _progress: ended.set(),
        cancelled=ended.is_set,
    )
    assert outcome.timetable is not None
    assert check_timetable(problem, outcome.timetable) == ()


def test_a_meeting_without_a_room_is_named_at_once() -> None:
    problem = crowd(3)
    large = replace(problem.meetings[0], seats=1000, title="Plenary")
    outcome = make_timetable(replace(problem, meetings=(large, *problem.meetings[1:])), SEARCH)
    assert outcome.status is Status.INFEASIBLE
    assert [str(one.text) for one in outcome.violations] == [
        "No room has the seats that Plenary needs and may be used."
    ]


def test_a_large_problem_has_no_bound() -> None:
    problem = crowd(250)
    assert not provable(compiled(problem))
    outcome = make_timetable(problem, TimetableOptions(workers=1, steps=10))
    assert outcome.status is Status.FEASIBLE
    assert [(one.level, one.bound) for one in outcome.bounds] == [
        (Level.MEDIUM, 0),
        (Level.SOFT, None),
    ]


def test_where_nothing_is_wished_for_nothing_is_better() -> None:
    outcome = make_timetable(replace(crowd(100), aims={}), TimetableOptions(workers=1, steps=10))
    assert outcome.status is Status.OPTIMAL
    assert outcome.score is not None
    assert outcome.score.levels == (0, 0, 0)
