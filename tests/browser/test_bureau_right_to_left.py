"""The bureau in a language that is written from right to left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from models.conferences import ConferenceSession
from procedure.permissions import Role
from tests import site
from tests.bureau import elected, states


@pytest.fixture
def app(front_ends, settings, arabic):
    """The front end, offering Arabic."""
    return front_ends(replace(settings, languages=("en", "ar")), translations=arabic)


def test_officers_are_written_in_its_direction(visit, presentable, db):
    session = db.scalars(select(ConferenceSession)).one()
    elected(db, session, states(db, session))
    page = visit(f"/sessions/{site.SLUG}/bureau/?lang=ar", Role.SECRETARIAT)
    assert page.locator("html").get_attribute("dir") == "rtl"
    row = page.locator(".officers tbody tr").first
    boxes = [row.locator(one).bounding_box() for one in ("th", "td >> nth=0")]
    assert boxes[0]["x"] > boxes[1]["x"]
    presentable(page)
