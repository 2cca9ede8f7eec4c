"""The floor of a meeting, run by actions that name what their operator saw."""

from __future__ import annotations

import json
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
from procedure.speakers.values import EntryKind
from services import floor, interventions, speakers_decisions
from services.errors import BadRequest, Forbidden, NotFound
from services.floor_estimates import outlook
from services.floor_public import public_places, public_state
from services.floor_queues import Quorum, lists_for, queue_of, speeches_on
from services.floor_words import SENTENCES, Behind
from services.inscriptions import withdraw
from services.sessions import Participant, add_delegations
from services.speakers_rows import append, lock
from services.transactions import transaction
from tests.floors import MORNING, Screen, in_the_morning, released
from tests.record import SECRETARIAT, a_session
from tests.speakers import (
    CHAIR,
    OPENS,
    REPRESENTATIVE,
    a_list,
    delegations,
    focal_point,
    kinds,
    put,
    refusal,
)

NAMES = ("Austria", "Brazil", "China", "Denmark", "Egypt", "France")


@pytest.fixture
def states(timed):
    """Six States parties of a session."""
    return delegations(timed, a_session(timed), *NAMES)


@pytest.fixture
def speakers(timed, states):
    return a_list(timed, states[0].session)


@pytest.fixture
def numbers(timed, states, speakers, clock):
    """The inscriptions of the first four States."""
    clock.at = OPENS
    return put(timed, *states[:4])


@pytest.fixture
def uids(timed, states, numbers, clock):
    found = released(timed, states[0].session)
    in_the_morning(clock)
    return found


@pytest.fixture
def chair(timed, states, uids):
    """The chair's table at the first meeting on item 2, not opened yet."""
    return Screen(timed, states[0].session, uids[0])


@pytest.fixture
def table(chair):
    """The same, the meeting open and the list taken up."""
    chair.do(floor.open_meeting, present=2)
    chair.do(floor.take_list, list_id="item-2")
    return chair


def names(db, speakers):
    return [one.name for one in queue_of(db, speakers)]


def refused(screen, action, **given):
    """Why an action is refused: the rule and the sentence."""
    return refusal(screen.do, action, **given)


def says(reason):
    return str(SENTENCES[reason])


def test_a_whole_meeting(table, timed, speakers, numbers, clock):
    clock.go_on(minutes=1)
    speech = table.do(floor.call, number=numbers[0]).current
    assert (speech.name, speech.delegation, speech.number) == ("Austria", "AUS", numbers[0])
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
    after = table.do(floor.next_, expected=numbers[1])
    assert after.current.name == "Brazil"
    clock.go_on(seconds=200)
    table.do(floor.end)
    table.do(floor.adjourn)
    assert [
        (one.speech.name, one.used, one.over) for one in speeches_on(timed, speakers.session_id)
    ] == [
        ("Austria", timedelta(seconds=90), timedelta(0)),
        ("Brazil", timedelta(seconds=200), timedelta(seconds=20)),
    ]
    assert names(timed, speakers) == ["China", "Denmark"]


def test_each_action_has_one_audit_record(table, timed, numbers):
    table.do(floor.call, number=numbers[0])
    found = timed.query(AuditRecord).filter_by(action=Action.FLOOR_RUN).all()
    assert [record.actor for record in found] == ["Chair"] * 3
    assert found[-1].subject == f"session/ctoc-cop4/floor/{table.uid}"
    (event,) = found[-1].details["events"]
    assert (event["sequence"], event["kind"], event["data"]["name"]) == (3, "called", "Austria")


def test_two_operators_who_both_press_next_call_one_speaker(table, timed, speakers, numbers):
    other = Screen(timed, table.session, table.uid, SECRETARIAT)
    other.look()
    table.do(floor.next_, expected=numbers[0])
    with pytest.raises(Behind) as caught:
        other.do(floor.next_, expected=numbers[0])
    assert [event.kind for event in caught.value.changes] == [FloorEventKind.CALLED]
    assert str(caught.value.text) == (
        "Nothing was done, because meanwhile: Austria was given the floor."
    )
    assert other.look().current.name == "Austria"
    assert names(timed, speakers) == ["Brazil", "China", "Denmark"]


def test_next_names_the_speaker_whom_the_operator_sees(table, timed, states, speakers, numbers):
    withdraw(timed, focal_point(states[0]), speakers, numbers[0])
    with pytest.raises(Behind) as caught:
        table.do(floor.next_, expected=numbers[0])
    assert str(caught.value.text) == "Nothing was done: the next speaker is now Brazil."
    assert table.look().current is None
    assert table.do(floor.next_, expected=numbers[1]).current.name == "Brazil"


