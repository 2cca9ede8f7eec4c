"""What cannot be done on a floor now, and by which rule."""

from fractions import Fraction

import pytest

from procedure.floor import quorum
from procedure.floor.refusals import (
    FloorRefusal,
    absent_refused,
    next_refused,
    opening_refused,
    refused,
    reply_call_refused,
    reply_refused,
)
from procedure.floor.replies import allotted, delivered
from procedure.floor.values import FloorEventKind as Kind
from procedure.rulebook import rulebook
from tests.unit.floors import Meeting, opened, seconds

RULES = rulebook().floor


def speaking():
    return opened().happens(Kind.CALLED)


def test_nothing_but_a_roll_call_before_the_meeting_is_opened():
    floor = Meeting().state
    for kind in set(Kind) - {Kind.OPENED, Kind.ROLL_CALLED, Kind.UNDONE}:
        assert refused(floor, kind) is FloorRefusal.NOT_OPENED
    assert refused(floor, Kind.OPENED) is None
    assert refused(floor, Kind.ROLL_CALLED) is None
    assert refused(floor, Kind.UNDONE) is FloorRefusal.NOTHING_TO_UNDO


def test_a_meeting_is_opened_once():
    assert refused(opened().state, Kind.OPENED) is FloorRefusal.OPENED_ALREADY


def test_only_undo_after_the_adjournment():
    floor = opened().happens(Kind.ADJOURNED).state
    for kind in set(Kind) - {Kind.UNDONE}:
        assert (refused(floor, kind), refused(floor, kind).rule(RULES)) == (
            FloorRefusal.ADJOURNED,
            "",
        )
    assert refused(floor, Kind.UNDONE) is None


@pytest.mark.parametrize(
    ("meeting", "kind", "reason", "rule"),
    [
        (speaking(), Kind.CALLED, FloorRefusal.FLOOR_TAKEN, "rule 42"),
        (speaking(), Kind.ABSENT, FloorRefusal.FLOOR_TAKEN, "rule 42"),
        (speaking(), Kind.RESUMED, FloorRefusal.NOT_PAUSED, ""),
        (speaking(), Kind.POINT_RULED, FloorRefusal.NO_POINT, "rule 44"),
        (speaking(), Kind.CONTINUED, FloorRefusal.NOT_SUSPENDED, ""),
        (speaking().happens(Kind.PAUSED), Kind.PAUSED, FloorRefusal.PAUSED_ALREADY, ""),
        (opened(), Kind.PAUSED, FloorRefusal.NOBODY_SPEAKS, ""),
        (opened(), Kind.ENDED, FloorRefusal.NOBODY_SPEAKS, ""),
        (opened(), Kind.POINT_RULED, FloorRefusal.NO_POINT, "rule 44"),
        (
            opened().happens(Kind.POINT_RAISED),
            Kind.POINT_RAISED,
            FloorRefusal.POINT_BEING_MADE,
            "rule 44",
        ),
        (opened().happens(Kind.POINT_RAISED), Kind.CALLED, FloorRefusal.FLOOR_TAKEN, "rule 42"),
        (opened().happens(Kind.SUSPENDED), Kind.CALLED, FloorRefusal.SUSPENDED, ""),
        (opened().happens(Kind.SUSPENDED), Kind.SUSPENDED, FloorRefusal.SUSPENDED, ""),
        (opened().happens(Kind.SUSPENDED), Kind.POINT_RAISED, FloorRefusal.SUSPENDED, ""),
    ],
)
def test_what_stands_against_it(meeting, kind, reason, rule):
    refusal = refused(meeting.state, kind)
    assert (refusal, refusal.rule(RULES)) == (reason, rule)


def test_the_next_is_called_while_another_ends_but_not_in_a_point_of_order():
    assert next_refused(speaking().state) is None
    assert next_refused(opened().state) is None
    point = speaking().happens(Kind.POINT_RAISED)
    assert next_refused(point.state) is FloorRefusal.FLOOR_TAKEN
    assert next_refused(speaking().happens(Kind.SUSPENDED).state) is FloorRefusal.SUSPENDED


