"""What a clash is told with: how much is needed, and how much there is."""

from __future__ import annotations

from dataclasses import replace

from scheduler.counting.capacity import capacity
from scheduler.explanation.explain import explain
from scheduler.problem import Column, Entitlement, Held, Problem, RelationKind
from tests.unit.problems import (
    FRI,
    THU,
    WED,
    at,
    body,
    business,
    document,
    interpretation,
    problem,
    relation,
    session,
    slot,
)


def one_day(*items: object, **changes: object) -> Problem:
    """Two slots of three hours."""
    given = problem(*items, slots=(slot("am", 10, 13), slot("pm", 15, 18)), rooms=(), **changes)
    return replace(given, session=session(last_day=WED))


def counts(given: Problem) -> list[list[str]]:
    return [[str(one) for one in clash] for clash in explain(given).counts]


def keys(given: Problem) -> list[set[str]]:
    return [{one.key for one in clash} for clash in explain(given).clashes]


def test_hours_that_clash_by_themselves_have_the_times_that_there_are() -> None:
    given = one_day(*(business(str(n), 180) for n in range(3)))
    assert keys(given) == [{"time.cop.plenary"}]
    assert counts(given) == [["Plenary meetings: at least 3 needed, time for 2."]]


def test_what_business_needs_however_short_is_counted_too() -> None:
    """A meeting for each of three bodies."""
    entitled = interpretation(entitlement=Entitlement(total=2))
    given = one_day(
        business("1"),
        business("2", body="wg", column=Column.PARALLEL),
        business("3", body="mop", column=Column.PARALLEL),
        interpretation=entitled,
        bodies=(body("cop"), body("wg"), body("mop")),
        at_once={Column.PLENARY: 1, Column.PARALLEL: 2},
    )
    assert keys(given) == [{"interpretation.entitlement.total"}]
    assert counts(given) == [["Meetings with interpretation: at least 3 needed, entitled to 2."]]


def test_what_teams_serve_is_counted_with_what_needs_a_meeting_however_short() -> None:
    """A team serves two meetings a day, of which one is another body's."""
    given = one_day(
        business("1", 300, may_split=True),
        business("2", body="wg", column=Column.PARALLEL),
        interpretation=interpretation(teams=1),
    )
    assert keys(given) == [{"interpretation.teams", "time.cop.plenary"}]
    assert counts(given) == [["Interpreters: at least 3 meetings needed, they can serve 2."]]


def test_where_dates_and_order_leave_no_time_at_all_nothing_is_counted() -> None:
    order = (relation(RelationKind.BEFORE, "2", "1"),)
    first = business("1", not_after=at(WED))
    then = business("2", not_before=at(THU))
    given = problem(first, then, relations=order)
    assert keys(given) == [
        {"business.1.not_after", "business.2.not_before", "relations.before.2.1"}
    ]
    assert counts(given) == [[]]


def test_a_clash_that_is_not_counted_has_no_count() -> None:
    given = problem(business("1", fixed=(at(WED, "am"),), not_before=at(THU)))
    assert counts(given) == [[]]


def test_a_further_clash_has_nothing_that_it_does_not_need() -> None:
    """What has no time for itself is counted with its hours; these are not needed for it."""
    at_odds = business("4", 60, not_before=at(WED, "pm"), fixed=(at(WED, "am"),))
    entitled = interpretation(entitlement=Entitlement(total=1))
    given = one_day(business("1", 180), business("2", 180), at_odds, interpretation=entitled)
    assert keys(given)[1:] == [{"business.4.fixed", "business.4.not_before"}]


def test_a_document_after_the_session_is_waited_for_from_what_was_held_on() -> None:
    late = document("A", FRI)
    given = one_day(business("1", documents=("A",)), documents=(late,))
    (count,) = (one for one in capacity(given) if not one.fits)
    assert set(count.clash) == {"time.cop.plenary", "business.1.documents"}
    held = replace(given, held=Held(before=at(WED, "pm")))
    (count,) = (one for one in capacity(held) if one.by_itself)
    assert set(count.clash) == {"held", "time.cop.plenary", "business.1.documents"}
