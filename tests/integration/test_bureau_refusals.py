"""What officers of a session cannot come from, and who sees the meetings of a draft."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from procedure.credentials.values import Ruling
from services import bureau, duties, elections
from services.credentials_objections import object_to, rule_on
from services.election_rows import Held
from services.errors import BadRequest, RuleBroken
from services.examinations import Decided
from tests.bureau import elected, nominated, states
from tests.record import READER, SECRETARIAT, a_draft, a_session


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
@pytest.mark.parametrize("on", [date(2008, 10, 7), date(2999, 1, 1)])
def test_no_election_is_held_before_the_session_or_on_a_day_to_come(
    record, session, here, elect, on
):
    nominated(record, session, here)
    with pytest.raises(BadRequest) as refused:
        elect(record, session, on)
    assert set(refused.value.fields) == {"held_on"}


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
