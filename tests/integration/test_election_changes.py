"""Elections that change on their way: candidates withdraw, a ballot is void, all is called off."""

import pytest
from sqlalchemy import select

from models.audit import AuditRecord
from models.bureau import Officer
from procedure.bureau.values import Ending
from services import bureau, election_steps, elections, nominations, officers
from services import bureau_rows as rows
from services.election_rows import Held, course_of, courses_of
from services.errors import BadRequest, Forbidden, RuleBroken, Stale
from services.officers import Named
from tests.bureau import elected, states, voters
from tests.record import READER, SECRETARIAT, a_session


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def here(record, session):
    made = states(record, session)
    voters(record, session)
    return made


@pytest.fixture
def keys(here):
    return {code: str(one.id) for code, one in here.items()}


@pytest.fixture
def held(record, session, here):
    """A ballot for the presidency among three, that is begun."""
    for code in ("AR", "CL", "DE"):
        nominated(record, session, here[code])
    return begun(record, session)


def nominated(record, session, delegation, office="president"):
    return nominations.nominate(
        record, SECRETARIAT, session, board="bureau", office=office, delegation=delegation
    )


def begun(record, session):
    return opened(record, session, "president")


def opened(record, session, office, group=""):
    """A ballot on an office, among all or those of a group, that is begun."""
    return elections.open_ballot(
        record,
        SECRETARIAT,
        session,
        board="bureau",
        office=office,
        held=Held(on=session.first_day),
        group=group,
    )


def counted(record, held, expects, votes, papers=0):
    return election_steps.add_ballot(
        record,
        SECRETARIAT,
        held,
        votes=votes,
        papers=papers or sum(votes.values()),
        abstentions=0,
        invalid=0,
        expects=expects,
    )


def standing(record, session):
    return bureau.standing(record, READER, session, "bureau")


def test_an_election_begun_by_mistake_is_called_off_and_another_begun(record, session, held):
    with pytest.raises(BadRequest) as refused:
        election_steps.call_off(record, SECRETARIAT, held, reason=" ", expects=1)
    assert set(refused.value.fields) == {"reason"}
    with pytest.raises(Forbidden):
        election_steps.call_off(record, READER, held, reason="x", expects=1)
    reason = "The President is to be elected by acclamation."
    course = election_steps.call_off(record, SECRETARIAT, held, reason=reason, expects=1)
    assert (course.called_off, course.over, course.elected) == (True, True, ())
    assert [(one.kind, one.data) for one in held.steps] == [("called_off", {"reason": reason})]
    audit = record.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert audit.details == {"step": 1, "kind": "called_off", "reason": reason, "elected": []}
    stands = standing(record, session)
    assert (len(stands.nominations), stands.officers) == (3, [])
    with pytest.raises(RuleBroken, match="This election is over"):
        election_steps.call_off(record, SECRETARIAT, held, reason="x", expects=2)
    again = begun(record, session)
    assert course_of(again, session) == courses_of(held, session)[0]


def test_a_ballot_that_is_void_is_held_again_under_its_number(record, session, held, keys):
    with pytest.raises(RuleBroken, match="No ballot has been counted yet"):
        election_steps.make_void(record, SECRETARIAT, held, reason="x", expects=1)
    votes = {keys["AR"]: 30, keys["CL"]: 20, keys["DE"]: 10}
    counted(record, held, 1, votes)
    counted(record, held, 2, {keys["AR"]: 30, keys["CL"]: 30})
    course = election_steps.make_void(
        record, SECRETARIAT, held, reason="Two papers too many.", expects=3
    )
    assert (course.number, course.candidates) == (2, (keys["AR"], keys["CL"]))
    with pytest.raises(Stale):
        counted(record, held, 3, {keys["AR"]: 40, keys["CL"]: 10})
    course = counted(record, held, 4, {keys["AR"]: 40, keys["CL"]: 10})
    assert (course.elected, course.number) == ((keys["AR"],), 3)
    assert len(held.steps) == 4
    with pytest.raises(RuleBroken, match="This election is over"):
        election_steps.call_off(record, SECRETARIAT, held, reason="x", expects=5)


