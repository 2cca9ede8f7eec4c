"""What the rules of procedure allow on the floor: quorum, absence, points of order, replies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from procedure.floor.refusals import FloorRefusal
from procedure.floor.values import Turn
from procedure.permissions import PUBLIC
from services import floor, interventions, speakers, speakers_decisions
from services.delegation_data import Participant
from services.delegations import add_delegations
from services.errors import BadRequest
from services.floor_queues import Quorum, speeches_on
from tests.floors import names, refused, says
from tests.record import SECRETARIAT
from tests.speakers import (
    CHAIR,
    kinds,
    terms,
)


def test_a_third_of_the_parties_opens_a_meeting(chair):
    assert refused(chair, floor.open_meeting, present=1) == (
        "Rules of procedure, rule 41",
        says(FloorRefusal.NO_QUORUM),
    )
    with pytest.raises(BadRequest) as caught:
        chair.do(floor.open_meeting, present=7)
    assert list(caught.value.fields) == ["present"]
    chair.do(floor.open_meeting, present=2)
    data = floor.floor_of(chair.db, PUBLIC, chair.session, chair.uid).events[0].data
    assert data == {"present": 2, "quorum": 2}


def test_the_roll_call_counts_the_parties(chair):
    assert refused(chair, floor.open_meeting)[1] == says(FloorRefusal.NO_QUORUM)
    with pytest.raises(BadRequest):
        chair.do(floor.roll_call, present=["AUS", "ATLANTIS"])
    chair.do(floor.roll_call, present=["CHI", "AUS", "AUS"])
    assert chair.do(floor.open_meeting).present == {"AUS", "CHI"}


def test_observers_do_not_count_for_the_quorum(chair, timed):
    observer = Participant("Mars", "MAR", "Observer State")
    add_delegations(timed, SECRETARIAT, chair.session, [observer])
    assert chair.quorum() == Quorum(parties=6, present=None, to_open=2, to_decide=4)
    chair.do(floor.roll_call, present=["AUS", "MAR"])
    assert chair.quorum().present == 1
    assert refused(chair, floor.open_meeting)[1] == says(FloorRefusal.NO_QUORUM)
    chair.do(floor.open_meeting, present=3)
    assert chair.quorum().present == 3
    chair.do(floor.roll_call, present=["AUS", "BRA", "CHI", "DEN", "MAR"])
    assert chair.quorum().present == 4
    chair.do(floor.undo)
    assert chair.quorum().present == 3


def test_what_the_rules_refuse(table, inscribed):
    table.do(floor.call, number=inscribed[0])
    taken = ("Rules of procedure, rule 42", says(FloorRefusal.FLOOR_TAKEN))
    assert refused(table, floor.call, number=inscribed[1]) == taken
    assert refused(table, floor.absent, number=inscribed[1]) == taken
    table.do(floor.end)
    assert refused(table, floor.call, number=inscribed[0]) == (
        "Rules of procedure, rule 42",
        says(FloorRefusal.HEARD_ALREADY),
    )
    assert refused(table, floor.call, number=99)[1] == says(FloorRefusal.NOT_ON_LIST)
    assert refused(table, floor.take_list, list_id="item-2") == (
        "The record of the meeting",
        says(FloorRefusal.LIST_TAKEN_ALREADY),
    )
    for unknown in ("item-9", "", "\0"):
        with pytest.raises(BadRequest):
            table.do(floor.take_list, list_id=unknown)


def test_without_a_list_nobody_on_it_is_called(chair, inscribed):
    chair.do(floor.open_meeting, present=2)
    assert refused(chair, floor.call, number=inscribed[0])[1] == says(FloorRefusal.NO_LIST)
    assert refused(chair, floor.next_, expected=inscribed[0])[1] == says(FloorRefusal.NO_LIST)
    assert refused(chair, floor.absent, number=inscribed[0])[1] == says(FloorRefusal.NO_LIST)
    asked = refused(chair, interventions.ask_reply, delegation="AUS")
    assert asked[1] == says(FloorRefusal.NO_LIST)


def test_the_secretariat_speaks_without_a_list(table, clock):
    given = {"name": " Secretary of the Conference ", "seconds": 600, "function": "Secretary"}
    speech = table.do(floor.call_other, **given).current
    assert (speech.name, speech.turn, speech.delegation, speech.number) == (
        "Secretary of the Conference",
        Turn.OTHER,
        "",
        0,
    )
    table.do(floor.end)
    for wrong in ({"seconds": 0}, {"name": ""}, {"delegation": "ATLANTIS"}):
        with pytest.raises(BadRequest) as caught:
            table.do(floor.call_other, **given | wrong)
        assert list(caught.value.fields) == list(wrong)


def test_who_is_absent_goes_to_the_end_and_an_undo_brings_them_back(
    table, timed, item_list, inscribed
):
    table.do(floor.absent, number=inscribed[0])
    assert names(timed, item_list) == ["Brazil", "China", "Denmark", "Austria"]
    assert kinds(timed, item_list)[-1] == "absent"
    table.do(floor.undo)
    assert names(timed, item_list) == ["Austria", "Brazil", "China", "Denmark"]
    assert kinds(timed, item_list)[-2:] == ["absent", "undone"]


def test_who_was_called_in_vain_has_not_spoken(table, timed, item_list, inscribed, clock):
    table.do(floor.next_, expected=inscribed[0])
    clock.go_on(seconds=40)
    after = table.do(floor.absent, number=inscribed[0])
    assert (after.current, after.spoken) == (None, ())
    assert names(timed, item_list)[-1] == "Austria"
    assert table.do(floor.undo).current.name == "Austria"
    assert table.do(floor.undo).current is None
    assert names(timed, item_list)[0] == "Austria"


def test_an_absence_taken_back_on_the_list_can_still_be_undone_here(
    table, timed, item_list, inscribed
):
    table.do(floor.absent, number=inscribed[0])
    speakers_decisions.undo_entry(timed, CHAIR, item_list, item_list.last_sequence)
    assert table.do(floor.undo).undoable == 2
    assert names(timed, item_list)[0] == "Austria"


def test_absent_twice_is_called_last(table, timed, item_list, inscribed):
    table.do(floor.absent, number=inscribed[0])
    table.do(floor.absent, number=inscribed[1])
    table.do(floor.absent, number=inscribed[0])
    assert names(timed, item_list) == ["China", "Denmark", "Brazil", "Austria"]


def test_a_point_of_order_interrupts_and_the_statement_goes_on(table, inscribed, clock):
    table.do(floor.call, number=inscribed[0])
    clock.go_on(seconds=60)
    during = table.do(interventions.raise_point, delegation="EGY")
    assert (during.current.name, during.interrupted.name) == ("Egypt", "Austria")
    assert during.current.allotted == timedelta(minutes=3)
    assert refused(table, interventions.raise_point, delegation="FRA") == (
        "Rules of procedure, rule 44",
        says(FloorRefusal.POINT_BEING_MADE),
    )
    assert refused(table, floor.next_, expected=inscribed[1])[1] == says(FloorRefusal.FLOOR_TAKEN)
    clock.go_on(seconds=45)
    table.do(interventions.rule_on_point, ruling="The point is well taken.")
    clock.go_on(seconds=30)
    after = table.do(floor.end)
    assert [one.name for one in after.spoken] == ["Egypt", "Austria"]
    records = speeches_on(table.db, table.session.id, "item-2")
    assert [(one.speech.name, one.used.seconds) for one in records] == [
        ("Austria", 90),
        ("Egypt", 45),
    ]


def exhaust(table, inscribed):
    for number in inscribed:
        table.do(floor.call, number=number)
        table.do(floor.end)


def test_replies_come_after_the_list_two_for_each_delegation(table, inscribed):
    first = table.do(interventions.ask_reply, delegation="EGY").replies[0]
    assert refused(table, interventions.ask_reply, delegation="EGY") == (
        "Rules of procedure, rule 46",
        says(FloorRefusal.REPLY_ASKED_ALREADY),
    )
    assert refused(table, interventions.call_reply, request=first.event) == (
        "Rules of procedure, rule 46",
        says(FloorRefusal.LIST_GOES_ON),
    )
    exhaust(table, inscribed)
    assert refused(table, floor.next_, expected=1)[1] == says(FloorRefusal.LIST_EXHAUSTED)
    for reply, minutes in ((1, 5), (2, 3)):
        if reply == 2:
            table.do(interventions.ask_reply, delegation="EGY")
        request = table.look().replies[0]
        assert request.reply == reply
        speech = table.do(interventions.call_reply, request=request.event).current
        assert (speech.turn, speech.reply, speech.allotted) == (
            Turn.REPLY,
            reply,
            timedelta(minutes=minutes),
        )
        assert table.look().replies == ()
        table.do(floor.end)
    assert refused(table, interventions.ask_reply, delegation="EGY") == (
        "Rules of procedure, rule 46",
        says(FloorRefusal.NO_MORE_REPLIES),
    )


def test_another_list_on_the_item_gives_no_more_replies(table, inscribed):
    given = {"key": "second", "business": "2", "terms": terms()}
    speakers.make_list(table.db, SECRETARIAT, table.session, **given)
    exhaust(table, inscribed)
    for list_id in ("item-2", "second"):
        if list_id == "second":
            table.do(floor.take_list, list_id=list_id)
        request = table.do(interventions.ask_reply, delegation="EGY").replies[0].event
        table.do(interventions.call_reply, request=request)
        table.do(floor.end)
    assert refused(table, interventions.ask_reply, delegation="EGY")[1] == says(
        FloorRefusal.NO_MORE_REPLIES
    )


def test_a_reply_can_be_withdrawn_once(table):
    request = table.do(interventions.ask_reply, delegation="EGY").replies[0].event
    assert table.do(interventions.withdraw_reply, request=request).replies == ()
    again = refused(table, interventions.withdraw_reply, request=request)
    assert again[1] == says(FloorRefusal.NO_SUCH_REQUEST)
    gone = refused(table, interventions.call_reply, request=request)
    assert gone[1] == says(FloorRefusal.NO_SUCH_REQUEST)


def test_a_suspension_stops_the_clock(table, inscribed, clock):
    table.do(floor.call, number=inscribed[0])
    clock.go_on(seconds=20)
    with pytest.raises(BadRequest):
        table.do(floor.suspend, until=clock.at)
    until = clock.at + timedelta(minutes=15)
    assert table.do(floor.suspend, until=until).suspended_until == until
    assert refused(table, floor.end)[1] == says(FloorRefusal.SUSPENDED)
    clock.go_on(minutes=20)
    table.do(floor.continue_)
    clock.go_on(seconds=20)
    table.do(floor.end)
    (record,) = speeches_on(table.db, table.session.id)
    assert record.used == timedelta(seconds=40)
