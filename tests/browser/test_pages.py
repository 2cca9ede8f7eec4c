"""The pages that everybody sees: no serious violation, no error, and room on a phone."""

import re

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from tests import site

PAGES = [
    ("/", None),
    ("/", Role.SECRETARIAT),
    ("/sign-in", None),
    ("/nowhere", Role.READER),
    (f"/sessions/{site.SLUG}/", None),
    (f"/sessions/{site.SLUG}/", Role.SECRETARIAT),
]


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: f"{shown[0]} {shown[1] or 'nobody'}")
def test_a_page_is_accessible_and_fits(visit, presentable, shown):
    page = visit(*shown)
    presentable(page)
    assert page.locator("h1").count() == 1


def test_the_first_stop_of_the_tabulator_leads_to_the_content(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'content'")


def test_signing_in_and_out(visit):
    page = visit(f"/sign-in?next=/sessions/{site.SLUG}/")
    page.get_by_label("E-mail address").fill(site.email(Role.BUREAU))
    page.get_by_label("Password").fill(site.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(f"/sessions/{site.SLUG}/$"))
    expect(page.locator(".role-badge")).to_have_text("Bureau")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.locator(".role-badge")).to_have_count(0)


def test_on_paper_only_the_content_is_left(visit):
    page = visit("/", Role.SECRETARIAT)
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