def test_who_was_called_in_vain_is_absent_and_nobody_else_while_one_speaks():
    floor = opened().happens(Kind.CALLED, list_id="item-2", number=3).state
    assert absent_refused(floor, "item-2", 3) is None
    assert absent_refused(floor, "item-2", 4) is FloorRefusal.FLOOR_TAKEN
    assert absent_refused(opened().state, "item-2", 4) is None


@pytest.mark.parametrize("kind", [Kind.REPLY_ASKED, Kind.CONTINUED, Kind.ADJOURNED, Kind.UNDONE])
def test_what_can_be_done_while_suspended(kind):
    assert refused(opened().happens(Kind.SUSPENDED).state, kind) is None


def test_a_point_of_order_may_be_raised_at_any_time():
    assert refused(opened().state, Kind.POINT_RAISED) is None
    assert refused(speaking().state, Kind.POINT_RAISED) is None


@pytest.mark.parametrize(
    ("parties", "opens", "decides"),
    [
        (0, 0, 1),
        (1, 1, 1),
        (2, 1, 2),
        (3, 1, 2),
        (4, 2, 3),
        (128, 43, 65),
        (129, 43, 65),
        (130, 44, 66),
        (147, 49, 74),
        (193, 65, 97),
    ],
)
def test_a_third_opens_and_more_than_half_decide(parties, opens, decides):
    assert (quorum.to_open(parties), quorum.to_decide(parties)) == (opens, decides)
    assert 3 * (opens - 1) < parties <= 3 * opens
    assert 2 * (decides - 1) <= parties < 2 * decides


def test_another_conference_has_another_quorum():
    assert quorum.to_open(193, Fraction(1, 4)) == 49
    assert quorum.to_decide(9, Fraction(2, 3)) == 7


def test_a_meeting_is_not_opened_below_a_third():
    floor = Meeting().state
    refusal = opening_refused(floor, 42, 43)
    assert (refusal, refusal.rule(RULES)) == (FloorRefusal.NO_QUORUM, "rule 41")
    assert opening_refused(floor, 43, 43) is None
    assert opening_refused(opened().state, 60, 43) is FloorRefusal.OPENED_ALREADY


def test_there_is_no_third_right_of_reply_and_none_while_one_waits():
    floor = opened().state
    assert reply_refused(floor, "italy", delivered=1, allowed=2) is None
    refusal = reply_refused(floor, "italy", delivered=2, allowed=2)
    assert (refusal, refusal.rule(RULES)) == (FloorRefusal.NO_MORE_REPLIES, "rule 46")
    waiting = opened().happens(Kind.REPLY_ASKED).state
    refusal = reply_refused(waiting, "italy", delivered=0, allowed=2)
    assert (refusal, refusal.rule(RULES)) == (FloorRefusal.REPLY_ASKED_ALREADY, "rule 46")
    assert reply_refused(waiting, "mali", delivered=0, allowed=2) is None


def test_replies_are_heard_after_the_list_unless_the_rules_let_them_be_heard_before():
    floor = opened().happens(Kind.REPLY_ASKED).state
    refusal = reply_call_refused(floor, 3, waiting=1)
    assert (refusal, refusal.rule(RULES)) == (FloorRefusal.LIST_GOES_ON, "rule 46")
    assert reply_call_refused(floor, 3, waiting=1, after_list=False) is None
    assert reply_call_refused(floor, 3, waiting=0) is None
    assert reply_call_refused(floor, 9, waiting=0) is FloorRefusal.NO_SUCH_REQUEST


def test_what_was_delivered_counts_for_each_delegation_and_item():
    meeting = opened()
    for delegation, item in (("italy", "item-2"), ("italy", "item-3"), ("mali", "item-2")):
        meeting.happens(Kind.CALLED, turn="reply", delegation=delegation, list_id=item)
        meeting.happens(Kind.ENDED, 60)
    meeting.happens(Kind.CALLED, delegation="italy", list_id="item-2").happens(Kind.ENDED)
    assert delivered(meeting.state.spoken, "italy", {"item-2"}) == 1


def test_the_first_reply_has_five_minutes_and_the_second_three():
    assert [allotted(reply, (300, 180)) for reply in (1, 2)] == [seconds(300), seconds(180)]
    with pytest.raises(IndexError):
        allotted(3, (300, 180))
