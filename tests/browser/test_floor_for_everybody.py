"""Pages of the floor that everybody can use, and a delegate's phone."""

from __future__ import annotations

from playwright.sync_api import expect

from procedure.permissions import Role
from services import floor
from tests import staged
from tests.browser.meeting import first, path, screen

__all__ = ["path", "screen"]  # fixtures


def test_the_table_fits_and_can_be_used_by_everybody(visit, screen, path, presentable):
    page = visit(path, Role.CHAIR_TABLE)
    presentable(page)
    page.keyboard.press("k")
    page.locator("dialog[open] .roll-one").first.click()
    expect(page.locator("[data-count]")).to_have_text("1")
    presentable(page)
    page.locator("dialog[open] button[type=submit]").click()
    expect(page.locator("#present")).to_have_value("1")
    staged.renew(screen.db)
    screen.look()
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    screen.do(floor.next_, expected=first(screen))
    expect(page.locator(".now-name")).to_have_text("Brazil")
    presentable(page)
    index = visit(f"/sessions/{screen.session.slug}/floor/", Role.CHAIR_TABLE)
    presentable(index)


def test_a_delegate_sees_the_turn_come_without_asking_for_anything(
    visit, screen, path, presentable
):
    page = visit(f"{path}my-turn?delegation=DEN")
    asked = []
    expect(page.get_by_text("2 before you", exact=True)).to_be_visible()
    expect(page.locator('[data-show="speaker"]')).to_have_text("The meeting has not been opened")
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    expect(page.get_by_text("Please be ready: 2 before you")).to_be_visible()
    expect(page.get_by_text("Most likely at")).to_be_visible()
    page.on("request", lambda request: asked.append(request.url))
    for name in ("Brazil", "China"):
        screen.do(floor.next_, expected=first(screen))
        expect(page.locator('[data-show="speaker"]')).to_have_text(name)
    expect(page.get_by_text("You are next")).to_be_visible()
    expect(page).to_have_title("● You are next · My turn · Hemicycle")
    presentable(page)
    screen.do(floor.next_, expected=first(screen))
    expect(page.get_by_text("You have the floor")).to_be_visible()
    screen.do(floor.suspend)
    expect(page.locator('[data-show="speaker"]')).to_have_text("The meeting is suspended")
    screen.do(floor.continue_)
    screen.do(floor.end)
    expect(page.get_by_text("Nothing of yours is left on the list")).to_be_visible()
    assert [url for url in asked if "/live/time" not in url and "/static/" not in url] == []


def test_the_hall_is_told_of_nobody_who_is_next_once_the_meeting_is_adjourned(visit, screen, path):
    page = visit(f"{path}hall")
    following = page.get_by_role("heading", name="Next")
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    expect(following).to_be_visible()
    screen.do(floor.adjourn)
    expect(page.get_by_text("The meeting is adjourned")).to_be_visible()
    expect(following).to_be_hidden()
