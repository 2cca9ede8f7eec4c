"""A whole meeting in two browsers: at the table, and in the hall whose connection is cut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median
from time import monotonic

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from services import floor
from services.floor_queues import list_of, queue_of
from services.floor_rows import view
from services.speakers import make_list
from tests import databases, site, staged
from tests.browser.cut import Cut, State
from tests.floors import NAMES, Screen, released
from tests.speakers import delegations, put, terms
from web import live

CUT_SECONDS = 20
LONGEST = 60_000  # milliseconds
SETTLED = "() => !document.querySelector('#chair.busy, #chair.held')"
PRESS_NEXT = "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', code: 'KeyN' }))"
NOTE = """() => {
  window.flips = {};
  new MutationObserver(() => {
    const words = document.querySelector('[data-show="clock"]')?.textContent;
    window.flips[words] ??= performance.timeOrigin + performance.now();
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def screen(db, monkeypatch):
    """A meeting on item 2, on whose list are four States, on pages that hear often."""
    monkeypatch.setattr(live, "BEAT_SECONDS", 1.0)
    session = staged.conference(db)
    now = datetime.now(UTC)
    states = delegations(db, session, *(name for name in NAMES if name != "Austria"))
    make_list(
        db,
        site.SECRETARIAT,
        session,
        key="item-2",
        business="2",
        terms=terms(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1)),
    )
    put(db, *states[:4])
    session = staged.conference(db)
    return Screen(db, session, released(db, session)[0])


@pytest.fixture
def path(screen):
    """The address of the table."""
    return f"/sessions/{screen.session.slug}/floor/{screen.uid}/"


@pytest.fixture
def line(address):
    """A connection to the server that can be cut."""
    line = Cut(address)
    yield line
    line.close()


@pytest.fixture
def hall(browser, line, path):
    """The screen of the hall on that connection; what the browser says of its loss is no fault."""
    context = browser.new_context(base_url=line.address)
    page = context.new_page()
    page.goto(path + "hall")
    yield page
    context.close()


def first(screen):
    """The inscription that is the next."""
    staged.renew(screen.db)
    speakers = list_of(screen.db, staged.conference(screen.db).id, "item-2")
    return queue_of(screen.db, speakers)[0].number


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
    page.keyboard.type(letters)
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
    expect(chair.locator(".now-name")).to_have_text(name, timeout=LONGEST)
    expect(hall.locator('[data-show="name"]')).to_have_text(name, timeout=LONGEST)


def apart(chair, hall):
    """By how many milliseconds the two clocks change at different moments."""
    for page in (chair, hall):
        page.evaluate(NOTE)
    chair.wait_for_timeout(4_500)
    one, other = (page.evaluate("() => window.flips") for page in (chair, hall))
    both = [words for words in one.keys() & other.keys() if words]
    assert len(both) >= 3
    return median(abs(one[words] - other[words]) for words in both)


def happened(screen):
    """What is on record."""
    staged.renew(screen.db)
    events = view(screen.db, staged.conference(screen.db).id, screen.uid).events
    return [event.kind.value for event in events]


def test_a_whole_meeting_at_the_table_and_in_the_hall(visit, hall, line, screen, path):
    chair = visit(path, Role.CHAIR_TABLE)
    expect(chair.get_by_text("2 to open")).to_be_visible()
    chair.fill("#present", "1")
    chair.click("#press-open")
    expect(chair.locator("#refusal")).to_contain_text("rule 41")
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
    expect(hall.locator(".stale")).to_be_visible(timeout=LONGEST)
    press(chair, "n")
    press(chair, "a")  # China was called and is not there: to the end of its category
    press(chair, "n")
    choose(chair, "r", "Fra")
    chair.wait_for_timeout(max(0.0, whole_again - monotonic()) * 1000)
    assert hall.locator('[data-show="name"]').inner_text() == "Brazil"
    line.be(State.WHOLE)
    speaks(chair, hall, "Denmark")
    expect(hall.locator(".stale")).to_be_hidden()
    assert apart(chair, hall) < 200

    press(chair, "n")
    speaks(chair, hall, "Egypt")
    press(chair, "u")
    speaks(chair, hall, "Denmark")
    press(chair, "n")
    send(chair, "b")  # suspend
    expect(chair.get_by_text("The meeting is suspended")).to_be_visible()
    expect(hall.get_by_text("The clock is stopped")).to_be_visible()
    press(chair, "b")
    press(chair, "n")
    speaks(chair, hall, "China")
    press(chair, "n")  # the list is exhausted: end
    expect(hall.get_by_text("Nobody has the floor")).to_be_visible()
    press(chair, "n")
    speaks(chair, hall, "France")
    expect(hall.get_by_text("Right of reply")).to_be_visible()
    press(chair, "e")
    chair.get_by_role("button", name="Adjourn").click()
    expect(chair.locator("dialog[open]")).to_contain_text("All who were on the list")
    chair.locator("dialog[open] button[type=submit]").click()
    expect(hall.get_by_text("The meeting is adjourned")).to_be_visible()
    expect(chair.locator(".spoken tbody tr")).to_have_count(6)
    assert happened(screen)[-2:] == ["ended", "adjourned"]


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
    screen.do(floor.next_, expected=first(screen))
    page.wait_for_function(f"() => document.querySelector('#chair.changed') && ({PRESS_NEXT})")
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
    put(screen.db, states["France"])
    expect(page.locator(".queue-who").last).to_have_text("France")
    expect(page.locator("[data-estimate]").last).not_to_be_empty()


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
    page.keyboard.down("n")
    for _ in range(5):
        page.keyboard.down("n")
    expect(page.locator(".now-name")).to_have_text("Brazil")
    page.wait_for_function(SETTLED)
    page.keyboard.down("n")
    page.keyboard.up("n")
    assert happened(screen) == ["opened", "list_taken", "called"]


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
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    page = visit(f"{path}my-turn?delegation=DEN")
    asked = []
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
    assert [url for url in asked if "/live/time" not in url and "/static/" not in url] == []
