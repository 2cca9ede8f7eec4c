"""The interpretation planner: the search, a gap that somebody leaves, and who would fill it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from services import rosters
from tests import site, staged
from tests.integration.test_stored_rosters import PLANNER, people

INTERPRETATION = f"/sessions/{site.SLUG}/interpretation/"
PAGES = ("", "?by=people", "load", "gaps", "one-more", "people", "absence")


@pytest.fixture
def drafted(db):
    """The session, with a draft and people: in one booth only one can serve at first."""
    first = staged.draft(db).meetings[0]
    session = staged.conference(db)
    data = people(db, session)
    alone, *others = (one for one in data["interpreters"] if first.languages[0] in one["into"])
    for one in others:
        one["absences"] = [f"{first.date.isoformat()} {first.slot}"]
    rosters.import_people(db, PLANNER, session, data)
    return alone["name"]


def test_somebody_who_is_away_leaves_a_gap_that_one_more_would_fill(
    visit, presentable, drafted, work
):
    page = visit(INTERPRETATION, Role.INTERPRETATION_PLANNER)
    page.get_by_role("button", name="Make a roster").click()
    page.get_by_text("It waits for a worker.").wait_for()
    presentable(page)
    work()
    page.get_by_text("Everything is staffed. Proven: no roster is better.").wait_for()
    for part in PAGES:
        page.goto(INTERPRETATION + part)
        presentable(page)
    page.get_by_label("Who").select_option(drafted)
    page.get_by_role("button", name="Note it and find the fewest changes").click()
    page.get_by_text("It waits for a worker.").wait_for()
    work()
    page.get_by_role("heading", name="What has changed").wait_for()
    leaves = re.compile(f"^{re.escape(drafted)} leaves the")
    expect(page.locator(".changes li").first).to_have_text(leaves)
    presentable(page)
    page.get_by_role("navigation", name="Interpretation").get_by_role("link", name="Gaps").click()
    expect(page.locator("p.gap")).to_have_count(1)
    page.get_by_text("Who has the languages, and what stands against it").click()
    absent = page.locator(".gap-list li li").get_by_text(f"{drafted} is absent", exact=True)
    expect(absent.first).to_be_visible()
    presentable(page)
    page.get_by_role("button", name="See what one more person would buy").click()
    page.get_by_text("It waits for a worker.").wait_for()
    work()
    page.locator("tbody th", has_text=drafted).wait_for()
    presentable(page)


@pytest.mark.parametrize("options", [{"java_script_enabled": False}, {}])
def test_a_roster_is_asked_for_by_keyboard_and_without_scripts(visit, drafted, work, options):
    page = visit(INTERPRETATION, Role.INTERPRETATION_PLANNER, **options)
    page.get_by_role("button", name="Make a roster").focus()
    page.keyboard.press("Enter")
    page.get_by_text("It waits for a worker.").wait_for()
    work()
    if options:
        page.get_by_role("link", name="See how far it is").focus()
        page.keyboard.press("Enter")
    page.get_by_text("Everything is staffed.").wait_for()
    table = page.get_by_role("region", name="Week of 6 October 2008")
    table.focus()
    expect(table).to_be_focused()
