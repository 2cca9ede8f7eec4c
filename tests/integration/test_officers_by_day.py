"""Who is in office on which day: who leaves on a later one, and who follows as of then."""

from datetime import UTC, datetime, time, timedelta

import pytest

from procedure.bureau.values import Ending
from scheduler.duties import Bar
from services import (
    bureau,
    bureau_meetings,
    duties,
    elections,
    nominations,
    officers,
    programmes,
)
from services.duties import Put
from services.election_rows import Held
from services.errors import BadRequest, RuleBroken, Stale
from services.example_speakers import by_the_hand
from services.officers import Named
from tests.bureau import elected, states
from tests.record import READER, SECRETARIAT, a_draft, a_session
from tests.unit import problems

ASIAN = "Asian States"


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def here(record, session):
    return states(record, session)


@pytest.fixture
def days(session):
    return [session.first_day + timedelta(days=number) for number in range(4)]


@pytest.fixture
def hand(record, days):
    """The clock stands at noon of the first day, until it is set to another."""
    noon = datetime.combine(days[0], time(12), UTC)
    with by_the_hand(record, noon) as hand:
        yield hand


def standing(record, session):
    return bureau.standing(record, READER, session, "bureau")


def leaves(record, one, on, follows=None):
    return officers.replace_officer(
        record,
        SECRETARIAT,
        one,
        how=Ending.RESIGNED,
        on=on,
        expected_version=one.version,
        follows=follows,
    )


def holder(made, code):
    return next(one for one in made if one.delegation.code == code)


def test_who_resigns_as_of_a_later_day_is_in_office_until_then(record, session, here, days, hand):
    leaving = holder(elected(record, session, here), "PL")
    successor = leaves(record, leaving, days[2], Named(person="D. Next"))
    for in_office, former in ((leaving, []), (leaving, []), (successor, [leaving])):
        stands = standing(record, session)
        rapporteurs = [one for one in stands.officers if one.office == "rapporteur"]
        assert (rapporteurs, stands.findings) == ([in_office], ())
        assert stands.coming == ([] if former else [successor])
        assert bureau.former(record, READER, session) == former
        members = bureau_meetings.members(record, SECRETARIAT, session)
        assert ("D. Next (State PL)" in {one["name"] for one in members}) is bool(former)
        hand.on(days=1)


def test_the_place_of_who_leaves_later_is_to_be_filled_and_the_successor_begins_then(
    record, session, here, days, hand
):
    president = holder(elected(record, session, here), "AR")
    assert leaves(record, president, days[2]) is None
    stands = standing(record, session)
    assert president in stands.officers
    assert stands.places_left(stands.board.office("president")) == 1
    nominations.nominate(
        record, SECRETARIAT, session, board="bureau", office="president", delegation=here["AR"]
    )
    (made,) = elections.acclaim(record, SECRETARIAT, session, board="bureau", held=Held(on=days[0]))
    assert (made.since, made.place) == (days[2], president.place)
    assert standing(record, session).coming == [made]


def test_who_follows_is_named_later(record, session, here, days, hand):
    leaving = holder(elected(record, session, here), "PL")
    leaves(record, leaving, days[1])
    assert [one.office for one in standing(record, session).findings if one.office] == [
        "rapporteur"
    ]
    with pytest.raises(BadRequest) as refused:
        officers.name_successor(
            record, SECRETARIAT, leaving, follows=Named(person="E. Early"), since=days[0]
        )
    assert set(refused.value.fields) == {"since"}
    with pytest.raises(RuleBroken):
        officers.name_successor(
            record, SECRETARIAT, leaving, follows=Named(delegation=here["AZ"]), since=days[2]
        )
    made = officers.name_successor(
        record, SECRETARIAT, leaving, follows=Named(person="D. Next"), since=days[2]
    )
    assert (made.since, made.replaces_id, made.place) == (days[2], leaving.id, leaving.place)
    with pytest.raises(Stale):
        officers.name_successor(
            record, SECRETARIAT, leaving, follows=Named(person="Another"), since=days[2]
        )


def test_a_president_is_followed_by_election_only(record, session, here, days, hand):
    president = holder(elected(record, session, here), "AR")
    leaves(record, president, days[1])
    with pytest.raises(RuleBroken):
        officers.name_successor(
            record, SECRETARIAT, president, follows=Named(person="X"), since=days[1]
        )


