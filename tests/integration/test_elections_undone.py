"""What ended an election is undone: noted in error, kept with the reason, as if it had not been."""

import pytest
from sqlalchemy import select

from models.audit import AuditRecord
from models.bureau import PresidingDuty
from models.conferences import ConferenceSession
from procedure.bureau.values import Ending
from services import bureau, election_steps, elections, officers
from services.election_rows import Held, course_of
from services.errors import BadRequest, Forbidden, RuleBroken, Stale
from services.nominations import nominate, withdraw
from tests.bureau import elected, nominated, states, voters
from tests.record import READER, SECRETARIAT, a_session

EARLIER = "ctoc-cop3"


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def here(record, session):
    return states(record, session)


def of(record, session):
    return bureau.standing(record, READER, session, "bureau")


def by_office(record, session):
    """The elections of a session, the last of each office."""
    return {one.office: one for one in elections.elections(record, READER, session)}


def undo(record, held, reason="Pressed too early.", **more):
    return election_steps.undo_acclamation(
        record, SECRETARIAT, held, reason=reason, **{"expects": 1} | more
    )


def test_an_acclamation_that_was_noted_in_error_is_undone_with_all_that_followed(
    record, session, here
):
    made = elected(record, session, here)
    president = next(one for one in made if one.office == "president")
    record.add(PresidingDuty(session_id=session.id, meeting_uid="a", officer_id=president.id))
    record.commit()
    held = by_office(record, session)["president"]
    with pytest.raises(BadRequest) as refused:
        undo(record, held, " ")
    assert set(refused.value.fields) == {"reason"}
    with pytest.raises(Forbidden):
        election_steps.undo_acclamation(record, READER, held, reason="x", expects=1)
    undo(record, held)
    course = course_of(held, session)
    assert (course.called_off, course.over, course.elected) == (True, True, ())
    stands = of(record, session)
    assert (len(stands.officers), [one.office for one in stands.nominations]) == (9, ["president"])
    assert record.scalars(select(PresidingDuty)).all() == []
    audit = record.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert audit.details == {"undone": ["president"], "reason": "Pressed too early."}
    with pytest.raises(Stale):
        undo(record, held)
    with pytest.raises(RuleBroken, match="This election is over"):
        undo(record, held, expects=2)
    (named,) = stands.nominations
    withdraw(record, SECRETARIAT, named)
    ways = {"board": "bureau", "office": "president", "person": "The right one"}
    nominate(record, SECRETARIAT, session, delegation=named.delegation, **ways)
    again = Held(on=session.first_day)
    (right,) = elections.acclaim(record, SECRETARIAT, session, board="bureau", held=again)
    assert (right.person, right.place) == ("The right one", 1)
    assert by_office(record, session)["president"].number == 2


def test_all_that_was_acclaimed_together_is_undone_together(record, session, here):
    elected(record, session, here)
    held = by_office(record, session)["rapporteur"]
    others = elections.acclaimed_with(record, held)
    assert {one.office for one in others} == {"president", "vice-president"}
    assert len(undo(record, held, together=True)) == 3
    stands = of(record, session)
    assert (stands.officers, len(stands.nominations)) == ([], 10)
    made = elections.acclaim(
        record, SECRETARIAT, session, board="bureau", held=Held(on=session.first_day)
    )
    assert len(made) == 10


def test_who_was_withdrawn_by_hand_stays_out(record, session, here):
    """Not all places are filled: who is nominated for others is not touched either way."""
    names = nominated(record, session, here, "KE")
    withdraw(record, SECRETARIAT, names[-1])
    elections.acclaim(record, SECRETARIAT, session, board="bureau", held=Held(on=session.first_day))
    for held in by_office(record, session).values():
        undo(record, held)
    assert len(of(record, session).nominations) == 9


def test_what_rests_on_an_acclamation_keeps_it(record, session, here):
    leaving = elected(record, session, here)[0]
    officers.replace_officer(
        record,
        SECRETARIAT,
        leaving,
        how=Ending.RESIGNED,
        on=session.first_day,
        expected_version=1,
    )
    with pytest.raises(RuleBroken, match="has left the office since"):
        undo(record, by_office(record, session)[leaving.office])
    assert len(of(record, session).officers) == 9


@pytest.fixture
def before(record, session, here):
    """The session before, with officers of its own, whom others have succeeded."""
    columns = {one.key for one in ConferenceSession.__table__.columns} - {"id", "stamp"}
    facts = {one: getattr(session, one) for one in columns}
    day = session.first_day.replace(year=2006)
    facts |= {"slug": EARLIER, "first_day": day, "last_day": day}
    made = ConferenceSession(**facts)
    record.add(made)
    record.commit()
    elected(record, made, states(record, made))
    elected(record, session, here)
    assert of(record, session).outgoing == []


