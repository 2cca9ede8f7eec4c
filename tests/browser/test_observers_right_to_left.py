"""The page of observers in a language that is written from right to left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procedure.permissions import Role
from services import observers
from tests import site, staged
from tests.integration.test_observers import COUNCIL


@pytest.fixture
def app(front_ends, settings, arabic):
    """The front end, offering Arabic."""
    return front_ends(replace(settings, languages=("en", "ar")), translations=arabic)


def test_the_page_is_written_in_its_direction(db, visit, presentable):
    observers.take(db, site.SECRETARIAT, staged.conference(db), wanted=COUNCIL)
    page = visit(f"/sessions/{site.SLUG}/observers/?lang=ar", Role.SECRETARIAT)
    assert page.locator("html").get_attribute("dir") == "rtl"
    name = page.get_by_role("link", name="World Council").bounding_box()
    status = page.locator(".observer-status").bounding_box()
    assert name["x"] > status["x"]
    presentable(page)
