"""What changes on the pages of the bureau: ballots called off, officers who leave, stale forms."""

from datetime import date, timedelta

import pytest
from lxml import html
from sqlalchemy import select

from models.bureau import Officer
from models.conferences import ConferenceSession
from procedure.permissions import Role
from services import accounts, bureau_meetings, duties
from services.bureau_meetings import Minutes
from tests import site, staged
from tests.bureau import elected, nominated, states, voters
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


@pytest.fixture
def ballot(db, secretary, session, here):
    """The address of a ballot for the presidency between Argentina and Chile."""
    voters(db, session)
    nominated(db, session, here, "CL")
    form = {"office": "president", "delegation": here["CL"].id}
    secretary.post(BASE + "nominations/", data=form)
    held = {"held_on": session.first_day.isoformat(), "contest": "president:"}
    return secretary.post(BASE + "elections/", data=held).location


def ticked(page, name):
    found = html.fromstring(page).xpath(f"//input[@name='{name}'][@checked]/@value")
    return [str(one) for one in found]


def chosen(page, name):
    found = html.fromstring(page).xpath(f"//select[@name='{name}']/option[@selected]/@value")
    return [str(one) for one in found]


def test_an_election_is_called_off_with_a_reason(db, secretary, session, here, ballot):
    page = staged.page_of(secretary, BASE + "nominations/")
    assert page.count("Ballot under way") == 2
    off = {"what": "election", "expects": "1"}
    answer = secretary.post(ballot + "off", data=off)
    assert staged.texts(answer.text, "field-error") == ["This must not be empty."]
    answer = secretary.post(ballot + "off", data={**off, "reason": "By acclamation instead."})
    assert answer.status_code == 303
    page = staged.page_of(secretary, ballot)
    for said in ("By acclamation instead.", "Those who were nominated still are."):
        assert said in page
    for gone in ("Count the ballot", "Note the withdrawal", "Call it off"):
        assert gone not in page
    assert "By acclamation instead." in staged.page_of(secretary, BASE + "elections/")
    assert "Ballot under way" not in staged.page_of(secretary, BASE + "nominations/")
    held = {"held_on": session.first_day.isoformat(), "contest": "president:"}
    assert secretary.post(BASE + "elections/", data=held).status_code == 303


def test_a_ballot_that_was_counted_is_called_off_and_held_again(secretary, here, ballot):
    tie = {f"votes-{here[code].id}": "40" for code in ("AR", "CL")} | {"papers": "80"}
    assert secretary.post(ballot + "ballot", data={**tie, "expects": "1"}).status_code == 303
    answer = secretary.post(ballot + "off", data={"reason": "One paper too many.", "expects": "2"})
    assert staged.texts(answer.text, "field-error") == ["Say what is called off."]
    assert 'value="One paper too many."' in answer.text
    off = {"reason": "One paper too many.", "expects": "2", "what": "ballot"}
    assert secretary.post(ballot + "off", data=off).status_code == 303
    page = staged.page_of(secretary, ballot)
    for said in ("does not count", "One paper too many.", "it is as if it had not been begun"):
        assert said in page
    assert "Ballot 2" not in page
    won = {**tie, f"votes-{here['AR'].id}": "41", "papers": "81", "expects": "3"}
    assert secretary.post(ballot + "ballot", data=won).status_code == 303
    assert "The election is over." in staged.page_of(secretary, ballot)


def test_a_candidate_withdraws_and_papers_with_the_name_are_not_counted(
    db, secretary, here, ballot
):
    out = {"candidate": here["CL"].id, "expects": "1", "withdrawn": "By letter."}
    answer = secretary.post(ballot + "withdraw", data={**out, "candidate": "x"})
    assert staged.texts(answer.text, "field-error") == [
        "Choose one of those who stand in this election."
    ]
    assert secretary.post(ballot + "withdraw", data=out).status_code == 303
    votes = {f"votes-{here['AR'].id}": "41", f"votes-{here['CL'].id}": "40", "papers": "81"}
    answer = secretary.post(ballot + "ballot", data={**votes, "expects": "1"})
    assert answer.status_code == 409
    assert "Someone else changed this first" in answer.text
    assert 'value="41"' in answer.text
    assert ('name="expects" value="2"' in answer.text, "By letter." in answer.text) == (True, True)
    assert secretary.post(ballot + "unopposed", data={"expects": "2"}).status_code == 303
    (president,) = db.scalars(select(Officer).where(Officer.office == "president"))
    assert president.delegation_id == here["AR"].id
    assert "Elected without a ballot" in staged.page_of(secretary, ballot)


