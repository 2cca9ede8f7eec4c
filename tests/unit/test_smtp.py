"""A letter as a message: its headers are ours, whatever is in names and subjects."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.smtp import Message, email_of, one_line

SENDER = Address("The secretariat", "meetings", "example.org")
AT = datetime(2008, 9, 30, 12, 0, 5, tzinfo=UTC)
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
]


def message(name="Ana", subject="Hello", text="Good day.\n", **changes):
    given = {"address": "ana@example.org", "language": "en", "uid": "0f" * 16, "at": AT}
    return Message(name=name, subject=subject, text=text, **{**given, **changes})


def received(sent, sender=SENDER):
    """What comes out of the bytes that are sent, which are ASCII in lines that servers take."""
    raw = email_of(sent, sender).as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998
    return message_from_bytes(raw, policy=policy.default)


def test_a_letter_is_said_to_be_sent_by_a_machine_and_has_a_name_and_a_date():
    found = received(message(language="zh_Hans"))
    assert [(name, str(found[name])) for name in HEADERS[:7]] == [
        ("From", "The secretariat <meetings@example.org>"),
        ("To", "Ana <ana@example.org>"),
        ("Subject", "Hello"),
        ("Date", "Tue, 30 Sep 2008 12:00:05 +0000"),
        ("Message-ID", f"<{'0f' * 16}@example.org>"),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", "zh-Hans"),
    ]
    assert sorted(found.keys()) == sorted(HEADERS)
    assert found.get_content() == "Good day.\r\n"


@given(name=st.text(max_size=200), subject=st.text(max_size=300), text=st.text(max_size=300))
@example(name="Ana\r\nBcc: all@example.org", subject="A\nBcc: all@example.org", text=".\n..\n")
@example(name="Ñandú, José (“Pepe”) <x@y>", subject="=?utf-8?q?=0ABcc:_x@y?=", text="é" * 2000)
@example(name="وزارة الخارجية", subject="环境" * 100, text="")
@example(name="\x1b[0m", subject="\x00\x7f\u2028", text="\x00")
def test_whatever_is_in_names_and_subjects_stays_there(name, subject, text):
    found = received(message(name=name, subject=subject, text=text))
    assert sorted(found.keys()) == sorted(HEADERS)
    (to,) = found["To"].addresses
    assert to.addr_spec == "ana@example.org"
    assert "".join(to.display_name.split()) == "".join(one_line(name).split())
    assert "".join(found["Subject"].split()) == "".join(one_line(subject).split())


def test_a_long_domain_leaves_the_name_of_a_message_whole():
    domain = ".".join(["meetings"] * 12) + ".example"
    found = received(message(), Address("", "a", domain))
    assert "".join(found["Message-ID"].split()) == f"<{'0f' * 16}@{domain}>"


@pytest.mark.parametrize("address", ["", "ana", "a@", "a@b, c@d", "a@b\nBcc: c@d", "a b@c"])
def test_what_is_no_address_gets_no_letter(address):
    with pytest.raises(ValueError, match="is no address"):
        email_of(message(address=address), SENDER)
