"""The keys of the chair's table: two operators, changes by others, and what presses nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from services import floor
from services.accounts import user_by_email
from tests import databases, site, staged
from tests.browser.conftest import patient, signed, unhurried
from tests.browser.cut import State
from tests.browser.meeting import SETTLED, first, happened, line, path, screen
from tests.speakers import put

__all__ = ["line", "path", "screen"]  # fixtures

PRESS_NEXT = "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', code: 'KeyN' }))"
# at the very moment: the keys are held for little more than a second
PRESS_ONCE_CHANGED = f"""() => new MutationObserver((_, observer) => {{
  if (!document.querySelector('#chair.changed')) return;
  observer.disconnect();
  {PRESS_NEXT};
}}).observe(document.getElementById('chair'), {{ attributeFilter: ['class'] }})"""


@pytest.mark.parametrize("kind", databases.KINDS)
def test_two_operators_who_press_next_at_once_call_one_speaker(visit, screen, path):
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    one, other = (visit(path, role) for role in (Role.CHAIR_TABLE, Role.SECRETARIAT))
    for page in (one, other):
        expect(page.locator("#next-press")).to_contain_text("Next: Brazil")
        page.wait_for_function(SETTLED)
    for page in (one, other):
        page.evaluate(PRESS_NEXT)
    for page in (one, other):
        expect(page.locator(".now-name")).to_have_text("Brazil")
        expect(page.locator("#next-press")).to_contain_text("Next: China")
    assert happened(screen) == ["opened", "list_taken", "called"]


def test_who_presses_again_for_what_another_has_just_done_is_asked_to_look(visit, screen, path):
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    page = visit(path, Role.CHAIR_TABLE)
    expect(page.locator("#next-press")).to_contain_text("Next: Brazil")
    page.wait_for_function(SETTLED)
    page.evaluate(PRESS_ONCE_CHANGED)
    screen.do(floor.next_, expected=first(screen))
    expect(page.locator("#refusal")).to_contain_text("The table has just changed.")
    assert happened(screen) == ["opened", "list_taken", "called"]


def test_who_is_inscribed_meanwhile_joins_the_queue(visit, screen, path):
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    page = visit(path, Role.CHAIR_TABLE)
    expect(page.locator(".queue-who")).to_have_text(["Brazil", "China", "Denmark", "Egypt"])
    expect(page.locator("[data-estimate]").last).not_to_be_empty()
    staged.renew(screen.db)
    states = {one.name: one for one in staged.conference(screen.db).delegations}
    page.get_by_text("What happened").click()
    put(screen.db, states["France"])
    expect(page.locator(".queue-who").last).to_have_text("France")
    expect(page.locator("[data-estimate]").last).not_to_be_empty()
    page.wait_for_function(SETTLED)
    page.keyboard.press("p")  # dim: it says why
    expect(page.locator("#refusal")).to_have_text("Nobody has the floor.")
    page.keyboard.press("n")
    expect(page.locator("#said")).to_have_text("Brazil was given the floor.")
    expect(page.locator("#refusal")).to_be_empty()
    expect(page.locator("#record li").first).to_contain_text("Brazil was given the floor.")
    expect(page.locator("#record li").first).to_be_visible()


def test_a_table_that_could_not_be_read_stays_and_is_read_again(visit, screen, path):
    screen.do(floor.open_meeting, present=4)
    page = visit(path, Role.CHAIR_TABLE)
    expect(page.get_by_text("Nobody has the floor")).to_be_visible()
    page.route("**/part", lambda route: route.fulfill(status=409, body="<p>Not now</p>"), times=2)
    with page.expect_response("**/part"):
        screen.do(floor.take_list, list_id="item-2")
    expect(page.locator("#next-press")).to_contain_text("Next: Brazil")
    expect(page.get_by_text("Not now")).to_have_count(0)


def test_keys_do_nothing_while_one_types_nor_when_they_repeat(visit, screen, path):
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    page = visit(path, Role.CHAIR_TABLE)
    expect(page.locator("#next-press")).to_contain_text("Next: Brazil")
    page.keyboard.press("s")
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=name]").wait_for()
    page.keyboard.type("a penguin")
    expect(dialog.locator("[name=name]")).to_have_value("a penguin")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.wait_for_function(SETTLED)
    page.keyboard.down("n")
    for _ in range(5):
        page.keyboard.down("n")
    expect(page.locator(".now-name")).to_have_text("Brazil")
    page.wait_for_function(SETTLED)
    page.keyboard.down("n")
    page.keyboard.up("n")
    assert happened(screen) == ["opened", "list_taken", "called"]


@pytest.fixture
def chair(browser, app, db, line):
    """A browser at the table, on a connection that can be cut: its complaints are no faults."""
    user = user_by_email(db, site.email(Role.CHAIR_TABLE))
    name, value = signed(app, user.fs_uniquifier)
    context = patient(browser, line.address)
    context.add_cookies([{"name": name, "value": value, "url": line.address}])
    yield unhurried(context)
    context.close()


def test_an_action_that_was_not_answered_is_said_and_taken_again(chair, line, screen, path):
    screen.do(floor.open_meeting, present=4)
    chair.goto(path)
    expect(chair.locator("#take-1")).to_contain_text("Take up the list: Item 2")
    line.be(State.CUT)
    chair.keyboard.press("n")
    expect(chair.locator("#refusal")).to_contain_text("No answer came.")
    line.be(State.WHOLE)
    expect(chair.locator(".chair-stale")).to_be_hidden()
    chair.wait_for_function(SETTLED)
    chair.keyboard.press("n")
    expect(chair.locator("#next-press")).to_contain_text("Next: Brazil")
    assert happened(screen) == ["opened", "list_taken"]


def test_what_cannot_be_asked_for_is_said_and_no_empty_dialog_opens(visit, screen, path):
    page = visit(path, Role.CHAIR_TABLE)
    page.get_by_text("The meeting has not been opened").wait_for()
    page.route("**/ask/roll", lambda route: route.fulfill(status=409, body="<p>Not now</p>"))
    page.keyboard.press("k")
    expect(page.locator("#refusal")).to_have_text("Not now")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.unroute("**/ask/roll")
    page.keyboard.press("k")
    expect(page.locator("dialog[open] h2")).to_have_text("Roll call")
