"""What officers of a session cannot come from, and who sees the meetings of a draft."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from procedure.bureau.composition import Matter, Verdict
from procedure.bureau.values import Ending
from procedure.credentials.values import Ruling
from services import bureau, bureau_meetings, duties, elections, nominations, officers
from services.bureau_meetings import Minutes
from services.credentials_objections import object_to, rule_on
from services.election_rows import Held
from services.errors import BadRequest, RuleBroken
from services.examinations import Decided
from tests.bureau import elected, nominated, states
from tests.record import READER, SECRETARIAT, a_draft, a_session
from tests.unit import problems


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def here(record, session):
    return states(record, session)


def ballot(record, session, on):
    return elections.open_ballot(
        record, SECRETARIAT, session, board="bureau", office="president", held=Held(on=on)
    )


def acclamation(record, session, on):
    return elections.acclaim(record, SECRETARIAT, session, board="bureau", held=Held(on=on))


def test_a_delegation_that_the_conference_rejected_is_not_nominated(record, session, here):
    made = object_to(record, SECRETARIAT, here["AR"], by=here["CN"], grounds="Not the government.")
    made_on = made.at.astimezone(ZoneInfo(session.time_zone)).date()  # long after the session
    decided = Decided(day=made_on, meeting=1)
    rule_on(record, SECRETARIAT, session, made.id, ruling=Ruling.UPHELD, decided=decided)
    with pytest.raises(RuleBroken) as refused:
        nominated(record, session, here)
    assert str(refused.value.rule) == "Rules of procedure, rules 18 to 20"


@pytest.mark.parametrize("elect", [ballot, acclamation])
@pytest.mark.parametrize("on", [date(2008, 10, 7), date(2008, 12, 1), date(2999, 1, 1)])
def test_no_election_is_held_but_while_the_conference_sits(record, session, here, elect, on):
    nominated(record, session, here)
    with pytest.raises(BadRequest) as refused:
        elect(record, session, on)
    assert set(refused.value.fields) == {"held_on"}


def meets(record, session, on):
    minutes = Minutes(held_on=on, extended=True)
    return bureau_meetings.hold(record, SECRETARIAT, session, minutes=minutes)


def outside(record, session, on, last):
    """What is said of a meeting on a day on which the bureau cannot have met."""
    with pytest.raises(BadRequest) as refused:
        meets(record, session, on)
    assert set(refused.value.fields) == {"held_on"}
    assert refused.value.fields["held_on"].values["last"] == last
    return refused.value.fields["held_on"].values["first"]


def test_the_bureau_meets_between_the_session_before_and_a_year_after_its_own(record, session):
    first = session.first_day - timedelta(days=732)
    last = session.last_day + timedelta(days=366)
    assert outside(record, session, date(1900, 1, 1), last) == first
    assert outside(record, session, last + timedelta(days=1), last) == first
    assert meets(record, session, first).held_on == first
    made = meets(record, session, last)
    with pytest.raises(BadRequest):
        bureau_meetings.edit(
            record,
            SECRETARIAT,
            made,
            minutes=Minutes(held_on=date(1900, 1, 1), extended=True),
            expected_version=made.version,
        )
    problem = problems.problem()
    later = replace(
        problem,
        session=replace(
            problem.session,
            id="later",
            first_day=date(2010, 10, 18),
            last_day=date(2010, 10, 22),
        ),
    )
    following = a_session(record, later)
    ends = session.last_day
    before = ends - timedelta(days=1)
    assert outside(record, following, before, date(2011, 10, 23)) == ends
    assert meets(record, following, ends).held_on == ends


def test_a_state_that_is_no_party_by_its_capacity_is_not_nominated(record, session, here):
    here["AR"].kind = "Signatory"
    record.commit()
    record.expire_all()
    with pytest.raises(RuleBroken, match="recorded as party to the Organized Crime") as refused:
        nominated(record, session, here)
    assert str(refused.value.rule) == "Rules of procedure, rule 22"
    stands = bureau.standing(record, READER, session, "bureau")
    (argentina,) = [
        one
        for one in bureau.candidacies(record, READER, session, stands, "president")
        if one.delegation == str(here["AR"].id)
    ]
    assert (argentina.may, argentina.why[0].matter) == (False, Matter.NOT_AS_PARTY)


def test_an_officer_whose_capacity_was_changed_is_found(record, session, here):
    elected(record, session, here)
    here["AR"].kind = "Signatory"
    record.commit()
    record.expire_all()
    findings = bureau.standing(record, READER, session, "bureau").findings
    assert [(one.verdict, one.matter, one.office) for one in findings] == [
        (Verdict.BROKEN, Matter.NOT_AS_PARTY, "president")
    ]


def test_a_second_office_is_refused_by_practice(record, session, here):
    nominated(record, session, here)
    with pytest.raises(RuleBroken, match="in more than one office") as refused:
        nominations.nominate(
            record,
            SECRETARIAT,
            session,
            board="bureau",
            office="rapporteur",
            delegation=here["AR"],
        )
    assert str(refused.value.rule) == "The practice of the Conference"


def test_a_state_that_is_nominated_for_another_office_does_not_follow_in_one(record, session, here):
    made = elected(record, session, here)
    leaving, rapporteur = (
        next(one for one in made if one.delegation.code == c) for c in ("DE", "PL")
    )
    ends = {"how": Ending.RESIGNED, "on": session.first_day, "expected_version": 1}
    for one in (leaving, rapporteur):
        officers.replace_officer(record, SECRETARIAT, one, **ends)
    ways = {"board": "bureau", "office": "vice-president"}
    nominations.nominate(record, SECRETARIAT, session, delegation=here["PL"], **ways)
    following = {"follows": officers.Named(person="P."), "since": session.first_day}
    with pytest.raises(RuleBroken, match="in more than one office"):
        officers.name_successor(record, SECRETARIAT, rapporteur, **following)
    assert officers.name_successor(record, SECRETARIAT, leaving, **following).person == "P."


def test_nobody_is_acclaimed_to_an_office_that_is_being_voted_on(record, session, here):
    nominated(record, session, here)
    ballot(record, session, session.first_day)
    with pytest.raises(BadRequest) as refused:
        acclamation(record, session, session.first_day)
    assert str(refused.value.fields["office"]) == "An election to this office is under way."
    assert bureau.standing(record, READER, session, "bureau").officers == []


def test_who_may_not_see_a_draft_sees_no_duties_of_it(record, session, here):
    elected(record, session, here)
    a_draft(record, session)
    duties.propose(record, SECRETARIAT, session)
    assert duties.roster(record, READER, session).meetings == []
    assert len(duties.roster(record, SECRETARIAT, session).meetings) == 2