def test_no_step_is_taken_of_an_election_that_is_over_or_before_its_lot(secretary, here, ballot):
    tie = {f"votes-{here[code].id}": "40" for code in ("AR", "CL")} | {"papers": "80"}
    for expects in ("1", "2"):
        secretary.post(ballot + "ballot", data={**tie, "expects": expects})
    answer = secretary.post(ballot + "ballot", data={"expects": "3"})
    assert (answer.status_code, "The lot is to be drawn first." in answer.text) == (409, True)
    off = {"what": "election", "reason": "A mistake.", "expects": "3"}
    assert secretary.post(ballot + "off", data=off).status_code == 303
    for step in ("ballot", "lot", "withdraw", "unopposed", "off"):
        answer = secretary.post(ballot + step, data={})
        assert (answer.status_code, "This election is over." in answer.text) == (409, True)


def test_who_is_not_of_the_secretariat_is_offered_no_step(sign_in, ballot):
    page = html.fromstring(staged.page_of(sign_in(None), ballot))
    assert page.xpath("//main//form") == []


def test_an_officer_leaves_on_a_later_day_and_the_successor_is_named_then(
    db, secretary, session, here
):
    one = next(one for one in elected(db, session, here) if one.office == "rapporteur")
    a_draft(db, session)
    page, later = BASE + f"officers/{one.id}/", date.today() + timedelta(days=30)  # noqa: DTZ011 - any later day
    form = {"on": later.isoformat(), "version": "1", "how": "resigned"}
    assert secretary.post(page + "successor", data={}).status_code == 409
    noted = {**form, "note": "By letter of 1 October."}
    assert secretary.post(page + "replace", data=noted).status_code == 303
    assert secretary.post(page + "replace", data={}).status_code == 409
    shown = staged.page_of(secretary, page)
    assert "By letter of 1 October." in shown
    assert "Name who follows" in shown
    assert "Days on which they are not there" in shown
    answer = secretary.post(page + "replace", data={**form, "note": "Kept."})
    assert (answer.status_code, "Someone else changed this first" in answer.text) == (409, True)
    next_one = {"since": later.isoformat(), "person": ""}
    answer = secretary.post(page + "successor", data=next_one)
    assert staged.texts(answer.text, "field-error") == ["Say who follows."]
    answer = secretary.post(page + "successor", data={**next_one, "person": "D. Next"})
    assert answer.status_code == 303
    shown = staged.page_of(secretary, BASE)
    assert "Person of PL" in shown
    assert "D. Next" in shown
    assert "Former officers" not in shown
    answer = secretary.post(page + "successor", data={**next_one, "person": "D. Other"})
    assert answer.status_code == 409


def test_a_form_of_absences_that_is_stale_is_refused_and_keeps_what_was_ticked(
    db, secretary, session, here
):
    made = elected(db, session, here)
    a_draft(db, session)
    one = next(one for one in made if one.office == "vice-president")
    away = BASE + f"officers/{one.id}/absences"
    day = session.first_day.isoformat()
    assert secretary.post(away, data={"version": "1"}).status_code == 303
    duties.set_absences(db, site.SECRETARIAT, one, days=[session.first_day], expected_version=1)
    answer = secretary.post(away, data={"version": "1"})
    assert answer.status_code == 409
    assert ticked(answer.text, "absent") == []
    assert "Noted now:" in answer.text
    assert 'name="version" value="2"' in answer.text
    answer = secretary.post(away, data={"version": "2", "absent": day})
    assert answer.status_code == 303


