"""The pages of the bureau: nominated, elected, met, decided, and who presides."""

from datetime import date

import pytest
from lxml import html
from sqlalchemy import select

from models.bureau import Officer
from models.conferences import ConferenceSession
from procedure.permissions import Role
from procedure.programmes import VersionStatus
from services import bureau_meetings, nominations, officers
from services.bureau_meetings import Minutes
from services.programmes import current_version
from tests import site, staged
from tests.bureau import elected, nominated, states, voters
from tests.record import a_draft, counted

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/bureau/"
PAGES = ("", "nominations/", "elections/", "meetings/", "duties/", "others", "duties.csv")


@pytest.fixture
def session(db):
    return db.scalars(select(ConferenceSession)).one()


@pytest.fixture
def here(db, session):
    return states(db, session)


@pytest.fixture
def secretary(sign_in):
    return sign_in(Role.SECRETARIAT)


def test_pages_are_there_before_and_after_the_elections(db, secretary, session, here):
    for page in PAGES:
        assert secretary.get(BASE + page).status_code == 200
    elected(db, session, here)
    a_draft(db, session)
    for page in PAGES:
        assert secretary.get(BASE + page).status_code == 200
    page = staged.page_of(secretary, BASE)
    assert len(html.fromstring(page).xpath("//table[contains(@class,'officers')]/tbody/tr")) == 10
    assert "The officers are as the rules ask." in page


def test_the_public_sees_officers_and_neither_nominations_nor_meetings(db, sign_in, session, here):
    elected(db, session, here)
    public = sign_in(None)
    page = staged.page_of(public, BASE)
    assert "Person of AR" in page
    assert [link for link in staged.links(page) if link in {"Nominations", "Who presides"}] == []
    assert public.get(BASE + "nominations/").status_code == 302
    assert sign_in(Role.READER).get(BASE + "meetings/").status_code == 403


def test_a_delegation_is_nominated_and_the_nomination_withdrawn(db, secretary, session, here):
    form = {"office": "president", "delegation": here["AR"].id, "person": "E. Curia"}
    assert secretary.post(BASE + "nominations/", data=form).status_code == 303
    page = staged.page_of(secretary, BASE + "nominations/?office=vice-president")
    assert "E. Curia" in page
    assert "Vice-President: nobody is nominated for 8 places." in page
    assert "may stand" in page
    (one,) = nominations.rows.nominations(db, session)
    answer = secretary.post(BASE + f"nominations/{one.id}/withdraw")
    assert answer.status_code == 303
    assert "E. Curia" not in staged.page_of(secretary, BASE + "nominations/")
    assert secretary.post(BASE + f"nominations/{one.id}/withdraw").status_code == 404


def test_what_is_wrong_with_a_nomination_is_said_and_the_rest_kept(db, secretary, session, here):
    form = {"office": "president", "delegation": "x", "person": "E. Curia"}
    answer = secretary.post(BASE + "nominations/", data=form)
    assert answer.status_code == 422
    assert staged.texts(answer.text, "field-error") == ["Choose a delegation of this session."]
    assert 'value="E. Curia"' in answer.text
    here["FR"].regional_group = ""
    db.commit()
    answer = secretary.post(BASE + "nominations/", data={**form, "delegation": here["FR"].id})
    assert answer.status_code == 409
    assert "State FR: in none of the regional groups." in answer.text
    assert staged.texts(answer.text, "rule-cited") == ["Rules of procedure, rule 22"]


def test_one_click_elects_all_by_acclamation(db, secretary, session, here):
    nominated(db, session, here)
    form = {"held_on": session.first_day.isoformat(), "meeting": "1st meeting"}
    answer = secretary.post(BASE + "elections/acclaim", data=form)
    assert (answer.status_code, answer.location) == (303, BASE)
    page = staged.page_of(secretary, BASE + "elections/")
    assert page.count("Elected by acclamation:") == 3
    assert "1st meeting" in page
    answer = secretary.post(BASE + "elections/acclaim", data=form)
    assert (answer.status_code, "Nobody is nominated." in answer.text) == (422, True)


