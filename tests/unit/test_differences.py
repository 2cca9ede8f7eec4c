"""Which meeting is which in another programme, and what is said to have changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.differences import ChangeKind, differences
from scheduler.matching import match
from scheduler.programme import Programme
from tests.unit.problems import body as called
from tests.unit.problems import changed, group, planned, problem

PARTS = {"1": [(0, 60)], "2": [(0, 120), (1, 120)], "wg": [(1, 180)]}
OLD = planned(problem(), PARTS)


def said(new, old=OLD):
    return [(change.kind, str(change.text)) for change in differences(old, new, problem())]


def test_nothing_has_changed():
    assert said(OLD) == []


def test_a_meeting_moves():
    moved = planned(problem(), PARTS | {"wg": [(2, 180)]})
    assert said(moved) == [
        (
            ChangeKind.MOVED,
            "Working group (wg), moved from 8 October 2008, 15:00 to 9 October 2008, 10:00.",
        ),
        (ChangeKind.ROOM, "The 1st meeting of the WG on 9 October 2008, 10:00 is in Room B."),
    ]


def test_whose_meeting_moves_is_said_where_its_business_does_not_tell():
    assert said(planned(problem(), {"1": [(2, 60)]}), planned(problem(), {"1": [(0, 60)]})) == [
        (
            ChangeKind.MOVED,
            "COP: item 1, moved from 8 October 2008, 10:00 to 9 October 2008, 10:00.",
        )
    ]


@pytest.mark.parametrize(
    ("title", "body", "whose"),
    [
        ("Meetings of the Group of Experts", "Group of Experts", ""),
        ("Round table", "Group of Experts", "Group of Experts: "),
    ],
)
def test_a_body_is_not_named_beside_business_that_repeats_its_title(title, body, whose):
    asked = problem(
        group("talks", title=title), bodies=(*problem().bodies[:1], called("wg", title=body))
    )
    old, new = (planned(asked, {"talks": [(period, 180)]}) for period in (1, 2))
    (moved, *_room) = differences(old, new, asked)
    assert str(moved.text) == (
        f"{whose}{title} (talks), moved from 8 October 2008, 15:00 to 9 October 2008, 10:00."
    )


def test_a_meeting_comes_and_goes():
    without = planned(problem(), {"1": [(0, 60)], "2": [(0, 120), (1, 120)]})
    gone = "The meeting of the WG on 8 October 2008, 15:00 is no longer held."
    assert said(without) == [(ChangeKind.REMOVED, gone)]
    new = "The 1st meeting of the WG on 8 October 2008, 15:00 is new: Working group (wg)."
    assert said(OLD, without) == [(ChangeKind.ADDED, new)]


def test_items_change_within_a_meeting():
    other = planned(problem(), {"2": [(0, 60), (1, 180)], "wg": [(1, 180)]})
    first = "The 1st meeting of the COP on 8 October 2008, 10:00"
    second = "The 2nd meeting of the COP on 8 October 2008, 15:00"
    assert said(other) == [
        (ChangeKind.ITEMS, f"{first} no longer takes item 1."),
        (ChangeKind.MINUTES, f"{first} gives item 2 60 minutes instead of 120."),
        (ChangeKind.MINUTES, f"{second} gives item 2 180 minutes instead of 120."),
    ]
    assert (ChangeKind.ITEMS, f"{first} takes item 1.") in said(OLD, other)


def test_a_meeting_changes_its_room():
    assert said(changed(OLD, 0, room="A")) == [
        (ChangeKind.ROOM, "The 1st meeting of the COP on 8 October 2008, 10:00 is in Room A.")
    ]
    assert said(changed(OLD, 0, room=None)) == [
        (ChangeKind.ROOM, "The 1st meeting of the COP on 8 October 2008, 10:00 is in no room.")
    ]


def test_meetings_that_trade_places_are_the_same_meetings():
    parts = {"1": [(0, 180)], "2": [(1, 180)]}
    swapped = planned(problem(), {"1": [(1, 180)], "2": [(0, 180)]})
    assert match(planned(problem(), parts).meetings, swapped.meetings) == (1, 0)


def test_a_meeting_that_takes_other_items_in_its_period_is_the_same_meeting():
    old = planned(problem(), {"1": [(0, 180)]})
    new = planned(problem(), {"2": [(0, 180)], "wg": [(0, 180)]})
    assert match(old.meetings, new.meetings) == (0, None)


programmes = st.lists(
    st.tuples(st.sampled_from(["1", "2", "wg"]), st.integers(0, 5)), unique=True, max_size=10
).map(
    lambda placed: planned(
        problem(),
        {id_: [(period, 60) for one, period in placed if one == id_] for id_, _ in placed},
    )
)


@settings(max_examples=40)
@given(old=programmes, new=programmes)
def test_each_meeting_is_at_most_one_of_the_other_programme(old, new):
    which = [index for index in match(old.meetings, new.meetings) if index is not None]
    assert len(which) == len(set(which))


@settings(max_examples=40)
@given(old=programmes, new=programmes)
def test_no_difference_means_the_same_programme(old, new):
    assert (differences(old, new, problem()) == ()) == (content(old) == content(new))


def content(programme: Programme):
    return [
        (m.body, m.column, m.date, m.slot, m.room, {(i.item, i.minutes) for i in m.items})
        for m in programme.meetings
    ]
