"""The bureau in a language that is written from right to left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from models.conferences import ConferenceSession
from procedure.permissions import Role
from services.election_rows import Held
from services.elections import open_ballot
from tests import site
from tests.bureau import elected, nominated, states


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


def test_the_steps_of_a_ballot_are_written_in_its_direction(visit, presentable, db):
    session = db.scalars(select(ConferenceSession)).one()
    nominated(db, session, states(db, session))
    held = open_ballot(
        db,
        site.SECRETARIAT,
        session,
        board="bureau",
        office="president",
        held=Held(on=session.first_day),
    )
    page = visit(f"/sessions/{site.SLUG}/bureau/elections/{held.id}/?lang=ar", Role.SECRETARIAT)
    for details in page.locator("main details").all():
        details.evaluate("one => one.open = true")
    field = page.locator("#candidate").bounding_box()
    summary = page.locator("main details").first.bounding_box()
    right = summary["x"] + summary["width"]
    assert right - (field["x"] + field["width"]) < field["x"] - summary["x"] + 1
    presentable(page)
