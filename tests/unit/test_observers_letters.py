"""Whom a letter to an observer goes to: the mail addresses in what is known of its contact."""

import pytest

from services.observers_letters import addresses


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ("", []),
        ("Ms. A, telephone 123", []),
        ("a@b", []),
        ("office@example.org", ["office@example.org"]),
        ("Write to office@example.org.", ["office@example.org"]),
        ("Ms. A <a.b+c@mail.example.org>", ["a.b+c@mail.example.org"]),
        (
            "(x@example.org), mailto:y@example.org; X@example.org",
            ["x@example.org", "y@example.org"],
        ),
        (f"{'x' * 250}@example.org", []),
    ],
)
def test_addresses_are_found_each_once_in_order(contact, found):
    assert addresses(contact) == found
