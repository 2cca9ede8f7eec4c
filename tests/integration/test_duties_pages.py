"""The pages of duties: who presides, by hand and shared out, and over other bodies."""

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select

from models.conferences import ConferenceSession
from procedure.bureau.values import Ending
from procedure.permissions import Role
from services import duties, officers
from services.duties import Put
from tests import site, staged
from tests.bureau import elected, states
from tests.record import a_draft

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/bureau/"


@pytest.fixture
def session(db):
    return db.scalars(select(ConferenceSession)).one()


@pytest.fixture
def here(db, session):
    return states(db, session)


@pytest.fixture
def secretary(sign_in):
    return sign_in(Role.SECRETARIAT)


def test_duties_are_shared_out_and_changed_by_hand(db, secretary, session, here):
    a_draft(db, session)
    assert secretary.post(BASE + "duties/").status_code == 422
    made = elected(db, session, here)
    assert secretary.post(BASE + "duties/").status_code == 303
    president = next(one for one in made if one.office == "president")
    other = next(one for one in made if one.office == "vice-president")
    page = html.fromstring(staged.page_of(secretary, BASE + "duties/"))
    meetings = page.xpath("//tr/@id")
    chosen = page.xpath("//select[@name='officer']/option[@selected]/@value")
    assert chosen == [str(president.id)] * 2
    form = {"meeting": meetings[0], "officer": other.id, "pinned": "1", "seen": president.id}
    assert secretary.post(BASE + "duties/assign", data=form).status_code == 303
    assert secretary.post(BASE + "duties/assign", data={"meeting": "x"}).status_code == 422
    sheet = secretary.get(BASE + "duties.csv").text.splitlines()
    presides = [line.split(",")[-2] for line in sheet[1:]]
    assert presides == [other.person, president.person, ""]  # over the group nobody is noted
    calendar = secretary.get(BASE + f"duties/{other.id}.ics").text
    assert calendar.count("BEGIN:VEVENT") == 1
    day = staged.page_of(secretary, BASE + f"officers/{other.id}/")
    days = html.fromstring(day).xpath("//input[@name='absent']/@value")
    away = BASE + f"officers/{other.id}/absences"
    assert secretary.post(away, data={"absent": days[0], "version": "1"}).status_code == 303
    for wrong in ("1999-01-01", "soon"):
        answer = secretary.post(away, data={"absent": wrong, "version": "2"})
        assert answer.status_code == 422
    assert "absent" in staged.page_of(secretary, BASE + "duties/")


def test_who_is_not_in_office_has_left_or_is_still_to_come_and_is_not_just_absent(
    db, secretary, session, here
):
    made, draft = elected(db, session, here), a_draft(db, session)
    leaving = next(one for one in made if one.office == "vice-president")
    leaving.until, leaving.ended = session.first_day + timedelta(days=1), Ending.RESIGNED
    follows = next(one for one in made if one.office == "president")
    follows.since = session.first_day + timedelta(days=2)
    for one in draft.meetings:
        one.date = session.first_day + timedelta(days=1)
    db.commit()
    page = html.fromstring(staged.page_of(secretary, BASE + "duties/"))
    said = {
        one.get("value"): one.text for one in page.xpath("(//select[@name='officer'])[1]/option")
    }
    assert said[str(leaving.id)].endswith("(left on 9 October 2008)")
    assert said[str(follows.id)].endswith("(in office from 10 October 2008)")


def test_who_was_put_over_a_meeting_and_left_before_the_session_is_shown_so(
    db, secretary, session, here
):
    made, draft = elected(db, session, here), a_draft(db, session)
    leaving = next(one for one in made if one.office == "president")
    meeting = draft.meetings[0].uid
    duties.assign(
        db, site.SECRETARIAT, session, meeting_uid=meeting, put=Put(leaving.id), seen=Put()
    )
    leaving.until, leaving.ended = session.first_day, Ending.RESIGNED
    db.commit()
    answer = staged.page_of(secretary, BASE + "duties/")
    chosen = html.fromstring(answer).xpath("//select[@name='officer']/option[@selected]/@value")
    assert chosen == [str(leaving.id)]
    assert staged.texts(answer, "field-error") == ["left on 8 October 2008"]


def test_who_presides_over_other_bodies_is_said_or_that_it_is_not_noted(
    db, secretary, session, here
):
    elected(db, session, here)
    a_draft(db, session)
    assert elsewhere(secretary) == [
        ["WG", "It is not noted who presides.", "1st meeting, 8 October 2008, 3 p.m."]
    ]
    for body, title in (("wg", "Chair"), ("Talks", "Facilitator")):
        officers.name_officer(
            db,
            site.SECRETARIAT,
            session,
            body=body,
            title=title,
            delegation=here["KE"],
            since=session.first_day,
            person=f"The {title}",
        )
    assert elsewhere(secretary) == [
        [
            "WG",
            "Chair: The Chair (State KE)",
            "1st meeting, 8 October 2008, 3 p.m.",
        ],
        ["Talks", "Facilitator: The Facilitator (State KE)", "Not a body of the programme."],
    ]


def elsewhere(secretary):
    """What the page of duties says of other bodies: each, who presides, and when."""
    page = html.fromstring(staged.page_of(secretary, BASE + "duties/"))
    (those,) = page.xpath("//h2[.='Other bodies']/following-sibling::ul[1]")
    return [[" ".join(part.text_content().split()) for part in one] for one in those]
