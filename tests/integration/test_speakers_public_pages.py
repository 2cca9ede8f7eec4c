"""What everybody is shown of a list: receipts checked, its ledger, lot, estimates and records."""

from datetime import timedelta
from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook

from procedure.speakers.exchange import read_ledger
from procedure.speakers.verify import verify
from services import floor, floor_programme, interventions
from services.speakers import make_list
from tests import site, staged
from tests.floors import MORNING, Screen
from tests.speaker_pages import (
    ADD,
    BASE,
    HERE,
    a_list,
    austria,
    inscribed,
    others,
    rows,
    stored,
)
from tests.speakers import CLOSES, OPENS, delegations, policy, put, terms

pytestmark = pytest.mark.in_turn

__all__ = ["austria", "others"]  # fixtures


def test_a_receipt_is_checked_and_a_forged_one_refused(db, austria, client):
    a_list(db)
    a_list(db, key="other")
    here = f"{ADD}/{inscribed(austria)}/receipt"
    token = html.fromstring(staged.page_of(austria, here)).xpath("//textarea")[0].text
    genuine = staged.page_of(client, f"{HERE}check?receipt={token}")
    assert "The receipt is genuine" in genuine
    assert "Austria" in genuine
    forged = ("A" if token[0] != "A" else "B") + token[1:]
    for address, given, why in (
        (HERE, forged, "It was not signed with the key of this list"),
        (f"{BASE}other/", token, "It was not signed with the key of this list"),
        (HERE, "ø", "This is not a receipt"),
        (HERE, "A" * 3000, "This is not a receipt: it is too long."),
    ):
        page = staged.page_of(client, f"{address}check?receipt={given}")
        assert "Not a receipt of this list" in page
        assert why in page


def test_anybody_can_verify_the_ledger(db, austria, client, others):
    a_list(db, order=policy(simultaneous_seconds=2))
    put(db, *others)
    inscribed(austria)
    found = verify(read_ledger(client.get(HERE + "ledger.json").json))
    assert found.findings == ()
    page = staged.page_of(client, HERE + "ledger")
    assert [text for text in staged.texts(page, "strong") if text] == [
        "The list was made",
        "The lot was drawn",
        *["Inscribed"] * 3,
    ]


@pytest.fixture
def timely(make_app, settings, clock):
    """A front end by the clock of the test, and its database."""
    app = make_app(settings, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.extensions["db_factory"]() as db:
        yield app.test_client(), db


def a_list_of_2008(db, clock, order=None):
    """A list with two States, who asked at its opening."""
    session = staged.conference(db)
    made = terms(order, opens_at=OPENS, closes_at=CLOSES)
    speakers = make_list(db, site.SECRETARIAT, session, key="item-2", business="2", terms=made)
    clock.at = OPENS
    put(db, *delegations(db, session, "Brazil", "China"))
    return speakers


def test_a_lot_is_committed_to_and_then_drawn(timely, clock):
    client, db = timely
    speakers = a_list_of_2008(db, clock, policy("lots"))
    page = staged.page_of(client, HERE)
    assert speakers.commitment in page
    assert rows(page) == [("–", "Brazil"), ("–", "China")]
    early = client.post(HERE + "draw")
    assert (early.status_code, "not to be drawn yet" in early.text) == (409, True)
    clock.at = CLOSES
    assert "Draw now" in staged.buttons(staged.page_of(client, HERE))
    page = client.post(HERE + "draw", follow_redirects=True).text
    assert stored(db).seed in page
    assert [place for place, _ in rows(page)] == ["1", "2"]


def test_estimates_are_told_where_the_programme_gives_hours(timely, clock):
    client, db = timely
    staged.approved(db)
    a_list_of_2008(db, clock)
    told = [text for text in staged.texts(staged.page_of(client, HERE), "line") if "about" in text]
    assert told == ["about 8 October, 11 a.m.", "about 8 October, 11.05 a.m."]
    clock.at = MORNING + timedelta(days=30)
    assert "about" not in " ".join(staged.texts(staged.page_of(client, HERE), "line"))


def uid_of(db):
    """The first meeting that takes up item 2."""
    found = floor_programme.meetings(db, staged.conference(db).id)
    return floor_programme.on_business(found, "2")[0].uid


def test_who_spoke_is_recorded_with_the_paragraph_of_the_report(db, client, others):
    staged.approved(db)
    speakers = a_list(db)
    first, second = put(db, *others)
    screen = Screen(db, staged.conference(db), uid_of(db), actor=site.SECRETARIAT)
    screen.do(floor.open_meeting, present=1)
    screen.do(floor.take_list, list_id=speakers.key)
    screen.do(floor.next_, expected=first)
    page = staged.page_of(client, HERE)
    assert "has the floor" in staged.texts(page, "strong")
    assert "Beyond the time given to the item" not in staged.texts(page, "gap")
    assert "nobody has spoken" in staged.page_of(client, HERE + "records").lower()
    screen.do(interventions.raise_point, delegation=others[1].code)
    screen.do(floor.end)
    screen.do(floor.next_, expected=second)
    page = staged.page_of(client, HERE + "records")
    assert staged.texts(page, "note").count("point of order") == 1
    sentence = "A statement was made by the representative of Brazil."
    assert html.fromstring(page).xpath("//textarea")[0].text.strip() == sentence
    assert staged.links(page)["Sheet (CSV)"] == HERE + "records.csv"
    lines = client.get(HERE + "records.csv").text.splitlines()
    assert [line.split(",")[3] for line in lines] == ["Delegation", "Brazil", "China"]
    book = load_workbook(BytesIO(client.get(HERE + "records.xlsx").data))
    assert [sheet.title for sheet in book] == [
        "Item 2",
        "Who spoke",
        "Regional group",
        "Category",
        "Gender",
    ]