def test_duties_go_by_the_day_on_which_officers_hold_office(record, session, here, days, hand):
    made = elected(record, session, here)
    parts = {"1": [(0, 60)], "2": [(0, 120), (2, 120)], "wg": [(1, 180)]}
    programme = problems.planned(problems.problem(), parts)
    programmes.store_programme(record, SECRETARIAT, session, programme)
    first, last = duties.roster(record, SECRETARIAT, session).meetings
    president, other = holder(made, "AR"), holder(made, "DE")
    successor = leaves(record, other, last.meeting.date, Named(person="D. Next"))
    for meeting, bar in ((first, None), (last, Bar.ABSENT)):
        uid = meeting.meeting.uid
        duties.assign(record, SECRETARIAT, session, meeting_uid=uid, put=Put(other.id), seen=Put())
        found = duties.roster(record, SECRETARIAT, session).meetings
        assert next(one.against for one in found if one.meeting.uid == uid) is bar
    duties.set_absences(
        record, SECRETARIAT, president, days=[last.meeting.date], expected_version=1
    )
    problem = duties.roster(record, SECRETARIAT, session).problem
    barred = [one.absent for one in problem.sittings]
    assert [str(successor.id) in one for one in barred] == [True, False]
    assert [str(other.id) in one for one in barred] == [False, True]


def test_the_chair_of_a_group_is_so_until_the_next_one_begins(record, session, here, days, hand):
    for person, day in (("First", days[0]), ("Second", days[2])):
        officers.name_chair(record, SECRETARIAT, session, group=ASIAN, since=day, person=person)
    found = bureau.chairs(record, READER, session)
    assert [(one.person, one.since, one.until) for one in found] == [
        ("First", days[0], days[2]),
        ("Second", days[2], None),
    ]
    (member,) = bureau_meetings.members(record, SECRETARIAT, session)
    assert member == {"name": "First", "capacity": ASIAN}
    hand.on(days=2)
    assert [one.person for one in bureau.chairs(record, READER, session)] == ["Second"]
    with pytest.raises(BadRequest) as refused:
        officers.name_chair(
            record, SECRETARIAT, session, group=ASIAN, since=days[1], person="Third"
        )
    assert set(refused.value.fields) == {"since"}


def test_officers_of_other_bodies_are_shown_until_their_last_day(record, session, here, days, hand):
    chair = officers.name_officer(
        record,
        SECRETARIAT,
        session,
        body="Working Group",
        title="Chair",
        delegation=here["KE"],
        since=days[0],
    )
    follows = leaves(record, chair, days[1], Named(delegation=here["FR"]))
    assert bureau.others(record, READER, session) == [follows, chair]
    hand.on(days=1)
    assert bureau.others(record, READER, session) == [follows]


def test_absences_that_somebody_else_noted_are_not_lost(record, session, here, days, hand):
    one = holder(elected(record, session, here), "DE")
    duties.set_absences(record, SECRETARIAT, one, days=[days[0]], expected_version=1)
    with pytest.raises(Stale):
        duties.set_absences(record, SECRETARIAT, one, days=[days[1]], expected_version=1)
    assert one.absent == [days[0].isoformat()]
    duties.set_absences(record, SECRETARIAT, one, days=[days[1]], expected_version=2)
    assert one.absent == [days[1].isoformat()]


def test_a_duty_that_somebody_else_set_is_not_lost(record, session, here, hand):
    made = elected(record, session, here)
    a_draft(record, session)
    (first, _) = duties.roster(record, SECRETARIAT, session).meetings
    one, other = holder(made, "DE"), holder(made, "GB")

    def put(duty, seen):
        uid = first.meeting.uid
        return duties.assign(record, SECRETARIAT, session, meeting_uid=uid, put=duty, seen=seen)

    put(Put(one.id), Put())
    for seen in (Put(), Put(other.id), Put(one.id, pinned=True)):
        with pytest.raises(Stale):
            put(Put(other.id), seen)
    (kept, _) = duties.roster(record, SECRETARIAT, session).meetings
    assert duties.put_now(kept.duty) == Put(one.id)
    assert put(Put(other.id, pinned=True), Put(one.id)).officer_id == other.id
