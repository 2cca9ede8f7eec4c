"""From the nominations to who presides, and a meeting of the extended bureau."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models.conferences import ConferenceSession
from procedure.permissions import Role
from services.nominations import nominate
from tests import site
from tests.bureau import elected, nominated, states, voters
from tests.record import SECRETARIAT, a_draft

BASE = f"/sessions/{site.SLUG}/bureau/"


@pytest.fixture
def session(db):
    return db.scalars(select(ConferenceSession)).one()


@pytest.fixture
def here(db, session):
    return states(db, session)


def test_from_the_last_nomination_to_who_presides(visit, presentable, db, session, here):
    nominated(db, session, here, "PL")
    a_draft(db, session)
    page = visit(BASE, Role.SECRETARIAT)
    page.get_by_role("main").get_by_role("link", name="Nominations").last.click()
    expect(page.get_by_text("Rapporteur: nobody is nominated for one place.")).to_be_visible()
    page.get_by_role("link", name="Who could stand for it?").click()
    presentable(page)
    page.get_by_label("Office").select_option("Rapporteur")
    page.get_by_label("Delegation").select_option("State PL")
    page.get_by_label("Name of the person").fill("Dominika Krois")
    page.get_by_role("button", name="Nominate").click()
    expect(page.get_by_text("The officers are as the rules ask.")).to_be_visible()
    page.get_by_role("link", name="Elect them").click()
    presentable(page)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Elect all by acclamation").click()
    expect(page.get_by_role("cell", name="Dominika Krois (State PL)")).to_be_visible()
    assert asked == ["All who are nominated are in office then. Go on?"]
    presentable(page)

    page.get_by_role("link", name="Who presides").click()
    page.get_by_role("button", name="Share them out").click()
    expect(page.locator("option[selected]", has_text="State AR, Person of AR")).to_have_count(2)
    presentable(page)


def test_a_meeting_settles_an_item_and_approves_the_programme(visit, presentable, db, session):
    a_draft(db, session)
    page = visit(BASE + "meetings/", Role.SECRETARIAT)
    page.get_by_text("Note an item in brackets").click()
    page.get_by_label("Number").fill("2(b)(iii)")
    page.get_by_label("Title").fill("Victims and witnesses")
    page.get_by_role("button", name="Save the item").click()
    page.get_by_role("link", name="Note a meeting").click()
    presentable(page)
    page.get_by_label("Day").fill(date(2008, 5, 28).isoformat())
    page.get_by_label("Agenda").fill("The draft agenda\nThe programme")
    page.get_by_role("button", name="Save").click()
    presentable(page)
    page.get_by_text("It settles an item in brackets").click()
    page.get_by_label("Item").select_option(index=1)
    page.get_by_label("What becomes of it").select_option("Kept")
    page.get_by_label("New number").fill("2(e)")
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("kept as 2 (e)")).to_be_visible()
    page.get_by_label("Draft").select_option("Version 1")
    page.get_by_role("button", name="Approve it").click()
    expect(page.get_by_role("link", name="Approves version 1 of the programme")).to_be_visible()
    page.goto(BASE + "meetings/")
    expect(page.get_by_text("No business is asked for under item 2(e): add it.")).to_be_visible()
    presentable(page)


def test_a_ballot_changes_on_its_way(visit, presentable, db, session, here):
    voters(db, session)
    nominated(db, session, here, "CL")
    nominate(db, SECRETARIAT, session, board="bureau", office="president", delegation=here["CL"])
    page = visit(BASE + "elections/", Role.SECRETARIAT)
    page.get_by_role("button", name="Begin the ballot").click()
    for name, votes in (("State AR", "41"), ("State CL", "41"), ("Ballot papers", "82")):
        page.get_by_label(name).fill(votes)
    page.get_by_role("button", name="Count the ballot").click()
    page.get_by_text("Call off", exact=True).click()
    page.get_by_label("What", exact=True).select_option("What was counted last: it is held again")
    page.get_by_label("Why it is called off").fill("One paper was counted twice.")
    presentable(page)
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("it is as if it had not been begun.")).to_be_visible()
    page.get_by_text("A candidate withdraws").click()
    page.get_by_label("Who withdraws").select_option("State CL")
    page.get_by_role("button", name="Note the withdrawal").click()
    presentable(page)
    page.get_by_role("button", name="Elect without a ballot").click()
    expect(page.locator(".notice-line")).to_have_text("Elected: Person of AR (State AR)")


def test_an_officer_leaves_and_another_follows(visit, presentable, db, session, here):
    elected(db, session, here)
    page = visit(BASE, Role.SECRETARIAT)
    page.get_by_role("link", name="Change: Person of PL").click()
    page.get_by_label("Why").select_option("Resigned")
    page.get_by_label("First day no longer in office").fill("2100-01-01")
    page.get_by_role("button", name="Note the change").click()
    presentable(page)
    page.get_by_role("link", name="Change: Person of PL").click()
    page.get_by_label("Who follows").fill("D. Next")
    presentable(page)
    page.get_by_role("button", name="Note who follows").click()
    row = page.get_by_role("row", name="Rapporteur")
    expect(row).to_contain_text("Person of PL (State PL) until 1 January 2100; then D. Next")
