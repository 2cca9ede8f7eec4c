"""An organization from its application to the list of participants, against an objection."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from tests import site

BASE = f"/sessions/{site.SLUG}/observers/"
LETTER = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


SEPTEMBER, OPENED = datetime(2008, 9, 5, 9, tzinfo=UTC), datetime(2008, 10, 8, 9, tzinfo=UTC)


class Hands:
    """What the clock of this test shows: parties object until the session opens."""

    at = SEPTEMBER


@pytest.fixture
def app(front_ends, settings):
    """The front end, by the clock of the test."""
    Hands.at = SEPTEMBER
    return front_ends(settings, clock=lambda: Hands.at)


def test_from_the_application_to_the_list_of_participants(visit, presentable):
    page = visit(BASE, Role.SECRETARIAT)
    expect(page.get_by_text("Nobody has asked to take part")).to_be_visible()
    page.get_by_role("link", name="New request").click()
    presentable(page)
    page.get_by_label("Other non-governmental organizations").check()
    page.get_by_label("Name", exact=True).fill("League for Order")
    page.get_by_label("Received").fill("2009-05-02T09:00")
    page.get_by_label("File", exact=True).set_input_files(LETTER)
    page.get_by_role("button", name="Record").click()
    expect(page.locator("#received_at-error")).to_have_text("Give a moment that has passed.")
    expect(page.get_by_label("Name", exact=True)).to_have_value("League for Order")
    page.get_by_label("Received").fill("2008-05-02T09:00")
    page.get_by_label("File", exact=True).set_input_files(LETTER)
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("link", name="letter.pdf")).to_be_visible()
    presentable(page)

    page.goto(BASE)
    presentable(page)
    page.get_by_role("link", name="Circulate the list").click()
    expect(page.get_by_role("link", name="Document (DOCX)")).to_be_visible()
    presentable(page)
    page.get_by_label("When").fill("2008-09-05T10:00")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("parties may object until the session opens")).to_be_visible()

    focal = visit(BASE + "1/", Role.FOCAL_POINT)
    focal.get_by_role("heading", name="Object").click()
    focal.get_by_label("Grounds").fill("It does not say who pays for it.")
    focal.get_by_role("button", name="Object").click()
    expect(focal.get_by_text("A party has objected: the Conference decides.")).to_be_visible()
    presentable(focal)

    Hands.at = OPENED
    page.goto(BASE)
    page.get_by_role("heading", name="Record a decision").click()
    page.get_by_role("checkbox", name="League for Order").check()
    page.get_by_label("Decided by").select_option("Conference")
    page.get_by_label("Status of observer").select_option("accorded")
    presentable(page)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator(".observer-status")).to_have_text("Accorded")
    page.goto(f"/sessions/{site.SLUG}/delegations/")
    expect(page.get_by_role("link", name="League for Order")).to_be_visible()
