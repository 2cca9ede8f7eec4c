"""A file that is too large is refused on its form, with everything that was typed beside it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest
from lxml import html

from procedure.permissions import Role
from tests import multipart, site
from tests.burst import clients, served, settings_for
from tests.speaker_pages import ADD, a_list, inscribed
from web import intake
from web.files import MEGABYTE

BASE = f"/sessions/{site.SLUG}/"
pytestmark = pytest.mark.in_turn
LISTENERS = 100
ABOVE_ALL = bytes(10 * MEGABYTE + 1)
FORMS = {
    "requirements": (Role.SECRETARIAT, BASE + "requirements/upload", {}, 5),
    "calendar": (Role.SECRETARIAT, "/calendars/upload", {"slug": "calendar-2026"}, 5),
    "interpreters": (Role.INTERPRETATION_PLANNER, BASE + "interpretation/file", {}, 5),
    "delegations": (Role.SECRETARIAT, BASE + "delegations/files/delegations/put-in", {}, 2),
    "delegates": (Role.SECRETARIAT, BASE + "delegations/files/delegates/put-in", {}, 2),
    "credentials": (
        Role.SECRETARIAT,
        BASE + "delegations/1/credentials",
        {"kind": "credentials", "issuer": "head_of_state", "note": "Ein Brief <von> gestern"},
        10,
    ),
    "observer": (
        Role.SECRETARIAT,
        BASE + "observers/",
        {"name": "Society & Co", "received_at": "2008-09-01T10:00", "about": "What\nit is"},
        10,
    ),
}


@dataclass(frozen=True)
class Answer:
    """What the server answers."""

    status_code: int
    text: str


def refused(answer, most, typed):
    """Whether the form has come back: what is wrong with its file, and all that was typed."""
    assert answer.status_code == 413
    page = html.fromstring(answer.text)
    (field,) = page.xpath("//input[@type='file']")
    (around,) = field.xpath("ancestor::div[contains(@class, 'field')][1]")
    said = f"Give at most {most} megabytes."
    assert said in around.text_content()
    assert field.get("data-most") == str(most * MEGABYTE)
    (summary,) = page.find_class("error-summary")
    told = "".join(summary.text_content().split()).replace("File:", "File")
    assert "File" + said.replace(" ", "") in told
    (form,) = field.xpath("ancestor::form")
    assert {name: form.fields[name] for name in typed} == typed


def posted(client, address, parts):
    return client.post(address, data=multipart.form(parts), content_type=multipart.TYPE)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_comes_back(sign_in, db, form):
    user = site.accounts.demo_user(db, Role.SECRETARIAT)
    site.accounts.grant(db, site.SECRETARIAT, user, Role.SECRETARIAT)  # also of no one session
    role, address, typed, most = FORMS[form]
    refused(posted(sign_in(role), address, [("file", ABOVE_ALL), *typed.items()]), most, typed)


@pytest.mark.parametrize("size", [2 * MEGABYTE + 1, 10 * MEGABYTE + 1])
def test_also_where_another_form_takes_as_much(sign_in, size):
    client = sign_in(Role.SECRETARIAT)
    refused(posted(client, FORMS["delegates"][1], [("file", bytes(size))]), 2, {})


def test_the_text_of_a_statement(sign_in, db):
    a_list(db)
    client = sign_in(Role.FOCAL_POINT)
    address = f"{ADD}/{inscribed(client)}/texts"
    sent = [("file", ABOVE_ALL), ("text_language", "fr")]
    refused(posted(client, address, sent), 10, {"text_language": "fr"})


def test_a_large_file_of_requirements_can_be_looked_at_and_taken(sign_in, db):
    """What is shown is sent again, as a field of the form."""
    file = BASE + "requirements/file"
    address = BASE + "requirements/upload"
    client = sign_in(Role.SECRETARIAT)
    content = client.get(file).data + b"# " + b"x" * (5 * MEGABYTE - 100_000) + b"\n"
    shown = posted(client, address, [("file", content)])
    (form,) = html.fromstring(shown.text).xpath("//form[.//textarea]")
    kept = dict(form.form_values())
    assert form.get("enctype") == "multipart/form-data"
    again = posted(client, address, kept.items())
    assert (shown.status_code, again.status_code) == (200, 303)


def test_a_form_that_is_too_long_to_be_read_is_answered_with_a_page(sign_in, monkeypatch):
    monkeypatch.setattr(intake, "MOST_READ", MEGABYTE)
    _role, address, typed, _most = FORMS["observer"]
    body = multipart.form([*typed.items(), ("file", bytes(MEGABYTE))])
    page = {"Referer": f"http://localhost{address}new"}
    answer = sign_in(Role.SECRETARIAT).post(
        address, data=body, content_type=multipart.TYPE, headers=page
    )
    assert (answer.status_code, "What was sent is too large" in answer.text) == (413, True)
    assert f'href="{address}new">Back' in answer.text


@pytest.fixture
def server(settings, db):
    """A real server, and a browser in which somebody of the secretariat is signed in."""
    settings = replace(settings_for(settings.database_url), listeners=LISTENERS)
    (client,) = clients(settings, [site.accounts.demo_user(db, Role.SECRETARIAT)])
    with served(settings, 1) as running:
        yield settings.port, client, running


def sent_to(server, length):
    """The answer of the server to a form with a file of some length after a note, before a name."""
    port, client, _running = server
    _role, address, typed, _most = FORMS["observer"]
    typed = {**typed, "csrf_token": client.token}.items()
    begin = b"".join(multipart.field(*one) for one in typed) + multipart.begin_file("file", "a.pdf")
    end = b"\r\n" + multipart.field("contact", "A. Person") + multipart.END
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.putrequest("POST", address)
        connection.putheader("Cookie", client.cookie)
        connection.putheader("Content-Type", multipart.TYPE)
        connection.putheader("Content-Length", str(len(begin) + length + len(end)))
        connection.endheaders(begin)
        for _ in range(length // MEGABYTE):
            connection.send(bytes(MEGABYTE))
        connection.send(end)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read().decode())


def test_through_the_real_server(server):
    _role, _address, typed, most = FORMS["observer"]
    with urlopen(f"http://127.0.0.1:{server[0]}/sign-in", timeout=60):
        (worker,) = server[2].workers()
    before = most_memory(worker)
    refused(sent_to(server, 100 * MEGABYTE), most, {**typed, "contact": "A. Person"})
    assert most_memory(worker) - before < 50 * MEGABYTE


def most_memory(process):
    """The most bytes of memory that a process has taken so far."""
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024