def test_an_election_by_ballot_to_its_end(db, secretary, session, here):
    voters(db, session)
    nominated(db, session, here, "CL")
    form = {"office": "president", "delegation": here["CL"].id}
    secretary.post(BASE + "nominations/", data=form)
    held = {"held_on": session.first_day.isoformat(), "contest": "president:"}
    answer = secretary.post(BASE + "elections/acclaim", data=held)
    assert (answer.status_code, "Hold a ballot." in answer.text) == (409, True)
    answer = secretary.post(BASE + "elections/", data=held)
    address = answer.location
    votes = {f"votes-{here['AR'].id}": "41", f"votes-{here['CL'].id}": "40"}
    wrong = {**votes, "papers": "90", "abstentions": "1", "invalid": "", "expects": "1"}
    answer = secretary.post(address + "ballot", data=wrong)
    assert answer.status_code == 422
    assert "The votes do not add up" in answer.text
    assert 'value="41"' in answer.text
    left_out = {**wrong, "papers": "42", f"votes-{here['CL'].id}": ""}  # it would add up with 0
    answer = secretary.post(address + "ballot", data=left_out)
    assert staged.texts(answer.text, "field-error") == ["Give a whole number."]
    answer = secretary.post(address + "ballot", data={**wrong, "papers": "82"})
    assert answer.status_code == 303
    page = staged.page_of(secretary, address)
    assert "Person of AR" in page
    assert "Count the ballot" not in page
    answer = secretary.post(address + "ballot", data={**wrong, "papers": "82"})
    assert answer.status_code == 409


def test_a_lot_is_noted(db, secretary, session, here):
    voters(db, session)
    nominated(db, session, here, "CL")
    form = {"office": "president", "delegation": here["CL"].id}
    secretary.post(BASE + "nominations/", data=form)
    held = {"held_on": session.first_day.isoformat(), "contest": "president:"}
    address = secretary.post(BASE + "elections/", data=held).location
    tie = {f"votes-{here[code].id}": "40" for code in ("AR", "CL")} | {"papers": "80"}
    for expects in ("1", "2"):
        secretary.post(address + "ballot", data={**tie, "expects": expects})
    assert "draw one by lot" in staged.page_of(secretary, address)
    answer = secretary.post(address + "lot", data={"expects": "3"})
    assert answer.status_code == 422
    drawn = {"drawn": here["CL"].id, "expects": "3"}
    assert secretary.post(address + "lot", data=drawn).status_code == 303
    assert "Drawing of lots" in staged.page_of(secretary, address)
    (president,) = db.scalars(select(Officer).where(Officer.office == "president"))
    assert president.delegation_id == here["CL"].id


def test_an_officer_is_replaced(db, secretary, session, here):
    one = next(one for one in elected(db, session, here) if one.office == "rapporteur")
    page = BASE + f"officers/{one.id}/"
    assert "Another representative of the same State follows (rule 31)." in staged.page_of(
        secretary, page
    )
    form = {"on": session.first_day.isoformat(), "version": "1", "person": "D. Next"}
    answer = secretary.post(page + "replace", data=form)
    assert staged.texts(answer.text, "field-error") == ["Say why the office ends."]
    answer = secretary.post(page + "replace", data={**form, "how": "resigned"})
    assert answer.status_code == 303
    shown = staged.page_of(secretary, BASE)
    assert "D. Next" in shown
    assert "resigned" in shown


def test_others_chairs_and_the_past(db, secretary, session, here):
    day = session.first_day.isoformat()
    other = {"body": "Working Group", "title": "Chair", "delegation": here["KE"].id, "since": day}
    assert secretary.post(BASE + "others", data=other).status_code == 303
    chair = {"group": "Asian States", "chair_person": "A. Chair", "chair_since": day}
    assert secretary.post(BASE + "chairs", data=chair).status_code == 303
    past = {"office": "president", "past_group": "Asian States", "sessions_before": "1"}
    assert secretary.post(BASE + "rotation", data=past).status_code == 303
    page = staged.page_of(secretary, BASE)
    for said in ("Working Group", "A. Chair", "Whose turn it is"):
        assert said in page
    for form, where in ((other, "others"), (chair, "chairs"), (past, "rotation")):
        emptied = dict.fromkeys(form, "")
        assert secretary.post(BASE + where, data=emptied).status_code == 422


