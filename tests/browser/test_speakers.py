"""A focal point at the second in which a list opens; the pages of lists on all kinds of windows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models.speakers import SpeakersEntry
from procedure.permissions import Role
from procedure.speakers.values import EntryKind
from services import floor, floor_programme
from services.speakers import make_list
from tests import site, staged
from tests.browser.conftest import PATIENCE
from tests.floors import MORNING, NAMES, Screen
from tests.speakers import CLOSES, OPENS, Clock, delegations, policy, put, terms

SPEAKERS = f"/sessions/{site.SLUG}/speakers/"
HERE = f"{SPEAKERS}item-2/"

# the clock of the machine goes on in its sleep, that of the page does not
SLEEP = """
  const real = Date.now;
  let by = 0;
  Date.now = () => real() + by;
  window.sleep = (milliseconds) => (by += milliseconds);
"""


@pytest.fixture
def clock():
    """The time of the server, two seconds before the opening."""
    return Clock(at=OPENS - timedelta(seconds=2))


@pytest.fixture
def app(front_end, settings, clock):
    """A front end by the clock of the test."""
    made = front_end(settings, clock=clock)
    yield made
    site.close(made)


@pytest.fixture
def speakers(db):
    """A list on item 2, of which the first seconds are drawn by lot."""
    made = terms(policy(simultaneous_seconds=60), opens_at=OPENS, closes_at=CLOSES)
    session = staged.conference(db)
    return make_list(db, site.SECRETARIAT, session, key="item-2", business="2", terms=made)


def inscribed(db):
    """How many are inscribed."""
    staged.renew(db)
    return db.query(SpeakersEntry).filter_by(kind=EntryKind.INSCRIBED).count()


def test_the_form_opens_without_loading_the_page_again_and_is_sent_once(
    visit, presentable, speakers, clock, db
):
    page = visit("/", Role.FOCAL_POINT)
    milliseconds = str((OPENS - timedelta(seconds=2)).timestamp() * 1000)
    page.route("**/live/time", lambda route: route.fulfill(body=milliseconds))
    page.goto(HERE)
    page.get_by_label("Name of the speaker").fill("A. Minister")
    page.get_by_label("Level of the speaker").select_option("Minister or equivalent")
    button = page.get_by_role("button", name="Inscribe")
    clock.at = OPENS
    expect(page.get_by_text("The list is open")).to_be_visible()
    expect(button).to_be_enabled()
    expect(page.get_by_label("Name of the speaker")).to_have_value("A. Minister")
    button.dblclick()
    page.get_by_role("heading", name="Inscription 2").wait_for()
    assert inscribed(db) == 1
    presentable(page)
    page.get_by_role("link", name="Check it here").click()
    page.get_by_role("heading", name="The receipt is genuine").wait_for()
    presentable(page)


def test_a_form_whose_answer_never_came_can_be_sent_again(visit, speakers, clock):
    clock.at = OPENS
    sent = []
    page = visit("/", Role.FOCAL_POINT)
    page.clock.install()
    page.route("**/inscriptions", lambda route: (sent.append(1), route.fulfill(status=204)))
    page.goto(HERE)
    page.get_by_label("Level of the speaker").select_option("Minister or equivalent")
    button = page.get_by_role("button", name="Inscribe")
    button.click()
    button.click()
    expect(page.locator("form[data-once]")).to_have_attribute("aria-busy", "true")
    page.clock.run_for(10_000)
    expect(page.locator("form[data-once]")).not_to_have_attribute("aria-busy", "true")
    button.click()
    expect(page.locator("form[data-once]")).to_have_attribute("aria-busy", "true")
    for _ in range(PATIENCE // 50):  # what was sent reaches us a little later
        if len(sent) == 2:
            break
        page.wait_for_timeout(50)
    assert len(sent) == 2


def test_before_the_opening_the_button_waits(visit, presentable, speakers, clock):
    clock.at = OPENS - timedelta(days=1)
    page = visit("/", Role.FOCAL_POINT)
    milliseconds = str(clock.at.timestamp() * 1000)
    page.route("**/live/time", lambda route: route.fulfill(body=milliseconds))
    page.goto(HERE)
    expect(page.get_by_role("timer")).to_contain_text("Opens in 2")
    expect(page.get_by_role("button", name="Inscribe")).to_be_disabled()
    presentable(page)


def test_a_page_that_does_not_learn_the_time_at_first_asks_again(visit, speakers, clock):
    answers = iter([404] * 5)  # it asks some times over
    told = str(OPENS.timestamp() * 1000)
    page = visit("/", Role.FOCAL_POINT)
    page.route("**/live/time", lambda route: route.fulfill(status=next(answers, 200), body=told))
    page.goto(HERE)
    expect(page.get_by_text("The list is open")).to_be_visible()


def test_a_machine_that_has_slept_learns_the_time_anew(visit, speakers, clock):
    told = [str((OPENS - timedelta(days=1)).timestamp() * 1000)]
    page = visit("/", Role.FOCAL_POINT)
    page.add_init_script(SLEEP)
    page.route("**/live/time", lambda route: route.fulfill(body=told[-1]))
    page.goto(HERE)
    expect(page.get_by_role("timer")).to_contain_text("Opens in 2")
    told.append(str(OPENS.timestamp() * 1000))
    page.evaluate("sleep(86_400_000)")
    expect(page.get_by_text("The list is open")).to_be_visible()


def test_without_scripts_a_form_that_came_too_early_is_kept_and_sent_again(
    visit, speakers, clock, db
):
    page = visit(HERE, Role.FOCAL_POINT, java_script_enabled=False)
    page.get_by_label("Name of the speaker").fill("A. Minister")
    page.get_by_label("Level of the speaker").select_option("Minister or equivalent")
    send = page.locator("noscript button")
    send.click()
    page.get_by_text("Nothing was inscribed.").wait_for()
    clock.at = OPENS
    send.click()
    page.get_by_role("heading", name="Inscription 2").wait_for()
    assert inscribed(db) == 1


def test_the_pages_of_a_list_that_is_heard(visit, presentable, speakers, clock, db):
    staged.approved(db)
    clock.at = OPENS
    others = delegations(db, staged.conference(db), *NAMES[1:])
    first, *_ = put(db, *others)
    clock.at = MORNING - timedelta(hours=1)
    focal = visit(HERE, Role.FOCAL_POINT)
    focal.get_by_label("Level of the speaker").select_option("Representative")
    focal.get_by_role("button", name="Inscribe").click()
    focal.get_by_role("link", name="Back to the list").click()
    presentable(focal)
    focal.get_by_role("link", name="Change, exchange or withdraw").click()
    focal.get_by_label("With whom").select_option(index=1)
    focal.get_by_role("button", name="Propose it").click()
    focal.get_by_text("who has not answered yet").wait_for()
    presentable(focal)
    (meeting, *_) = floor_programme.on_business(
        floor_programme.meetings(db, speakers.session_id), "2"
    )
    clock.at = MORNING
    screen = Screen(db, staged.conference(db), meeting.uid, actor=site.SECRETARIAT)
    screen.do(floor.open_meeting, present=6)
    screen.do(floor.take_list, list_id=speakers.key)
    screen.do(floor.call, number=first)
    clock.go_on(minutes=3)
    screen.do(floor.end)
    office = visit(HERE, Role.SECRETARIAT)
    office.get_by_text("1 heard already").click()
    presentable(office)
    for path in ("", "item-2/terms", "new", "item-2/ledger", "item-2/records", "item-2/check"):
        office.goto(SPEAKERS + path)
        presentable(office)
