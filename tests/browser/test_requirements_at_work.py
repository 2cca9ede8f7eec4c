"""The page of requirements with those of a real session: long titles, many documents."""

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from scheduler.reading import load_problem
from services.examples import EXAMPLES
from services.requirements import import_problem
from tests import site
from tests.browser.conftest import DESKTOP, PHONE

BASE = f"/sessions/{site.SLUG}/requirements/"
WINDOWS = pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(autouse=True)
def real(db):
    import_problem(db, site.SECRETARIAT, load_problem(EXAMPLES / "ctoc-cop4.yaml"))


@pytest.mark.parametrize("key", ["time.WGIC.parallel", "business.RTTA.fixed", "relations.0"])
def test_a_link_to_a_requirement_brings_it_into_sight(visit, key):
    page = visit(f"{BASE}#{key}", Role.BUREAU)
    expect(page.locator(f'[id="{key}"]')).to_be_in_viewport(ratio=0)
    assert page.evaluate("() => scrollY") > 100


@WINDOWS
def test_the_form_of_an_item_fits_in_place(visit, fits, window):
    page = visit(BASE, Role.SECRETARIAT, viewport=window)
    page.locator('[id="business.2(a)"] .entry-edit').click()
    expect(page.locator(".form-title")).to_be_focused()
    for more in page.locator("details").all():
        more.evaluate("element => { element.open = true }")
    fits(page)


def test_saving_complains_of_nothing_and_shows_no_other_button(visit):
    page = visit(BASE, Role.SECRETARIAT)
    expect(page.get_by_role("button", name="Find")).to_have_count(0)
    page.locator('[id="business.2(a)"] .entry-edit').click()
    page.get_by_label("Minutes in all").fill("x")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Minutes in all").fill("95")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast-line")).to_have_text("Saved.")
    expect(page.get_by_role("button", name="Find")).to_have_count(0)
