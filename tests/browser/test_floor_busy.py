"""What is pressed at the chair's table while it waits is taken, or said not to be: never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from services import floor
from tests.browser.meeting import SETTLED, happened, path, screen

__all__ = ["path", "screen"]  # fixtures

WAITS = "#chair .button[aria-disabled=true]"
# at the very moment when the table has changed, while a second press of the same key is the first
PRESS_ONCE_HELD = """(keys) => new MutationObserver((_, observer) => {
  if (!document.querySelector('#chair.held:not(.busy)')) return;
  observer.disconnect();
  for (const key of keys) document.dispatchEvent(new KeyboardEvent('keydown', { key, code: '' }));
}).observe(document.getElementById('chair'), { attributeFilter: ['class'] })"""


@pytest.fixture
def table(visit, screen, path):
    """The table of a meeting that hears its list."""
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    page = visit(path, Role.CHAIR_TABLE)
    expect(page.locator("#next-press")).to_contain_text("Next: Brazil")
    page.wait_for_function(SETTLED)
    return page


def hold_back(page, address):
    """The requests for an address, which wait until they are let go."""
    held = []

    def keep(route):
        held.append(route)

    page.route(address, keep)
    return held


def test_what_is_pressed_while_an_answer_is_awaited_is_said_not_to_be_taken(table, screen):
    held = hold_back(table, "**/do/next")
    table.keyboard.press("n")
    expect(table.locator("#next-press")).to_have_attribute("aria-disabled", "true")
    expect(table.locator("#asks-take")).to_have_attribute("aria-disabled", "true")
    table.keyboard.press("n")  # the same again: nothing to be said of it
    expect(table.locator("#refusal")).to_be_empty()
    table.locator("#asks-take").click(force=True)
    expect(table.locator("#refusal")).to_contain_text("what you pressed was not taken")
    held[0].continue_()
    expect(table.locator(".now-name")).to_have_text("Brazil")
    expect(table.locator("#refusal")).to_contain_text("what you pressed was not taken")
    expect(table.locator(WAITS)).to_have_count(0)
    table.keyboard.press("p")
    expect(table.get_by_text("The clock is stopped")).to_be_visible()
    expect(table.locator("#refusal")).to_be_empty()
    assert len(held) == 1
    assert happened(screen) == ["opened", "list_taken", "called", "paused"]


def test_another_key_is_taken_at_once_and_the_same_once_only(table, screen):
    table.evaluate(PRESS_ONCE_HELD, ["n", "p"])
    table.keyboard.press("n")
    expect(table.get_by_text("The clock is stopped")).to_be_visible()
    expect(table.locator("#refusal")).to_be_empty()
    assert happened(screen) == ["opened", "list_taken", "called", "paused"]


@pytest.mark.parametrize("key", ["Shift+N", "Control+N", "Alt+N", "Meta+N"])
def test_a_key_with_another_presses_nothing(table, screen, key):
    asked = []
    table.on("request", lambda request: asked.append(request.url))
    table.keyboard.press(key)
    table.keyboard.press("p")  # it cannot be pressed yet; a key that is none of the table's
    table.keyboard.press("Shift+?")
    expect(table.locator("dialog[open] h2")).to_have_text("Keys")
    assert [one for one in asked if "/do/" in one] == []


def test_adjourning_and_undoing_it_ask_first(table, screen):
    table.keyboard.press("j")
    expect(table.locator("dialog[open]")).to_contain_text("4 speakers are still to be heard.")
    assert happened(screen) == ["opened", "list_taken"]
    table.keyboard.press("Enter")  # the first of its buttons
    expect(table.get_by_text("The meeting is adjourned")).to_be_visible()
    table.keyboard.press("u")
    expect(table.locator("dialog[open] h2")).to_have_text("Undo")
    table.keyboard.press("Escape")
    expect(table.locator("dialog[open]")).to_have_count(0)
    table.keyboard.press("u")
    table.locator("dialog[open] button[type=submit]").click()
    expect(table.get_by_text("Nobody has the floor")).to_be_visible()
    assert happened(screen) == ["opened", "list_taken", "adjourned", "undone"]


def test_somebody_is_called_out_of_turn_by_keys(table, presentable):
    table.keyboard.press("c")
    choice = table.locator("dialog[open] select")
    choice.wait_for()
    presentable(table)
    choice.select_option(label="Denmark")
    choice.press("Enter")
    expect(table.locator(".now-name")).to_have_text("Denmark")
    expect(table.locator(".queue-who")).to_have_text(["Brazil", "China", "Egypt"])


def test_a_dialog_opens_while_the_table_is_being_read_anew(table, screen):
    held = hold_back(table, "**/part")
    with table.expect_request("**/part"):
        screen.do(floor.suspend)
    table.keyboard.press("j")
    expect(table.locator("dialog[open] h2")).to_have_text("Adjourn the meeting")
    held[0].continue_()
    expect(table.locator("#refusal")).to_be_empty()
