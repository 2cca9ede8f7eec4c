"""The pages of elections: which ballots they offer, and by rules that ask for one always."""

from dataclasses import replace

import pytest
from lxml import html
from sqlalchemy import select

from models.conferences import ConferenceSession
from procedure import rulebook as rulebooks
from procedure.permissions import Role
from services import nominations, officers
from tests import site, staged
from tests.bureau import nominated, states, voters
from tests.record import SECRETARIAT
from tests.unit.bureaux import BOOK, GRULAC

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/bureau/"


@pytest.fixture
def session(db):
    return db.scalars(select(ConferenceSession)).one()


@pytest.fixture
def here(db, session):
    made = states(db, session)
    voters(db, session)
    return made


@pytest.fixture
def secretary(sign_in):
    return sign_in(Role.SECRETARIAT)


@pytest.fixture
def always_by_ballot(monkeypatch):
    """Rules that know no acclamation."""
    elections = replace(BOOK.bureau.elections, acclamation=False)
    book = replace(BOOK, bureau=replace(BOOK.bureau, elections=elections))
    monkeypatch.setattr(rulebooks, "rulebooks", lambda: (book,))


def offered(page):
    """The ballots that can be begun, in words."""
    options = html.fromstring(page).xpath("//select[@name='contest']/option")
    return [(one.get("value"), one.text_content().strip()) for one in options]


def named(db, session, office, *those):
    for one in those:
        nominations.nominate(
            db, SECRETARIAT, session, board="bureau", office=office, delegation=one
        )


def test_a_ballot_on_one_place_comes_first_and_is_among_all(db, secretary, session, here):
    named(db, session, "president", here["AR"], here["NG"])
    here["KE"].regional_group = GRULAC
    db.commit()
    named(db, session, "vice-president", here["CL"], here["KE"])
    page = staged.page_of(secretary, BASE + "elections/")
    assert offered(page) == [("president:", "President")]
    assert "hold a ballot first" in page
    held = {"held_on": session.first_day.isoformat(), "contest": "president:"}
    address = secretary.post(BASE + "elections/", data=held).location
    votes = {f"votes-{here['AR'].id}": "30", f"votes-{here['NG'].id}": "20", "expects": "1"}
    answer = secretary.post(address + "ballot", data={**votes, "papers": "99"})
    assert answer.status_code == 422
    assert staged.texts(answer.text, "field-error") == [
        "93 delegations may vote (rule 12): there cannot be more ballot papers."
    ]
    assert 'value="99"' in answer.text
    secretary.post(address + "ballot", data={**votes, "papers": "50"})
    page = staged.page_of(secretary, BASE + "elections/")
    group = "Latin American and Caribbean States"
    assert offered(page) == [(f"vice-president:{group}", f"Vice-President: {group}")]


def test_an_office_that_is_filled_is_offered_no_more(db, secretary, session, here):
    nominated(db, session, here)
    assert len(offered(staged.page_of(secretary, BASE + "elections/"))) == 3
    held = {"held_on": session.first_day.isoformat(), "contest": "president:"}
    address = secretary.post(BASE + "elections/", data=held).location
    votes = {f"votes-{here['AR'].id}": "30", "papers": "30", "expects": "1"}
    secretary.post(address + "ballot", data=votes)
    page = staged.page_of(secretary, BASE + "elections/")
    assert [value for value, _said in offered(page)] == ["vice-president:", "rapporteur:"]
    form = {"office": "president", "delegation": here["KE"].id}
    answer = secretary.post(BASE + "nominations/", data=form)
    assert answer.status_code == 422
    assert staged.texts(answer.text, "field-error") == ["All places of this office are filled."]


