"""What is taken back whole, and what no longer can be: another meeting has gone on with it."""

from dataclasses import replace

import pytest

from procedure.floor.refusals import FloorRefusal
from procedure.floor.values import MeetingState
from services import floor, interventions
from services.floor_queues import speeches_on
from tests.floors import Screen, names, refused, says
from tests.speakers import kinds


@pytest.fixture
def second(table, item_meetings):
    """The table at the next meeting on the item, which is open; the list is not taken up yet."""
    screen = Screen(table.db, table.session, item_meetings[1])
    screen.do(floor.open_meeting, present=2)
    return screen


def test_a_list_taken_up_is_taken_back_with_the_replies_it_brought(table, second):
    for delegation in ("EGY", "FRA"):
        table.do(interventions.ask_reply, delegation=delegation)
    table.do(floor.adjourn)
    before = second.look()
    taken = second.do(floor.take_list, list_id="item-2")
    assert [one.delegation for one in taken.replies] == ["EGY", "FRA"]
    after = second.do(floor.undo)
    assert replace(after, sequence=before.sequence) == before
    again = second.do(floor.take_list, list_id="item-2")
    assert [one.delegation for one in again.replies] == ["EGY", "FRA"]


def test_a_reply_asked_for_is_taken_back_alone(table):
    for delegation in ("EGY", "FRA"):
        table.do(interventions.ask_reply, delegation=delegation)
    assert [one.delegation for one in table.do(floor.undo).replies] == ["EGY"]


def test_an_adjournment_stands_once_another_meeting_has_gone_on(table, second):
    table.do(interventions.ask_reply, delegation="EGY")
    table.do(floor.adjourn)
    second.do(floor.take_list, list_id="item-2")
    assert refused(table, floor.undo)[1] == says(FloorRefusal.GOES_ON_ELSEWHERE)
    second.do(floor.undo)
    assert table.do(floor.undo).state is MeetingState.OPEN


def test_nobody_has_the_floor_again_who_was_heard_elsewhere(table, second, item_list, inscribed):
    table.do(floor.next_, expected=inscribed[0])
    table.do(floor.absent, number=inscribed[0])
    second.do(floor.take_list, list_id="item-2")
    second.do(floor.call, number=inscribed[0])
    before = kinds(table.db, item_list)
    assert refused(table, floor.undo)[1] == says(FloorRefusal.HEARD_ALREADY)
    assert kinds(table.db, item_list) == before
    second.do(floor.end)
    assert [one.speech.name for one in speeches_on(table.db, table.session.id)] == ["Austria"]
    assert names(table.db, item_list) == ["Brazil", "China", "Denmark"]
