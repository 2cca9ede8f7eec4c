"""The screen of the hall is read from afar, on any screen: all is measured in parts of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from services import floor
from tests import staged
from tests.floors import Screen, released

SCREENS = [(1920, 1080), (3840, 2160)]
LONGEST = "United Kingdom of Great Britain and Northern Ireland"
# of a screen 2.25 m high: letters of 13 cm for who speaks, 42 cm for the clock
LEAST = {"name": 0.13, "clock": 0.42}
LETTERS = """(name) => {
  const place = document.querySelector(`[data-show="${name}"]`);
  const { fontSize, zoom } = getComputedStyle(place.closest("p, h1"));
  return (parseFloat(fontSize) * Number(zoom)) / window.innerHeight;
}"""
SEEN = """() => [...document.querySelectorAll("[data-show]")]
  .filter((one) => one.checkVisibility())
  .every((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  })"""
CONTRAST = """() => axe.run({ runOnly: ["color-contrast-enhanced"], rules: {
  "color-contrast-enhanced": { enabled: true } } }).then(({ violations }) => violations.length)"""


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_hall_is_read_from_afar_at_any_size(visit, db, accessible, width, height):
    session = staged.conference(db)
    table = Screen(db, session, released(db, session)[0])
    table.do(floor.open_meeting, present=1)
    table.do(floor.call_other, name=LONGEST, seconds=600)
    page = visit(
        f"/sessions/{session.slug}/floor/{table.uid}/hall",
        viewport={"width": width, "height": height},
    )
    expect(page.locator('[data-show="name"]')).to_have_text(LONGEST)
    expect(page.locator('[data-show="clock"]')).not_to_be_empty()
    for name, least in LEAST.items():
        assert page.evaluate(LETTERS, name) * 2.25 >= least
    assert page.evaluate(SEEN)
    accessible(page)
    assert page.evaluate(CONTRAST) == 0
