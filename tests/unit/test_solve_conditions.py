"""What the engine does about single conditions and wishes: the best programme keeps to each."""

from __future__ import annotations

from dataclasses import replace

from scheduler.problem import (
    Closure,
    Column,
    Held,
    HeldPart,
    Preference,
    Problem,
    RelationKind,
    Weight,
)
from scheduler.programme import Status
from scheduler.solve import plan
from tests.unit.problems import FRI, THU, WED, at, business, group, problem, relation, slot


def places(given_problem: Problem) -> dict[str, list[tuple[int, str]]]:
    """Day of the month and slot of each part, of the best programme."""
    outcome = plan(given_problem)
    assert outcome.programme is not None
    found: dict[str, list[tuple[int, str]]] = {}
    for meeting in outcome.programme.meetings:
        for part in meeting.items:
            found.setdefault(part.item, []).append((meeting.date.day, meeting.slot))
    return found


def weighed(*preferences: Preference) -> dict[Preference, Weight]:
    return {name: Weight(weight=1) for name in preferences}


def test_a_time_wished_for_is_met_where_it_can_be() -> None:
    wished = (business("1", 180, wished=at(THU, "pm")), business("2", 180, wished=at(THU, "pm")))
    given_problem = problem(*wished, preferences=weighed(Preference.WISHED_TIMES))
    assert plan(given_problem).objective == 1
    assert (9, "pm") in [place for row in places(given_problem).values() for place in row]


def test_nothing_is_taken_at_times_that_are_ruled_out() -> None:
    not_then = business("1", 180, not_on=(at(WED), at(THU, "am"), at(FRI)))
    assert places(problem(not_then)) == {"1": [(9, "pm")]}


def test_nothing_is_held_while_the_session_is_closed() -> None:
    closed = (
        Closure(date=WED),
        Closure(date=THU, column=Column.PLENARY),
        Closure(date=FRI, slot="am"),
        Closure(date=THU, slot="am", column=Column.PARALLEL),
    )
    both = problem(business("1", 180), group("wg", 360, may_split=True), closures=closed)
    assert places(both) == {"1": [(10, "pm")], "wg": [(9, "pm"), (10, "pm")]}


def test_parts_are_no_more_than_there_may_be() -> None:
    short = (slot("am", 10, 13), slot("pm", 15, 16))
    long = business("1", 240, may_split=True, not_after=at(WED))
    assert len(places(problem(long, slots=short))["1"]) == 2
    limited = replace(long, minutes=300, not_after=None, most_parts=2)
    assert places(problem(limited, slots=short))["1"] in (
        [(8, "am"), (9, "am")],
        [(8, "am"), (10, "am")],
        [(9, "am"), (10, "am")],
    )
    assert plan(problem(replace(limited, minutes=361), slots=short)).status is Status.INFEASIBLE


def test_what_has_been_held_stays() -> None:
    held = Held(
        before=at(THU),
        parts=(HeldPart(business="2", date=WED, slot="pm", minutes=50),),
    )
    items = (business("1", 180), business("2", 120, may_split=True))
    given_problem = problem(*items, held=held, preferences=weighed(Preference.AGENDA_ORDER))
    outcome = plan(given_problem)
    assert outcome.programme is not None
    (first, *_) = outcome.programme.meetings
    assert [(part.item, part.minutes) for part in first.items] == [("2", 50)]
    assert all(m.date >= THU for m in outcome.programme.meetings[1:])
    assert outcome.objective == 1


def test_a_second_is_taken_once_the_first_is_begun() -> None:
    after = relation(RelationKind.AFTER_BEGUN, "2", "1")
    items = (business("1"), business("2", 300, may_split=True, not_before=at(THU)))
    found = places(
        problem(*items, relations=(after,), preferences=weighed(Preference.AGENDA_ORDER))
    )
    assert found["1"][0] > found["2"][0]


def test_near_items_begin_near_one_another() -> None:
    near = relation(RelationKind.NEAR, "1", "2")
    items = (business("1", not_before=at(FRI)), business("2", 300, may_split=True))
    given_problem = problem(*items, relations=(near,), preferences=weighed(Preference.NEAR))
    assert plan(given_problem).objective == 0


def test_an_item_once_begun_is_finished_soon() -> None:
    items = (business("1", 480, may_split=True), business("2", 180, fixed=(at(THU, "am"),)))
    free = problem(*items, preferences=weighed(Preference.SHORT_SPANS))
    assert plan(free).objective == 2
    assert plan(problem(*items[1:], preferences=weighed(Preference.SHORT_SPANS))).objective == 0


def test_items_are_spread_over_meetings() -> None:
    items = [business(str(n), 30) for n in range(1, 8)]
    crowded = {Preference.SHORT_AGENDAS: Weight(weight=1, above=1)}
    assert plan(problem(*items, preferences=crowded)).objective == 1
