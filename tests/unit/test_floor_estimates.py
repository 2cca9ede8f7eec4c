"""When everybody on a list will take the floor, and who will not."""

import math
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedure.floor.estimates import Estimate, Waiting, estimates, pace
from procedure.floor.values import FloorEventKind as Kind
from procedure.floor.values import Window
from tests.unit.floors import Meeting, at, meetings, opened, seconds

CHANGEOVER = seconds(30)
HOUR = 3600
USUAL = 0.95  # what is believed of the time used, as long as nobody has spoken


def waiting(count, allotted=180):
    return [Waiting(100 + place, seconds(allotted)) for place in range(count)]


def estimated(meeting: Meeting, now, count=3, windows=(), **more) -> tuple[Estimate, ...]:
    given_to = [Window(at(begin), at(end)) for begin, end in windows]
    return estimates(
        waiting(count), meeting.state, given_to, at(now), changeover=CHANGEOVER, **more
    )


def spoken(*used, allotted=100):
    """A meeting in which speakers have used so many seconds."""
    meeting = opened()
    for number, one in enumerate(used, 1):
        meeting.happens(Kind.CALLED, 30, seconds=allotted, number=number).happens(Kind.ENDED, one)
    return meeting


def test_nobody_waits():
    assert estimated(opened(), 0, count=0) == ()


def test_before_anybody_has_spoken_speakers_are_taken_to_be_as_usual():
    first, second = estimated(opened(), 60, count=2)
    assert (first.number, first.median, first.late) == (100, at(60), at(60))
    assert second.median == at(60 + round(USUAL * 180) + 30)
    assert second.late > second.median
    assert not first.beyond


def test_after_a_speech_there_is_a_changeover():
    meeting = spoken(95)
    (first, _, _) = estimated(meeting, meeting.now + 5)
    assert first.median == at(meeting.now + 30)
    assert estimated(meeting, meeting.now + 50)[0].median == at(meeting.now + 50)


def test_who_has_the_floor_is_taken_to_end_as_others_do():
    meeting = opened().happens(Kind.CALLED)
    (first, _, _) = estimated(meeting, 0)
    assert first.median == at(USUAL * 180 + 30)
    assert first.late > first.median


def test_the_longer_somebody_speaks_the_longer_they_are_taken_to_go_on():
    meeting = opened().happens(Kind.CALLED)
    # Of those who have spoken for as long as is usual, half go on for a quarter of it and more.
    at_the_end, long_over = estimated(meeting, USUAL * 180)[0], estimated(meeting, 900)[0]
    assert at(USUAL * 180 + 30 + 30) < at_the_end.median < at(USUAL * 180 + 60 + 30)
    assert long_over.median > at(900 + 30)
    assert long_over.late > long_over.median


@pytest.mark.parametrize("hours", [1, 9, 25, 100])
@pytest.mark.parametrize("allotted", [1, 180])
@pytest.mark.parametrize("before", [(), (1, 900) * 20])
def test_who_speaks_without_end_can_still_be_estimated(hours, allotted, before):
    meeting = spoken(*before).happens(Kind.CALLED, seconds=allotted)
    now = meeting.now + hours * HOUR
    (first, _, _) = estimated(meeting, now)
    assert at(now + 30) <= first.median <= first.late <= at(now + 4 * allotted + 31)


def test_a_pause_puts_everybody_off():
    meeting = opened().happens(Kind.CALLED).happens(Kind.PAUSED)
    assert estimated(meeting, 400)[0].median == at(400 + USUAL * 180 + 30)


def test_a_point_of_order_comes_before_the_rest_of_the_statement():
    meeting = opened().happens(Kind.CALLED).happens(Kind.POINT_RAISED, seconds=100)
    # The median of a sum of two is not quite the sum of the medians.
    error = estimated(meeting, 0)[0].median - at(USUAL * 100 + USUAL * 180 + 30)
    assert abs(error) <= seconds(6)


def test_a_suspension_has_an_end():
    meeting = opened().happens(Kind.SUSPENDED, 60, until=at(900).isoformat())
    assert estimated(meeting, 100)[0].median == at(900)
    assert estimated(meeting, 950)[0].median == at(950)


