"""The clock of a speech: charged time is begin to end less the pauses."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.floor.clock import Light, charged, deadline, left, light, overrun
from procedure.floor.state import counting, paused
from procedure.floor.values import FloorEventKind as Kind
from procedure.floor.values import MeetingState
from tests.unit.floors import Meeting, at, meetings, opened, seconds

AMBER = seconds(30)


def running_time(meeting: Meeting, event: int, now: float) -> timedelta:
    """The time of a speech, second by second as the clock on the wall would have shown it.

    It runs while the speaker has the floor of an open meeting, and nobody has paused it.
    """
    total, running, still, suspended, point, last = 0.0, False, False, False, False, 0.0
    ours = False
    for one in counting(meeting.events):
        moment = (one.at - at(0)).total_seconds()
        if running:
            total += moment - last
        last = moment
        match one.kind:
            case Kind.CALLED | Kind.POINT_RAISED if one.sequence == event:
                ours, still, point = True, False, False
            case Kind.POINT_RAISED if ours:
                point = True
            case Kind.ENDED | Kind.POINT_RULED if ours and point:
                point = still = False
            case Kind.ENDED | Kind.POINT_RULED | Kind.ADJOURNED | Kind.CALLED if ours:
                ours = False
            case Kind.PAUSED if ours and not point:
                still = True
            case Kind.RESUMED if ours and not point:
                still = False
            case Kind.SUSPENDED:
                suspended = True
            case Kind.CONTINUED:
                suspended = False
        running = ours and not (still or point or suspended)
    return seconds(total + (now - last if running else 0))


@given(meetings(40), st.integers(0, 600))
def test_charged_is_begin_to_end_less_pauses_through_any_interleaving(meeting: Meeting, later: int):
    floor, now = meeting.state, meeting.now + later
    for speech in (*floor.spoken, floor.current, floor.interrupted):
        if speech is not None:
            assert charged(speech, at(now)) == running_time(meeting, speech.event, now)


@given(meetings(40), st.integers(0, 600))
def test_at_the_deadline_the_time_is_used_up(meeting: Meeting, later: int):
    speech = meeting.state.current
    if speech is None:
        return
    moment = deadline(speech)
    assert (moment is None) == paused(speech)
    if moment is not None:
        assert charged(speech, moment) == speech.allotted
        assert left(speech, moment + seconds(later)) == -seconds(later)


@given(meetings(40))
def test_a_pause_moves_the_deadline_by_its_length(meeting: Meeting):
    floor = meeting.state
    if floor.current is None or floor.state is not MeetingState.OPEN or paused(floor.current):
        return
    before = deadline(floor.current)
    after = deadline(meeting.happens(Kind.PAUSED, 5).happens(Kind.RESUMED, 40).state.current)
    assert after == before + seconds(40)


def test_one_speaker_s_limit_does_not_leak_into_the_next():
    meeting = opened().happens(Kind.CALLED, seconds=180).happens(Kind.PAUSED, 100)
    meeting.happens(Kind.ENDED, 50).happens(Kind.CALLED, 7, seconds=300)
    assert [charged(one, at(meeting.now)) for one in meeting.state.spoken] == [seconds(100)]
    assert deadline(meeting.state.current) == at(meeting.now + 300)


@pytest.mark.parametrize(
    ("used", "lamp", "over"),
    [
        (0, Light.GREEN, 0),
        (149, Light.GREEN, 0),
        (150, Light.AMBER, 0),
        (179, Light.AMBER, 0),
        (180, Light.RED, 0),
        (200, Light.RED, 20),
    ],
)
def test_the_lamp(used, lamp, over):
    speech = opened().happens(Kind.CALLED).state.current
    assert light(speech, at(used), AMBER) is lamp
    assert overrun(speech, at(used)) == seconds(over)


def test_a_screen_whose_clock_is_behind_charges_nothing():
    speech = opened().happens(Kind.CALLED, 10).state.current
    assert charged(speech, at(8)) == seconds(0)


def test_no_deadline_once_it_is_over():
    speech = opened().happens(Kind.CALLED).state.current
    assert deadline(replace(speech, ended_at=at(10))) is None
