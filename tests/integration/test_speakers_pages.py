"""The pages of lists of speakers, of the small conference: for everybody, and for a delegation."""

from datetime import timedelta
from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook

from models.speakers import SpeakersList
from procedure.permissions import PUBLIC, Role
from procedure.speakers.exchange import read_ledger
from procedure.speakers.verify import verify
from services import floor, floor_programme
from services.speakers import make_list, standing_of
from services.transactions import now
from tests import site, staged
from tests.floors import MORNING, Screen
from tests.speakers import CLOSES, OPENS, delegations, order, policy, put, terms

BASE = f"/sessions/{site.SLUG}/speakers/"
HERE = f"{BASE}item-2/"
ADD = f"{HERE}inscriptions"
HOUR = timedelta(hours=1)
PAGES = ("", "ledger", "ledger.json", "check", "records", "records.csv", "records.xlsx", "list.csv")
COMING = {"opens": HOUR, "closes": 2 * HOUR}
CLOSED = {"opens": -2 * HOUR, "closes": -HOUR}
TYPED = {"level": "minister", "speaker": "A. Minister", "on_behalf_of": "Alpine States"}


def a_list(db, *, opens=-HOUR, closes=HOUR, order=None, key="item-2"):
    """A list on item 2, opened and closed so long from now."""
    hours = {"opens_at": now() + opens, "closes_at": now() + closes}
    session = staged.conference(db)
    return make_list(
        db, site.SECRETARIAT, session, key=key, business="2", terms=terms(order, **hours)
    )


@pytest.fixture
def others(db):
    """Two more delegations."""
    return delegations(db, staged.conference(db), "Brazil", "China")


@pytest.fixture
def austria(sign_in):
    """A browser of the focal point of Austria."""
    return sign_in(Role.FOCAL_POINT)


def inscribed(client, **given):
    """The number of what a client inscribes."""
    answer = client.post(ADD, data={"level": "representative", **given})
    assert answer.status_code == 303
    return int(answer.location.split("/")[-2])


def rows(page):
    """The order on a page: pairs of place and name."""
    found = html.fromstring(page).xpath("//table[contains(@class, 'order-table')]/tbody/tr")
    return [(row.xpath("td")[0].text, row.xpath(".//bdi")[0].text) for row in found]


def value(page, name):
    """What a field of a page holds."""
    return html.fromstring(page).xpath(f"//*[@id='{name}']/@value")[0]


@pytest.mark.parametrize("role", [None, Role.FOCAL_POINT, Role.SECRETARIAT, Role.CHAIR_TABLE])
def test_every_page_is_there(db, sign_in, others, role):
    a_list(db)
    put(db, *others)
    client = sign_in(role)
    for page in (BASE, *(HERE + one for one in PAGES)):
        assert client.get(page).status_code == 200


def test_the_index_says_what_is_open_and_where_ones_own_delegation_stands(db, austria, others):
    a_list(db, **CLOSED, key="closed")
    a_list(db)
    a_list(db, **COMING, key="coming")
    put(db, *others)
    inscribed(austria)
    page = staged.page_of(austria, BASE)
    assert [text.split()[0] for text in staged.texts(page, "list-state")] == [
        "Open",
        "Opens",
        "Closed",
    ]
    assert staged.texts(page, "own-line") == ["Austria : place 3"]
    assert "New list" not in staged.links(page)
    assert "Speakers" in staged.links(page)


def test_before_the_opening_the_form_waits_and_keeps_what_was_typed(db, austria):
    speakers = a_list(db, **COMING)
    form = html.fromstring(staged.page_of(austria, HERE)).xpath("//form[@data-opens]")[0]
    assert form.get("data-opens") == str(int(speakers.opens_at.timestamp() * 1000))
    assert form.xpath("(.//button)[1]/@disabled") == ["disabled"]
    answer = austria.post(ADD, data=TYPED)
    assert answer.status_code == 409
    assert "Nothing was inscribed." in answer.text
    assert staged.texts(answer.text, "rule-cited") == ["Rules of procedure, rule 42"]
    assert value(answer.text, "speaker") == "A. Minister"
    assert value(answer.text, "on_behalf_of") == "Alpine States"
    assert order(db, speakers) == []


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_kept(db, austria):
    a_list(db)
    answer = austria.post(ADD, data={**TYPED, "level": "king"})
    assert answer.status_code == 422
    assert staged.texts(answer.text, "field-error") == ["Choose the level of the speaker."]
    assert value(answer.text, "speaker") == "A. Minister"


def test_after_the_closing_a_request_is_kept_and_the_chair_decides(db, austria, sign_in):
    a_list(db, **CLOSED)
    assert "A request is kept as late" in staged.page_of(austria, HERE)
    number = inscribed(austria)
    assert "The chair decides" in staged.page_of(austria, f"{ADD}/{number}/receipt")
    assert "Waits for the chair" in staged.page_of(austria, HERE)
    assert "Admit" not in staged.buttons(staged.page_of(austria, HERE))
    chair = sign_in(Role.CHAIR_TABLE)
    assert "Admit" in staged.buttons(staged.page_of(chair, HERE))
    page = chair.post(f"{ADD}/{number}/admit", follow_redirects=True).text
    assert rows(page) == [("1", "Austria")]
    assert "Admitted after the closing" in staged.texts(page, "caption")
    again = chair.post(f"{ADD}/{number}/refuse")
    assert (again.status_code, order(db, stored(db))) == (409, ["AT"])
    undone = chair.post(f"{HERE}entries/{number + 1}/undo", follow_redirects=True)
    assert "does not count any more" in undone.text
    page = chair.post(f"{ADD}/{number}/refuse", follow_redirects=True).text
    assert rows(page) == []
    assert "Not admitted" in staged.page_of(austria, HERE)


