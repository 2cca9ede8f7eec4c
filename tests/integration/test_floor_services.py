"""The chair's table: actions that name what their operator saw, and can be undone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.exc import DatabaseError

from models.audit import AuditRecord
from models.conferences import ConferenceSession
from models.database import session_factory
from models.floor import FloorEventRow
from procedure.floor.refusals import FloorRefusal
from procedure.floor.state import state
from procedure.floor.values import FloorEventKind, MeetingState, Turn
from procedure.permissions import PUBLIC, Action
from services import floor, interventions
from services.errors import Forbidden, NotFound
from services.floor_queues import speeches_on
from services.floor_words import Behind
from services.inscriptions import withdraw
from tests.floors import MORNING, Screen, names, refused, says
from tests.record import SECRETARIAT
from tests.speakers import (
    CHAIR,
    REPRESENTATIVE,
    focal_point,
)


def test_a_whole_meeting(table, timed, item_list, inscribed, clock):
    clock.go_on(minutes=1)
    speech = table.do(floor.call, number=inscribed[0]).current
    assert (speech.name, speech.delegation, speech.number) == ("Austria", "AUS", inscribed[0])
    assert (speech.turn, speech.allotted) == (Turn.STATEMENT, timedelta(minutes=3))
    assert (speech.participant, speech.category, speech.list_id) == (
        "State party",
        "others",
        "item-2",
    )
    assert speech.speaker == REPRESENTATIVE.speaker
    assert speech.began_at == MORNING + timedelta(minutes=1)
    clock.go_on(seconds=60)
    table.do(floor.pause)
    clock.go_on(seconds=100)
    table.do(floor.resume)
    clock.go_on(seconds=30)
    after = table.do(floor.next_, expected=inscribed[1])
    assert after.current.name == "Brazil"
    clock.go_on(seconds=200)
    table.do(floor.end)
    table.do(floor.adjourn)
    assert [
        (one.speech.name, one.used, one.over) for one in speeches_on(timed, item_list.session_id)
    ] == [
        ("Austria", timedelta(seconds=90), timedelta(0)),
        ("Brazil", timedelta(seconds=200), timedelta(seconds=20)),
    ]
    assert names(timed, item_list) == ["China", "Denmark"]


def test_each_action_has_one_audit_record(table, timed, inscribed):
    table.do(floor.call, number=inscribed[0])
    records = timed.query(AuditRecord).filter_by(action=Action.FLOOR_RUN)
    found = records.order_by(AuditRecord.id).all()
    assert [record.actor for record in found] == ["Chair"] * 3
    assert found[-1].subject == f"session/ctoc-cop4/floor/{table.uid}"
    (event,) = found[-1].details["events"]
    assert (event["sequence"], event["kind"], event["data"]["name"]) == (3, "called", "Austria")


def test_two_operators_who_both_press_next_call_one_speaker(table, timed, item_list, inscribed):
    other = Screen(timed, table.session, table.uid, SECRETARIAT)
    other.look()
    table.do(floor.next_, expected=inscribed[0])
    with pytest.raises(Behind) as caught:
        other.do(floor.next_, expected=inscribed[0])
    assert [event.kind for event in caught.value.changes] == [FloorEventKind.CALLED]
    assert str(caught.value.text) == (
        "Nothing was done, because meanwhile: Austria was given the floor."
    )
    assert other.look().current.name == "Austria"
    assert names(timed, item_list) == ["Brazil", "China", "Denmark"]


def test_next_names_the_speaker_whom_the_operator_sees(
    table, timed, six_states, item_list, inscribed
):
    withdraw(timed, focal_point(six_states[0]), item_list, inscribed[0])
    with pytest.raises(Behind) as caught:
        table.do(floor.next_, expected=inscribed[0])
    assert str(caught.value.text) == "Nothing was done: the next speaker is now Brazil."
    assert table.look().current is None
    assert table.do(floor.next_, expected=inscribed[1]).current.name == "Brazil"


def test_whoever_is_behind_or_ahead_is_refused_whatever_they_do(table, inscribed):
    for expects in (1, 3, -1):
        table.expects = expects
        with pytest.raises(Behind):
            table.do(floor.adjourn)
    assert table.look().state is MeetingState.OPEN


def test_only_the_table_and_the_secretariat_run_the_floor(chair, six_states):
    for actor in (PUBLIC, focal_point(six_states[0])):
        chair.actor = actor
        with pytest.raises(Forbidden):
            chair.do(floor.open_meeting, present=6)
    chair.actor = SECRETARIAT
    assert chair.do(floor.open_meeting, present=6).state is MeetingState.OPEN


def test_a_meeting_that_is_not_in_the_programme_has_no_floor(chair):
    for uid in ("elsewhere", "\0"):
        chair.uid = uid
        with pytest.raises(NotFound):
            chair.do(floor.open_meeting, present=6)
        assert chair.look().sequence == 0


def test_every_action_can_be_undone_in_turn(table, timed, item_list, inscribed, clock):
    before = []
    steps = [
        (floor.roll_call, {"present": ["AUS", "BRA"]}),
        (floor.call, {"number": inscribed[0]}),
        (floor.pause, {}),
        (floor.resume, {}),
        (interventions.raise_point, {"delegation": "EGY"}),
        (interventions.rule_on_point, {"ruling": "Not a point of order."}),
        (floor.next_, {"expected": inscribed[1]}),
        (floor.end, {}),
        (floor.absent, {"number": inscribed[2]}),
        (floor.suspend, {}),
        (floor.continue_, {}),
        (interventions.ask_reply, {"delegation": "FRA"}),
        (floor.adjourn, {}),
    ]
    for action, given in steps:
        clock.go_on(seconds=10)
        before.append((shown(table), names(timed, item_list)))
        table.do(action, **given)
    for expected in reversed(before):
        clock.go_on(seconds=10)
        table.do(floor.undo)
        assert (shown(table), names(timed, item_list)) == expected
    table.do(floor.undo)
    table.do(floor.undo)
    assert refused(table, floor.undo)[1] == says(FloorRefusal.NOTHING_TO_UNDO)
    assert table.look().state is MeetingState.NOT_OPENED


def shown(table):
    """How the floor stands, but for the number of its last event."""
    return {
        name: getattr(table.look(), name)
        for name in state(()).__dataclass_fields__
        if name != "sequence"
    }


def test_the_record_keeps_what_was_undone_and_cannot_be_changed(table, timed, inscribed):
    table.do(floor.call, number=inscribed[0])
    table.do(floor.undo)
    rows = timed.query(FloorEventRow).order_by(FloorEventRow.sequence).all()
    assert [row.kind.value for row in rows] == ["opened", "list_taken", "called", "undone"]
    assert rows[3].data == {"event": 3}
    rows[2].actor = "Somebody else"
    with pytest.raises(DatabaseError):
        timed.flush()
    timed.rollback()


def test_events_never_run_back_when_the_clock_of_the_database_does(table, clock, inscribed):
    table.do(floor.call, number=inscribed[0])
    clock.go_on(seconds=-30)
    assert table.do(floor.end).spoken[0].ended_at == MORNING


def test_of_two_who_press_at_the_same_moment_one_is_told_what_the_other_did(
    chair, engine, clock, inscribed
):
    moment, session_id = Barrier(2, timeout=120), chair.session.id

    def press(action, given, expects):
        with session_factory(engine, clock)() as db:
            session = db.get_one(ConferenceSession, session_id)
            moment.wait()
            try:
                action(db, CHAIR, session, chair.uid, expects=expects, **given)
            except Behind as behind:
                return [event.sequence for event in behind.changes]
            return "done"

    chair.db.rollback()  # nothing is held while others write
    steps = [
        (floor.open_meeting, {"present": 3}),
        (floor.take_list, {"list_id": "item-2"}),
        (floor.next_, {"expected": inscribed[0]}),
        (floor.next_, {"expected": inscribed[1]}),
        (floor.undo, {}),
    ]
    with ThreadPoolExecutor(2) as operators:
        for expects, (action, given) in enumerate(steps):
            pressed = [operators.submit(press, action, given, expects) for _ in range(2)]
            told = [one.result() for one in pressed]
            assert "done" in told
            assert [expects + 1] in told
    assert chair.look().current.name == "Austria"
