"""Who corrects a form that was refused overwrites nothing that others have changed meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html
from sqlalchemy import select

from models.conferences import Delegation
from services import bureau_meetings, delegates, delegations
from services.bureau_meetings import Minutes
from tests import site, staged
from tests.integration.test_delegations import SILVA
from tests.site import SLUG

pytestmark = pytest.mark.in_turn

HERE = f"/sessions/{SLUG}/"
MINUTES = Minutes(held_on=date(2008, 3, 26), extended=True)


@pytest.fixture
def austria(db):
    return db.scalars(select(Delegation).where(Delegation.name == "Austria")).one()


def held(page, name):
    return html.fromstring(page.text).xpath(f"//input[@name='{name}']/@value")


def late(client, address, wrong, right):
    """What a form answers that was opened as version 1, wrong at first, and then right."""
    refused = client.post(address, data={**wrong, "version": "1"})
    again = client.post(address, data={**right, "version": held(refused, "version")[0]})
    return refused.status_code, again.status_code


def test_a_delegation(secretariat, db, austria):
    data = delegations.data_of(austria)
    delegations.edit_delegation(db, site.SECRETARIAT, austria, data=data, expected_version=1)
    form = {"name": "Austria", "code": "AT", "kind": "State party"}
    address = HERE + f"delegations/{austria.id}/edit"
    assert late(secretariat, address, {**form, "how_CTOC": "since"}, form) == (422, 409)


def test_a_delegate(secretariat, db, austria):
    one = delegates.add_delegate(db, site.SECRETARIAT, austria, data=SILVA)
    one.post = "Another post"
    db.commit()
    form = {"family_name": "Silva", "function": "head", "level": "minister"}
    address = HERE + f"delegations/{austria.id}/delegates/{one.id}/"
    assert late(secretariat, address, {**form, "level": "none"}, form) == (422, 409)


def test_a_meeting_of_the_bureau_keeps_what_was_typed(secretariat, db):
    made = bureau_meetings.hold(db, site.SECRETARIAT, staged.conference(db), minutes=MINUTES)
    bureau_meetings.edit(
        db,
        site.SECRETARIAT,
        made,
        minutes=Minutes(held_on=date(2008, 3, 27), extended=True),
        expected_version=1,
    )
    form = {"held_on": "2008-03-26", "extended": "1", "notes": "A long note"}
    address = HERE + "bureau/meetings/1/edit"
    assert late(secretariat, address, {**form, "held_on": ""}, form) == (422, 409)
    page = secretariat.post(address, data={**form, "version": "1"})
    assert ("A long note" in page.text, held(page, "version")) == (True, ["2"])
    assert "Someone else changed this first" in page.text