def test_a_delegation_is_not_inscribed_by_another(db, austria, others):
    speakers = a_list(db)
    answer = austria.post(ADD, data={"level": "minister", "delegation": others[0].id})
    assert answer.status_code == 409
    assert "You act for another delegation." in answer.text
    (number,) = put(db, others[0])
    for page in ("/", "/receipt"):
        assert austria.get(f"{ADD}/{number}{page}").status_code == 409
    assert austria.post(f"{ADD}/{number}/withdraw").status_code == 409
    assert order(db, speakers) == ["BRA"]


def test_who_asks_twice_is_shown_the_receipt(db, austria):
    speakers = a_list(db)
    number = inscribed(austria)
    answer = austria.post(ADD, data={"level": "minister"})
    assert answer.status_code == 409
    assert staged.texts(answer.text, "h1") == [f"Inscription {number}"]
    assert "Nothing was added." in answer.text
    assert order(db, speakers) == ["AT"]


def test_a_minister_will_speak_instead(db, austria, others):
    a_list(db)
    put(db, *others)
    number = inscribed(austria)
    assert rows(staged.page_of(austria, HERE))[-1] == ("3", "Austria")
    here = f"{ADD}/{number}/"
    wrong = austria.post(here, data={"level": "minister", "speaker": "A\nB"})
    assert (wrong.status_code, len(staged.texts(wrong.text, "field-error"))) == (422, 1)
    page = austria.post(here, data={"level": "minister"}, follow_redirects=True)
    assert "The place follows" in page.text
    assert rows(staged.page_of(austria, HERE))[0] == ("1", "Austria")
    gone = austria.post(here + "withdraw", follow_redirects=True).text
    assert [name for _, name in rows(gone)] == ["Brazil", "China"]
    assert "This inscription is withdrawn." in staged.page_of(austria, here)


def test_places_are_exchanged_by_consent_of_both(db, austria, secretariat, others):
    a_list(db)
    put(db, *others)
    number = inscribed(austria)
    here = f"{ADD}/{number}/"
    assert staged.options(staged.page_of(austria, here), "other") == ["", "2", "3"]
    assert austria.post(here + "exchange").status_code == 422
    for answer in ("decline", "accept"):
        page = austria.post(here + "exchange", data={"other": 2}, follow_redirects=True).text
        assert "who has not answered yet" in page
        again = austria.post(here + "exchange", data={"other": 2})
        assert "has been proposed already" in again.text
        proposal = standing_of(db, PUBLIC, stored(db)).swaps[0].number
        assert austria.post(f"{HERE}exchanges/{proposal}/accept").status_code == 409
        secretariat.post(f"{HERE}exchanges/{proposal}/{answer}")
    assert [name for _, name in rows(staged.page_of(austria, HERE))] == [
        "Austria",
        "China",
        "Brazil",
    ]


def stored(db):
    """The list as it is now."""
    staged.renew(db)
    return db.query(SpeakersList).one()


def test_a_text_is_read_by_interpreters_until_it_is_delivered(db, austria, sign_in, client):
    a_list(db)
    here = f"{ADD}/{inscribed(austria)}/"
    wrong = austria.post(here + "texts", data={"file": (BytesIO(b"x"), "a.exe")})
    assert wrong.status_code == 422
    assert staged.texts(wrong.text, "field-error") == [
        "Give a PDF, DOCX or ODT, or a plain text in UTF-8 (.txt)."
    ]
    given = {"file": (BytesIO(b"Monsieur le Pr\xc3\xa9sident"), "a.txt"), "text_language": "fr"}
    page = austria.post(here + "texts", data=given, follow_redirects=True).text
    text = staged.links(page)["a.txt"]
    for reader in (austria, sign_in(Role.INTERPRETER)):
        assert reader.get(text).data.decode() == "Monsieur le Président"
    assert "Text, French" in staged.links(staged.page_of(sign_in(Role.INTERPRETER), HERE))
    assert client.get(text).status_code == 404
    assert "Text, French" not in staged.links(staged.page_of(client, HERE))
    assert sign_in(Role.INTERPRETER).post(text + "/withdraw").status_code == 403
    taken = austria.post(text + "/withdraw", follow_redirects=True)
    assert "a.txt" not in staged.links(taken.text)


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
    assert "Beyond the time given to the item" in staged.texts(page, "gap")
    assert "nobody has spoken" in staged.page_of(client, HERE + "records").lower()
    screen.do(floor.next_, expected=second)
    page = staged.page_of(client, HERE + "records")
    sentence = "A statement was made by the representative of Brazil."
    assert html.fromstring(page).xpath("//textarea")[0].text.strip() == sentence
    assert staged.links(page)["Sheet (CSV)"] == HERE + "records.csv"
    lines = client.get(HERE + "records.csv").text.splitlines()
    assert [line.split(",")[3] for line in lines] == ["Delegation", "Brazil"]
    book = load_workbook(BytesIO(client.get(HERE + "records.xlsx").data))
    assert [sheet.title for sheet in book] == [
        "Item 2",
        "Who spoke",
        "Regional group",
        "Category",
        "Gender",
    ]


def uid_of(db):
    """The first meeting that takes up item 2."""
    found = floor_programme.meetings(db, staged.conference(db).id)
    return floor_programme.on_business(found, "2")[0].uid
