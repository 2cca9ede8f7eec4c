"""Pages of lists of speakers of the small conference of `tests.site`: made, asked for, read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conferences import Delegation
from models.speakers import SpeakersList
from procedure.permissions import Role
from procedure.speakers.values import OrderPolicy
from services.speakers import make_list
from services.transactions import now
from tests import site, staged
from tests.speakers import delegations, terms

BASE = f"/sessions/{site.SLUG}/speakers/"
HERE = f"{BASE}item-2/"
ADD = f"{HERE}inscriptions"
HOUR = timedelta(hours=1)
COMING = {"opens": HOUR, "closes": 2 * HOUR}
CLOSED = {"opens": -2 * HOUR, "closes": -HOUR}


def a_list(
    db: Session,
    *,
    opens: timedelta = -HOUR,
    closes: timedelta = HOUR,
    order: OrderPolicy | None = None,
    key: str = "item-2",
) -> SpeakersList:
    """A list on item 2, opened and closed so long from now."""
    hours = {"opens_at": now() + opens, "closes_at": now() + closes}
    session = staged.conference(db)
    return make_list(
        db, site.SECRETARIAT, session, key=key, business="2", terms=terms(order, **hours)
    )


def stored(db: Session) -> SpeakersList:
    """The only list, as it is now."""
    staged.renew(db)
    return db.scalars(select(SpeakersList)).one()


@pytest.fixture
def others(db: Session) -> list[Delegation]:
    """Two more delegations."""
    return delegations(db, staged.conference(db), "Brazil", "China")


@pytest.fixture
def austria(sign_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    """A browser of the focal point of Austria."""
    return sign_in(Role.FOCAL_POINT)


def inscribed(client: FlaskClient, **given: str) -> int:
    """The number of what a client inscribes."""
    answer = client.post(ADD, data={"level": "representative", **given})
    assert answer.status_code == 303
    return int(answer.location.split("/")[-2])


def rows(page: str) -> list[tuple[str, str]]:
    """The order on a page: pairs of place and name."""
    found = html.fromstring(page).xpath("//table[contains(@class, 'order-table')]/tbody/tr")
    return [(row.xpath("td")[0].text, row.xpath(".//bdi")[0].text) for row in found]


def value(page: str, name: str) -> str:
    """What a field of a page holds."""
    (found,) = html.fromstring(page).xpath(f"//*[@id='{name}']/@value")
    return str(found)
