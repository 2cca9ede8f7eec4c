"""The programme's pages and the calendar in a real browser: readable, on a phone and on paper."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from procedure.programmes import VersionStatus
from tests import site, staged
from tests.browser.conftest import PHONE, settle

BASE = f"/sessions/{site.SLUG}/"
PAGES = [
    ("programme/", None),
    ("programme/", Role.SECRETARIAT),
    ("programme/versions/2/", Role.SECRETARIAT),
    ("programme/versions/", Role.SECRETARIAT),
    ("programme/versions/2/compare/1/", Role.BUREAU),
    ("programme/versions/2/approve/", Role.SECRETARIAT),
    ("programme/versions/2/board/", Role.SECRETARIAT),
    ("programme/versions/1/board/", Role.SECRETARIAT),
    ("calendar/", None),
    ("calendar/", Role.FOCAL_POINT),
]
SHOWN = pytest.mark.parametrize("shown", PAGES, ids=lambda shown: f"{shown[0]} {shown[1]}")


@pytest.fixture
def app(front_ends, settings, arabic):
    """The front end, also from right to left."""
    return front_ends(replace(settings, languages=("en", "ar")), translations=arabic)


@pytest.fixture
def versions(db):
    """A version that was released, and a draft that breaks a requirement."""
    base = staged.decided(db, VersionStatus.APPROVED)
    staged.draft(db, staged.planned(staged.TOO_SHORT), based_on=base)


@SHOWN
@pytest.mark.usefixtures("versions")
def test_a_page_is_accessible_and_fits(visit, presentable, shown):
    path, role = shown
    page = visit(BASE + path, role)
    presentable(page)
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize(
    "path",
    ["", "versions/", "versions/2/", "versions/2/compare/1/", "versions/2/board/"],
)
def test_a_page_fits_from_right_to_left(visit, fits, versions, path):
    page = visit(f"{BASE}programme/{path}?lang=ar", Role.SECRETARIAT, viewport=PHONE)
    fits(page)
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_before_there_is_a_programme(visit, accessible, fits):
    for role in (None, Role.BUREAU):
        page = visit(BASE + "programme/", role, viewport=PHONE)
        accessible(page)
        fits(page)


def test_on_a_phone_what_is_held_stands_below_its_hours(visit, versions):
    page = visit(BASE + "programme/", viewport=PHONE)
    settle(page)
    hours, held = (page.locator(name).first.bounding_box() for name in (".when", ".held"))
    assert held["y"] >= hours["y"] + hours["height"]
    assert held["width"] > 300


def test_on_paper_it_is_the_annex(visit, versions):
    page = visit(BASE + "programme/", Role.SECRETARIAT, viewport=PHONE)
    page.emulate_media(media="print")
    for gone in (".site-header", ".review", ".page-actions", ".next-step"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".annex-word")).to_have_text("Annex", use_inner_text=True)
    settle(page)
    plenary, parallel = (page.locator(".held").nth(place).bounding_box() for place in (2, 3))
    assert plenary["y"] == parallel["y"]  # beside each other, whatever the window
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_an_address_is_copied_by_a_button(visit, versions, address):
    page = visit("/", Role.READER)
    page.clock.install(time=0)
    page.clock.pause_at(1_000)  # for as long as we look, it says that it has copied
    page.goto(BASE + "calendar/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.get_by_label("Address: All meetings").input_value()


def test_the_approval_is_recorded_by_hand(visit, versions):
    page = visit(BASE + "programme/versions/2/", Role.SECRETARIAT)
    page.get_by_role("link", name="Record the approval").click()
    page.get_by_label("Who allows it, and why").fill("The bureau: the time is short.")
    page.get_by_role("button", name="Record the approval").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Proposed organization of work")
