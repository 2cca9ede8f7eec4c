"""The pages of credentials: the checklist, the board, examinations, objections, the report."""

from io import BytesIO

import pytest
from docx import Document
from lxml import html
from sqlalchemy import select

from models.conferences import Delegation
from models.credentials import CredentialsObjection, CredentialsSubmission
from procedure.credentials.values import Form, Issuer, SubmissionKind
from procedure.participation import CredentialsState
from procedure.permissions import Role
from services.credentials import Given, submit
from services.credentials_states import standing_of
from services.transactions import now
from tests import site, staged
from tests.record import SECRETARIAT, counted
from tests.speakers import delegations

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/credentials/"
PDF = b"%PDF-1.7\n...\n%%EOF\n"
TYPED = {"kind": "credentials", "issuer": "foreign_minister", "dated": "2008-08-01", "note": "One"}


def own(delegation):
    return f"/sessions/{site.SLUG}/delegations/{delegation.id}/credentials"


def a_file(name="credentials.pdf", content=PDF):
    return {"file": (BytesIO(content), name)}


@pytest.fixture
def states(db):
    """Austria, and two others."""
    austria = db.scalars(select(Delegation)).one()
    others = delegations(db, austria.session, "Brazil", "China")
    db.commit()
    return [austria, *others]


@pytest.fixture
def focal(sign_in):
    """A browser of the focal point of Austria."""
    return sign_in(Role.FOCAL_POINT)


def original(db, delegation):
    given = Given(kind=SubmissionKind.CREDENTIALS, issuer=Issuer.HEAD_OF_STATE, form=Form.ORIGINAL)
    return submit(db, SECRETARIAT, delegation, given=given, upload=None)


def items(page):
    """The lines of the checklist, and whether each is there."""
    found = html.fromstring(page).xpath("//li[contains(@class, 'check-item')]")
    return ["check-given" in one.get("class") for one in found]


def columns(page):
    """The names in each column of the board."""
    found = html.fromstring(page).xpath("//section[contains(@class, 'paper-column')]")
    return [[name.text_content() for name in one.xpath(".//li/a")] for one in found]


def test_the_tab_of_a_focal_point_leads_to_its_own_credentials(focal, sign_in, states):
    tab = "//nav[@class='tabs']//a[text()='Credentials']/@href"
    page = html.fromstring(focal.get(f"/sessions/{site.SLUG}/delegations/").text)
    assert page.xpath(tab) == [own(states[0])]
    assert html.fromstring(focal.get(own(states[0])).text).xpath(f"{tab}/../@aria-current") == [
        "page"
    ]
    reader = sign_in(Role.READER).get(f"/sessions/{site.SLUG}/delegations/")
    assert html.fromstring(reader.text).xpath(tab) == []