def test_who_withdraws_before_the_count_has_the_ballot_begun_anew(record, session, held, keys):
    course = election_steps.withdraw(
        record, SECRETARIAT, held, candidate=keys["CL"], expects=1, reason="By letter."
    )
    assert (course.number, course.candidates) == (1, (keys["AR"], keys["DE"]))
    votes = {keys["AR"]: 30, keys["CL"]: 20, keys["DE"]: 10}
    with pytest.raises(Stale):
        counted(record, held, 1, votes)
    with pytest.raises(BadRequest):
        counted(record, held, 2, votes)
    assert [one.delegation.code for one in standing(record, session).nominations] == ["AR", "DE"]
    with pytest.raises(BadRequest) as refused:
        election_steps.withdraw(record, SECRETARIAT, held, candidate=keys["CL"], expects=2)
    assert set(refused.value.fields) == {"candidate"}


def test_who_is_left_is_elected_in_another_ballot_or_without(record, session, held, keys):
    counted(record, held, 1, {keys["AR"]: 30, keys["CL"]: 20, keys["DE"]: 10})
    with pytest.raises(RuleBroken, match="more candidates than places"):
        election_steps.elect_unopposed(record, SECRETARIAT, held, expects=2)
    course = election_steps.withdraw(record, SECRETARIAT, held, candidate=keys["AR"], expects=2)
    assert (course.number, course.candidates, course.over) == (2, (keys["CL"],), False)
    course = election_steps.elect_unopposed(record, SECRETARIAT, held, expects=3)
    assert course.elected == (keys["CL"],)
    stands = standing(record, session)
    assert [one.delegation.code for one in stands.officers] == ["CL"]
    assert stands.nominations == []


def test_who_is_nominated_again_after_the_withdrawal_stays_nominated(record, session, here, keys):
    for code in ("AR", "CL", "DE"):
        nominated(record, session, here[code], "vice-president")
    held = opened(record, session, "vice-president")
    election_steps.withdraw(record, SECRETARIAT, held, candidate=keys["DE"], expects=1)
    nominated(record, session, here["DE"], "vice-president")
    counted(record, held, 2, {keys["AR"]: 30, keys["CL"]: 30}, papers=40)
    stands = standing(record, session)
    assert [one.delegation.code for one in stands.officers] == ["AR", "CL"]
    assert [one.delegation.code for one in stands.nominations] == ["DE"]


def test_nobody_is_nominated_for_an_office_that_is_filled(record, session, here, held, keys):
    election_steps.withdraw(record, SECRETARIAT, held, candidate=keys["DE"], expects=1)
    nominated(record, session, here["DE"])
    nominated(record, session, here["KE"])
    nominated(record, session, here["ZA"], "rapporteur")
    counted(record, held, 2, {keys["AR"]: 30, keys["CL"]: 20})
    stands = standing(record, session)
    assert [one.delegation.code for one in stands.officers] == ["AR"]
    left = [(one.office, one.delegation.code) for one in stands.nominations]
    assert left == [("rapporteur", "ZA")]
    with pytest.raises(BadRequest) as refused:
        nominated(record, session, here["CN"])
    assert str(refused.value.fields["office"]) == "All places of this office are filled."


def test_an_election_from_which_all_withdraw_elects_nobody(record, session, held, keys):
    for expects, code in enumerate(("AR", "CL", "DE"), 1):
        course = election_steps.withdraw(
            record, SECRETARIAT, held, candidate=keys[code], expects=expects
        )
    assert (course.over, course.elected) == (True, ())
    assert record.scalars(select(Officer)).all() == []
    with pytest.raises(RuleBroken, match="This election is over"):
        election_steps.withdraw(record, SECRETARIAT, held, candidate=keys["AR"], expects=4)


def test_what_was_elected_before_the_rest_is_called_off_stays(record, session, here, keys):
    for code in ("AR", "CL", "DE"):
        nominated(record, session, here[code], "vice-president")
    held = opened(record, session, "vice-president")
    votes = {keys["AR"]: 30, keys["CL"]: 9, keys["DE"]: 9}
    election_steps.add_ballot(
        record,
        SECRETARIAT,
        held,
        votes=votes,
        papers=40,
        abstentions=0,
        invalid=0,
        expects=1,
    )
    election_steps.call_off(record, SECRETARIAT, held, reason="Put off.", expects=2)
    stands = standing(record, session)
    assert [one.delegation.code for one in stands.officers] == ["AR"]
    assert [one.delegation.code for one in stands.nominations] == ["CL", "DE"]