def test_an_acclamation_noted_in_error_is_undone_on_its_page(db, secretary, session, here):
    nominated(db, session, here)
    day = {"held_on": session.first_day.isoformat()}
    secretary.post(BASE + "elections/acclaim", data=day)
    page = html.fromstring(staged.page_of(secretary, BASE + "elections/"))
    (address,) = {link for link in page.xpath("//h3/a/@href") if link.endswith("/1/")}
    shown = staged.page_of(secretary, address)
    assert "One place, by acclamation." in shown
    assert "Acclaimed with it: Vice-President, Rapporteur" in " ".join(
        html.fromstring(shown).text_content().split()
    )
    for data, said in (({"what": "all"}, "This must not be empty."), ({"reason": "Early."}, "Say")):
        answer = secretary.post(address + "undo", data={"expects": "1", **data})
        assert (answer.status_code, said in answer.text) == (422, True)
    assert 'value="Early."' in answer.text
    given = {"expects": "1", "what": "all", "reason": "Pressed too early."}
    assert secretary.post(address + "undo", data=given).status_code == 303
    shown = staged.page_of(secretary, address)
    assert ("Undone:" in shown, "Pressed too early." in shown) == (True, True)
    assert address + "undo" not in shown
    listed = staged.page_of(secretary, BASE + "elections/")
    assert listed.count("Acclamation undone:") == 3
    assert "Elect all by acclamation" in listed
    again = secretary.post(address + "undo", data=given)
    assert again.status_code == 409


def test_a_ballot_that_ended_an_election_is_undone_on_its_page(db, secretary, session, here):
    named(db, session, "president", here["AR"], here["NG"])
    held = {"held_on": session.first_day.isoformat(), "contest": "president:"}
    address = secretary.post(BASE + "elections/", data=held).location
    votes = {f"votes-{here['AR'].id}": "30", f"votes-{here['NG'].id}": "20", "papers": "50"}
    secretary.post(address + "ballot", data={**votes, "expects": "1"})
    given = {"expects": "2", "reason": "Misread."}
    assert secretary.post(address + "undo", data=given).status_code == 303
    shown = staged.page_of(secretary, address)
    assert ("does not count" in shown, "Count the ballot" in shown) == (True, True)


def test_where_rules_know_no_acclamation_every_office_is_voted_on(
    db, secretary, session, here, always_by_ballot
):
    nominated(db, session, here, "CN", "AZ")
    page = staged.page_of(secretary, BASE + "elections/")
    assert "By secret ballot, also where there are no more candidates than places" in page
    assert ("Elect all by acclamation" in page, "more candidates than places:" in page) == (
        False,
        False,
    )
    assert offered(page) == [("president:", "President"), ("rapporteur:", "Rapporteur")]
    held = {"held_on": session.first_day.isoformat(), "contest": "president:"}
    answer = secretary.post(BASE + "elections/acclaim", data=held)
    assert answer.status_code == 409
    assert "The rules ask for a secret ballot on every office." in answer.text
    address = secretary.post(BASE + "elections/", data=held).location
    assert "Elect without a ballot" not in staged.page_of(secretary, address)
    votes = {f"votes-{here['AR'].id}": "10", "papers": "10", "expects": "1"}
    answer = secretary.post(address + "unopposed", data={"expects": "1"})
    assert answer.status_code == 409
    assert secretary.post(address + "ballot", data=votes).status_code == 303
    assert "Person of AR" in staged.page_of(secretary, address)


def test_what_a_group_nominates_is_said_also_where_several_offices_are_left(
    db, secretary, session, here, monkeypatch
):
    president, vice, rapporteur = BOOK.bureau.bureau.offices
    more = replace(vice, key="chair", title="Chair", number=2)
    board = replace(
        BOOK.bureau.bureau, offices=(president, replace(vice, number=6), more, rapporteur)
    )
    book = replace(BOOK, bureau=replace(BOOK.bureau, boards=(board,)))
    monkeypatch.setattr(rulebooks, "rulebooks", lambda: (book,))
    officers.note_past(
        db, SECRETARIAT, session, board="bureau", office="president", group="Asian States"
    )
    for page in ("", "nominations/"):
        shown = html.fromstring(staged.page_of(secretary, BASE + page)).text_content()
        assert "African States: 2 other offices" in shown
        assert "Eastern European States: President, one other office" in shown
        assert "Asian States: Rapporteur, one other office" in shown
