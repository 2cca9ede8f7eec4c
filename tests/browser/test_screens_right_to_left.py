"""The screens in a language that is written from right to left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from services import floor
from tests import staged
from tests.floors import Screen, released


@pytest.fixture
def app(front_ends, settings, arabic):
    """The front end, offering Arabic."""
    return front_ends(replace(settings, languages=("en", "ar")), translations=arabic)


@pytest.mark.parametrize("screen", ["hall", "podium"])
def test_a_screen_writes_in_its_direction_and_digits(visit, db, presentable, screen):
    session = staged.conference(db)
    table = Screen(db, session, released(db, session)[0])
    table.do(floor.open_meeting, present=1)
    table.do(floor.call_other, name="النمسا", seconds=6_000)
    page = visit(f"/sessions/{session.slug}/floor/{table.uid}/{screen}?lang=ar")
    expect(page.locator("h1")).to_have_text("النمسا")
    clock = page.locator('[data-show="clock"]').inner_text()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert set(clock) <= set("٠١٢٣٤٥٦٧٨٩:")
    presentable(page)