def test_a_nomination_that_is_voted_on_is_withdrawn_in_the_ballot(record, session, held, keys):
    one = standing(record, session).nominations[0]
    with pytest.raises(RuleBroken, match="note there that they withdraw"):
        nominations.withdraw(record, SECRETARIAT, one)
    election_steps.call_off(record, SECRETARIAT, held, reason="A mistake.", expects=1)
    nominations.withdraw(record, SECRETARIAT, one)
    assert len(standing(record, session).nominations) == 2


def test_who_was_left_out_is_voted_on_still_and_withdraws_in_the_ballot(
    record, session, here, held, keys
):
    counted(record, held, 1, {keys["AR"]: 30, keys["CL"]: 20, keys["DE"]: 10})
    one = next(one for one in standing(record, session).nominations if one.delegation.code == "DE")
    voted = elections.voted_on(record, READER, session, standing(record, session))
    assert voted[one.id] == held.id
    with pytest.raises(RuleBroken, match="note there that they withdraw"):
        nominations.withdraw(record, SECRETARIAT, one)
    with pytest.raises(RuleBroken):
        nominated(record, session, here["DE"], "rapporteur")
    course = election_steps.withdraw(record, SECRETARIAT, held, candidate=keys["DE"], expects=2)
    assert (course.number, course.candidates) == (2, (keys["AR"], keys["CL"]))
    nominated(record, session, here["DE"], "rapporteur")
    course = election_steps.make_void(record, SECRETARIAT, held, reason="x", expects=3)
    assert course.candidates == (keys["AR"], keys["CL"])


def test_who_is_elected_before_the_election_is_over_stays_nominated(record, session, here, keys):
    for code in ("AR", "CL", "DE"):
        nominated(record, session, here[code], "vice-president")
    held = opened(record, session, "vice-president")
    votes = {keys["AR"]: 30, keys["CL"]: 9, keys["DE"]: 9}
    assert counted(record, held, 1, votes, papers=40).elected == (keys["AR"],)
    one = next(one for one in standing(record, session).nominations if one.delegation.code == "AR")
    with pytest.raises(RuleBroken, match="They are elected already"):
        nominations.withdraw(record, SECRETARIAT, one)
    with pytest.raises(BadRequest):
        election_steps.withdraw(record, SECRETARIAT, held, candidate=keys["AR"], expects=2)


@pytest.fixture
def resigned(record, session, here):
    """One of eight Vice-Presidents resigned; a ballot on their place is begun between two."""
    one = next(one for one in elected(record, session, here) if one.delegation.code == "DE")
    officers.replace_officer(
        record,
        SECRETARIAT,
        one,
        how=Ending.RESIGNED,
        on=session.first_day,
        expected_version=one.version,
    )
    nominated(record, session, here["DE"], "vice-president")
    nominated(record, session, here["FR"], "vice-president")
    return one, opened(record, session, "vice-president", here["DE"].regional_group)


def test_nobody_is_named_to_a_place_that_is_voted_on(record, session, resigned):
    one, held = resigned

    def named():
        return officers.name_successor(
            record, SECRETARIAT, one, follows=Named(person="D. Next"), since=session.first_day
        )

    with pytest.raises(RuleBroken, match="An election to this office is under way"):
        named()
    election_steps.call_off(record, SECRETARIAT, held, reason="They name somebody.", expects=1)
    assert named().place == one.place
    assert [nominee.delegation.code for nominee in rows.nominations(record, session)] == ["FR"]


def test_no_more_are_elected_than_places_are_left(record, session, here, keys, resigned):
    one, held = resigned
    record.add(
        Officer(
            session_id=session.id,
            position=one.position,
            board=one.board,
            board_title=one.board_title,
            office=one.office,
            title=one.title,
            place=one.place,
            delegation=one.delegation,
            since=session.first_day,
            replaces=one,
        )
    )
    record.commit()
    with pytest.raises(RuleBroken, match="More would be elected than places are left"):
        counted(record, held, 1, {keys["DE"]: 9, keys["FR"]: 3})
    record.refresh(held)
    assert held.steps == []
    election_steps.call_off(record, SECRETARIAT, held, reason="Nine for eight.", expects=1)


def test_a_delegation_is_nominated_for_an_office_once(record, session, here):
    nominated(record, session, here["AR"])
    with pytest.raises(BadRequest) as refused:
        nominated(record, session, here["AR"])
    assert set(refused.value.fields) == {"delegation"}