def test_the_pace_follows_those_who_have_spoken():
    assert math.isclose(math.exp(pace(()).mean), USUAL)
    quick, slow = pace(spoken(*[50] * 60).state.spoken), pace(spoken(*[150] * 60).state.spoken)
    assert 0.5 < math.exp(quick.mean) < 0.55
    assert 1.4 < math.exp(slow.mean) < 1.5
    assert quick.doubt < pace(()).doubt


def test_the_longer_others_speak_the_later_the_rest():
    quick, slow = spoken(*[90] * 20), spoken(*[110] * 20)
    quick_last = estimated(quick, quick.now)[-1].median - at(quick.now)
    assert estimated(slow, slow.now)[-1].median - at(slow.now) > quick_last


def test_earlier_meetings_on_the_item_count():
    past = spoken(*[150] * 30).state.spoken
    assert estimated(opened(), 0, spoken=past)[-1].median > estimated(opened(), 0)[-1].median


def test_points_of_order_and_replies_say_nothing_of_the_pace():
    meeting = opened().happens(Kind.POINT_RAISED).happens(Kind.POINT_RULED, 1)
    meeting.happens(Kind.CALLED, turn="reply").happens(Kind.ENDED, 900)
    assert pace(meeting.state.spoken) == pace(())


def test_the_rest_moves_to_the_next_meeting_on_the_item():
    windows = [(0, 300), (5 * HOUR, 8 * HOUR)]
    one, two, three = estimated(opened(), 0, windows=windows)
    without = estimated(opened(), 0)
    assert one == without[0]
    assert two.median == without[1].median
    assert two.late - at(5 * HOUR) == without[1].late - at(300)
    assert three.median - at(5 * HOUR) == without[2].median - at(300)
    assert not three.beyond


def test_before_the_meeting_the_first_speaks_when_it_begins():
    assert estimated(Meeting(), -HOUR, windows=[(0, HOUR)])[0].median == at(0)


def test_who_falls_beyond_the_end_is_told():
    one, two, three = estimated(opened(), 0, windows=[(0, 230)])
    assert (one.beyond, one.perhaps_beyond) == (False, False)
    assert (two.beyond, two.perhaps_beyond) == (False, True)
    assert (three.beyond, three.perhaps_beyond) == (True, True)
    assert three.median > at(230)


def test_windows_that_touch_are_one_and_empty_ones_none():
    apart = [(0, 100), (100, 100), (100, HOUR), (50, 200)]
    assert estimated(opened(), 0, windows=apart) == estimated(opened(), 0, windows=[(0, HOUR)])


def test_a_list_of_two_hundred_is_in_its_order():
    found = estimated(opened(), 0, count=200, windows=[(0, 3 * HOUR), (5 * HOUR, 8 * HOUR)])
    assert [one.number for one in found] == list(range(100, 300))
    assert all(one.median < two.median for one, two in pairwise(found))
    assert all(one.late < two.late for one, two in pairwise(found))
    assert all(one.median <= one.late for one in found)


HOURS = st.lists(
    st.tuples(st.integers(-HOUR, 6 * HOUR), st.integers(0, 2 * HOUR)).map(
        lambda window: (window[0], window[0] + window[1])
    ),
    max_size=3,
)


@given(meetings(15), st.integers(0, 3 * HOUR), st.integers(0, 3 * HOUR), HOURS)
@settings(max_examples=50)
def test_without_an_event_no_estimate_moves_forward(meeting, soon, later, windows):
    now = estimated(meeting, meeting.now + soon, count=8, windows=windows)
    then = estimated(meeting, meeting.now + soon + later, count=8, windows=windows)
    for before, after in zip(now, then, strict=True):
        assert before.median <= after.median
        assert before.late <= after.late
        assert before.beyond <= after.beyond
        assert before.median >= at(meeting.now + soon)


@given(meetings(15), st.integers(0, HOUR))
@settings(max_examples=20)
def test_the_same_events_and_moment_give_the_same(meeting, soon):
    assert estimated(meeting, meeting.now + soon) == estimated(meeting, meeting.now + soon)


def test_an_estimate_is_to_the_second():
    assert estimated(opened(), 0.4)[1].median.microsecond == 0
    assert timedelta(0) <= estimated(opened(), 0.4)[0].late - at(0) <= seconds(1)
