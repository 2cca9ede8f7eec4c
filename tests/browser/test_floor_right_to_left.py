"""The chair's table and a delegate's page in a language that is written from right to left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from services import floor
from tests import staged
from tests.floors import Screen, released


@pytest.fixture
def app(front_ends, settings, arabic):
    """The front end, offering Arabic."""
    return front_ends(replace(settings, languages=("en", "ar")), translations=arabic)


def test_the_table_and_the_phone_are_written_in_their_direction(visit, db, presentable):
    session = staged.conference(db)
    table = Screen(db, session, released(db, session)[0])
    table.do(floor.open_meeting, present=1)
    table.do(floor.call_other, name="النمسا", seconds=6_000)
    path = f"/sessions/{session.slug}/floor/{table.uid}/"
    page = visit(f"{path}?lang=ar", Role.CHAIR_TABLE)
    expect(page.locator(".now-name")).to_have_text("النمسا")
    expect(page.locator('[data-show="clock"]')).not_to_be_empty()
    name, clock = (page.locator(one).bounding_box() for one in (".now-name", ".now-clock"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert set(page.locator('[data-show="clock"]').inner_text()) <= set("٠١٢٣٤٥٦٧٨٩:")
    assert clock["x"] < name["x"]
    presentable(page)
    phone = visit(f"{path}my-turn?lang=ar&delegation=AT")
    presentable(phone)
    written = phone.evaluate("() => import('/static/js/clock.js').then(({ number }) => number(10))")
    assert written == "١٠"
