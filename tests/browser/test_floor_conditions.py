"""On what conditions an observer speaks: on the list and at the table, in both directions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from procedure.permissions import Role
from services import floor
from services.delegation_data import Participant
from services.delegations import add_delegations
from services.speakers import make_list
from tests import site, staged
from tests.floors import Screen, released
from tests.speakers import put, terms

NAME = "International Federation for the Reform of Everything and of Some Things More"
ON_CONDITION = "at the invitation of the President, with the approval of the Conference"


@pytest.fixture
def app(front_ends, settings, arabic):
    """The front end, offering Arabic."""
    return front_ends(replace(settings, languages=("en", "ar")), translations=arabic)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_condition_stands_beside_who_is_next(visit, db, presentable, language):
    session, now = staged.conference(db), datetime.now(UTC)
    when = terms(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1))
    make_list(db, site.SECRETARIAT, session, key="item-2", business="2", terms=when)
    listed = [Participant(NAME, "IFRE", "Non-governmental organization")]
    put(db, *add_delegations(db, site.SECRETARIAT, session, listed))
    table = Screen(db, session, released(db, staged.conference(db))[0])
    table.do(floor.open_meeting, present=1)
    table.do(floor.take_list, list_id="item-2")
    page = visit(f"/sessions/{session.slug}/floor/{table.uid}/?lang={language}", Role.CHAIR_TABLE)
    before = page.locator(".next-press .rest")
    expect(before).to_contain_text(f"Speaks {ON_CONDITION}. Rules of procedure")
    expect(page.locator(".queue .on-condition")).to_have_text(ON_CONDITION)
    presentable(page)
    page.goto(f"/sessions/{session.slug}/speakers/item-2/?lang={language}")
    expect(page.locator(".order-table .on-condition")).to_have_text(ON_CONDITION)
    presentable(page)
