"""A form of a page that was open for too long comes back as it was typed; nothing is written."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import html
from sqlalchemy import func, select

from models.audit import AuditRecord
from models.conferences import Delegation
from procedure.permissions import Role
from services import accounts
from tests import site, staged
from tests.integration.test_permissions_walk import WALK, address
from web import late
from web.guard import action_of

HERE = f"/sessions/{site.SLUG}/"
NEW = HERE + "delegations/new"
OURS = {"Origin": "http://localhost", "Referer": f"http://localhost{NEW}"}
HTMX = {**OURS, "HX-Request": "true"}
pytestmark = pytest.mark.in_turn
LONG_AGO = {"csrf_token": "of long ago"}
TYPED = {"name": "Brazil & <others>", "code": "BR", "kind": "State party"}
TOO_LATE = "This page was open for too long; nothing was saved yet. Check it and send it again."
SIGNED_OUT = "You had been signed out: nothing was saved yet. Check it and send it again."
PRESSED = "The page was open for too long, or you had been signed out: nothing was saved yet."
REFUSED = {400, 404, 409, 422}
HARMLESS = {"requirements.preview": 200, "programmes.questions.repair": 303}
"""Views that write nothing either way: another look at the form."""
CREDENTIALS = {"email": site.email(Role.SECRETARIAT), "password": site.PASSWORD}


@pytest.fixture
def app(front_ends, settings):
    """The front end in demo mode, with its protection against forged forms."""
    app = front_ends(replace(settings, demo=True))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=True)
    return app


@pytest.fixture
def secretariat(app):
    return site.signed_in(app, Role.SECRETARIAT)


def form_of(answer, field):
    """The form of a page that has a field, and what a browser would send of it."""
    forms = html.fromstring(answer.text, base_url="http://localhost/").forms
    (found,) = (form for form in forms if field in form.fields)
    return found, dict(found.form_values())


def sent_on(client, answer, field):
    """Press the button of a form."""
    form, given = form_of(answer, field)
    return client.post(form.get("action"), data=given, headers=OURS)


def token_of(client):
    """The token of a page that is opened now."""
    (held,) = html.fromstring(client.get("/").text).xpath(
        "//body/@*[name()='hx-headers:inherited']"
    )
    return {"csrf_token": json.loads(held)["X-CSRFToken"]}


def names(db):
    staged.renew(db)
    return set(db.scalars(select(Delegation.name)))


def come_back(answer, sentence):
    """Whether the form has come back with what was typed, and with a sentence about it."""
    assert staged.texts(answer.text, "error-summary") == [f"Please correct this {sentence}"]
    form, _given = form_of(answer, "code")
    return {name: form.fields[name] for name in TYPED} == TYPED


def test_it_comes_back_and_is_saved_when_it_is_sent_again(secretariat, db):
    answer = secretariat.post(NEW, data=TYPED | LONG_AGO, headers=OURS)
    assert (answer.status_code, come_back(answer, TOO_LATE)) == (422, True)
    assert names(db) == {"Austria"}
    assert sent_on(secretariat, answer, "code").status_code == 303
    assert names(db) == {"Austria", TYPED["name"]}


def test_also_where_there_was_no_token(secretariat):
    assert come_back(secretariat.post(NEW, data=TYPED, headers=OURS), TOO_LATE)


def test_a_file_is_to_be_chosen_again(secretariat):
    data = {"name": "Society", "received_at": "2008-09-01T10:00", "path": "ngos"}
    sent = {**data, "file": (BytesIO(b"%PDF-1.7\n%%EOF"), "letter.pdf")}
    answer = secretariat.post(HERE + "observers/", data=sent, headers=OURS)
    assert "Check it, choose the file again, and send it again." in answer.text
    assert form_of(answer, "received_at")[0].fields["name"] == "Society"


def test_a_button_leads_back_to_its_page(secretariat, db):
    staged.approved(db)
    page = {**OURS, "Referer": f"http://localhost{HERE}programme/"}
    data = {"row_version": "1"}
    answer = secretariat.post(HERE + "programme/versions/1/discard", data=data, headers=page)
    assert (answer.status_code, PRESSED in answer.text) == (400, True)
    assert f'href="{HERE}programme/">Back' in answer.text


def test_a_button_is_pressed_again_where_that_is_said(secretariat, db):
    staged.approved(db)
    copy = HERE + "programme/versions/1/copy"
    answer = secretariat.post(copy, data={"chosen": "a & b"}, headers=OURS)
    assert form_of(answer, "chosen")[1]["chosen"] == "a & b"
    again = sent_on(secretariat, answer, "chosen")
    assert (again.status_code, again.location) == (303, f"{HERE}programme/versions/2/board/")


def test_a_button_that_is_pressed_again_asks_what_it_asked_and_knows_its_page(secretariat, db):
    staged.approved(db)
    page = {**OURS, "Referer": f"http://localhost{HERE}programme/"}
    asked = {"row_version": "99", late.QUESTION: "Discard <it>?"}
    answer = secretariat.post(HERE + "programme/versions/1/discard", data=asked, headers=page)
    assert form_of(answer, "row_version")[0].get("data-confirm") == "Discard <it>?"
    assert "Check it" not in answer.text
    again = sent_on(secretariat, answer, "row_version")
    assert again.status_code == 409
    assert f'href="{HERE}programme/">Back' in again.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://localhost.example.com"},
        {"Origin": "https://example.com", "Referer": "http://localhost/"},
        {"Referer": "https://example.com/"},
        {"Origin": "http://["},
        {"Referer": "http://["},
    ],
)
def test_what_other_pages_send_is_refused(secretariat, headers):
    answer = secretariat.post(NEW, data=TYPED, headers=headers)
    assert (answer.status_code, "This form has expired" in answer.text) == (400, True)
    assert "Brazil" not in answer.text


def test_no_view_writes_anything_for_a_form_that_is_late(app, db):
    staged.approved(db)
    accounts.grant(db, site.SECRETARIAT, accounts.demo_user(db, Role.SECRETARIAT), Role.SECRETARIAT)
    client = site.signed_in(app, Role.SECRETARIAT)
    written = select(func.count()).select_from(AuditRecord)
    before = db.scalar(written)
    done = {}
    for rule, method in WALK:
        if method == "POST" and action_of(app, rule.endpoint):
            answer = client.post(address(rule), data=LONG_AGO, headers=OURS)
            done[rule.endpoint] = answer.status_code
    staged.renew(db)
    assert db.scalar(written) == before
    assert {one: status for one, status in done.items() if status not in REFUSED} == HARMLESS


def test_who_is_signed_out_signs_in_and_finds_the_form(app, db):
    client = app.test_client()
    asked = client.post(NEW, data=TYPED | LONG_AGO, headers=OURS)
    assert (asked.status_code, "what you typed comes back" in asked.text) == (401, True)
    form, given = form_of(asked, "password")
    wrong = client.post(form.action, data=given | {"email": "x", "password": "y"}, headers=OURS)
    form, given = form_of(wrong, "password")
    again = client.post(form.action, data=given | CREDENTIALS, headers=OURS)
    assert (again.status_code, "You are signed in again" in again.text) == (200, True)
    answer = sent_on(client, again, "code")
    assert (come_back(answer, SIGNED_OUT), names(db)) == (True, {"Austria"})
    assert sent_on(client, answer, "code").status_code == 303
    assert names(db) == {"Austria", TYPED["name"]}


def test_also_by_one_click(app):
    client = app.test_client()
    asked = client.post(NEW, data=TYPED, headers=OURS)
    (form,) = html.fromstring(asked.text).xpath("//form[contains(@action, '/sign-in/secretariat')]")
    again = client.post(form.action, data=dict(form.form_values()), headers=OURS)
    assert come_back(sent_on(client, again, "code"), SIGNED_OUT)


def test_also_who_has_signed_in_elsewhere_meanwhile(app):
    client = app.test_client()
    form, given = form_of(client.post(NEW, data=TYPED, headers=OURS), "password")
    client.post("/sign-in/secretariat", data=token_of(client), headers=OURS)
    again = client.post(form.action, data=given | CREDENTIALS | LONG_AGO, headers=OURS)
    assert come_back(sent_on(client, again, "code"), SIGNED_OUT)


def test_also_whose_account_was_closed_since_the_page_was_opened(app, db, secretariat):
    token = token_of(secretariat)
    user = accounts.demo_user(db, Role.SECRETARIAT)
    user.active = False
    db.commit()
    asked = secretariat.post(NEW, data=TYPED | token, headers=OURS)
    assert (asked.status_code, late.TYPED in form_of(asked, "password")[1]) == (401, True)


def test_a_button_pressed_by_nobody_leads_back_once_they_have_signed_in(app):
    client = app.test_client()
    answer = client.post(NEW, data=token_of(client), headers=OURS)
    assert (answer.status_code, answer.location) == (302, f"/sign-in?next={NEW}")


def test_the_form_for_signing_in_may_be_late_itself(app):
    client = app.test_client()
    answer = client.post("/sign-in?next=/x", data=CREDENTIALS | LONG_AGO, headers=OURS)
    form, given = form_of(answer, "password")
    assert (answer.status_code, "open for too long" in answer.text) == (400, True)
    assert (given["email"], "password" in given) == (CREDENTIALS["email"], False)
    assert client.post(form.action, data=given | CREDENTIALS, headers=OURS).location == "/x"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        (late.TO, "https://example.com/"),
        (late.FROM, "//example.com"),
        (late.TYPED, "no list"),
        (late.TYPED, "[1]"),
        (late.TYPED, "5"),
    ],
)
def test_what_is_carried_along_leads_to_no_other_site(app, name, given):
    client = app.test_client()
    carried = {late.TYPED: "[]", late.TO: NEW, late.FROM: NEW, name: given}
    answer = client.post("/sign-in", data=carried | CREDENTIALS | token_of(client), headers=OURS)
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_part_of_a_page_keeps_its_form_and_is_given_another_token(secretariat, db):
    url = HERE + "requirements/rooms/edit"
    told = secretariat.post(url, data=LONG_AGO, headers=HTMX)
    assert (told.status_code, TOO_LATE in told.text) == (400, True)
    token = {"csrf_token": told.headers["X-CSRFToken"]}
    assert secretariat.post(url, data=token, headers=HTMX).status_code == 422


def test_a_part_of_a_page_of_somebody_signed_out_keeps_its_form(app):
    told = app.test_client().post(HERE + "requirements/rooms/edit", data=LONG_AGO, headers=HTMX)
    assert (told.status_code, "HX-Redirect" in told.headers) == (401, False)
    assert "Sign in in another window, then send it again." in told.text
    assert signs_in_at(told) == "/sign-in?next=/"


def signs_in_at(answer):
    """Where a part of a page leads who is to sign in again."""
    (found,) = html.fromstring(answer.text).xpath("//a[@target='_blank']/@href")
    return found


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [("http://localhost/sessions/x/board/?a=1", "/sessions/x/board/?a%3D1"), ("http://x/", "/")],
)
def test_signing_in_from_a_part_of_a_page_leads_back_to_the_page(app, shown, wanted):
    headers = HTMX | {"HX-Current-URL": shown}
    told = app.test_client().post(HERE + "requirements/rooms/edit", headers=headers)
    assert signs_in_at(told) == f"/sign-in?next={wanted}"


@pytest.mark.parametrize("part", ["floor/0/part", "requirements/rooms/edit"])
def test_a_part_asked_for_by_nobody_leaves_who_signs_in_meanwhile_signed_in(app, part):
    client = app.test_client()
    client.post(HERE + "requirements/rooms/edit", data=LONG_AGO, headers=HTMX)
    told = client.get(HERE + part, headers=HTMX)
    assert (told.status_code, told.headers.getlist("Set-Cookie")) == (401, [])
