"""How the floor stands, whatever happened on it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from procedure.floor.state import paused, state
from procedure.floor.values import FloorEventKind as Kind
from procedure.floor.values import MeetingState, Turn
from tests.unit.floors import Meeting, at, meetings, opened, possible


def test_a_floor_on_which_nothing_happened():
    floor = state(())
    assert (floor.sequence, floor.state, floor.undoable) == (0, MeetingState.NOT_OPENED, None)


def test_calling_gives_the_floor_and_ending_takes_it():
    meeting = opened().happens(Kind.CALLED, 10, number=4, list_id="item-2", gender="f")
    speech = meeting.state.current
    assert speech is not None
    assert (speech.event, speech.turn, speech.name, speech.number) == (
        3,
        Turn.STATEMENT,
        "Italy",
        4,
    )
    assert (speech.began_at, speech.allotted, speech.gender) == (at(10), timedelta(minutes=3), "f")
    after = meeting.happens(Kind.ENDED, 100).state
    assert after.current is None
    assert after.spoken == (replace(speech, ended_at=at(110)),)


def test_calling_the_next_ends_who_has_the_floor_and_one_undo_takes_both_back():
    meeting = opened().happens(Kind.CALLED)
    before = meeting.state
    meeting.happens(Kind.CALLED, 90, ends=True, name="Mali", delegation="mali")
    assert meeting.state.current.name == "Mali"
    assert [(one.name, one.ended_at) for one in meeting.state.spoken] == [("Italy", at(90))]
    assert meeting.undo().state.current == before.current


def test_who_was_called_in_vain_has_not_had_the_floor():
    meeting = opened().happens(Kind.CALLED, list_id="item-2", number=3).happens(Kind.ABSENT, 20)
    assert (meeting.state.current, meeting.state.spoken) == (None, ())
    assert meeting.undo().state.current.number == 3


def test_a_point_of_order_waits_for_nothing_and_the_statement_goes_on_after_it():
    meeting = opened().happens(Kind.CALLED).happens(Kind.POINT_RAISED, 60)
    floor = meeting.state
    assert floor.current is not None
    assert floor.interrupted is not None
    assert (floor.current.turn, floor.current.name) == (Turn.POINT_OF_ORDER, "Austria")
    assert paused(floor.interrupted)
    after = meeting.happens(Kind.POINT_RULED, 30).state
    assert after.current is not None
    assert (after.current.name, paused(after.current), after.interrupted) == ("Italy", False, None)
    assert [speech.name for speech in after.spoken] == ["Austria"]


def test_a_statement_that_was_paused_before_a_suspension_is_paused_after_it():
    meeting = opened().happens(Kind.CALLED).happens(Kind.PAUSED, 10)
    before = meeting.state
    meeting.happens(Kind.SUSPENDED, 10).happens(Kind.CONTINUED, 600)
    assert meeting.state.current == before.current
    running = opened().happens(Kind.CALLED).happens(Kind.SUSPENDED, 10)
    assert paused(running.state.current)
    assert not paused(running.happens(Kind.CONTINUED, 600).state.current)


def test_a_suspension_has_an_end_if_one_was_named():
    meeting = opened().happens(Kind.SUSPENDED, until=at(900).isoformat())
    assert meeting.state.suspended_until == at(900)
    assert meeting.happens(Kind.CONTINUED, 800).state.suspended_until is None


def test_adjourning_ends_who_has_the_floor_and_who_was_interrupted():
    meeting = opened().happens(Kind.CALLED).happens(Kind.POINT_RAISED, 60)
    after = meeting.happens(Kind.ADJOURNED, 5).state
    assert (after.state, after.current, after.interrupted) == (MeetingState.ADJOURNED, None, None)
    assert [(one.name, one.ended_at) for one in after.spoken] == [
        ("Austria", at(65)),
        ("Italy", at(65)),
    ]


def test_replies_wait_in_the_order_in_which_they_were_asked_for():
    meeting = opened().happens(Kind.REPLY_ASKED)
    meeting.happens(Kind.REPLY_ASKED, delegation="mali", name="Mali")
    assert [(one.event, one.name) for one in meeting.state.replies] == [(3, "Italy"), (4, "Mali")]
    meeting.happens(Kind.CALLED, turn="reply", request=4, reply=1, name="Mali", delegation="mali")
    assert [one.name for one in meeting.state.replies] == ["Italy"]
    assert meeting.happens(Kind.REPLY_WITHDRAWN, request=3).state.replies == ()
    assert [one.name for one in meeting.undo().state.replies] == ["Italy"]


@given(meetings(), st.data())
def test_undoing_an_action_gives_exactly_the_state_before_it(meeting: Meeting, data: st.DataObject):
    before = meeting.state
    choices = possible(before)
    assume(choices)  # after an adjournment there is nothing to do but to undo it
    kind, more = data.draw(st.sampled_from(choices))
    meeting.happens(kind, 20, **more).undo(30)
    assert replace(meeting.state, sequence=before.sequence) == before
    assert meeting.state.sequence == before.sequence + 2


@given(meetings())
def test_everything_can_be_undone_in_turn(meeting: Meeting):
    while meeting.state.undoable is not None:
        meeting.undo(1)
    assert replace(meeting.state, sequence=0) == state(())


@given(meetings())
def test_at_most_one_has_the_floor_and_only_in_a_meeting_that_was_opened(meeting: Meeting):
    floor = meeting.state
    if floor.interrupted is not None:
        assert floor.current is not None
        assert floor.current.turn is Turn.POINT_OF_ORDER
        assert paused(floor.interrupted)
    if floor.state in {MeetingState.NOT_OPENED, MeetingState.ADJOURNED}:
        assert floor.current is None
    assert all(one.ended_at is not None and not paused(one) for one in floor.spoken)


@pytest.mark.parametrize(
    ("kinds", "complaint"),
    [
        ([Kind.OPENED, Kind.ENDED], "nobody has the floor"),
        ([Kind.OPENED, Kind.CALLED, Kind.CALLED], "somebody has the floor"),
        ([Kind.OPENED, Kind.POINT_RAISED, Kind.POINT_RAISED], "a point of order is being made"),
    ],
)
def test_what_cannot_have_happened_is_no_record(kinds, complaint):
    meeting = Meeting()
    for kind in kinds:
        meeting.happens(kind)
    with pytest.raises(ValueError, match=complaint):
        state(meeting.events)


def test_an_undo_of_another_event_than_the_last_is_no_record():
    meeting = opened().happens(Kind.UNDONE, event=1)
    with pytest.raises(ValueError, match="does not undo the last"):
        state(meeting.events)


def test_a_gap_in_the_events_is_no_record():
    with pytest.raises(ValueError, match="gaps"):
        state(opened().events[1:])
