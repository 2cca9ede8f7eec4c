"""Something has happened, and several to choose from: from the question to the draft."""

from __future__ import annotations

from playwright.sync_api import expect

from procedure.permissions import Role
from tests import site, staged

PROGRAMME = f"/sessions/{site.SLUG}/programme/"


def test_a_lost_meeting_moves_and_the_draft_is_reviewed(visit, presentable, db, work):
    staged.approved(db)
    page = visit(PROGRAMME + "versions/1/", Role.SECRETARIAT)
    page.get_by_role("link", name="Something has happened").click()
    presentable(page)
    page.get_by_role("link", name="A meeting cannot be held").click()
    presentable(page)
    page.get_by_label("When").select_option("2008-10-08/pm")
    page.get_by_label("Meetings", exact=True).select_option("parallel")
    page.get_by_role("button", name="Find the fewest changes").click()
    page.get_by_text("It waits for a worker.").wait_for()
    work()
    page.get_by_role("heading", name="Version 2 is ready").wait_for()
    expect(page.locator(".lead")).to_have_text("2 changes of place: proven the fewest.")
    presentable(page)
    page.get_by_role("link", name="Review the draft").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Draft organization of work")


def test_one_of_several_is_chosen(visit, presentable, db, work):
    staged.draft(db)
    page = visit(PROGRAMME + "versions/1/", Role.SECRETARIAT)
    page.get_by_role("link", name="Propose a programme").click()
    presentable(page)
    page.get_by_text("Several to choose from").click()
    page.get_by_role("button", name="Search").click()
    page.get_by_text("It waits for a worker.").wait_for()
    work()
    page.get_by_role("heading", name="3 programmes to choose from").wait_for()
    presentable(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Go on with this one").nth(1).click()
    page.get_by_text("The others are discarded.").wait_for()
    assert page.url.endswith("/versions/3/")


def test_rows_and_curves_fit_every_window(visit, presentable, db, work):
    staged.draft(db)
    page = visit(PROGRAMME + "versions/1/elsewhere/", Role.BUREAU)
    page.get_by_role("button").last.click()
    work()
    page.locator("table.elsewhere tbody tr").nth(5).wait_for()
    presentable(page)
    page.goto(f"/sessions/{site.SLUG}/runs/trade-off/")
    page.locator("main form button").click()
    page.locator("#run").wait_for()
    work()
    page.locator(".curve svg").wait_for()
    presentable(page)
