"""Who takes part, on pages: the list, a delegation, its forms and files, and attendance."""

from __future__ import annotations

import io
import re

import lxml.html
import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from models.conferences import Delegation
from models.delegations import Attendance, Delegate
from procedure.permissions import Role
from services import delegates, delegations
from services.delegation_data import Participant
from tests import site, staged
from tests.floors import released
from tests.integration.test_delegations import SILVA
from tests.record import counted

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/delegations/"
ATTENDANCE = f"/sessions/{site.SLUG}/attendance/"
STATES = (
    Participant("Mali", "MLI", "State party", "African States"),
    Participant("Côte d'Ivoire", "CIV", "Signatory", "African States"),
    Participant("Croatia", "HRV", "Signatory", "Eastern European States"),
    Participant("Costa Rica", "CRI", "Signatory", "Latin American and Caribbean States"),
    Participant("Office", "OFF", "United Nations body"),
)


DEPOSITED = "“Since” is the day on which its own instrument was deposited."


@pytest.fixture
def states(db):
    """Delegations beside Austria, by their codes."""
    added = delegations.add_delegations(db, site.SECRETARIAT, staged.conference(db), STATES)
    return {one.code: one for one in added}


@pytest.fixture
def austria(db):
    """The delegation of the focal point, with a delegate."""
    found = db.scalars(select(Delegation).where(Delegation.name == "Austria")).one()
    delegates.add_delegate(db, site.SECRETARIAT, found, data=SILVA)
    return found


def text_of(page):
    """What a page says."""
    return " ".join(lxml.html.fromstring(page.text).text_content().split())


def names(page):
    """The delegations on the list, in its order."""
    return re.findall(r'dir="auto">([^<]+)</a>\s*<span class="note">', page.text)


def fields(client, path):
    """What a form would send."""
    found = {}
    for tag in re.findall(r"<input[^>]+>", client.get(path).text):
        name, value = (re.search(rf'{one}="([^"]*)"', tag) for one in ("name", "value"))
        if name and "radio" not in tag:
            found[name[1]] = value[1] if value else ""
    return found


def test_the_list_is_by_category_in_the_order_of_the_language(client, states):
    page = client.get(BASE)
    assert names(page) == [
        "Austria",
        "Mali",
        "Costa Rica",
        "Côte d&#39;Ivoire",
        "Croatia",
        "Office",
    ]
    assert names(client.get(f"{BASE}?language=ru")) == [
        "Мали",
        "Austria",  # of which no name in Russian is known: after the letters of the language
        "Коста-Рика",
        "Кот-д&#39;Ивуар",
        "Хорватия",
        "Office",
    ]
    assert re.findall(r"<h2 id=.category[^>]*>([^<]+) <", page.text) == [
        "States parties",
        "Signatories",
        "United Nations bodies and specialized agencies",
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=cote+d+ivoire", ["Côte d&#39;Ivoire"]),
        ("q=хорв", ["Croatia"]),
        ("q=MLI", ["Mali"]),
        ("kind=Signatory&group=African+States", ["Côte d&#39;Ivoire"]),
        ("q=atlantis", []),
    ],
)
def test_delegations_are_found_by_any_of_their_names(client, states, asked, found):
    page = client.get(f"{BASE}?{asked}")
    assert names(page) == found
    assert f"{len(found)} of 6 delegations" in text_of(page)


def test_addresses_are_for_the_own_delegation_and_the_secretariat(sign_in, states, austria):
    own = f"{BASE}{austria.id}/"
    seen = {
        role: ("SILVA" in page, SILVA.email in page)
        for role in (None, *Role)
        for page in (sign_in(role).get(own).text,)
    }
    all_but = dict.fromkeys(Role, (True, False))
    expected = all_but | {Role.SECRETARIAT: (True, True), Role.FOCAL_POINT: (True, True)}
    assert seen == {None: (False, False), **expected}
    for role in Role:
        document = sign_in(role).get(f"{BASE}participants.csv").text
        assert ("SILVA" in document, SILVA.email in document) == (True, False)
    assert "SILVA" not in sign_in(None).get(f"{BASE}participants.csv").text


def test_a_focal_point_writes_of_its_own_delegation_only(sign_in, db, states, austria):
    focal = sign_in(Role.FOCAL_POINT)
    own, other = f"{BASE}{austria.id}/delegates/", f"{BASE}{states['MLI'].id}/delegates/"
    given = {"family_name": "Muster", "function": "adviser", "level": "representative"}
    assert focal.post(f"{own}new", data=given).status_code == 303
    assert focal.get(f"{other}new").status_code == 403
    assert focal.post(f"{other}new", data=given).status_code == 403
    assert focal.get(f"{BASE}new").status_code == 403
    assert focal.get(f"{BASE}files/delegations.csv").status_code == 403
    rows = focal.get(f"{BASE}files/delegates.csv").text.splitlines()
    assert [row.split(",")[4] for row in rows] == ["family_name", "Silva", "Muster"]
    assert "Your delegation" in text_of(focal.get(BASE))


