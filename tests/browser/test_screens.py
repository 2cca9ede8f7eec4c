"""The screens of the hall and of the podium, also without a connection."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from procedure import wording
from services import floor
from tests import staged
from tests.browser.clocks import MOST, apart, changes
from tests.browser.conftest import patient, unhurried
from tests.browser.cut import Cut, State
from tests.floors import Screen, released
from web import live

BEAT_SECONDS = 0.5
# the clock of the machine is wrong by more than half a minute, and set again while we look
OWN_CLOCK = "const real = Date.now; let by = 37_000; Date.now = () => real() + (by += 500);"

# the page is told a time that is three tenths of a second ahead
FAST = """
  const ask = window.fetch;
  window.fetch = async (...request) => {
    const answer = await ask(...request);
    return new Response(Number(await answer.text()) + 300, { status: answer.status });
  };
"""


@pytest.fixture
def table(db, monkeypatch):
    """The chair's table of a meeting that is open, on pages that hear often."""
    monkeypatch.setattr(live, "BEAT_SECONDS", BEAT_SECONDS)
    session = staged.conference(db)
    screen = Screen(db, session, released(db, session)[0])
    screen.do(floor.open_meeting, present=1)
    return screen


def path(table, screen):
    """The address of a screen."""
    return f"/sessions/{table.session.slug}/floor/{table.uid}/{screen}"


@pytest.fixture
def line(address):
    """A connection to the server that can be cut."""
    line = Cut(address)
    yield line
    line.close()


@pytest.fixture
def through(browser, line):
    """Open a page through that connection; what the browser says of its loss is no fault."""
    complaints = []
    contexts = []

    def open_page(path):
        context = patient(browser, line.address)
        contexts.append(context)
        context.add_init_script(OWN_CLOCK)
        page = unhurried(context)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def shows(page, name, text):
    expect(page.locator(f'[data-show="{name}"]')).to_have_text(text)


def test_the_hall_sees_who_speaks_and_how_the_meeting_goes(visit, table, presentable):
    page = visit(path(table, "hall"))
    body = page.locator("body")
    expect(page.get_by_text("Nobody has the floor")).to_be_visible()
    table.do(floor.call_other, name="The Secretary", seconds=600, function="Secretary")
    shows(page, "name", "The Secretary")
    shows(page, "function", "Secretary")
    expect(page.get_by_text("Time left")).to_be_visible()
    table.do(floor.pause)
    expect(page.get_by_text("The clock is stopped")).to_be_visible()
    presentable(page)
    table.do(floor.resume)
    again = datetime.now(UTC) + timedelta(days=1)
    table.do(floor.suspend, until=again)
    there = again.astimezone(ZoneInfo(table.session.time_zone))
    expect(page.get_by_text(f"The meeting is suspended until {there:%A}, ")).to_be_visible()
    expect(page.get_by_text("The Secretary")).to_be_hidden()
    table.do(floor.continue_)
    shows(page, "name", "The Secretary")
    table.do(floor.end)
    table.do(floor.suspend)
    expect(page.get_by_text("The meeting is suspended", exact=True)).to_be_visible()
    table.do(floor.continue_)
    table.do(floor.adjourn)
    expect(page.get_by_text("The meeting is adjourned")).to_be_visible()
    expect(body).to_have_attribute("data-state", "adjourned")


def test_the_podium_says_when_to_conclude_and_counts_what_is_over(visit, table, presentable):
    page = visit(path(table, "podium"))
    table.do(floor.call_other, name="The Secretary", seconds=30)
    expect(page.get_by_text("Please conclude")).to_be_visible()
    table.do(floor.end)
    table.do(floor.call_other, name="The Secretary", seconds=1)
    expect(page.get_by_text("Time is over")).to_be_visible()
    expect(page.locator('[data-show="clock"]')).to_have_text(re.compile(r"^\+\d:\d\d$"))
    over = "() => import('/static/js/clock.js').then(({ written }) => written(-1000))"
    assert page.evaluate(over) == "+0:01"
    presentable(page)


HOURS = """(day) => import('/static/js/clock.js').then(({ hour }) => {
  const moments = Array.from({ length: 24 * 60 }, (_, minute) => day + minute * 60_000);
  const options = [{}, { toTheSecond: true }];
  return options.map((one) => moments.map((moment) => hour(moment, 'Europe/Vienna', one)));
})"""


def test_every_hour_of_a_day_is_written_as_on_other_pages(visit):
    midnight = datetime(2008, 10, 8, tzinfo=ZoneInfo("Europe/Vienna"))
    day = [midnight + timedelta(minutes=minute) for minute in range(24 * 60)]
    assert visit("/").evaluate(HOURS, midnight.timestamp() * 1000) == [
        [written(moment.time(), wording.ENGLISH) for moment in day]
        for written in (wording.hour, wording.second)
    ]


def test_a_page_says_since_when_it_has_heard_nothing_and_when_it_hears_again(through, table, line):
    page = through(path(table, "hall"))
    table.do(floor.call_other, name="Austria", seconds=600)
    shows(page, "name", "Austria")
    line.be(State.SILENT)
    stale = page.locator(".stale")
    expect(stale).to_be_visible()
    expect(stale).to_contain_text("The clock goes on by the last known deadline.")
    assert page.locator('[data-show="since"]').inner_text().count(".") == 4
    table.do(floor.end)
    table.do(floor.call_other, name="Brazil", seconds=600)
    shows(page, "name", "Austria")
    line.be(State.WHOLE)
    shows(page, "name", "Brazil")
    expect(stale).to_be_hidden()


@pytest.mark.parametrize("state", [State.CUT, State.SILENT])
def test_two_screens_agree_also_after_a_lost_connection(visit, through, table, line, state):
    hall = visit(path(table, "hall"))
    podium = through(path(table, "podium"))
    fast = visit("/")
    fast.add_init_script(FAST)
    table.do(floor.call_other, name="Austria", seconds=600)
    for page in (hall, podium):
        shows(page, "name", "Austria")
    line.be(state)
    expect(podium.locator(".stale")).to_be_visible()
    table.do(floor.end)
    table.do(floor.call_other, name="Brazil", seconds=300)
    line.be(State.WHOLE)
    for page in (hall, podium):
        shows(page, "name", "Brazil")
    expect(podium.locator(".stale")).to_be_hidden()
    fast.goto(path(table, "hall"))
    shows(fast, "name", "Brazil")
    one, other, wrong = changes(hall, podium, fast)
    assert apart(one, other) < MOST
    assert apart(one, wrong) > MOST  # it would be noticed
