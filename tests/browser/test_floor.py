"""A whole meeting in two browsers: at the table, and in the hall whose connection is cut."""

from __future__ import annotations

from time import monotonic

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from tests import databases
from tests.browser.clocks import MOST, apart, changes
from tests.browser.conftest import patient, unhurried
from tests.browser.cut import State
from tests.browser.keys import type_ahead
from tests.browser.meeting import SETTLED, happened, line, path, screen

__all__ = ["line", "path", "screen"]  # fixtures

CUT_SECONDS = 20


@pytest.fixture
def hall(browser, line, path):
    """The screen of the hall on that connection; what the browser says of its loss is no fault."""
    context = patient(browser, line.address)
    page = unhurried(context)
    page.goto(path + "hall")
    yield page
    context.close()


def press(page, key):
    """Press a key once the table is ready for it, and wait for what comes of it."""
    page.wait_for_function(SETTLED)
    before = page.locator("#table").get_attribute("data-sequence")
    page.keyboard.press(key)
    expect(page.locator("#table")).not_to_have_attribute("data-sequence", before)


def choose(page, key, letters):
    """Press a key, choose a delegation by its first letters, and send that."""
    page.wait_for_function(SETTLED)
    before = page.locator("#table").get_attribute("data-sequence")
    page.keyboard.press(key)
    page.locator("dialog[open] select").wait_for()
    type_ahead(page, letters)
    page.keyboard.press("Enter")
    expect(page.locator("#table")).not_to_have_attribute("data-sequence", before)
    expect(page.locator("dialog[open]")).to_have_count(0)


def send(page, key, **fields):
    """Press a key, fill in what is asked, and send that."""
    page.wait_for_function(SETTLED)
    before = page.locator("#table").get_attribute("data-sequence")
    page.keyboard.press(key)
    dialog = page.locator("dialog[open]")
    for name, value in fields.items():
        dialog.locator(f"[name={name}]").fill(value)
    dialog.locator("button[type=submit]").click()
    expect(page.locator("#table")).not_to_have_attribute("data-sequence", before)


def speaks(chair, hall, name):
    """Both say who has the floor."""
    expect(chair.locator(".now-name")).to_have_text(name)
    expect(hall.locator('[data-show="name"]')).to_have_text(name)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_whole_meeting_at_the_table_and_in_the_hall(visit, hall, line, screen, path):
    chair = visit(path, Role.CHAIR_TABLE)
    expect(chair.get_by_text("2 to open")).to_be_visible()
    chair.fill("#present", "1")
    chair.click("#press-open")
    expect(chair.locator("#refusal")).to_contain_text("rule 41")
    chair.wait_for_function(SETTLED)
    chair.fill("#present", "4")
    chair.click("#press-open")
    expect(chair.get_by_text("4 parties of 6 present")).to_be_visible()
    press(chair, "n")  # take up the list
    press(chair, "n")
    speaks(chair, hall, "Brazil")
    press(chair, "p")
    expect(hall.get_by_text("The clock is stopped")).to_be_visible()
    press(chair, "p")
    choose(chair, "o", "Egy")
    speaks(chair, hall, "Egypt")
    send(chair, "o", ruling="The point is well taken.")
    speaks(chair, hall, "Brazil")

    line.be(State.SILENT)
    whole_again = monotonic() + CUT_SECONDS
    expect(hall.locator(".stale")).to_be_visible()
    press(chair, "n")
    press(chair, "a")  # China was called and is not there: to the end of its category
    press(chair, "n")
    choose(chair, "r", "Fra")
    chair.wait_for_timeout(max(0.0, whole_again - monotonic()) * 1000)
    assert hall.locator('[data-show="name"]').inner_text() == "Brazil"
    line.be(State.WHOLE)
    speaks(chair, hall, "Denmark")
    expect(hall.locator(".stale")).to_be_hidden()
    assert apart(*changes(chair, hall)) < MOST

    press(chair, "n")
    speaks(chair, hall, "Egypt")
    press(chair, "u")
    speaks(chair, hall, "Denmark")
    press(chair, "n")
    send(chair, "b")  # suspend
    expect(chair.get_by_text("The meeting is suspended")).to_be_visible()
    expect(hall.get_by_text("The meeting is suspended", exact=True)).to_be_visible()
    press(chair, "b")
    press(chair, "n")
    speaks(chair, hall, "China")
    press(chair, "n")  # the list is exhausted: end
    expect(hall.get_by_text("Nobody has the floor")).to_be_visible()
    press(chair, "n")
    speaks(chair, hall, "France")
    expect(hall.get_by_text("Right of reply")).to_be_visible()
    press(chair, "e")
    chair.wait_for_function(SETTLED)
    chair.get_by_role("button", name="Adjourn").click()
    expect(chair.locator("dialog[open]")).to_contain_text("All who were on the list")
    chair.locator("dialog[open] button[type=submit]").click()
    expect(hall.get_by_text("The meeting is adjourned")).to_be_visible()
    expect(chair.locator(".spoken tbody tr")).to_have_count(6)
    assert happened(screen)[-2:] == ["ended", "adjourned"]