def test_the_extended_bureau_meets_and_decides(db, secretary, session):
    minutes = {
        "held_on": "2008-05-28",
        "extended": "1",
        "agenda": "One\nTwo",
        "attendance": "E. Curia; President\nA. Chair",
        "notes": "Short.",
    }
    answer = secretary.post(BASE + "meetings/", data=minutes)
    address = answer.location
    page = staged.page_of(secretary, address)
    for said in ("E. Curia", "President", "A. Chair", "Two", "Short."):
        assert said in page
    assert secretary.get(address + "edit").status_code == 200
    edited = {**minutes, "version": "1", "notes": "Longer."}
    assert secretary.post(address + "edit", data=edited).status_code == 303
    assert secretary.post(address + "edit", data=edited).status_code == 409
    item = {"number": "2(b)(iii)", "title": "Victims", "source": "L.11"}
    assert secretary.post(BASE + "brackets", data=item).status_code == 303
    assert secretary.post(BASE + "brackets", data=item).status_code == 422
    settled = {"item": "1", "outcome": "kept", "new_number": "2(e)", "text": ""}
    assert secretary.post(address + "decisions", data={**settled, "outcome": ""}).status_code == 422
    assert secretary.post(address + "decisions", data=settled).status_code == 303
    assert secretary.post(address + "decisions", data={"text": "Adds 1 (f)."}).status_code == 303
    assert "Adds 1 (f)." in staged.page_of(secretary, address)
    page = staged.page_of(secretary, BASE + "meetings/")
    assert "No business is asked for under item 2(e): add it." in page


def test_a_programme_is_approved_at_a_meeting(db, secretary, session):
    draft = a_draft(db, session)
    held = bureau_meetings.hold(
        db,
        site.SECRETARIAT,
        session,
        minutes=Minutes(held_on=date(2008, 5, 28), extended=True),
    )
    address = BASE + f"meetings/{held.number}/"
    answer = secretary.post(address + "approve", data={"programme": draft.number})
    assert answer.status_code == 303
    db.expire_all()
    assert current_version(db, site.SECRETARIAT, session).status is VersionStatus.APPROVED
    assert "Approves version 1 of the programme" in staged.page_of(secretary, address)
    answer = secretary.post(address + "approve", data={"programme": draft.number})
    assert answer.status_code == 409
    assert "cannot take this step now" in answer.text


def test_later_sessions_are_named_by_their_numbers_where_that_of_this_one_is_known(
    db, secretary, session
):
    had = {"board": "bureau", "office": "president", "group": "Asian States"}
    officers.note_past(db, site.SECRETARIAT, session, sessions_before=1, source="", **had)
    assert later_sessions(secretary)[:3] == ["This session", "Fifth session", "Sixth session"]
    session.title = "Conference of the Parties"
    db.commit()
    assert later_sessions(secretary)[:3] == ["This session", "The next session", "2 sessions later"]


def later_sessions(secretary):
    """The sessions for which the page of the bureau says whose turn it is."""
    page = html.fromstring(staged.page_of(secretary, BASE))
    return page.xpath("//h2[.='Whose turn it is']/following::table//tbody//th/text()")


@pytest.mark.parametrize("page", ["", "nominations/?office=vice-president", "elections/"])
def test_pages_ask_as_much_for_nine_nominations_as_for_one(db, secretary, session, here, page):
    nominated(db, session, here, *(code for code in here if code != "AR"))
    secretary.get(BASE + page)
    with counted(db.get_bind().engine) as few:
        secretary.get(BASE + page)
    nominated(db, session, here, "AR", "ZA")
    with counted(db.get_bind().engine) as many:
        secretary.get(BASE + page)
    assert 0 < len(many) == len(few)