def test_the_form_of_a_delegate_keeps_what_was_typed(secretariat, db, austria):
    new = f"{BASE}{austria.id}/delegates/new"
    given = {"family_name": "", "given_name": "Eve", "function": "", "level": "minister"}
    page = secretariat.post(new, data=given)
    assert page.status_code == 422
    assert 'value="Eve"' in page.text
    assert "Choose what the delegate is in the delegation." in page.text
    assert "This must not be empty." in page.text
    given |= {"family_name": "Muster", "function": "head"}
    page = secretariat.post(new, data=given)
    assert "There is a head of delegation already" in page.text
    one = db.scalars(select(Delegate)).one()
    path = f"{BASE}{austria.id}/delegates/{one.id}/"
    typed = fields(secretariat, path) | {"function": "expert", "level": "representative"}
    typed["family_name_first"] = "1"
    assert secretariat.post(path, data=typed).status_code == 303
    assert secretariat.post(path, data=typed | {"post": "Other"}).status_code == 409
    assert fields(secretariat, path)["family_name_first"] == "1"
    remove = {"version": 2}
    assert secretariat.post(f"{path}remove", data=remove).status_code == 303
    assert secretariat.get(path).status_code == 404


def test_the_secretariat_adds_changes_and_removes_a_delegation(secretariat, db):
    given = {"name": "Turkey", "code": "TUR", "kind": "State party", "how_CTOC": "since"}
    page = secretariat.post(f"{BASE}new", data=given)
    assert (page.status_code, "Give the day." in page.text) == (422, True)
    made = secretariat.post(f"{BASE}new", data=given | {"day_CTOC": "2003-03-25"})
    assert made.status_code == 303
    shown = text_of(secretariat.get(made.location))
    assert "since 25 March 2003" in shown
    assert DEPOSITED in shown
    assert "Турция" in shown
    edit = f"{made.location}edit"
    typed = fields(secretariat, edit) | {"kind": "Signatory", "how_CTOC": "no"}
    assert typed["name_fr"] == "Turquie"
    assert secretariat.post(edit, data=typed).status_code == 303
    shown = text_of(secretariat.get(made.location))
    assert ("not party" in shown, DEPOSITED in shown) == (True, False)
    again = secretariat.post(edit, data=typed | {"name": "Türkiye"})
    assert (again.status_code, "Türkiye" in again.text) == (409, True)
    assert secretariat.post(f"{made.location}remove", data={"version": 1}).status_code == 409
    assert secretariat.post(f"{made.location}remove", data={"version": 2}).status_code == 303
    assert secretariat.get(made.location).status_code == 404


def test_the_page_of_a_delegation_says_what_it_may_do_and_why(secretariat, states):
    said = text_of(secretariat.get(f"{BASE}{states['OFF'].id}/"))
    assert re.search(r"yes .*attend .*It is on the list of participants as an observer.", said)
    assert re.search(r"no .*vote, .*Participants in this capacity do not do this.", said)


def test_why_a_party_may_do_what_is_for_itself_and_who_examines(sign_in, db, austria):
    listed = [
        Participant("Mali", "MLI", "State party"),
        Participant("Office", "OFF", "United Nations body"),
    ]
    mali, office = delegations.add_delegations(db, site.SECRETARIAT, austria.session, listed)
    said = "What it may do"
    for role, found in (
        (Role.SECRETARIAT, [True, True, True]),
        (Role.BUREAU, [True, True, True]),
        (Role.FOCAL_POINT, [True, False, True]),
        (Role.READER, [False, False, True]),
        (None, [False, False, False]),
    ):
        client = sign_in(role)
        pages = [client.get(f"{BASE}{one.id}/") for one in (austria, mali, office)]
        assert [said in page.text for page in pages] == found


def put_in(client, content, name="list.csv", kind="delegations"):
    sent = {"file": (io.BytesIO(content), name)}
    return client.post(f"{BASE}files/{kind}/put-in", data=sent)


def kept(page):
    """What the form of a preview sends."""
    form = lxml.html.fromstring(page.text).xpath("//form[.//textarea[@name='kept']]")[0]
    return {
        "mark": form.xpath(".//input[@name='mark']/@value")[0],
        "kept": form.xpath(".//textarea")[0].text,
    }