def test_a_form_of_duties_that_is_stale_is_refused_and_keeps_who_was_chosen(
    db, secretary, session, here
):
    made = elected(db, session, here)
    a_draft(db, session)
    one, other = [one for one in made if one.office == "vice-president"][:2]
    page = html.fromstring(staged.page_of(secretary, BASE + "duties/"))
    meeting = page.xpath("//tr/@id")[0]
    form = {"meeting": meeting, "seen": "", "seen_pinned": ""}
    mine = {**form, "officer": one.id, "pinned": "1"}
    assert secretary.post(BASE + "duties/assign", data=mine).status_code == 303
    answer = secretary.post(BASE + "duties/assign", data={**form, "officer": other.id})
    assert answer.status_code == 409
    assert chosen(answer.text, "officer")[0] == str(other.id)
    assert ticked(answer.text, "pinned") == []
    assert f"Noted now: {one.person}" in " ".join(
        html.fromstring(answer.text).text_content().split()
    )
    again = {"meeting": meeting, "officer": other.id, "seen": one.id, "seen_pinned": "1"}
    assert secretary.post(BASE + "duties/assign", data=again).status_code == 303
    page = staged.page_of(secretary, BASE + "duties/")
    assert chosen(page, "officer")[0] == str(other.id)


def test_a_second_form_does_not_settle_an_item_again(db, secretary, session):
    for day in (27, 28):
        minutes = Minutes(held_on=date(2008, 5, day), extended=True)
        bureau_meetings.hold(db, site.SECRETARIAT, session, minutes=minutes)
    first, second = BASE + "meetings/1/", BASE + "meetings/2/"
    item = {"number": "2(b)(iii)", "title": "Victims"}
    secretary.post(BASE + "brackets", data=item)
    kept = {"item": "1", "outcome": "kept", "new_number": "2(e)", "text": ""}
    assert secretary.post(first + "decisions", data=kept).status_code == 303
    deleted = {"item": "1", "outcome": "deleted", "text": "Deletes it."}
    answer = secretary.post(second + "decisions", data=deleted)
    assert answer.status_code == 422
    (said,) = staged.texts(answer.text, "field-error")
    assert said.startswith("2(b)(iii): kept as 2(e). The Extended bureau decided so on 27 May 2008")
    assert "Deletes it." in answer.text
    assert chosen(answer.text, "outcome") == ["deleted"]
    page = html.fromstring(answer.text)
    (choice,) = page.xpath("//select[@name='item']/optgroup[@label='Revise what was decided']/*")
    assert choice.get("value") == "1:1"
    answer = secretary.post(second + "decisions", data={**deleted, "item": "1:1"})
    assert answer.status_code == 303
    assert "revises the decision of" in staged.page_of(secretary, second)
    page = html.fromstring(staged.page_of(secretary, first))
    (old,) = page.xpath("//li[@class='decision-revised']/a")
    assert (old.get("href"), old.text) == (second, "revised on 28 May 2008")
    assert "decision-revised" not in staged.page_of(secretary, second)
    assert "deleted" in staged.page_of(secretary, BASE + "meetings/")


def test_who_is_focal_point_and_of_the_bureau_is_offered_only_forms_they_may_use(
    app, db, sign_in, session, here
):
    """No form that a page shows is refused, empty as it is, because it is not for them."""
    user = accounts.demo_user(db, Role.FOCAL_POINT)
    accounts.grant(db, site.SECRETARIAT, user, Role.BUREAU, session=session)
    nominated(db, session, here)
    a_draft(db, session)
    both, own = sign_in(Role.FOCAL_POINT), session.delegations[0].id
    root = f"/sessions/{site.SLUG}/"
    pages = [BASE + page for page in ("", "nominations/", "elections/", "meetings/", "duties/")]
    for one in (own, here["AR"].id):
        pages += [f"{root}delegations/{one}", f"{root}delegations/{one}/credentials"]
    pages += [root + page for page in ("delegations/", "credentials/", "observers/")]
    for page in pages:
        answer = both.get(page, follow_redirects=True)
        assert answer.status_code == 200, page
        for form in html.fromstring(answer.text).xpath("//main//form[@method='post'][.//button]"):
            action = form.get("action") or page
            assert both.post(action, data={}).status_code != 403, (page, action)
    for one, offered in ((own, True), (here["AR"].id, False)):
        shown = staged.page_of(both, f"{root}delegations/{one}/credentials")
        assert ("Submit papers" in shown) is offered
        assert ("Object to the admission of another party" in shown) is offered
