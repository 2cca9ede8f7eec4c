"""What a list needs, against what the programme gives, and asked for of the engine."""

from dataclasses import replace

import pytest

from procedure.permissions import PUBLIC
from scheduler.business import Speakers
from services.errors import BadRequest, Forbidden, Stale
from services.requirements import problem_of
from services.speakers import make_list
from services.speakers_demand import ask_for_minutes, demand_of
from tests.floors import released
from tests.record import SECRETARIAT
from tests.speakers import (
    CHAIR,
    MINISTER,
    OPENS,
    a_list,
    focal_point,
    policy,
    put,
    terms,
)


def needed(db, session):
    """What the requirements ask for item 2: minutes, speakers."""
    (found,) = [one for one in problem_of(db, session).business if one.id == "2"]
    return found.minutes, found.speakers


def a_limit(seconds):
    """The usual policy with another limit of time."""
    return policy(categories=tuple(replace(one, seconds=seconds) for one in policy().categories))


def test_before_a_programme_is_released_it_gives_nothing(timed, speakers):
    found = demand_of(timed, PUBLIC, speakers)
    assert (found.speakers, found.minutes, found.minutes_given, found.fits) == (0, 0, 0, True)


def test_a_list_that_is_too_long_is_told_a_limit_that_fits(timed, states, clock):
    session = states[0].session
    speakers = a_list(timed, session, a_limit(7200))
    clock.at = OPENS
    put(timed, *states)
    released(timed, session)
    found = demand_of(timed, PUBLIC, speakers)
    # three of two hours and ten seconds each, in the four hours of item 2
    assert (found.minutes, found.minutes_given, found.fits) == (361, 240, False)
    assert found.limit == 4770


def test_alike_limits_are_asked_for_as_speakers(timed, speakers, states, clock):
    clock.at = OPENS
    put(timed, states[0], wanted=MINISTER)
    put(timed, *states[1:])
    session = states[0].session
    ask_for_minutes(timed, SECRETARIAT, speakers, expected_version=session.version)
    asked = Speakers(number=3, limit_minutes=3, changeover_seconds=10)
    assert needed(timed, session) == (None, asked)
    with pytest.raises(Stale):
        ask_for_minutes(timed, SECRETARIAT, speakers, expected_version=1)


def test_all_lists_on_the_same_business_count(timed, speakers, states, clock):
    session = states[0].session
    longer = terms(a_limit(90))
    other = make_list(timed, SECRETARIAT, session, key="more", business="2", terms=longer)
    clock.at = OPENS
    put(timed, states[0])
    put(timed, *states[1:], into="more")
    for one in (speakers, other):
        assert demand_of(timed, PUBLIC, one).seconds == 180 + 2 * 90 + 3 * 10
    ask_for_minutes(timed, SECRETARIAT, speakers, expected_version=session.version)
    assert needed(timed, session) == (7, None)
    ask_for_minutes(timed, SECRETARIAT, other, expected_version=session.version, extra_minutes=20)
    assert needed(timed, session) == (27, None)


def test_what_cannot_be_asked_for_is_refused(timed, speakers, states, clock):
    version = states[0].session.version
    for given, field in (({}, "speakers"), ({"extra_minutes": -1}, "extra_minutes")):
        with pytest.raises(BadRequest) as caught:
            ask_for_minutes(timed, SECRETARIAT, speakers, expected_version=version, **given)
        assert list(caught.value.fields) == [field]
    for actor in (PUBLIC, CHAIR, focal_point(states[0])):
        with pytest.raises(Forbidden):
            ask_for_minutes(timed, actor, speakers, expected_version=version)