def test_a_focal_point_sends_a_file_and_sees_what_is_missing(db, focal, states):
    page = staged.page_of(focal, own(states[0]))
    assert items(page) == [False, False, False]
    assert "Original" not in html.fromstring(page).xpath("//select[@id='form']/option/text()")
    answer = focal.post(own(states[0]), data={**TYPED, **a_file(), "form": "original"})
    assert (answer.status_code, answer.location) == (303, own(states[0]))
    page = staged.page_of(focal, own(states[0]))
    assert items(page) == [True, True, False]
    kept = db.scalars(select(CredentialsSubmission)).one()
    assert (kept.form, kept.note) == (Form.COPY, "One")
    answer = focal.get(f"{own(states[0])}/{kept.id}/file")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=credentials.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (a_file("a.pdf", b"<!doctype html><script>alert(1)</script>"), "file"),
        (a_file("a.svg", b"<svg/>"), "file"),
        (a_file("a.pdf", b""), "file"),
        ({}, "file"),
        ({**a_file(), "issuer": ""}, "issuer"),
        ({**a_file(), "dated": "yesterday"}, "dated"),
        ({**a_file(), "kind": "nothing"}, "kind"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_kept(
    db, focal, states, changed, named
):
    sent = {
        name: (BytesIO(v[0].getvalue()), v[1]) if name == "file" else v
        for name, v in changed.items()
    }
    answer = focal.post(own(states[0]), data={**TYPED, **sent})
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.xpath(f"//*[@id='{named}-error']")
    assert page.xpath("//input[@id='note']/@value") == ["One"]
    assert db.scalars(select(CredentialsSubmission)).all() == []


def test_a_delegation_is_no_business_of_others(db, focal, states):
    row = original(db, states[1])
    for method, path in (
        ("GET", ""),
        ("POST", ""),
        ("GET", f"/{row.id}/file"),
        ("POST", f"/{row.id}/withdraw"),
        ("POST", f"/{row.id}/original"),
    ):
        data = {**TYPED, **a_file(), "reason": "x"} if method == "POST" else None
        answer = focal.open(own(states[1]) + path, method=method, data=data)
        assert answer.status_code == 403
    assert focal.get(BASE).status_code == 403


def test_the_secretariat_notes_the_original_and_takes_a_mistake_back(
    db, focal, secretariat, states
):
    focal.post(own(states[0]), data={**TYPED, **a_file()})
    copy = db.scalars(select(CredentialsSubmission)).one()
    assert secretariat.post(f"{own(states[0])}/{copy.id}/original").status_code == 303
    assert items(staged.page_of(secretariat, own(states[0]))) == [True, True, True]
    assert secretariat.post(f"{own(states[0])}/{copy.id}/original").status_code == 409  # stale
    answer = secretariat.post(f"{own(states[0])}/{copy.id}/withdraw", data={"reason": ""})
    assert answer.status_code == 422
    assert f'id="reason-{copy.id}-error"' in answer.text
    answer = focal.post(f"{own(states[0])}/{copy.id}/withdraw", data={"reason": "The wrong one"})
    assert answer.status_code == 303
    assert "The wrong one" in staged.page_of(focal, own(states[0]))
    received = {**TYPED, "form": "original", "received_at": "2008-10-01T09:30"}
    assert secretariat.post(own(states[1]), data=received).status_code == 303
    assert "1 October 2008, 9.30 a.m." in staged.page_of(secretariat, own(states[1]))


def test_what_the_secretariat_entered_a_focal_point_is_told_to_ask_it_to_withdraw(
    db, focal, secretariat, states
):
    entered = original(db, states[0])
    page = html.fromstring(staged.page_of(focal, own(states[0])))
    (paper,) = page.find_class("paper")
    assert "Entered by the secretariat: only it can withdraw this." in paper.text_content()
    assert paper.xpath(".//form") == []
    withdrawal = f"{own(states[0])}/{entered.id}/withdraw"
    answer = focal.post(withdrawal, data={"reason": "x"})
    assert answer.status_code == 409
    assert "ask it to withdraw it" in answer.text
    page = html.fromstring(staged.page_of(secretariat, own(states[0])))
    assert len(page.xpath(f"//form[@action='{withdrawal}']")) == 1


def test_the_board_has_everybody_in_a_column_and_sends_reminders(db, secretariat, bureau, states):
    original(db, states[0])
    named = Given(kind=SubmissionKind.NAMES, note="In the letter")
    submit(db, SECRETARIAT, states[1], given=named, upload=None)
    page = staged.page_of(secretariat, BASE)
    assert columns(page) == [["Austria"], [], ["Brazil"], ["China"]]
    sheet = secretariat.get(BASE + "reminders.csv").text
    assert [line.split(",")[0] for line in sheet.splitlines()[1:]] == ["Brazil", "China"]
    assert "Austria" in bureau.get(BASE + "board.csv").text
    sent = {"delegation": [str(states[1].id), "x"]}
    assert secretariat.post(BASE + "reminders", data=sent).status_code == 303
    page = html.fromstring(staged.page_of(secretariat, BASE))
    assert page.xpath("//input[@name='delegation']/@value") == [str(states[2].id)]
    states[0].regional_group = "Western European and other States"
    db.commit()
    page = staged.page_of(bureau, f"{BASE}?group=Western+European+and+other+States")
    assert columns(page) == [["Austria"], [], [], []]
    assert secretariat.post(BASE + "amendments", data={"amendments": "1"}).status_code == 303
    page = html.fromstring(staged.page_of(secretariat, BASE))
    assert page.xpath("//input[@name='amendments']/@checked") == ["checked"]


def test_an_examination_proposes_what_papers_say_and_the_report_follows(
    db, secretariat, bureau, states
):
    austria, brazil, china = states
    original(db, austria)
    page = html.fromstring(staged.page_of(bureau, BASE + "examination"))
    chosen = page.xpath("//select[starts-with(@name, 'finding-')]/option[@selected]/@value")
    assert chosen == ["in_order", "not_in_order", "not_in_order"]
    today = staged.here(now()).isoformat()
    sent = {
        "expects": "0",
        "day": today,
        "originals_due": today,
        f"finding-{austria.id}": "in_order",
        f"finding-{brazil.id}": "not_in_order",
        f"note-{brazil.id}": "Nothing came",
        f"finding-{china.id}": "",
    }
    wrong = bureau.post(BASE + "examination", data={**sent, "day": ""})
    assert wrong.status_code == 422
    assert html.fromstring(wrong.text).xpath(f"//input[@name='note-{brazil.id}']/@value") == [
        "Nothing came"
    ]
    assert bureau.post(BASE + "examination", data=sent).status_code == 303
    again = bureau.post(BASE + "examination", data=sent)  # without knowing of that one
    form = html.fromstring(again.text)
    held = {name: form.xpath(f"//input[@name='{name}']/@value") for name in ("expects", "note")}
    assert (again.status_code, held) == (409, {"expects": ["1"], "note": [""]})
    assert form.xpath(f"//input[@name='note-{brazil.id}']/@value") == ["Nothing came"]
    assert "Someone else changed this first" in again.text
    page = staged.page_of(bureau, BASE + "report")
    assert "3 States parties represented at the session, 1 State had complied" in page
    assert "One party, Brazil, had not complied with rule 18." in page
    assert "the credentials of the following: China." in page
    assert bureau.post(BASE + "report/adopt").status_code == 403
    adopted = {"number": "1", "day": today, "meeting": "16"}
    answer = secretariat.post(BASE + "report/adopt", data={**adopted, "meeting": ""})
    assert (answer.status_code, 'id="meeting-error"' in answer.text) == (422, True)
    assert secretariat.post(BASE + "report/adopt", data=adopted).status_code == 303
    assert "At its 16th meeting, on" in staged.page_of(bureau, BASE + "report")
    answer = bureau.get(BASE + "report.docx?first=28")
    said = [one.text for one in Document(BytesIO(answer.data)).paragraphs]
    assert said[0] == "Report of the bureau on credentials"
    assert said[2].startswith("28. Under rule 18 of the rules of procedure,")


def test_an_objection_is_made_and_decided(db, focal, secretariat, states):
    austria, brazil, _ = states
    path = own(austria) + "/objections"
    assert focal.post(path, data={"to": "", "grounds": "x"}).status_code == 422
    assert focal.post(path, data={"to": "999", "grounds": "x"}).status_code == 422
    assert focal.post(path, data={"to": brazil.id, "grounds": ""}).status_code == 422
    assert focal.post(path, data={"to": brazil.id, "grounds": "No authority"}).status_code == 303
    again = focal.post(path, data={"to": brazil.id, "grounds": "No authority"})
    assert again.status_code == 409
    assert staged.texts(again.text, "rule-cited") == ["Rules of procedure, rule 20"]
    assert "No authority" in staged.page_of(secretariat, BASE + "report")
    objection = db.scalars(select(CredentialsObjection)).one()
    ruling = f"{BASE}objections/{objection.id}/ruling"
    today = staged.here(now()).isoformat()
    assert secretariat.post(ruling, data={"day": today}).status_code == 422
    decided = {"day": today, "meeting": "2", "ruling": "upheld"}
    assert secretariat.post(ruling, data=decided).status_code == 303
    assert secretariat.post(ruling, data=decided).status_code == 409
    staged.renew(db)
    assert standing_of(db, db.get(Delegation, brazil.id)) is CredentialsState.REJECTED
    assert "The Conference upheld the objection" in staged.page_of(secretariat, BASE + "report")


def test_pages_ask_as_often_whatever_the_number_of_delegations(db, secretariat, states):
    for one in states:
        original(db, one)
    pages = (BASE, BASE + "examination", BASE + "report", own(states[0]), BASE + "board.csv")

    def queries():
        found = {}
        for path in pages:
            with counted(db.get_bind()) as asked:
                assert secretariat.get(path).status_code == 200
            found[path] = len(asked)
        return found

    few = queries()
    for one in delegations(db, states[0].session, *(f"S{number:02}" for number in range(20))):
        original(db, one)
    db.rollback()
    assert queries() == few
