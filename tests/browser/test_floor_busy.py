"""What is pressed at the chair's table while it waits is taken, or said not to be: never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from services import floor
from tests.browser.meeting import SETTLED, first, happened, path, screen

__all__ = ["path", "screen"]  # fixtures

WAITS = "#chair .button[aria-disabled=true]"
# a request that waits is not given up by whoever asks: the machine may be busy
HOLD_BACK = """(address) => {
  const ask = window.fetch;
  window.fetch = async (url, options) => {
    if (!String(url?.url ?? url).endsWith(address)) return ask(url, options);
    window.held = true;
    await new Promise((go) => (window.letGo = go));
    return ask(url, { ...options, signal: undefined });
  };
}"""
# at the very moment when an answer has come
PRESS_ONCE_ANSWERED = """(key) => {
  const chair = document.getElementById('chair');
  let awaited = false;
  new MutationObserver((_, observer) => {
    const busy = chair.classList.contains('busy');
    awaited ||= busy;
    if (busy || !awaited) return;
    observer.disconnect();
    document.dispatchEvent(new KeyboardEvent('keydown', { key, code: '' }));
  }).observe(chair, { attributeFilter: ['class'] });
}"""
# why each of four buttons is refused: before, while an answer is awaited, after it, and so on
REFUSES = """async () => {
  const { Hold } = await import('/static/js/hold.js');
  let now = 0;
  performance.now = () => now;
  const chair = document.createElement('div');
  chair.innerHTML = `
    <form hx-post="/next"><button type="submit" data-key="N"></button></form>
    <form hx-post="/pause"><button type="submit" data-key="P"></button></form>
    <dialog><form hx-post="/point"><button type="submit"></button></form></dialog>
    <button data-load="/roll" data-key="K"></button>`;
  const [next, pause, point, roll] = chair.querySelectorAll('button');
  const hold = new Hold(chair);
  const all = [];
  const look = () => all.push([next, pause, point, roll].map((one) => hold.refuses(one)));
  look();
  hold.begin(next);
  look();
  hold.changed(true);
  hold.end();
  look();
  now += 501;
  look();
  hold.changed(false);
  look();
  now += 1_201;
  look();
  return all;
}"""


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
    """Let what the page asks of an address wait, however long, until it is let go."""
    page.evaluate(HOLD_BACK, address)


def let_go(page):
    """Let go what waits."""
    page.evaluate("() => window.letGo()")


def test_what_is_pressed_while_an_answer_is_awaited_is_said_not_to_be_taken(table, screen):
    hold_back(table, "/do/next")
    table.keyboard.press("n")
    expect(table.locator("#next-press")).to_have_attribute("aria-disabled", "true")
    expect(table.locator("#asks-take")).to_have_attribute("aria-disabled", "true")
    table.keyboard.press("n")  # the same again: nothing to be said of it
    expect(table.locator("#refusal")).to_be_empty()
    table.locator("#asks-take").click(force=True)
    expect(table.locator("#refusal")).to_contain_text("what you pressed was not taken")
    let_go(table)
    expect(table.locator(".now-name")).to_have_text("Brazil")
    expect(table.locator("#refusal")).to_contain_text("what you pressed was not taken")
    expect(table.locator(WAITS)).to_have_count(0)
    table.keyboard.press("p")
    expect(table.get_by_text("The clock is stopped")).to_be_visible()
    expect(table.locator("#refusal")).to_be_empty()
    assert happened(screen) == ["opened", "list_taken", "called", "paused"]


def test_another_key_is_taken_at_once(table, screen):
    table.evaluate(PRESS_ONCE_ANSWERED, "p")
    table.keyboard.press("n")
    expect(table.get_by_text("The clock is stopped")).to_be_visible()
    expect(table.locator("#refusal")).to_be_empty()
    assert happened(screen) == ["opened", "list_taken", "called", "paused"]


def test_who_is_signed_out_stays_at_the_table_and_is_told(table, screen, path):
    held = table.context.cookies()
    table.context.clear_cookies()
    screen.do(floor.next_, expected=first(screen))
    told = table.locator("#refusal")
    expect(told).to_contain_text("You are not signed in any more")
    expect(told.get_by_role("link")).to_have_attribute("href", f"/sign-in?next={path}")
    table.context.add_cookies(held)  # as signing in in another window does
    screen.do(floor.pause)
    expect(table.get_by_text("The clock is stopped")).to_be_visible()
    expect(told).to_be_empty()


def test_a_press_that_was_refused_is_said_not_to_be_taken_also_when_signed_in_again(table, screen):
    held = table.context.cookies()
    table.context.clear_cookies()
    table.keyboard.press("n")
    told = table.locator("#refusal")
    expect(told).to_contain_text("Nothing was saved yet.")
    table.context.add_cookies(held)
    screen.do(floor.next_, expected=first(screen))
    expect(table.locator(".now-name")).to_have_text("Brazil")
    expect(told).to_contain_text("Nothing was saved yet.")


def test_what_is_refused_when(visit):
    free = [None, None, None, None]
    assert visit("/").evaluate(REFUSES) == [
        free,
        ["again", "busy", "busy", "busy"],
        ["again", None, None, None],  # a second press is taken for the first
        free,
        ["changed", "changed", None, None],  # by others; who is asked first may go on
        free,
    ]


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
    hold_back(table, "/part")
    screen.do(floor.suspend)
    table.wait_for_function("() => window.held")
    table.keyboard.press("j")
    expect(table.locator("dialog[open] h2")).to_have_text("Adjourn the meeting")
    let_go(table)
    expect(table.locator("#refusal")).to_be_empty()
