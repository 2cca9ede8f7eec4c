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

ON_TOP = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const on = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return document.activeElement.contains(on) || on?.contains(document.activeElement);
}"""


@pytest.fixture(autouse=True)
def real(db):
    import_problem(db, site.SECRETARIAT, load_problem(EXAMPLES / "ctoc-cop4.yaml"))


@pytest.mark.parametrize(
    "key", ["time.WGIC.parallel", "business.RTTA.fixed", "relations.before.1(d).1(e)"]
)
def test_a_link_to_a_requirement_brings_it_into_sight(visit, key):
    page = visit(f"{BASE}#{key}", Role.BUREAU)
    expect(page.locator(f'[id="{key}"]')).to_be_in_viewport(ratio=0)
    page.wait_for_function("() => scrollY > 100")


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


def test_the_form_says_of_what_it_is_and_nothing_covers_the_field_in_use(visit):
    page = visit(BASE, Role.SECRETARIAT)
    page.locator('[id="business.2(a)"] .entry-edit').click()
    expect(page.locator(".form-title")).to_contain_text("Business: 2 (a) ")
    expect(page.locator(".form-title")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        # The page may scroll smoothly: wait until the middle of the field has arrived
        expect(page.locator(":focus")).to_be_in_viewport(ratio=0.9)
        page.wait_for_function(ON_TOP)


@WINDOWS
def test_the_header_says_in_full_which_session_it_is(visit, window):
    page = visit(BASE, Role.SECRETARIAT, viewport=window)
    name = page.locator(".session-name")
    assert name.evaluate("it => it.scrollWidth <= it.clientWidth")
    assert name.evaluate("it => getComputedStyle(it).whiteSpace") == "normal"
