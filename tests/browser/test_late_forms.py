"""What was typed survives that one is signed out, or signs in anew, while a page is open."""

from __future__ import annotations

from playwright.sync_api import expect

from procedure.permissions import Role
from tests import site

HERE = f"/sessions/{site.SLUG}/"


def test_who_is_signed_out_signs_in_and_finds_what_was_typed(visit, presentable):
    page = visit(HERE + "delegations/new", Role.SECRETARIAT)
    page.get_by_label("Name in the session").fill("Brazil\u202f& <others>")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("what you typed comes back")
    presentable(page)
    page.get_by_label("E-mail address").fill(site.email(Role.SECRETARIAT))
    page.get_by_label("Password").fill(site.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator(".error-summary")).to_contain_text("You had been signed out")
    expect(page.get_by_label("Name in the session")).to_have_value("Brazil\u202f& <others>")


def test_a_part_of_a_page_is_sent_again_where_it_is(visit):
    page = visit(HERE + "requirements/", Role.SECRETARIAT)
    page.locator('[id="rooms.A"] .entry-edit').click()
    form = page.locator("[data-entry-form]")
    title = form.get_by_label("Name of the room")
    with page.expect_response("**/preview?*"):  # it would bring what the form needs
        title.fill("A title that was typed")
    held = page.context.cookies()
    page.context.clear_cookies()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("You are not signed in any more")
    page.context.add_cookies(held)  # as signing in in another window does
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("Not saved yet")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#brief")).to_contain_text("A title that was typed")
