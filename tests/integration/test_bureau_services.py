"""Officers nominated, elected, replaced; the bureau meets and decides; who presides."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.audit import AuditRecord
from models.bureau import Officer
from models.delegations import DelegationInstrument
from procedure.bureau.composition import Matter, Verdict
from procedure.bureau.rules import Term
from procedure.bureau.values import ElectionMethod, Ending
from procedure.permissions import PUBLIC
from services import (
    bureau,
    bureau_meetings,
    bureau_rows,
    election_steps,
    elections,
    nominations,
    officers,
)
from services.election_rows import Held, course_of
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken, Stale
from services.officers import Named
from tests.bureau import elected, nominated, states, voters
from tests.record import READER, SECRETARIAT, a_session
from tests.unit import problems

GRULAC = "Latin American and Caribbean States"


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def here(record, session):
    return states(record, session)


def of(record, session):
    return bureau.standing(record, READER, session, "bureau")


def test_what_is_missing_and_who_may_stand(record, session, here):
    nominated(record, session, here, "ZA", "AR")
    stands = of(record, session)
    assert [(one.verdict, one.matter, one.office, one.group) for one in stands.findings] == [
        (Verdict.MISSING, Matter.PLACES_OPEN, "president", ""),
        (Verdict.MISSING, Matter.PLACES_OPEN, "vice-president", ""),
        (Verdict.MISSING, Matter.GROUP_SHORT, "", "African States"),
        (Verdict.MISSING, Matter.GROUP_SHORT, "", GRULAC),
    ]
    found = bureau.candidacies(record, READER, session, stands, "vice-president")
    keys = {str(one.id): code for code, one in here.items()}
    assert {keys[one.delegation] for one in found if one.may} == {"KE", "ZA", "AR"}


def test_a_nomination_that_breaks_a_rule_is_refused(record, session, here):
    nominated(record, session, here, "ZA")
    here["FR"].regional_group = ""
    record.commit()
    with pytest.raises(RuleBroken) as refused:
        nominations.nominate(
            record,
            SECRETARIAT,
            session,
            board="bureau",
            office="vice-president",
            delegation=here["FR"],
        )
    assert str(refused.value.rule) == "Rules of procedure, rule 22"
    assert str(refused.value.text) == ("State FR: in none of the regional groups.")


def test_a_nomination_is_withdrawn_once(record, session, here):
    first, *_ = nominated(record, session, here)
    nominations.withdraw(record, SECRETARIAT, first)
    assert len(of(record, session).nominations) == 9
    with pytest.raises(Stale):
        nominations.withdraw(record, SECRETARIAT, first)
    with pytest.raises(NotFound):
        nominations.nomination(record, SECRETARIAT, session, first.id)


def test_who_may_run_elections(record, session, here):
    with pytest.raises(Forbidden):
        nominations.nominate(
            record, READER, session, board="bureau", office="president", delegation=here["AR"]
        )
    with pytest.raises(Forbidden):
        bureau_meetings.meetings(record, PUBLIC, session)


def test_ten_officers_are_elected_by_acclamation(record, session, here):
    made = elected(record, session, here)
    assert [one.delegation.code for one in made if one.office == "president"] == ["AR"]
    stands = of(record, session)
    assert (len(stands.officers), stands.nominations, stands.findings) == (10, [], ())
    held = elections.elections(record, READER, session)
    assert [(one.office, one.places, one.method) for one in held] == [
        ("president", 1, ElectionMethod.ACCLAMATION),
        ("vice-president", 8, ElectionMethod.ACCLAMATION),
        ("rapporteur", 1, ElectionMethod.ACCLAMATION),
    ]
    audit = record.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert (audit.subject, audit.action) == (
        f"session/{session.slug}/bureau/election",
        "election:run",
    )


def test_the_rotation_goes_on_from_the_record_or_from_what_was_told(record, session, here):
    assert of(record, session).rotation[0].turns["president"] is None
    officers.note_past(
        record,
        SECRETARIAT,
        session,
        board="bureau",
        office="president",
        group="Eastern European States",
    )
    assert of(record, session).rotation[0].turns == {
        "president": GRULAC,
        "rapporteur": "Eastern European States",
    }
    elected(record, session, here)
    problem = problems.problem()
    later = replace(
        problem,
        session=replace(
            problem.session,
            id="later",
            first_day=problem.session.first_day + timedelta(days=700),
            last_day=problem.session.last_day + timedelta(days=700),
        ),
    )
    following = a_session(record, later)
    stands = of(record, following)
    assert stands.rotation[0].turns["president"] == "Western European and other States"
    assert stands.rotation[1].turns["president"] == "African States"
    assert (len(stands.outgoing), stands.elected_at.slug) == (10, session.slug)
    until_closure = replace(stands.board, term=Term.NEXT_CLOSURE)
    serving = bureau_rows.serving(record, following, until_closure)
    assert len(serving) == 10
    assert bureau_rows.serving(record, session, until_closure) == serving
    assert bureau_rows.serving(record, following, stands.board) == []
    successors = states(record, following)
    nominations.nominate(
        record,
        SECRETARIAT,
        following,
        board="bureau",
        office="president",
        delegation=successors["DE"],
    )
    elections.acclaim(
        record, SECRETARIAT, following, board="bureau", held=Held(on=following.first_day)
    )
    president = record.scalars(
        select(Officer).where(Officer.session_id == session.id, Officer.office == "president")
    ).one()
    assert (president.until, president.ended) == (following.first_day, Ending.SUCCESSOR)
    assert len(of(record, following).outgoing) == 9


def two_candidates(record, session, here):
    """Two stand for one place, since the rules ask for no more than one President."""
    voters(record, session)
    for code in ("AR", "DE"):
        nominations.nominate(
            record,
            SECRETARIAT,
            session,
            board="bureau",
            office="president",
            delegation=here[code],
        )
    held = Held(on=session.first_day)
    with pytest.raises(RuleBroken, match="more candidates than places"):
        elections.acclaim(record, SECRETARIAT, session, board="bureau", held=held)
    return elections.open_ballot(
        record, SECRETARIAT, session, board="bureau", office="president", held=held
    )


def ballot(record, election, expects, **votes):
    return election_steps.add_ballot(
        record,
        SECRETARIAT,
        election,
        votes={key[1:]: count for key, count in votes.items()},
        papers=sum(votes.values()) + 3,
        abstentions=2,
        invalid=1,
        expects=expects,
    )


def test_ballots_until_the_lot_decides(record, session, here):
    election = two_candidates(record, session, here)
    argentina, germany = (f"_{here[code].id}" for code in ("AR", "DE"))
    course = ballot(record, election, 1, **{argentina: 40, germany: 40})
    assert (course.number, course.lot, course.over) == (2, None, False)
    with pytest.raises(Stale):
        ballot(record, election, 1, **{argentina: 40, germany: 40})
    with pytest.raises(BadRequest):
        ballot(record, election, 2, **{argentina: 40})
    course = ballot(record, election, 2, **{argentina: 40, germany: 40})
    assert course.lot is not None
    with pytest.raises(RuleBroken, match="The lot is to be drawn first"):
        ballot(record, election, 3, **{argentina: 41, germany: 40})
    course = election_steps.add_lot(record, SECRETARIAT, election, drawn=[germany[1:]], expects=3)
    assert course.elected == (germany[1:],)
    stands = of(record, session)
    assert [one.delegation.code for one in stands.officers] == ["DE"]
    assert stands.nominations == []
    assert course_of(election, session) == course
    with pytest.raises(RuleBroken, match="This election is over"):
        ballot(record, election, 4)


def test_a_group_with_too_many_candidates_votes_among_them(record, session, here):
    voters(record, session)
    nominated(record, session, here)
    nominations.nominate(
        record,
        SECRETARIAT,
        session,
        board="bureau",
        office="vice-president",
        delegation=here["FR"],
    )
    assert {one.matter for one in of(record, session).findings} == {
        Matter.PLACES_EXCEEDED,
        Matter.GROUP_EXCEEDED,
    }
    election = elections.open_ballot(
        record,
        SECRETARIAT,
        session,
        board="bureau",
        office="vice-president",
        held=Held(on=session.first_day),
        group="Western European and other States",
    )
    assert election.places == 2
    assert [one["name"] for one in election.candidates] == ["State DE", "State GB", "State FR"]
    votes = {str(here[code].id): count for code, count in (("DE", 50), ("GB", 40), ("FR", 60))}
    course = election_steps.add_ballot(
        record,
        SECRETARIAT,
        election,
        votes=votes,
        papers=80,
        abstentions=0,
        invalid=0,
        expects=1,
    )
    assert course.elected == (str(here["FR"].id), str(here["DE"].id))
    held = Held(on=session.first_day)
    elections.acclaim(record, SECRETARIAT, session, board="bureau", held=held)
    assert of(record, session).findings == ()


def test_an_officer_is_replaced_by_another_of_the_same_state(record, session, here):
    made = elected(record, session, here)
    leaving = next(one for one in made if one.delegation.code == "PL")
    on = session.first_day + timedelta(days=1)
    ends = {"how": Ending.RESIGNED, "on": on, "expected_version": 1}
    follows = Named(person="Somebody else", delegation=here["AZ"])
    with pytest.raises(RuleBroken) as refused:
        officers.replace_officer(record, SECRETARIAT, leaving, follows=follows, **ends)
    assert str(refused.value.rule) == "Rules of procedure, rule 31"
    successor = officers.replace_officer(
        record, SECRETARIAT, leaving, follows=Named(person="Somebody else"), **ends
    )
    assert (successor.replaces_id, successor.since, successor.office, successor.place) == (
        leaving.id,
        on,
        "rapporteur",
        leaving.place,
    )
    assert (leaving.until, leaving.ended) == (on, Ending.RESIGNED)
    assert of(record, session).findings == ()
    assert bureau.former(record, READER, session) == [leaving]
    with pytest.raises(Stale):
        officers.replace_officer(record, SECRETARIAT, leaving, **ends)


def test_chairs_of_groups_and_of_other_bodies(record, session, here):
    officers.name_officer(
        record,
        SECRETARIAT,
        session,
        body="Working Group",
        title="Chair",
        delegation=here["KE"],
        since=session.first_day,
    )
    (chair,) = bureau.others(record, READER, session)
    assert (chair.board_title, chair.title, chair.delegation.code) == (
        "Working Group",
        "Chair",
        "KE",
    )
    for person, day in (("First", 0), ("Second", 1)):
        officers.name_chair(
            record,
            SECRETARIAT,
            session,
            group=GRULAC,
            since=session.first_day + timedelta(days=day),
            person=person,
        )
    assert [one.person for one in bureau.chairs(record, READER, session)] == ["Second"]
    with pytest.raises(BadRequest) as refused:
        officers.name_chair(record, SECRETARIAT, session, group="X", since=session.first_day)
    assert set(refused.value.fields) == {"group"}


def test_what_is_not_known_is_said_to_be_unknown(record, session, here):
    for one in record.scalars(
        select(DelegationInstrument).where(DelegationInstrument.instrument == "FA")
    ):
        record.delete(one)
    record.commit()
    record.expire_all()
    nominated(record, session, here)
    found = of(record, session).findings
    assert {one.verdict for one in found} == {Verdict.UNKNOWN}
    assert {one.count for one in found} == {1, 2}
