"""The settings of mail: a server whose address is never said again, and from whom mail comes."""

import pytest

from config import (
    BadSetting,
    Encryption,
    MailServer,
    Settings,
    check_settings,
    mail_sender,
    mail_server,
    read_settings,
    write_settings,
)

FROM = "The secretariat <meetings@example.org>"
HOST = "mail.example.org"


def made(url: str, sender: str = FROM) -> Settings:
    settings = Settings(demo=True, mail_url=url, mail_from=sender)
    check_settings(settings)
    return settings


@pytest.mark.parametrize(
    ("url", "port", "encryption"),
    [
        ("smtp://{}", 587, Encryption.STARTTLS),
        ("smtp://{}?starttls=required", 587, Encryption.STARTTLS),
        ("smtp://{}:25", 25, Encryption.STARTTLS),
        ("smtps://{}", 465, Encryption.TLS),
        ("smtps://{}:4650/", 4650, Encryption.TLS),
        ("smtp://{}?starttls=no", 25, Encryption.NONE),
    ],
)
def test_a_server_is_encrypted_unless_it_is_said_not_to_be(url, port, encryption):
    expected = MailServer(host=HOST, port=port, encryption=encryption)
    assert mail_server(made(url.format(HOST))) == expected


def test_the_password_may_have_any_signs_and_is_not_shown():
    settings = made(f"smtps://some%40body:p%40ss%2Fw%3Ard%25@{HOST}")
    server = mail_server(settings)
    assert server is not None
    assert (server.user, server.password) == ("some@body", "p@ss/w:rd%")
    for shown in (repr(server), repr(settings)):
        assert not any(part in shown for part in ("w:rd", "p%40"))
    assert read_settings(write_settings(settings)) == settings


@pytest.mark.parametrize(
    "url",
    [
        HOST,
        f"http://{HOST}",
        "smtp://",
        "smtp://user:hidden@",
        f"smtp://user:hidden@{HOST}:0",
        f"smtp://user:hidden@{HOST}:99999",
        f"smtp://user:hidden@{HOST}:port",
        f"smtp://user:hid/den@{HOST}",
        f"smtp://hidden@{HOST}",
        f"smtp://:hidden@{HOST}",
        f"smtp://user:hidden@{HOST}/path",
        f"smtp://user:hidden@{HOST}?starttls=maybe",
        f"smtps://user:hidden@{HOST}?starttls=no",
        f"smtp://user:hidden@{HOST}#part",
        "smtp://user:hidden@[::1",
    ],
)
def test_what_is_no_server_is_refused_and_not_said(url):
    with pytest.raises(BadSetting) as caught:
        made(url)
    assert str(caught.value).startswith("HEMICYCLE_MAIL_URL must be smtp://user:password@host:587")
    assert "hid" not in str(caught.value)


@pytest.mark.parametrize(
    "login", ["us%C3%A9r:hidden", "user:hidden%C3%A9", "user:hid\u00e9den", "user:hid%0D%0Aden"]
)
def test_a_login_that_no_server_is_told_is_refused_and_not_said(login):
    with pytest.raises(BadSetting) as caught:
        made(f"smtps://{login}@{HOST}")
    assert str(caught.value) == (
        "HEMICYCLE_MAIL_URL has a user or password with signs beyond ASCII, or not to be seen"
    )


@pytest.mark.parametrize("host", ["a..b", "a" * 64 + ".example", ".a"])
def test_a_host_that_cannot_be_a_name_is_refused(host):
    with pytest.raises(BadSetting) as caught:
        made(f"smtps://user:hidden@{host}")
    assert str(caught.value) == "HEMICYCLE_MAIL_URL names a host that cannot be one"


def test_a_password_does_not_leave_the_machine_without_encryption():
    assert mail_server(made("smtp://user:hidden@127.0.0.1?starttls=no")) is not None
    with pytest.raises(BadSetting) as caught:
        made(f"smtp://user:hidden@{HOST}?starttls=no")
    assert str(caught.value) == "HEMICYCLE_MAIL_URL would send a password without encryption"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("meetings@example.org", "meetings@example.org"),
        (FROM, FROM),
        ("Secrétariat, Vienne <a.b+c@example.org>", '"Secrétariat, Vienne" <a.b+c@example.org>'),
        ('"Secretariat, Vienna" <a@b>', '"Secretariat, Vienna" <a@b>'),
    ],
)
def test_mail_comes_from_one_address(given, expected):
    assert str(mail_sender(made(f"smtps://{HOST}", given))) == expected


@pytest.mark.parametrize(
    "given",
    ["", "secretariat", "a@", "@b", "a@b, c@d", "A <a@b> <c@d>", "a@b\nBcc: c@d", "é@b", "a..b@c"],
)
def test_who_sends_must_be_said_where_mail_is_sent(given):
    assert mail_server(made("", given)) is None
    with pytest.raises(BadSetting) as caught:
        made(f"smtps://{HOST}", given)
    assert str(caught.value) == (
        "HEMICYCLE_MAIL_FROM must say from whom mail comes, as in "
        "The secretariat <meetings@example.org>"
    )
