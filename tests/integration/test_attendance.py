"""Who is present at a meeting, and the quorum that it makes."""

from __future__ import annotations

import pytest

from models.delegations import Attendance
from procedure.permissions import PUBLIC
from services import attendance, floor
from services.delegation_data import Participant
from services.delegations import add_delegations
from services.errors import BadRequest, Forbidden, NotFound
from tests.floors import Screen, released
from tests.record import READER, SECRETARIAT, a_session
from tests.speakers import CHAIR, delegations


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def uid(record, session):
    """A meeting of a released programme."""
    return released(record, session)[0]


@pytest.fixture
def six(record, session):
    """The ids of six States parties."""
    names = ("Austria", "Brazil", "China", "Denmark", "Egypt", "France")
    return [one.id for one in delegations(record, session, *names)]


@pytest.fixture
def guest(record, session):
    """The id of an observer."""
    listed = [Participant("Mars", "MAR", "Observer State")]
    return add_delegations(record, SECRETARIAT, session, listed)[0].id


def note(record, session, uid, present, *, seen=(), actor=CHAIR):
    return attendance.note(record, actor, session, uid, present=present, seen=seen)


def test_what_two_people_note_at_once_is_noted(record, session, uid, six):
    assert note(record, session, uid, six[:3]) == set(six[:3])
    # both saw the first three; one takes the first off, the other adds two
    assert note(record, session, uid, six[1:3], seen=six[:3]) == set(six[1:3])
    found = note(record, session, uid, six[:5], seen=six[:3], actor=SECRETARIAT)
    assert found == set(six[:5])
    by = {one.delegation_id: one.noted_by for one in record.query(Attendance)}
    assert by == {
        six[0]: SECRETARIAT.name,
        six[1]: CHAIR.name,
        six[2]: CHAIR.name,
        six[3]: SECRETARIAT.name,
        six[4]: SECRETARIAT.name,
    }
    assert note(record, session, uid, [], seen=six) == set()


def test_who_cannot_be_there_is_refused(record, session, uid, six):
    with pytest.raises(BadRequest):
        note(record, session, uid, [six[0], 999_999])
    with pytest.raises(NotFound):
        note(record, session, "none", six)
    for actor in (READER, PUBLIC):
        with pytest.raises(Forbidden):
            note(record, session, uid, six, actor=actor)
    with pytest.raises(Forbidden):
        attendance.noted(record, PUBLIC, session)
    assert attendance.noted(record, READER, session) == {}


def test_a_session_was_attended_by_whoever_was_at_a_meeting(record, session, six, guest):
    uid, other = released(record, session)
    note(record, session, uid, [*six[:2], guest])
    note(record, session, other, six[1:3])
    assert attendance.attended(record, PUBLIC, session) == {"State party": 3, "Observer State": 1}
    assert attendance.noted(record, READER, session) == {
        uid: {*six[:2], guest},
        other: set(six[1:3]),
    }


def test_the_quorum_counts_parties_only(record, session, uid, six, guest):
    counted = attendance.deciding(record, session, session.delegations)
    assert counted == set(six)
    found = attendance.quorum_of(session, {*six[:2], guest}, counted)
    assert (found.present, found.parties, found.to_open, found.to_decide, found.rule) == (
        2,
        6,
        2,
        4,
        "rule 41",
    )
    assert attendance.parties_noted(record, session, uid) is None
    note(record, session, uid, [guest])
    assert attendance.parties_noted(record, session, uid) == 0
    note(record, session, uid, [six[0]])
    assert attendance.parties_noted(record, session, uid) == 1
    # the floor is opened with what the chair's table says, and not by itself
    screen = Screen(record, session, uid)
    assert screen.quorum().present is None
    screen.do(floor.open_meeting, present=2)
    assert screen.quorum().present == 2
