"""Who is present is ticked from the keyboard; a file is looked at before it is put in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models.conferences import Delegation
from models.delegations import Attendance
from procedure.permissions import Role
from services.delegation_data import Participant
from services.delegations import add_delegations
from tests import site, staged
from tests.floors import released

BASE = f"/sessions/{site.SLUG}/delegations/"
ATTENDANCE = f"/sessions/{site.SLUG}/attendance/"
STATES = (
    Participant("Brazil", "BRA", "State party", "Latin American and Caribbean States"),
    Participant("Côte d'Ivoire", "CIV", "State party", "African States"),
    Participant("Croatia", "HRV", "Signatory", "Eastern European States"),
)
FILE = """code,name,kind,group,ctoc
BRA,Brazil,State party,African States,2004-01-29
TGO,Togo,State party,African States,
XYZ,Atlantis,Kingdom,,soon
"""


@pytest.fixture
def states(db):
    """Delegations beside Austria."""
    return add_delegations(db, site.SECRETARIAT, staged.conference(db), STATES)


def test_who_is_present_is_found_by_typing_and_counted(visit, presentable, states, db):
    uid = released(db, staged.conference(db))[0]
    page = visit(f"{ATTENDANCE}{uid}/", Role.CHAIR_TABLE)
    presentable(page)
    count = page.locator("[data-present]")
    find = page.get_by_label("Find a delegation")
    find.fill("cote d ivo")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    find.press("Enter")
    expect(count).to_have_text("1")
    find.fill("croatia")
    find.press("Enter")
    expect(count).to_have_text("1")  # no party
    find.fill("")
    page.get_by_role("button", name="All present: States parties").click()
    expect(count).to_have_text("3")
    page.get_by_label("Brazil").uncheck()
    expect(count).to_have_text("2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It is noted who is present.")).to_be_visible()
    db.rollback()
    noted = select(Delegation.name).join(Attendance, Attendance.delegation_id == Delegation.id)
    assert set(db.scalars(noted)) == {"Austria", "Côte d'Ivoire", "Croatia"}
    page.get_by_role("link", name="All meetings").click()
    expect(page.get_by_role("row", name="COP, 1st meeting")).to_contain_text("2 of 3")
    presentable(page)


def test_a_file_is_looked_at_then_put_in(visit, presentable, states, db):
    page = visit(BASE, Role.SECRETARIAT)
    presentable(page)
    page.get_by_role("link", name="Put in a file").click()
    presentable(page)
    sent = {"name": "list.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.get_by_label("File", exact=True).set_input_files(sent)
    page.get_by_role("button", name="See what will change").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("1 new, 1 changed, 1 wrong")
    expect(page.get_by_role("row", name="Brazil")).to_contain_text("African States")
    expect(page.get_by_role("row", name="Atlantis")).to_contain_text("Give a day such as")
    presentable(page)
    page.get_by_role("button", name="Put in 2 rows").click()
    expect(page.get_by_text("2 rows are put in.")).to_be_visible()
    page.get_by_role("link", name="Togo").click()
    expect(page.get_by_text("Того")).to_be_visible()
    presentable(page)
    page.get_by_role("link", name="Add a delegate").click()
    presentable(page)
    page.get_by_label("Family name", exact=True).fill("Exemple")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#function-error")).to_be_visible()
    expect(page.get_by_label("Family name", exact=True)).to_have_value("Exemple")
    page.get_by_label("Function").select_option("Head of delegation")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="EXEMPLE")).to_be_visible()
    page.get_by_role("link", name="Change", exact=True).click()
    presentable(page)
