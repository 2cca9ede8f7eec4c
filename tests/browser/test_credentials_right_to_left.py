"""The board of credentials in a language that is written from right to left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from procedure.permissions import Role
from tests import site


@pytest.fixture
def app(front_ends, settings, arabic):
    """The front end, offering Arabic."""
    return front_ends(replace(settings, languages=("en", "ar")), translations=arabic)


def test_the_board_is_written_in_its_direction(visit, presentable):
    page = visit(f"/sessions/{site.SLUG}/credentials/?lang=ar", Role.SECRETARIAT)
    assert page.locator("html").get_attribute("dir") == "rtl"
    boxes = [page.locator(f".paper-{one}").bounding_box() for one in ("in_order", "nothing")]
    assert boxes[0]["x"] > boxes[1]["x"]
    presentable(page)
