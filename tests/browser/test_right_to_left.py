"""The pages in a language that is written from right to left."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from tests import site
from tests.browser.conftest import DESKTOP


@pytest.fixture
def app(front_ends, settings, arabic):
    """The front end, offering Arabic."""
    return front_ends(replace(settings, languages=("en", "ar")), translations=arabic)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"/sessions/{site.SLUG}/",
        f"/sessions/{site.SLUG}/requirements/",
        f"/sessions/{site.SLUG}/runs/new/",
        f"/sessions/{site.SLUG}/runs/trade-off/",
        f"/sessions/{site.SLUG}/interpretation/",
        f"/sessions/{site.SLUG}/delegations/",
        f"/sessions/{site.SLUG}/delegations/1/",
        f"/sessions/{site.SLUG}/attendance/",
        f"/sessions/{site.SLUG}/speakers/",
        f"/sessions/{site.SLUG}/speakers/new",
    ],
)
def test_a_page_is_accessible_and_fits(visit, presentable, path):
    page = visit(f"{path}?lang=ar", Role.SECRETARIAT)
    presentable(page)
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_the_name_stands_at_the_right_and_the_way_out_at_the_left(visit):
    page = visit("/?lang=ar", Role.SECRETARIAT)
    brand = page.locator(".brand").bounding_box()
    way_out = page.get_by_role("button", name="Sign out").bounding_box()
    assert brand["x"] > DESKTOP["width"] / 2 > way_out["x"]


def test_the_language_is_chosen_on_any_page_and_kept(visit):
    page = visit(f"/sessions/{site.SLUG}/")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("الدورات")
