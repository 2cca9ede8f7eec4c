"""What everybody sees of a floor, and what is left of a list for the next meeting."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from procedure.floor.refusals import FloorRefusal
from procedure.speakers.values import EntryKind
from services import floor, interventions
from services.floor_estimates import outlook
from services.floor_public import public_places, public_state
from services.floor_queues import lists_for
from services.speakers_rows import append, lock
from services.transactions import transaction
from tests.floors import MORNING, Screen, names, refused, says

pytestmark = pytest.mark.in_turn


def test_the_rest_moves_in_order_to_the_next_meeting(
    table, timed, item_list, inscribed, item_meetings
):
    table.do(floor.next_, expected=inscribed[0])
    table.do(interventions.ask_reply, delegation="EGY")
    table.do(interventions.ask_reply, delegation="FRA")
    table.do(floor.adjourn)
    afternoon = Screen(timed, table.session, item_meetings[1])
    afternoon.do(floor.open_meeting, present=4)
    after = afternoon.do(floor.take_list, list_id="item-2")
    assert [(one.name, one.reply, one.list_id) for one in after.replies] == [
        ("Egypt", 1, "item-2"),
        ("France", 1, "item-2"),
    ]
    assert names(timed, item_list) == ["Brazil", "China", "Denmark"]
    assert afternoon.do(floor.next_, expected=inscribed[1]).current.name == "Brazil"
    afternoon.do(floor.end)
    again = refused(afternoon, floor.call, number=inscribed[0])
    assert again[1] == says(FloorRefusal.HEARD_ALREADY)


def test_the_lists_of_a_meeting_come_first(chair, item_list):
    here, others = lists_for(chair.db, chair.session, chair.uid)
    assert ([one.key for one in here], others) == (["item-2"], [])
    nowhere = lists_for(chair.db, chair.session, "elsewhere")
    assert ([one.key for one in nowhere[0]], [one.key for one in nowhere[1]]) == ([], ["item-2"])


def test_what_everybody_sees(table, timed, inscribed, clock):
    table.do(floor.call, number=inscribed[0])
    clock.go_on(seconds=60)
    table.do(floor.pause)
    shown = public_state(timed, table.session.id, table.uid)
    assert shown == {
        "sequence": 4,
        "state": "open",
        "suspended_until": None,
        "list": {"title": "Item 2", "item": "2"},
        "current": {
            "event": 3,
            "turn": "statement",
            "name": "Austria",
            "on_behalf_of": "",
            "speaker": "B. Envoy",
            "function": "",
            "reply": 0,
            "allotted": 180,
            "began_at": "2008-10-08T08:00:00.000000Z",
            "used": 60,
            "paused_since": "2008-10-08T08:01:00.000000Z",
            "deadline": None,
            "amber": 30,
            "red": 0,
        },
        "interrupted": None,
        "next": [
            {"name": name, "on_behalf_of": "", "reply": 0}
            for name in ("Brazil", "China", "Denmark")
        ],
    }
    assert len(json.dumps(shown)) < 1024
    clock.go_on(seconds=20)
    table.do(floor.resume)
    running = public_state(timed, table.session.id, table.uid)["current"]
    assert (running["used"], running["paused_since"], running["deadline"]) == (
        60,
        None,
        "2008-10-08T08:03:20.000000Z",
    )


def test_what_everybody_sees_before_the_meeting(chair, timed, inscribed):
    shown = public_state(timed, chair.session.id, chair.uid)
    assert (shown["sequence"], shown["state"], shown["list"]) == (0, "not_opened", None)
    assert [one["name"] for one in shown["next"]] == ["Austria", "Brazil", "China", "Denmark"]
    places = public_places(timed, chair.session.id, chair.uid)
    # The programme gives item 2 the second and third hours of the morning.
    first = int((MORNING + timedelta(hours=1)).timestamp())
    assert places["list"] == "item-2"
    assert places["places"][0] == [inscribed[0], first, first, 0]
    nowhere = public_state(timed, chair.session.id, "elsewhere")
    assert (nowhere["state"], nowhere["next"]) == ("not_opened", [])


def test_the_places_of_193_are_small(chair, timed, six_states, item_list, inscribed):
    wanted = {"participant": "State party", "level": "representative", "late": False}
    with transaction(timed):
        at = lock(timed, item_list)
        for number in range(189):
            data = {"delegation": f"X{number}", "name": f"State {number}", **wanted}
            append(
                timed,
                item_list,
                EntryKind.INSCRIBED,
                at=at,
                actor="secretariat",
                data=data,
                delegation_id=six_states[0].id,
            )
    sent = public_places(timed, chair.session.id, chair.uid)
    assert len(sent["places"]) == 193
    assert len(json.dumps(sent, separators=(",", ":"))) < 6 * 1024
    assert len(json.dumps(public_state(timed, chair.session.id, chair.uid))) < 1024


def test_places_follow_what_happens(table, timed, item_list, inscribed, clock):
    clock.go_on(hours=1)
    table.do(floor.next_, expected=inscribed[0])
    table.do(interventions.ask_reply, delegation="EGY")
    places = public_places(timed, table.session.id, table.uid)
    assert [one[0] for one in places["places"]] == inscribed[1:]
    assert [one[0] for one in places["replies"]] == [4]
    assert places["replies"][0][1] > places["places"][-1][1]
    table.do(floor.adjourn)
    found = outlook(timed, table.session, item_list)
    assert [one.name for one in found.queue] == ["Brazil", "China", "Denmark"]
    # The rest of the list is heard when the next meeting takes up the item, at 3 p.m.
    assert found.estimates[0].median == MORNING + timedelta(hours=5)
    assert not any(one.beyond for one in found.estimates)


def test_a_list_taken_up_early_is_heard_at_once(table, timed, item_list):
    found = outlook(timed, table.session, item_list)
    assert found.estimates[0].median == MORNING


def test_nobody_is_told_a_moment_before_the_item_has_hours(timed, six_states, inscribed, item_list):
    found = outlook(timed, six_states[0].session, item_list)
    assert ([one.number for one in found.queue], found.estimates) == (inscribed, ())


def test_who_falls_beyond_the_programme_is_told(table, timed, item_list, inscribed, clock):
    clock.go_on(days=2)
    assert {one.beyond for one in outlook(timed, table.session, item_list).estimates} == {True}
    places = public_places(timed, table.session.id, table.uid)["places"]
    assert [one[3] for one in places] == [2, 2, 2, 2]


def test_a_meeting_held_on_another_day_has_as_long_as_it_was_given(
    chair, timed, item_list, inscribed, clock
):
    clock.go_on(days=2)
    chair.do(floor.open_meeting, present=4)
    chair.do(floor.take_list, list_id="item-2")
    found = outlook(timed, chair.session, item_list)
    assert found.estimates[0].median == clock.at
    assert [one.beyond for one in found.estimates] == [False] * 4
    clock.go_on(hours=3)
    assert {one.beyond for one in outlook(timed, chair.session, item_list).estimates} == {True}
