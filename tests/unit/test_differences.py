"""Which meeting is which in another programme, and what is said to have changed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.differences import ChangeKind, differences
from scheduler.matching import match
from scheduler.programme import Programme
from tests.unit.problems import changed, planned, problem

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
            "WG: Working group (wg), from 8 October 2008, 15:00 to 9 October 2008, 10:00.",
        ),
        (ChangeKind.ROOM, "The 1st meeting of the WG on 9 October 2008, 10:00 is in Room B."),
    ]


def test_a_meeting_comes_and_goes():
    without = planned(problem(), {"1": [(0, 60)], "2": [(0, 120), (1, 120)]})
    name = "The 1st meeting of the WG on 8 October 2008, 15:00"
    assert said(without) == [(ChangeKind.REMOVED, f"{name} is no longer held.")]
    assert said(OLD, without) == [(ChangeKind.ADDED, f"{name} is new: Working group (wg).")]


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
