"""The pages of observers: what is to be done, lists, objections and decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import html

from models.observers import ObserverRequest
from procedure.credentials.values import Ruling
from procedure.observers.status import Why
from procedure.permissions import Role
from services import (
    credentials_objections,
    observers,
    observers_decided,
    observers_objections,
)
from services.credentials_objections import Decided
from services.observer_rows import rules_of
from services.transactions import now
from tests import site, staged
from tests.integration.test_observers import COUNCIL, LEAGUE, decided
from tests.record import counted
from tests.speaker_pages import ADD, HERE, HOUR, a_list
from tests.speakers import delegations

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/observers/"
TYPED = {
    "path": "ngos",
    "name": "Friends of Law",
    "received_at": "2008-05-02T09:00",
    "contact": "office@example.org",
    "about": "Legal aid.",
}
SEPTEMBER = datetime(2008, 9, 5, 9, tzinfo=UTC)
OPENING = datetime(2008, 10, 8, 8, tzinfo=UTC)
MANY = 12


class Hands:
    """What the clock of these tests shows; one front end serves them all."""

    at = SEPTEMBER


def tell() -> datetime:
    return Hands.at


@pytest.fixture
def clock():
    """The time: in September 2008, unless a test sets it."""
    Hands.at = SEPTEMBER
    return Hands


@pytest.fixture
def app(front_ends, settings, clock):
    """The front end, by the clock of the test."""
    app = front_ends(settings, clock=tell)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def timed(app):
    """The database of the front end, by the same clock."""
    with app.extensions["db_factory"]() as found:
        yield found


@pytest.fixture
def states(timed):
    """Austria, of which there is a focal point, and Brazil."""
    (brazil,) = delegations(timed, staged.conference(timed), "Brazil")
    austria = next(one for one in brazil.session.delegations if one.name == "Austria")
    return austria, brazil


def put_down(db, wanted=LEAGUE):
    return observers.take(db, site.SECRETARIAT, staged.conference(db), wanted=wanted)


def value_of(page):
    """What the fields of the form of a request hold."""
    form = html.fromstring(page).xpath("//form[contains(@class, 'observer-form')]")[0]
    return {name: value for name, value in form.form_values() if name != "file"}


def listed(db):
    return observers_decided.circulate(
        db, site.SECRETARIAT, staged.conference(db), path="ngos", circulated_at=SEPTEMBER
    )


def why(db):
    db.rollback()
    db.expire_all()
    found = observers.requests(db, site.SECRETARIAT, staged.conference(db))
    return [standing.why for _row, standing in found]


def test_the_secretariat_puts_down_circulates_and_decides(timed, secretariat, clock):
    assert "Nobody has asked to take part" in staged.page_of(secretariat, BASE)
    file = (BytesIO(b"%PDF-1.7\n%%EOF\n"), "letter.pdf")
    answer = secretariat.post(BASE, data={**TYPED, "file": file})
    assert (answer.status_code, answer.location) == (303, BASE + "1/")
    page = staged.page_of(secretariat, BASE + "1/")
    assert staged.texts(page, "rule-cited") == [
        "Rules of procedure, rule 17, paragraph 2: Application to the bureau; accorded if it is on "
        "a list in time and no party objects"
    ]
    assert secretariat.get(BASE + "1/file").data == b"%PDF-1.7\n%%EOF\n"
    assert "The list is due on Monday, 8 September 2008." in staged.page_of(secretariat, BASE)
    circulated = {"circulated_at": "2008-09-05T10:00", "symbol": "CTOC/COP/2008/CRP.1"}
    assert secretariat.post(BASE + "lists/ngos/", data=circulated).status_code == 303
    assert why(timed) == [Why.OPEN_TO_OBJECTION]
    clock.at = datetime(2008, 10, 8, 8, tzinfo=UTC)
    given = {"numbers": "1", "by": "conference", "accorded": "yes", "decided_on": "2008-10-08"}
    assert secretariat.post(BASE + "decisions", data=given).status_code == 409  # what was seen?
    given["seen"] = "0"
    assert secretariat.post(BASE + "decisions", data=given).location == BASE
    assert secretariat.post(BASE + "decisions", data=given).status_code == 409  # the form once more
    assert why(timed) == [Why.CONFERENCE_ACCORDED]
    assert "Accorded by the Conference." in staged.page_of(secretariat, BASE + "1/")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "This must not be empty."),
        ({"path": ""}, "Choose how it comes to take part."),
        ({"received_at": "soon"}, "Give a day and an hour."),
        ({"path": "entities"}, "Choose a capacity that this rule is about."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(timed, secretariat, changes, said):
    answer = secretariat.post(BASE, data={**TYPED, **changes})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Legal aid." in answer.text
    assert timed.query(ObserverRequest).count() == 0


def test_what_was_put_down_is_corrected_until_something_rests_on_it(timed, secretariat):
    put_down(timed)
    form = value_of(staged.page_of(secretariat, BASE + "1/change"))
    assert (form["name"], form["received_at"]) == ("League for Order", "2008-05-02T11:00")
    changed = {**form, "name": "League of Order", "contact": "office@example.org"}
    assert secretariat.post(BASE + "1/change", data=changed).location == BASE + "1/"
    stale = secretariat.post(BASE + "1/change", data={**changed, "about": "Aid."})  # seen before
    assert (stale.status_code, "Aid." in stale.text) == (409, True)
    assert value_of(staged.page_of(secretariat, BASE + "1/change"))["seen"] in stale.text
    assert "League of Order" in staged.page_of(secretariat, BASE + "1/")
    listed(timed)
    form = value_of(staged.page_of(secretariat, BASE + "1/change"))
    answer = secretariat.post(BASE + "1/change", data={**form, "name": "Another"})
    assert (answer.status_code, "rests on it" in answer.text) == (409, True)
    assert secretariat.post(BASE + "1/change", data={**form, "code": "LO"}).status_code == 303
    timed.expire_all()
    row = observers.request(timed, site.SECRETARIAT, staged.conference(timed), 1)
    assert (row.name, row.code, row.contact) == ("League of Order", "LO", "office@example.org")
    assert row.received_at == LEAGUE.received_at


def test_what_was_put_down_by_mistake_is_taken_out(timed, secretariat):
    put_down(timed)
    put_down(timed, COUNCIL)
    assert secretariat.post(BASE + "1/remove").location == BASE
    listed_ones = observers.requests(timed, site.SECRETARIAT, staged.conference(timed))
    assert [(row.number, row.name) for row, _ in listed_ones] == [(2, "World Council")]
    assert put_down(timed).number == 3
    listed(timed)
    answer = secretariat.post(BASE + "3/remove")
    assert (answer.status_code, "rests on it" in answer.text) == (409, True)


def test_a_list_as_document_and_sheet(timed, secretariat):
    put_down(timed)
    sheet = secretariat.get(BASE + "lists/ngos/list.csv")
    assert sheet.text.splitlines()[1].startswith("League for Order,")
    made = listed(timed)
    assert "Nobody waits to be on a list." in staged.page_of(secretariat, BASE + "lists/ngos/")
    document = secretariat.get(BASE + f"lists/ngos/list.docx?number={made.id}")
    text = ZipFile(BytesIO(document.data)).read("word/document.xml").decode()
    assert "1. League for Order" in text
    assert "not later than 8 September 2008" in text
    for missing in ("lists/ngos/list.csv?number=99", "lists/signatories/", "lists/none/"):
        assert secretariat.get(BASE + missing).status_code == 404


def test_the_day_of_an_objection_is_that_at_the_session(timed, states, secretariat, clock):
    put_down(timed)
    listed(timed)
    clock.at = datetime(2008, 9, 6, 22, tzinfo=UTC)  # midnight in Vienna
    observers_objections.object_to(
        timed, site.SECRETARIAT, states[1].session, 1, delegation=states[1], grounds="No."
    )
    assert "7 September 2008" in staged.page_of(secretariat, BASE + "1/")


def test_a_focal_point_objects_for_its_own_delegation(timed, sign_in, secretariat):
    put_down(timed)
    austria = sign_in(Role.FOCAL_POINT)
    assert "Object" not in staged.buttons(staged.page_of(austria, BASE + "1/"))
    listed(timed)
    assert "Object" in staged.buttons(staged.page_of(austria, BASE + "1/"))
    refused = austria.post(BASE + "1/objections", data={"grounds": ""})
    assert (refused.status_code, "This must not be empty." in refused.text) == (422, True)
    assert austria.post(BASE + "1/objections", data={"grounds": "No."}).status_code == 303
    again = austria.post(BASE + "1/objections", data={"grounds": "No."})
    assert (again.status_code, staged.texts(again.text, "rule-cited")[0]) == (
        409,
        "Rules of procedure, rule 17, paragraph 2",
    )
    assert why(timed) == [Why.OBJECTED]
    assert "A party has objected: the Conference decides." in staged.page_of(austria, BASE)
    (made,) = observers.request(timed, site.SECRETARIAT, staged.conference(timed), 1).objections
    withdraw = f"{BASE}1/objections/{made.id}/withdraw"
    assert withdraw in staged.page_of(austria, BASE + "1/")
    refused = austria.post(withdraw, data={"reason": ""})
    assert (refused.status_code, f'id="reason-{made.id}-error"' in refused.text) == (422, True)
    assert austria.post(withdraw, data={"reason": "A mistake."}).status_code == 303
    page = staged.page_of(austria, BASE + "1/")
    assert ("A mistake." in page, withdraw in page) == (True, False)
    assert why(timed) == [Why.OPEN_TO_OBJECTION]


def test_contact_and_file_are_for_who_decides(timed, sign_in, bureau):
    put_down(timed, replace(LEAGUE, contact="office@example.org"))
    assert "office@example.org" in staged.page_of(bureau, BASE + "1/")
    reader = sign_in(Role.READER)
    assert "office@example.org" not in staged.page_of(reader, BASE + "1/")
    assert reader.get(BASE + "1/file").status_code == 403


def test_what_comes_with_time_is_put_on_the_list_of_participants(timed, secretariat, clock):
    put_down(timed, COUNCIL)
    put_down(timed)
    listed(timed)
    clock.at = datetime(2008, 10, 8, 8, tzinfo=UTC)
    assert "2 observers have the status" in staged.page_of(secretariat, BASE)
    assert secretariat.post(BASE + "admit").status_code == 303
    assert "have the status" not in staged.page_of(secretariat, BASE)
    timed.expire_all()
    names = [one.name for one in staged.conference(timed).delegations]
    assert names == ["Austria", "League for Order", "World Council"]


def test_what_is_overdue_comes_first(timed, secretariat, clock):
    put_down(timed, replace(LEAGUE, name="A decided one"))
    clock.at = OPENING
    decided(timed, staged.conference(timed), 1)
    put_down(timed)
    clock.at = datetime(2008, 9, 9, 9, tzinfo=UTC)
    page = staged.page_of(secretariat, BASE)
    assert "The list was due on 8 September 2008." in page
    assert page.index("League for Order</a>") < page.index("A decided one</a>")


def test_a_decision_that_the_rules_do_not_know_is_refused(timed, secretariat):
    put_down(timed)
    given = {"numbers": "1", "by": "bureau", "accorded": "yes", "decided_on": "2008-09-05"}
    given["seen"] = "0"
    answer = secretariat.post(BASE + "decisions", data={**given, "back": "request"})
    assert answer.status_code == 409
    assert "The bureau does not decide on this" in answer.text
    for wrong in ({"by": "x"}, {"accorded": "x"}, {"decided_on": "x"}, {"numbers": []}):
        assert secretariat.post(BASE + "decisions", data={**given, **wrong}).status_code == 422


def test_a_refused_observer_reads_why_on_the_page_of_a_list(timed, secretariat, clock):
    put_down(timed, COUNCIL)
    clock.at = OPENING
    session = staged.conference(timed)
    decided(timed, session, 1)
    council = observers.request(timed, site.SECRETARIAT, session, 1).delegation
    a_list(timed, opens=SEPTEMBER - HOUR - now())
    decided(timed, session, 1, accorded=False)
    answer = secretariat.post(ADD, data={"delegation": council.id, "level": "representative"})
    assert answer.status_code == 409
    assert "The Conference has not accorded the status of observer." in answer.text
    assert staged.texts(answer.text, "rule-cited") == ["Rules of procedure, rule 17"]


def test_a_party_whose_credentials_are_not_accepted_reads_why(timed, sign_in, states, clock):
    austria, brazil = states
    clock.at = OPENING
    a_list(timed, opens=SEPTEMBER - HOUR - now())
    client = sign_in(Role.FOCAL_POINT)
    assert "Inscribe" in staged.buttons(staged.page_of(client, HERE))
    made = credentials_objections.object_to(
        timed, site.SECRETARIAT, austria, by=brazil, grounds="Another government."
    )
    assert "Inscribe" in staged.buttons(staged.page_of(client, HERE))
    ruled = Decided(day=OPENING.date(), meeting=1)
    session = staged.conference(timed)
    credentials_objections.rule_on(
        timed, site.SECRETARIAT, session, made.id, ruling=Ruling.UPHELD, decided=ruled
    )
    page = staged.page_of(client, HERE)
    assert staged.texts(page, "notice-line") == [
        "Austria : The Conference has not accepted the credentials of this delegation. Give new "
        "ones to the secretariat. Rules of procedure, rules 18 to 20"
    ]
    assert "Inscribe" not in staged.buttons(page)
    assert client.post(ADD, data={"level": "representative"}).status_code == 409


def test_more_requests_are_no_more_queries(timed, sign_in):
    asked = []
    clients = [sign_in(role) for role in (Role.SECRETARIAT, Role.FOCAL_POINT)]
    for names in (["One", "Two"], [f"Number {number}" for number in range(MANY)]):
        wanted = [replace(LEAGUE, name=name) for name in names]
        observers.take_all(timed, site.SECRETARIAT, staged.conference(timed), wanted=wanted)
        timed.rollback()
        for client in clients:
            with counted(timed.get_bind()) as queries:
                assert client.get(BASE).status_code == 200
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def test_a_list_of_nobody_says_so_and_dates_say_of_whom(timed, secretariat):
    document = secretariat.get(BASE + "lists/ngos/list.docx")
    said = ZipFile(BytesIO(document.data)).read("word/document.xml").decode()
    assert "no organization has applied for the status of observer." in said
    assert "the organizations below" not in said
    put_down(timed)
    (path,) = (one for one in rules_of(staged.conference(timed)).paths if one.key == "ngos")
    dates = staged.page_of(secretariat, BASE).partition('id="dues"')[2]
    assert path.title in html.fromstring(f"<div>{dates}</div>").text_content()
