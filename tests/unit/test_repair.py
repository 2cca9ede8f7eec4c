"""Repairs: as little as possible changes, what has been held stays, and the checker agrees."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.arrange import Part, arrange
from scheduler.checker import check
from scheduler.differences import Touched
from scheduler.events import Away, Event, Late, Lost, Overran, RoomClosed, Teams, after
from scheduler.happened import happened
from scheduler.problem import Column, Held, HeldPart, Problem, RelationKind, SlotDate
from scheduler.programme import Programme, Status
from scheduler.reading import load_problem, load_programme
from scheduler.repair import repair
from scheduler.solve import Progress
from tests.unit.problems import FRI, THU, WED, at, business, document, problem, relation, room
from tests.unit.searches import searched
from tests.unit.tiny import tiny

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def cop4() -> Problem:
    return load_problem(EXAMPLES / "ctoc-cop4.yaml")


@pytest.fixture(scope="module")
def annex(cop4: Problem) -> Programme:
    return load_programme(EXAMPLES / "ctoc-cop4-annex.json", cop4)


def placed(programme: Programme) -> set[tuple[str, date, str]]:
    return {
        (item.item, meeting.date, meeting.slot)
        for meeting in programme.meetings
        for item in meeting.items
    }


def taken(programme: Programme) -> dict[tuple[str, date], int]:
    """Minutes of business by day."""
    return {
        (part.item, meeting.date): part.minutes
        for meeting in programme.meetings
        for part in meeting.items
    }


def test_repairing_nothing_changes_nothing(cop4: Problem, annex: Programme) -> None:
    repaired = repair(cop4, annex)
    assert repaired.outcome.programme == annex
    assert (repaired.moved, repaired.fewest, repaired.changes) == (0, 0, ())
    assert repaired.broken_off == ()


def test_no_way_out_of_a_lost_meeting_is_to_hold_it_all_the_same() -> None:
    given = problem(business("1", 6 * 180, may_split=True))
    programme = searched(given).programme
    assert programme is not None
    explanation = repair(given, programme, [Lost(when=at(THU, "pm"))]).outcome.explanation
    assert explanation is not None
    assert "closures.2008-10-09.pm" in {one.key for one in explanation.clash}
    ways = [[one.requirement.key for one in way] for way in explanation.ways]
    assert ways == [["slots.evening"], ["time.cop.plenary"]]


def test_minutes_that_fit_where_they_are_move_nothing(cop4: Problem, annex: Programme) -> None:
    repaired = repair(cop4, annex, [Overran(business="1(f)", minutes=9)])
    assert repaired.outcome.status is Status.OPTIMAL
    assert repaired.outcome.programme is not None
    assert placed(repaired.outcome.programme) == placed(annex)
    assert [str(one.text) for one in repaired.changes] == [
        "The 2nd meeting of the Conference of the Parties on 8 October 2008, 15:00 gives "
        "item 1 (f) 180 minutes instead of 171."
    ]


def test_a_lost_meeting_moves_only_what_was_in_it() -> None:
    some = problem(business("1", 180), business("2", 180), business("3", 60))
    before = arrange(some, [Part("1", 0, 180), Part("2", 1, 180), Part("3", 2, 60)])
    repaired = repair(some, before, [Lost(when=at(WED, "pm"))])
    assert repaired.outcome.programme is not None
    stayed = placed(before) & placed(repaired.outcome.programme)
    assert stayed == {("1", WED, "am"), ("3", THU, "am")}
    assert (repaired.moved, repaired.fewest) == (2, 2)


def test_what_has_been_held_stays_and_what_is_left_comes_later() -> None:
    some = problem(business("1", 180), business("2", 180))
    before = arrange(some, [Part("1", 0, 180), Part("2", 1, 180)])
    repaired = repair(some, before, [Overran(business="1", minutes=74)], since=at(WED, "pm"))
    assert repaired.outcome.programme is not None
    after_ = placed(repaired.outcome.programme)
    assert ("1", WED, "am") in after_
    assert {one for one in after_ if one[0] == "2"} <= placed(before)
    assert check(repaired.problem, repaired.outcome.programme) == ()


def test_what_is_not_touched_keeps_rooms_minutes_and_order() -> None:
    some = problem(
        business("1", 120),
        business("2", 60),
        business("3", 240, may_split=True),
        business("4", 60),
        rooms=(room("hall"), room("small")),
    )
    parts = [
        Part("1", 0, 120),
        Part("2", 0, 60),
        Part("3", 1, 120),
        Part("3", 2, 120),
        Part("4", 4, 60),
    ]
    small = dict.fromkeys(((period, "cop") for period in (0, 1, 2, 4)), "small")
    arranged = arrange(some, parts, rooms=small)
    first = arranged.meetings[0]
    turned = replace(first, items=tuple(reversed(first.items)))
    before = replace(arranged, meetings=(turned, *arranged.meetings[1:]))
    assert check(some, before) == ()
    lost = Lost(when=at(FRI, "am"))
    for since in (None, at(WED, "pm")):
        repaired = repair(some, before, [lost], since=since)
        assert repaired.outcome.programme is not None
        assert repaired.outcome.programme.meetings[:3] == before.meetings[:3]
        assert (repaired.moved, repaired.fewest) == (2, 2)
        assert len(repaired.changes) == 1


def test_a_little_that_is_left_of_what_was_held_finds_its_place() -> None:
    some = problem(business("1", 60, consecutive=True), business("2", 180))
    before = arrange(some, [Part("1", 0, 60), Part("2", 1, 180)])
    repaired = repair(some, before, [Overran(business="1", minutes=20)], since=at(THU, "am"))
    assert repaired.outcome.programme is not None
    assert repaired.outcome.programme.meetings[:2] == before.meetings
    (last,) = repaired.outcome.programme.meetings[2:]
    assert [(part.item, part.minutes, part.continued) for part in last.items] == [("1", 20, True)]


def test_whose_meetings_change_is_touched_and_who_presides() -> None:
    some = problem(
        business("1", 120, chair="Ms. A"),
        business("2", 120, chair="Mr. B"),
        business("wg", 120, body="wg", column=Column.PARALLEL, chair="Ms. C"),
    )
    before = arrange(some, [Part("1", 0, 120), Part("2", 1, 120), Part("wg", 2, 120)])
    repaired = repair(some, before, [Lost(when=at(WED, "pm"))])
    assert repaired.touched == Touched(bodies=("cop",), chairs=("Mr. B",))
    assert repair(some, before, [Overran(business="1", minutes=30)]).touched == Touched()


def test_what_overran_took_the_time_of_what_came_after_it_in_its_meeting() -> None:
    some = problem(
        business("1", 30),
        business("2", 100, consecutive=True, most_parts=1),
        business("3", 40),
        relations=(relation(RelationKind.BEFORE, "1", "2"),),
    )
    before = arrange(some, [Part("1", 0, 30), Part("2", 0, 100), Part("3", 0, 40)])
    repaired = repair(some, before, [Overran(business="1", minutes=60)], since=at(THU, "am"))
    assert repaired.outcome.programme is not None
    assert taken(repaired.outcome.programme) == {
        ("1", WED): 90,
        ("2", WED): 80,
        ("2", THU): 20,
        ("3", THU): 40,
    }
    first, second, third = repaired.problem.business
    assert (first.minutes, first.may_split) == (90, False)
    assert (second.may_split, second.consecutive, second.most_parts) == (True, False, 2)
    assert third == some.business[2]
    assert repaired.broken_off == ("2",)


def test_what_overran_in_what_the_session_has_as_held_took_its_time_there() -> None:
    parts = (("1", 120), ("2", 60))
    held = Held(
        before=at(WED, "pm"),
        parts=tuple(HeldPart(business=b, date=WED, slot="am", minutes=n) for b, n in parts),
    )
    some = problem(business("1", 120), business("2", 60), held=held)
    before = arrange(some, [Part("1", 0, 120), Part("2", 0, 60)])
    repaired = repair(some, before, [Overran(business="1", minutes=20)])
    assert repaired.outcome.programme is not None
    assert taken(repaired.outcome.programme)["1", WED] == 140
    assert repaired.problem.held is not None
    assert [part.minutes for part in repaired.problem.held.parts] == [140, 40]
    assert repaired.broken_off == ("2",)
    assert repair(some, before).problem.held == held


def test_what_overran_by_more_than_came_after_it_is_taken_up_again() -> None:
    some = problem(business("1", 120), business("2", 60))
    before = arrange(some, [Part("1", 0, 120), Part("2", 0, 60)])
    repaired = repair(some, before, [Overran(business="1", minutes=74)], since=at(THU, "am"))
    assert repaired.outcome.programme is not None
    assert taken(repaired.outcome.programme) == {("1", WED): 180, ("1", THU): 14, ("2", THU): 60}
    assert check(repaired.problem, repaired.outcome.programme) == ()


def test_what_was_wrong_with_the_past_does_not_matter_any_more() -> None:
    some = problem(business("1", 60, not_before=at(THU)), business("2", 180), business("3", 180))
    parts = [Part("1", 0, 60), Part("2", 1, 180), Part("3", 2, 180)]
    before = arrange(some, parts)
    assert [one.requirement for one in check(some, before)] == ["business.1.not_before"]
    repaired = repair(some, before, [Lost(when=at(THU, "am"))], since=at(THU))
    assert repaired.outcome.programme is not None
    assert repaired.outcome.programme.meetings[:2] == before.meetings[:2]
    assert (repaired.moved, repaired.fewest) == (2, 2)


def test_what_cannot_be_repaired_is_explained(cop4: Problem, annex: Programme) -> None:
    repaired = repair(cop4, annex, [Lost(when=SlotDate(date=date(2008, 10, 14)))])
    assert repaired.outcome.status is Status.INFEASIBLE
    assert repaired.outcome.explanation is not None
    assert "closures.2008-10-14" in {one.key for one in repaired.outcome.explanation.clash}


@settings(deadline=None, max_examples=30)
@given(tiny(), st.integers(1, 200))
def test_no_meeting_that_was_held_grows_longer_by_what_overran(some: Problem, more: int) -> None:
    """What it took there of others, and what there was no more time for, is still to be done."""
    before = searched(replace(some, held=None)).programme
    if before is None:
        return
    since = SlotDate(date=some.session.last_day + timedelta(days=1))
    event = Overran(business=before.meetings[0].items[0].item, minutes=more)
    asked = happened(replace(some, held=None), before, [event], since)
    assert asked.held is not None
    minutes, done = Counter[object](), Counter[str]()
    for part in asked.held.parts:
        business = some.business_by_id[part.business]
        minutes[part.date, part.slot, business.body, business.column] += part.minutes
        done[part.business] += part.minutes
    planned = {
        (one.date, one.slot, one.body, one.column): sum(part.minutes for part in one.items)
        for one in before.meetings
    }
    assert minutes == planned
    still = {one.id: one.needed_minutes - done[one.id] for one in asked.business}
    assert min(still.values()) >= 0
    assert sum(still.values()) == more
    for one in asked.business:
        if still[one.id] and done[one.id]:
            assert (one.may_split, one.consecutive) == (True, False)


@settings(deadline=None, max_examples=30)
@given(tiny())
def test_no_programme_changes_less(some: Problem) -> None:
    """Held against the search itself: fewer placements moved have no programme."""
    # what may not be worse than before is asked of a repair, and not without its preferences
    some = replace(
        some,
        preferences={
            name: replace(weight, never_worse=False) for name, weight in some.preferences.items()
        },
    )
    before = searched(some).programme
    if before is None:
        return
    event = Lost(when=SlotDate(date=some.periods[0].date, slot=some.periods[0].slot.id))
    repaired = repair(some, before, [event])
    again = searched(replace(after(some, event), preferences={}))
    assert (repaired.outcome.programme is None) == (again.programme is None)
    if repaired.outcome.programme is not None:
        assert check(repaired.problem, repaired.outcome.programme) == ()
        assert len(placed(before) ^ placed(repaired.outcome.programme)) == repaired.moved
        assert repaired.fewest == repaired.moved


EVENTS: tuple[Event, ...] = (
    Lost(when=at(THU, "am"), column=Column.PLENARY),
    Away(chair="Ms. A", when=at(THU)),
    Late(document="A/1", out=FRI),
    Teams(when=at(WED), teams=1),
    RoomClosed(room="hall", when=at(THU, "pm")),
)


@pytest.mark.parametrize(("one", "other"), list(combinations(EVENTS, 2)))
def test_events_come_in_any_order_and_once(one: Event, other: Event) -> None:
    some = problem(
        business("1", chair="Ms. A", documents=("A/1",)),
        documents=(document("A/1", WED),),
        rooms=(room("hall"), room("small")),
    )
    both = after(after(some, one), other)
    assert both != some
    assert both == after(after(some, other), one)
    assert after(after(both, one), other) == both


def test_what_overran_may_go_on_in_one_more_meeting() -> None:
    some = problem(business("1", 180, may_split=True, most_parts=2))
    changed = after(some, Overran(business="1", minutes=30)).business[0]
    assert (changed.needed_minutes, changed.may_split, changed.most_parts) == (210, True, 3)


@pytest.mark.parametrize(
    "event",
    [
        Overran(business="9", minutes=1),
        Away(chair="Ms. B", when=at(THU)),
        Late(document="A/9", out=FRI),
        RoomClosed(room="attic", when=at(THU)),
    ],
)
def test_what_the_session_does_not_know_is_no_event(event: Event) -> None:
    with pytest.raises(KeyError):
        after(problem(business("1")), event)


def test_cancelled_it_gives_the_fewest_changes_found_by_then(
    cop4: Problem, annex: Programme
) -> None:
    cancelled = threading.Event()

    def cancel(told: Progress) -> None:
        if told.objective is not None:
            cancelled.set()

    tuesday = SlotDate(date=date(2008, 10, 14), slot="AM")
    lost = [Lost(when=tuesday, column=Column.PARALLEL)]
    repaired = repair(cop4, annex, lost, progress=cancel, cancelled=cancelled.is_set)
    assert cancelled.is_set()
    assert repaired.outcome.programme is not None
    assert check(repaired.problem, repaired.outcome.programme) == ()
    assert 0 <= repaired.fewest <= repaired.moved