def test_whoever_is_behind_or_ahead_is_refused_whatever_they_do(table, numbers):
    for expects in (1, 3, -1):
        table.expects = expects
        with pytest.raises(Behind):
            table.do(floor.adjourn)
    assert table.look().state is MeetingState.OPEN


def test_only_the_table_and_the_secretariat_run_the_floor(chair, states):
    for actor in (PUBLIC, focal_point(states[0])):
        chair.actor = actor
        with pytest.raises(Forbidden):
            chair.do(floor.open_meeting, present=6)
    chair.actor = SECRETARIAT
    assert chair.do(floor.open_meeting, present=6).state is MeetingState.OPEN


def test_a_meeting_that_is_not_in_the_programme_has_no_floor(chair):
    chair.uid = "elsewhere"
    with pytest.raises(NotFound):
        chair.do(floor.open_meeting, present=6)


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


def test_what_the_rules_refuse(table, numbers):
    table.do(floor.call, number=numbers[0])
    taken = ("Rules of procedure, rule 42", says(FloorRefusal.FLOOR_TAKEN))
    assert refused(table, floor.call, number=numbers[1]) == taken
    assert refused(table, floor.absent, number=numbers[1]) == taken
    table.do(floor.end)
    assert refused(table, floor.call, number=numbers[0]) == (
        "Rules of procedure, rule 42",
        says(FloorRefusal.HEARD_ALREADY),
    )
    assert refused(table, floor.call, number=99)[1] == says(FloorRefusal.NOT_ON_LIST)
    assert refused(table, floor.take_list, list_id="item-2") == (
        "The record of the meeting",
        says(FloorRefusal.LIST_TAKEN_ALREADY),
    )
    with pytest.raises(BadRequest):
        table.do(floor.take_list, list_id="item-9")


def test_without_a_list_nobody_on_it_is_called(chair, numbers):
    chair.do(floor.open_meeting, present=2)
    assert refused(chair, floor.call, number=numbers[0])[1] == says(FloorRefusal.NO_LIST)
    assert refused(chair, floor.next_, expected=numbers[0])[1] == says(FloorRefusal.NO_LIST)
    assert refused(chair, floor.absent, number=numbers[0])[1] == says(FloorRefusal.NO_LIST)
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
    for wrong in ({"seconds": 0}, {"name": ""}, {"delegation": "XXX"}):
        with pytest.raises(BadRequest) as caught:
            table.do(floor.call_other, **given | wrong)
        assert list(caught.value.fields) == list(wrong)


def test_who_is_absent_goes_to_the_end_and_an_undo_brings_them_back(
    table, timed, speakers, numbers
):
    table.do(floor.absent, number=numbers[0])
    assert names(timed, speakers) == ["Brazil", "China", "Denmark", "Austria"]
    assert kinds(timed, speakers)[-1] == "absent"
    table.do(floor.undo)
    assert names(timed, speakers) == ["Austria", "Brazil", "China", "Denmark"]
    assert kinds(timed, speakers)[-2:] == ["absent", "undone"]


def test_who_was_called_in_vain_has_not_spoken(table, timed, speakers, numbers, clock):
    table.do(floor.next_, expected=numbers[0])
    clock.go_on(seconds=40)
    after = table.do(floor.absent, number=numbers[0])
    assert (after.current, after.spoken) == (None, ())
    assert names(timed, speakers)[-1] == "Austria"
    assert table.do(floor.undo).current.name == "Austria"
    assert table.do(floor.undo).current is None
    assert names(timed, speakers)[0] == "Austria"


def test_an_absence_taken_back_on_the_list_can_still_be_undone_here(
    table, timed, speakers, numbers
):
    table.do(floor.absent, number=numbers[0])
    speakers_decisions.undo_entry(timed, CHAIR, speakers, speakers.last_sequence)
    assert table.do(floor.undo).undoable == 2
    assert names(timed, speakers)[0] == "Austria"


def test_absent_twice_is_called_last(table, timed, speakers, numbers):
    table.do(floor.absent, number=numbers[0])
    table.do(floor.absent, number=numbers[1])
    table.do(floor.absent, number=numbers[0])
    assert names(timed, speakers) == ["China", "Denmark", "Brazil", "Austria"]


