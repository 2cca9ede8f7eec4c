"""What is to be done about delegations and officers, on the front page of a session."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html
from sqlalchemy import select

from models.conferences import Delegation
from procedure.credentials.values import Finding, Form, Issuer, SubmissionKind
from procedure.permissions import Role
from services import credentials, credentials_objections, examinations, nominations, observers
from services.delegates import add_delegate
from services.examinations import Opinion
from tests import site, staged
from tests.integration.test_delegations import SILVA
from tests.integration.test_observers import COUNCIL, LEAGUE
from tests.record import counted

FRONT = f"/sessions/{site.SLUG}/"
ORIGINAL = credentials.Given(
    kind=SubmissionKind.CREDENTIALS,
    issuer=Issuer.FOREIGN_MINISTER,
    dated=date(2008, 8, 1),
    form=Form.ORIGINAL,
)
REMINDER = "1 delegation is to be reminded of its credentials."
TO_EXAMINE = "The credentials of 1 party are to be examined."
VACANT = "10 offices of the bureau have no nominee yet."


@pytest.fixture
def austria(db):
    """The only delegation, of the focal point."""
    return db.scalars(select(Delegation).where(Delegation.name == "Austria")).one()


@pytest.fixture
def told(app):
    """What a role is told beside the next step; its links must lead somewhere."""

    def ask(role):
        client = site.signed_in(app, role)
        page = html.fromstring(client.get(FRONT).text)
        links = page.xpath("//ul[@class='further-steps']//a")
        assert {client.get(one.get("href")).status_code for one in links} <= {200}
        return [one.text_content() for one in page.xpath("//ul[@class='further-steps']//span")]

    return ask


def test_a_focal_point_is_told_what_its_delegation_has_still_to_give(told, db, austria):
    assert told(Role.FOCAL_POINT) == [
        "Still awaited from Austria: the names of the members of the delegation, credentials "
        "issued by an authority that the rule names and the original of the credentials.",
        "Austria has no delegates on the list of participants yet.",
    ]
    add_delegate(db, site.SECRETARIAT, austria, data=SILVA)
    assert len(told(Role.FOCAL_POINT)) == 1
    credentials.submit(db, site.SECRETARIAT, austria, given=ORIGINAL, upload=None)
    assert told(Role.FOCAL_POINT) == []


def test_papers_are_to_be_reminded_of_and_examined_and_the_report_adopted(told, db, austria):
    assert told(Role.SECRETARIAT) == [REMINDER, TO_EXAMINE, VACANT]
    assert told(Role.BUREAU) == [TO_EXAMINE, VACANT]
    assert told(Role.READER) == told(Role.CHAIR_TABLE) == []
    credentials.submit(db, site.SECRETARIAT, austria, given=ORIGINAL, upload=None)
    examinations.examine(
        db,
        site.SECRETARIAT,
        austria.session,
        expects=0,
        day=date(2008, 10, 10),
        opinions={austria.id: Opinion(Finding.IN_ORDER)},
    )
    adopt = "The Conference is to adopt the report on credentials."
    assert told(Role.SECRETARIAT) == [adopt, VACANT]
    assert told(Role.BUREAU) == [VACANT]


def test_objections_await_the_conference(told, db, austria):
    mali = Delegation(session=austria.session, name="Mali", code="MLI", kind="State party")
    db.add(mali)
    db.commit()
    credentials_objections.object_to(db, site.SECRETARIAT, austria, by=mali, grounds="Not theirs")
    objection = "1 objection to credentials awaits the decision of the Conference."
    assert objection in told(Role.SECRETARIAT)
    assert objection not in told(Role.BUREAU)


def test_what_the_conference_has_to_decide_on_is_overdue_for_the_secretariat(told, db):
    conference = staged.conference(db)
    observers.take(db, site.SECRETARIAT, conference, wanted=LEAGUE)
    overdue = "1 request of observers awaits a decision. Overdue since 8 October 2008."
    assert told(Role.SECRETARIAT)[2] == overdue
    assert overdue not in told(Role.BUREAU)
    council = observers.take(db, site.SECRETARIAT, conference, wanted=COUNCIL)
    council.delegation = None  # as of one whose status came with time alone
    db.commit()
    unlisted = "1 observer is not on the list of participants yet."
    assert told(Role.SECRETARIAT)[2:4] == [overdue, unlisted]
    assert unlisted not in told(Role.BUREAU)


def test_one_nomination_less_is_missing(told, db, austria):
    austria.regional_group = "Western European and other States"
    db.commit()
    nominations.nominate(
        db,
        site.SECRETARIAT,
        austria.session,
        board="bureau",
        office="president",
        delegation=austria,
    )
    assert told(Role.BUREAU)[-1] == "9 offices of the bureau have no nominee yet."


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.FOCAL_POINT])
def test_more_delegations_are_no_more_queries(sign_in, db, austria, role):
    client = sign_in(role)
    client.get(FRONT)
    engine = client.application.extensions["db_factory"].kw["bind"]
    found = []
    for names in ("AB", "CDEFGH"):
        session = austria.session
        db.add_all(
            Delegation(session=session, name=one, code=one, kind="State party") for one in names
        )
        db.commit()
        with counted(engine) as queries:
            assert client.get(FRONT).status_code == 200
        found.append(len(queries))
    assert found[0] == found[1]
