"""Ranks and "never worse", entered by a person: saved, told in words, mended where wrong."""

from __future__ import annotations

from playwright.sync_api import expect

from procedure.permissions import Role
from scheduler.problem import Preference
from services.requirements import problem_of
from tests import site, staged

BASE = f"/sessions/{site.SLUG}/requirements/"


def weighed(db, name):
    staged.renew(db)
    return problem_of(db, staged.conference(db)).preferences[name]


def test_a_preference_is_ranked_and_never_to_be_worse(visit, db, presentable):
    page = visit(BASE, Role.SECRETARIAT)
    row = page.locator('[id="preferences.few_splits"]')
    row.locator(".entry-edit").click()
    expect(page.locator(".form-title")).to_be_focused()
    page.get_by_label("Rank").fill("1")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-summary")).to_contain_text("what weighs 0 has no rank")
    expect(page.get_by_label("Rank")).to_have_value("1")
    page.get_by_label("(6)").check()
    page.get_by_label("Never worse than in the version that a search begins from").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast-line")).to_have_text("Saved.")  # till then the row has a preview
    expect(row).to_contain_text("Rank 1: before all that comes later.")
    expect(row).to_contain_text("It is never worse than in the version that a search begins from.")
    given = weighed(db, Preference.FEW_SPLITS)
    assert (given.rank, given.never_worse) == (1, True)
    presentable(page)
    page.evaluate("() => scrollTo(0, 0)")  # in the window of a phone, what was done stands above
    notice, content = (page.locator(one).bounding_box() for one in (".toast-line", "main"))
    assert notice["y"] + notice["height"] <= content["y"]


def test_a_rank_is_given_and_taken_back_by_keyboard_without_scripts(visit, db):
    form = f"{BASE}preferences/edit?key=few_splits"
    page = visit(form, Role.SECRETARIAT, java_script_enabled=False)
    page.get_by_label("(6)").check()
    for rank in ("2", ""):
        page.get_by_label("Rank").fill(rank)
        page.get_by_label("Rank").press("Enter")
        page.wait_for_url(f"**{BASE}?saved=*")
        given = weighed(db, Preference.FEW_SPLITS)
        assert (given.weight, given.rank) == (6, int(rank) if rank else None)
        page.goto(form)