def test_a_point_of_order_interrupts_and_the_statement_goes_on(table, numbers, clock):
    table.do(floor.call, number=numbers[0])
    clock.go_on(seconds=60)
    during = table.do(interventions.raise_point, delegation="EGY")
    assert (during.current.name, during.interrupted.name) == ("Egypt", "Austria")
    assert during.current.allotted == timedelta(minutes=3)
    assert refused(table, interventions.raise_point, delegation="FRA") == (
        "Rules of procedure, rule 44",
        says(FloorRefusal.POINT_BEING_MADE),
    )
    assert refused(table, floor.next_, expected=numbers[1])[1] == says(FloorRefusal.FLOOR_TAKEN)
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


def exhaust(table, numbers):
    for number in numbers:
        table.do(floor.call, number=number)
        table.do(floor.end)


def test_replies_come_after_the_list_two_for_each_delegation(table, numbers):
    first = table.do(interventions.ask_reply, delegation="EGY").replies[0]
    assert refused(table, interventions.ask_reply, delegation="EGY") == (
        "Rules of procedure, rule 46",
        says(FloorRefusal.REPLY_ASKED_ALREADY),
    )
    assert refused(table, interventions.call_reply, request=first.event) == (
        "Rules of procedure, rule 46",
        says(FloorRefusal.LIST_GOES_ON),
    )
    exhaust(table, numbers)
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


def test_a_reply_can_be_withdrawn_once(table):
    request = table.do(interventions.ask_reply, delegation="EGY").replies[0].event
    assert table.do(interventions.withdraw_reply, request=request).replies == ()
    again = refused(table, interventions.withdraw_reply, request=request)
    assert again[1] == says(FloorRefusal.NO_SUCH_REQUEST)
    gone = refused(table, interventions.call_reply, request=request)
    assert gone[1] == says(FloorRefusal.NO_SUCH_REQUEST)


def test_a_suspension_stops_the_clock(table, numbers, clock):
    table.do(floor.call, number=numbers[0])
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


def test_the_rest_moves_in_order_to_the_next_meeting(table, timed, speakers, numbers, uids):
    table.do(floor.next_, expected=numbers[0])
    table.do(interventions.ask_reply, delegation="EGY")
    table.do(interventions.ask_reply, delegation="FRA")
    table.do(floor.adjourn)
    afternoon = Screen(timed, table.session, uids[1])
    afternoon.do(floor.open_meeting, present=4)
    after = afternoon.do(floor.take_list, list_id="item-2")
    assert [(one.name, one.reply, one.list_id) for one in after.replies] == [
        ("Egypt", 1, "item-2"),
        ("France", 1, "item-2"),
    ]
    assert names(timed, speakers) == ["Brazil", "China", "Denmark"]
    assert afternoon.do(floor.next_, expected=numbers[1]).current.name == "Brazil"
    afternoon.do(floor.end)
    again = refused(afternoon, floor.call, number=numbers[0])
    assert again[1] == says(FloorRefusal.HEARD_ALREADY)


def test_every_action_can_be_undone_in_turn(table, timed, speakers, numbers, clock):
    before = []
    steps = [
        (floor.roll_call, {"present": ["AUS", "BRA"]}),
        (floor.call, {"number": numbers[0]}),
        (floor.pause, {}),
        (floor.resume, {}),
        (interventions.raise_point, {"delegation": "EGY"}),
        (interventions.rule_on_point, {"ruling": "Not a point of order."}),
        (floor.next_, {"expected": numbers[1]}),
        (floor.end, {}),
        (floor.absent, {"number": numbers[2]}),
        (floor.suspend, {}),
        (floor.continue_, {}),
        (interventions.ask_reply, {"delegation": "FRA"}),
        (floor.adjourn, {}),
    ]
    for action, given in steps:
        clock.go_on(seconds=10)
        before.append((shown(table), names(timed, speakers)))
        table.do(action, **given)
    for expected in reversed(before):
        clock.go_on(seconds=10)
        table.do(floor.undo)
        assert (shown(table), names(timed, speakers)) == expected
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


def test_the_record_keeps_what_was_undone_and_cannot_be_changed(table, timed, numbers):
    table.do(floor.call, number=numbers[0])
    table.do(floor.undo)
    rows = timed.query(FloorEventRow).order_by(FloorEventRow.sequence).all()
    assert [row.kind.value for row in rows] == ["opened", "list_taken", "called", "undone"]
    assert rows[3].data == {"event": 3}
    rows[2].actor = "Somebody else"
    with pytest.raises(DatabaseError):
        timed.flush()
    timed.rollback()


