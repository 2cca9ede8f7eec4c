"""The chair, the hall, the podium and a phone show the same clock."""

from __future__ import annotations

from itertools import combinations

from playwright.sync_api import expect

from procedure.permissions import Role
from services import floor
from tests.browser.clocks import MOST, apart, changes
from tests.browser.meeting import first, path, screen

__all__ = ["path", "screen"]  # fixtures


def test_chair_hall_podium_and_phone_agree(visit, screen, path):
    screen.do(floor.open_meeting, present=4)
    screen.do(floor.take_list, list_id="item-2")
    pages = [
        visit(path, Role.CHAIR_TABLE),
        visit(path + "hall"),
        visit(path + "podium"),
        visit(path + "my-turn?delegation=DEN"),
    ]
    screen.do(floor.next_, expected=first(screen))
    for page in pages:
        expect(page.locator('[data-show="clock"]')).not_to_be_empty()
    for one, other in combinations(changes(*pages), 2):
        assert apart(one, other) < MOST
