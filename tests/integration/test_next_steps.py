"""What each person is told to do next, as the programme goes from nothing to adopted."""

import pytest

from models.runs import SolverRun
from procedure.permissions import Role
from procedure.programmes import VersionStatus
from services import programme_decisions, programmes, runs
from services.accounts import user_by_email
from services.inscriptions import inscribe
from services.sessions import session_by_slug
from services.speakers import make_list
from services.standings import standings
from tests import site
from tests.record import a_programme, counted
from tests.speakers import CLOSES, OPENS, REPRESENTATIVE, focal_point, terms
from web.next_steps import next_step

pytestmark = pytest.mark.in_turn

PLANNERS = {Role.SECRETARIAT, Role.BUREAU, Role.INTERPRETATION_PLANNER}
NOT_YET = "The programme has not been released yet."
NO_PROGRAMME = "There is no programme yet. Check the requirements, and have one proposed."
RELEASED = "The programme has been released."
CALENDAR = "Your calendar can follow the programme, whatever changes."
ALL = [None, *Role]


@pytest.fixture
def conference(db):
    return session_by_slug(db, site.SECRETARIAT, site.SLUG)


@pytest.fixture
def told(app, db, conference):
    """What each role is told; the link that goes with it must lead somewhere."""

    def ask():
        db.rollback()
        found = {}
        with app.test_request_context("/"):
            for role in ALL:
                user = None if role is None else user_by_email(db, site.email(role)).id
                (standing,) = standings(db, user, [conference])
                found[role] = next_step(standing)
        for role, step in found.items():
            assert site.signed_in(app, role).get(step.url or "/").status_code == 200
        return {role: step.text for role, step in found.items()}

    return ask


def store(db, conference):
    return programmes.store_programme(db, site.SECRETARIAT, conference, a_programme())


def test_before_there_is_a_programme(told):
    may_propose = {Role.SECRETARIAT, Role.BUREAU}
    assert told() == {role: NO_PROGRAMME if role in may_propose else NOT_YET for role in ALL}


def test_while_one_is_searched_for(told, db, conference):
    runs.propose(db, site.SECRETARIAT, conference, enqueue=lambda _run: None)
    searching = "A programme is being searched for."
    assert told() == {role: searching if role in PLANNERS else NOT_YET for role in ALL}
    assert db.query(SolverRun).count() == 1


def test_with_a_draft(told, db, conference):
    store(db, conference)
    awaits = "Version 1 awaits the extended bureau."
    assert told() == {
        **dict.fromkeys(ALL, NOT_YET),
        Role.SECRETARIAT: "Version 1 is ready to be looked at and released.",
        Role.BUREAU: awaits,
        Role.INTERPRETATION_PLANNER: awaits,
    }


def test_once_it_is_approved_and_adopted(told, db, conference):
    version = store(db, conference)
    released = {**dict.fromkeys(ALL, RELEASED), Role.FOCAL_POINT: CALENDAR}
    programme_decisions.decide(db, site.SECRETARIAT, version, VersionStatus.APPROVED)
    assert told() == {
        **released,
        Role.SECRETARIAT: "The Conference is to adopt the programme.",
    }
    programme_decisions.decide(db, site.SECRETARIAT, version, VersionStatus.ADOPTED)
    assert told() == released


def test_a_draft_beside_what_was_adopted(told, db, conference):
    version = store(db, conference)
    for status in (VersionStatus.APPROVED, VersionStatus.ADOPTED):
        programme_decisions.decide(db, site.SECRETARIAT, version, status)
    store(db, conference)
    assert told()[Role.SECRETARIAT] == "Version 2 is ready to be looked at and released."
    assert told()[Role.READER] == RELEASED


@pytest.mark.parametrize("role", [None, Role.SECRETARIAT])
@pytest.mark.parametrize("path", ["/", f"/sessions/{site.SLUG}/"])
def test_the_number_of_queries_does_not_grow(sign_in, db, conference, path, role):
    client = sign_in(role)
    client.get(path)
    engine = client.application.extensions["db_factory"].kw["bind"]
    found = []
    for drafts in (1, 3):
        for _ in range(drafts):
            version = store(db, conference)
        programme_decisions.decide(db, site.SECRETARIAT, version, VersionStatus.APPROVED)
        with counted(engine) as queries:
            assert client.get(path).status_code == 200
        found.append(len(queries))
    assert found[0] == found[1]


def test_a_focal_point_is_led_to_a_list_that_awaits_its_delegation(told, db, conference):
    hours = {"opens_at": OPENS, "closes_at": CLOSES.replace(year=2098)}
    speakers = make_list(
        db, site.SECRETARIAT, conference, key="item-2", business="2", terms=terms(**hours)
    )
    awaited = (
        "The list of speakers “Item 2” is open from Friday, 15 August 2008, 10 a.m. to Wednesday, "
        "8 October 2098, 10 a.m."
    )
    assert told()[Role.FOCAL_POINT] == awaited
    assert told()[Role.READER] == NOT_YET
    (austria,) = conference.delegations
    inscribe(db, focal_point(austria), speakers, austria, wanted=REPRESENTATIVE)
    assert told()[Role.FOCAL_POINT] == NOT_YET