@pytest.mark.usefixtures("before")
def test_whoever_was_succeeded_is_in_office_again(record, session):
    undo(record, by_office(record, session)["vice-president"])
    assert {one.office for one in of(record, session).outgoing} == {"vice-president"}


@pytest.mark.usefixtures("before")
def test_but_not_where_who_was_elected_followed_somebody_of_this_session(record, session):
    (leaving,) = (one for one in of(record, session).officers if one.office == "rapporteur")
    on, board = session.first_day, {"board": "bureau"}
    resigned = {"how": Ending.RESIGNED, "on": on, "expected_version": 1}
    officers.replace_officer(record, SECRETARIAT, leaving, **resigned)
    named = {"delegation": leaving.delegation, "office": "rapporteur", **board}
    nominate(record, SECRETARIAT, session, **named)
    elections.acclaim(record, SECRETARIAT, session, held=Held(on=on), **board)
    undo(record, by_office(record, session)["rapporteur"])
    assert of(record, session).outgoing == []


def counted(record, held, expects, **votes):
    return election_steps.add_ballot(
        record,
        SECRETARIAT,
        held,
        votes=votes,
        papers=sum(votes.values()),
        abstentions=0,
        invalid=0,
        expects=expects,
    )


def opened(record, session, office="president"):
    held = Held(on=session.first_day)
    return elections.open_ballot(
        record, SECRETARIAT, session, board="bureau", office=office, held=held
    )


def test_the_ballot_that_ended_an_election_is_counted_again(record, session, here):
    voters(record, session)
    for code in ("AR", "DE", "KE"):
        ways = {"board": "bureau", "office": "president"}
        nominate(record, SECRETARIAT, session, delegation=here[code], **ways)
    keys = {code: str(here[code].id) for code in ("AR", "DE", "KE")}
    held = opened(record, session)
    counted(record, held, 1, **{keys["AR"]: 30, keys["DE"]: 20, keys["KE"]: 5})
    assert [one.delegation.code for one in of(record, session).officers] == ["AR"]
    election_steps.make_void(record, SECRETARIAT, held, reason="Misread.", expects=2)
    stands = of(record, session)
    assert (stands.officers, len(stands.nominations)) == ([], 3)
    with pytest.raises(BadRequest, match="under way"):
        opened(record, session)
    counted(record, held, 3, **{keys["AR"]: 20, keys["DE"]: 30, keys["KE"]: 5})
    assert [one.delegation.code for one in of(record, session).officers] == ["DE"]


def test_where_the_last_candidate_withdraws_the_places_stay_open(record, session, here):
    voters(record, session)
    for code in ("AR", "DE"):
        ways = {"board": "bureau", "office": "president"}
        nominate(record, SECRETARIAT, session, delegation=here[code], **ways)
    held = opened(record, session)
    for expects, code in enumerate(("AR", "DE"), 1):
        course = election_steps.withdraw(
            record, SECRETARIAT, held, candidate=str(here[code].id), expects=expects
        )
    assert (course.over, course.elected, course.called_off) == (True, (), False)
    stands = of(record, session)
    assert (stands.officers, stands.nominations) == ([], [])
    with pytest.raises(RuleBroken, match="No ballot has been counted yet"):
        election_steps.make_void(record, SECRETARIAT, held, reason="x", expects=3)
    nominate(record, SECRETARIAT, session, delegation=here["AR"], **ways)
    assert opened(record, session).number == 2


def test_who_has_another_office_by_now_is_not_elected_by_a_ballot_that_is_counted_again(
    record, session, here
):
    voters(record, session)
    keys = {code: str(here[code].id) for code in ("AR", "DE", "KE")}
    for code in keys:
        ways = {"board": "bureau", "office": "president"}
        nominate(record, SECRETARIAT, session, delegation=here[code], **ways)
    held = opened(record, session)
    counted(record, held, 1, **{keys["AR"]: 30, keys["DE"]: 20, keys["KE"]: 5})
    ways = {"board": "bureau", "office": "vice-president"}
    nominate(record, SECRETARIAT, session, delegation=here["DE"], **ways)
    elections.acclaim(record, SECRETARIAT, session, board="bureau", held=Held(on=session.first_day))
    election_steps.make_void(record, SECRETARIAT, held, reason="Misread.", expects=2)
    again = {keys["AR"]: 20, keys["DE"]: 30, keys["KE"]: 5}
    with pytest.raises(RuleBroken, match="Already in another office: State DE"):
        counted(record, held, 3, **again)
    election_steps.withdraw(record, SECRETARIAT, held, candidate=keys["DE"], expects=3)
    counted(record, held, 4, **{keys["AR"]: 20, keys["KE"]: 30})
    officers_now = of(record, session).officers
    assert {(one.office, one.delegation.code) for one in officers_now} == {
        ("president", "KE"),
        ("vice-president", "DE"),
    }