def test_a_file_is_looked_at_before_it_is_put_in(secretariat, db, states):
    content = "name;code;kind\nMali;MLI;State party\nTogo;TGO;State party\nX;X;Y\n".encode(
        "utf-8-sig"
    )
    page = put_in(secretariat, content)
    assert "1 new, 1 wrong, 1 same" in text_of(page)
    assert "Give one of these: State party, Regional economic" in page.text
    names_before = db.scalars(select(Delegation.name)).all()
    path = f"{BASE}files/delegations/put-in"
    sent = kept(page)
    assert len(names_before) == 6
    assert secretariat.post(path, data=sent).status_code == 303
    again = secretariat.post(path, data=sent)
    assert (again.status_code, "nothing was written" in again.text) == (409, True)
    db.rollback()
    assert set(db.scalars(select(Delegation.name))) == {*names_before, "Togo"}


def test_what_cannot_be_read_is_refused_beside_the_field(secretariat):
    page = put_in(secretariat, b"PK\x03\x04...", "list.xlsx")
    assert (page.status_code, "save it again as XLSX" in page.text) == (422, True)
    page = put_in(secretariat, b"")
    assert (page.status_code, "This file is empty." in page.text) == (422, True)
    sent = {"mark": "x", "kept": "{}"}
    assert secretariat.post(f"{BASE}files/delegates/put-in", data=sent).status_code == 422
    assert secretariat.get(f"{BASE}files/rooms/put-in").status_code == 404
    assert secretariat.get(f"{BASE}files/delegations.pdf").status_code == 404


def test_documents_are_in_any_of_the_six_languages(secretariat, states, austria):
    answer = secretariat.get(f"{BASE}participants.docx?language=ar")
    said = [one.text for one in Document(io.BytesIO(answer.data)).paragraphs]
    assert "كرواتيا" in said
    assert answer.headers["Content-Disposition"].endswith("-participants-ar.docx")
    book = load_workbook(io.BytesIO(secretariat.get(f"{BASE}participants.xlsx?language=ar").data))
    assert book.worksheets[0].sheet_view.rightToLeft
    assert "马里" in secretariat.get(f"{BASE}participants.csv?language=zh").text
    assert "Croatie" in secretariat.get(f"{BASE}participants.csv?language=fr").text
    assert secretariat.get(f"{BASE}participants.pdf").status_code == 404


def test_attendance_is_noted_by_the_table_and_proposed_to_the_floor(sign_in, db, states):
    session = staged.conference(db)
    uid = released(db, session)[0]
    here = f"{ATTENDANCE}{uid}/"
    table, reader = sign_in(Role.CHAIR_TABLE), sign_in(Role.READER)
    assert 'name="present"' not in reader.get(here).text
    present = [states["MLI"].id, states["CIV"].id]
    assert reader.post(here, data={"present": present}).status_code == 403
    assert table.post(here, data={"present": present}).status_code == 303
    db.rollback()
    assert db.scalars(select(Attendance.noted_by)).all() == ["The chair_table"] * 2
    assert "1 of 2" in text_of(reader.get(ATTENDANCE))
    assert "Mali" in text_of(reader.get(here))
    floor = table.get(f"/sessions/{site.SLUG}/floor/{uid}/").text
    assert re.search(r'<input id="present"[^>]+value="1"', floor)
    roll = table.get(f"/sessions/{site.SLUG}/floor/{uid}/ask/roll").text
    assert re.findall(r'value="(\w+)"[^>]*checked', roll) == ["MLI", "CIV"]
    assert table.get(f"{ATTENDANCE}none/").status_code == 404


def test_more_delegations_are_no_more_queries(sign_in, db, states):
    session = staged.conference(db)
    uid = released(db, session)[0]
    paths = (
        BASE,
        f"{BASE}participants.csv",
        f"{BASE}files/delegations.csv",
        f"{BASE}files/delegates.csv",
        ATTENDANCE,
        f"{ATTENDANCE}{uid}/",
    )
    few, many = {}, {}
    client = sign_in(Role.SECRETARIAT)
    for asked, numbers in ((few, range(3)), (many, range(3, 20))):
        listed = [Participant(f"S{n:02}", f"S{n:02}", "State party") for n in numbers]
        for one in delegations.add_delegations(db, site.SECRETARIAT, session, listed):
            delegates.add_delegate(db, site.SECRETARIAT, one, data=SILVA)
        db.rollback()
        for path in paths:
            with counted(db.get_bind()) as queries:
                assert client.get(path).status_code == 200
            asked[path] = len(queries)
    assert {path: (few[path], many[path]) for path in few if many[path] > few[path]} == {}


def test_words_of_the_record_are_shown_as_they_are(db, secretariat):
    odd = Participant("Guests", "GUE", "100%d <b>friends</b>", "Group %(x)s <i>")
    (guests,) = delegations.add_delegations(db, site.SECRETARIAT, staged.conference(db), [odd])
    for path in ("", f"{guests.id}/", f"{guests.id}/edit"):
        page = secretariat.get(BASE + path)
        assert page.status_code == 200
        assert "<b>friends" not in page.text
        assert "100%d &lt;b&gt;friends&lt;/b&gt;" in page.text
        assert "Group %(x)s &lt;i&gt;" in page.text