def test_events_never_run_back_when_the_clock_of_the_database_does(table, clock, numbers):
    table.do(floor.call, number=numbers[0])
    clock.go_on(seconds=-30)
    assert table.do(floor.end).spoken[0].ended_at == MORNING


def test_the_lists_of_a_meeting_come_first(chair, speakers):
    here, others = lists_for(chair.db, chair.session, chair.uid)
    assert ([one.key for one in here], others) == (["item-2"], [])
    nowhere = lists_for(chair.db, chair.session, "elsewhere")
    assert ([one.key for one in nowhere[0]], [one.key for one in nowhere[1]]) == ([], ["item-2"])


def test_what_everybody_sees(table, timed, numbers, clock):
    table.do(floor.call, number=numbers[0])
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


def test_what_everybody_sees_before_the_meeting(chair, timed, numbers):
    shown = public_state(timed, chair.session.id, chair.uid)
    assert (shown["sequence"], shown["state"], shown["list"]) == (0, "not_opened", None)
    assert [one["name"] for one in shown["next"]] == ["Austria", "Brazil", "China", "Denmark"]
    places = public_places(timed, chair.session.id, chair.uid)
    # The programme gives item 2 the second and third hours of the morning.
    first = int((MORNING + timedelta(hours=1)).timestamp())
    assert places["list"] == "item-2"
    assert places["places"][0] == [numbers[0], first, first, 0]
    nowhere = public_state(timed, chair.session.id, "elsewhere")
    assert (nowhere["state"], nowhere["next"]) == ("not_opened", [])


def test_the_places_of_193_are_small(chair, timed, states, speakers, numbers):
    wanted = {"participant": "State party", "level": "representative", "late": False}
    with transaction(timed):
        at = lock(timed, speakers)
        for number in range(189):
            data = {"delegation": f"X{number}", "name": f"State {number}", **wanted}
            append(
                timed,
                speakers,
                EntryKind.INSCRIBED,
                at=at,
                actor="secretariat",
                data=data,
                delegation_id=states[0].id,
            )
    sent = public_places(timed, chair.session.id, chair.uid)
    assert len(sent["places"]) == 193
    assert len(json.dumps(sent, separators=(",", ":"))) < 6 * 1024
    assert len(json.dumps(public_state(timed, chair.session.id, chair.uid))) < 1024


def test_places_follow_what_happens(table, timed, speakers, numbers, clock):
    clock.go_on(hours=1)
    table.do(floor.next_, expected=numbers[0])
    table.do(interventions.ask_reply, delegation="EGY")
    places = public_places(timed, table.session.id, table.uid)
    assert [one[0] for one in places["places"]] == numbers[1:]
    assert [one[0] for one in places["replies"]] == [4]
    assert places["replies"][0][1] > places["places"][-1][1]
    table.do(floor.adjourn)
    found = outlook(timed, table.session, speakers)
    assert [one.name for one in found.queue] == ["Brazil", "China", "Denmark"]
    # The rest of the list is heard when the next meeting takes up the item, at 3 p.m.
    assert found.estimates[0].median == MORNING + timedelta(hours=5)
    assert not any(one.beyond for one in found.estimates)


def test_a_list_taken_up_early_is_heard_at_once(table, timed, speakers):
    found = outlook(timed, table.session, speakers)
    assert found.estimates[0].median == MORNING


def test_who_falls_beyond_the_programme_is_told(table, timed, speakers, numbers, clock):
    clock.go_on(days=2)
    assert {one.beyond for one in outlook(timed, table.session, speakers).estimates} == {True}
    places = public_places(timed, table.session.id, table.uid)["places"]
    assert [one[3] for one in places] == [2, 2, 2, 2]


def test_of_two_who_press_at_the_same_moment_one_is_told_what_the_other_did(
    chair, engine, clock, numbers
):
    moment, session_id = Barrier(2, timeout=30), chair.session.id

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
        (floor.next_, {"expected": numbers[0]}),
        (floor.next_, {"expected": numbers[1]}),
        (floor.undo, {}),
    ]
    with ThreadPoolExecutor(2) as operators:
        for expects, (action, given) in enumerate(steps):
            pressed = [operators.submit(press, action, given, expects) for _ in range(2)]
            told = [one.result() for one in pressed]
            assert "done" in told
            assert [expects + 1] in told
    assert chair.look().current.name == "Austria"
