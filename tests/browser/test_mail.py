"""Reminders go out with one press, and letters that failed are sent again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from models.mail import Letter
from procedure.permissions import Role
from services.transactions import now, transaction
from tests import site, staged
from tests.speakers import delegations


@pytest.fixture
def app(front_ends, settings):
    """A front end that sends mail."""
    sending = {"mail_url": "smtps://127.0.0.1", "mail_from": "meetings@example.org"}
    return front_ends(replace(settings, **sending))


def test_from_the_press_to_a_letter_that_is_sent_again(visit, presentable, db):
    delegations(db, staged.conference(db), "Brazil")
    page = visit(f"/sessions/{site.SLUG}/credentials/", Role.SECRETARIAT)
    presentable(page)
    page.get_by_role("button", name="Send reminders").click()
    expect(page.get_by_text("A reminder to 1 delegation is on its way.")).to_be_visible()
    expect(page.locator(".paper-card", has_text="Austria")).to_contain_text("the mail is waiting")
    expect(page.locator(".letters li")).to_contain_text(["Brazil"])
    with transaction(db):
        letter = db.query(Letter).one()
        letter.given_up_at, letter.attempts, letter.error = now(db), 1, "550 No such user"
    page.reload()
    presentable(page)
    page.get_by_role("link", name="the mail has failed").click()
    page.get_by_text("Text").click()
    expect(page.locator(".letter-text")).to_contain_text("The secretariat reminds Austria")
    presentable(page)
    page.set_viewport_size({"width": 360, "height": 740})
    table = page.locator(".letters-table")
    assert table.evaluate("one => one.scrollWidth <= one.parentElement.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Send those ticked again").click()
    expect(page.get_by_text("1 letter is being sent again.")).to_be_visible()
    expect(page.get_by_role("heading", name="Waiting 1")).to_be_visible()
