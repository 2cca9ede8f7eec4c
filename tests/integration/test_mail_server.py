"""The server of mail: reached with encryption or not at all; what `hemicycle mail` says of it."""

from __future__ import annotations

import pytest

from services.mail import NO_MAIL
from services.smtp import NO_STARTTLS
from tests.integration.commands import called
from tests.letters import mailbox
from tests.mail_server import HOST, Mailbox, certified, serving
from tests.ports import free_port

__all__ = ["mailbox"]  # fixtures

PASSWORD = "a secret: with signs"
TO = "you@example.org"


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate that this process trusts, and its key."""
    paths = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(paths[0]))
    return paths


@pytest.fixture
def box():
    """Where mail arrives, for a user with a password."""
    made = Mailbox(password=PASSWORD)
    made.may_answer.set()
    return made


@pytest.fixture
def sending(monkeypatch):
    """Try whether mail can be sent through a server."""

    def send(url):
        monkeypatch.setenv("HEMICYCLE_DEMO", "yes")
        monkeypatch.setenv("HEMICYCLE_MAIL_URL", url)
        monkeypatch.setenv("HEMICYCLE_MAIL_FROM", "The secretariat <meetings@example.org>")
        done = called("mail", "--test", TO)
        assert "secret" not in done.out + done.err
        return done

    return send


def url(port, scheme="smtp", password="a%20secret:%20with%20signs", end=""):
    return f"{scheme}://hemicycle:{password}@{HOST}:{port}{end}"


@pytest.mark.parametrize("implicit", [False, True])
def test_mail_goes_encrypted_to_a_server_that_is_who_it_says(box, certificate, sending, implicit):
    with serving(box, certificate, implicit=implicit):
        done = sending(url(box.port, "smtps" if implicit else "smtp"))
    assert (done.code, done.out) == (0, f"{HOST} has taken a message to {TO}.\n")
    assert (box.envelopes, box.logins) == ([("meetings@example.org", [TO])], 1)
    assert box.subjects == ["Hemicycle can send mail"]


def test_a_server_without_encryption_gets_neither_password_nor_mail(box, sending):
    with serving(box):
        done = sending(url(box.port))
    assert (done.code, done.err) == (
        3,
        f"Mail cannot be sent through {HOST}, port {box.port}: {NO_STARTTLS}\n",
    )
    assert (box.seen, box.logins) == ([], 0)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_nor_does_one_that_is_not_who_it_says(box, tmp_path, sending, scheme):
    with serving(box, certified(tmp_path), implicit=scheme == "smtps"):
        done = sending(url(box.port, scheme))
    assert done.code == 3
    assert "certificate verify failed" in done.err
    assert (box.seen, box.logins) == ([], 0)


def test_a_wrong_password_is_said(box, certificate, sending):
    with serving(box, certificate):
        done = sending(url(box.port, password="not-that-secret"))
    assert (done.code, done.err) == (
        3,
        f"Mail cannot be sent through {HOST}, port {box.port}: "
        "535 5.7.8 Authentication credentials invalid\n",
    )


def test_a_server_that_is_not_there_and_an_address_that_it_refuses(mailbox, sending):
    port = free_port()
    assert sending(f"smtp://{HOST}:{port}?starttls=no").err == (
        f"Mail cannot be sent through {HOST}, port {port}: Connection refused\n"
    )
    mailbox.refused[TO] = "550 No such user"
    done = sending(f"smtp://{HOST}:{mailbox.port}?starttls=no")
    assert (done.code, done.err) == (3, f"{HOST} does not take mail to {TO}: 550 No such user\n")


def test_without_a_server_it_is_said_which_setting_is_missing(sending):
    done = sending("")
    assert (done.code, done.err) == (3, f"{NO_MAIL}\n")
