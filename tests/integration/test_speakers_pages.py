"""The pages of lists of speakers, of the small conference."""

from datetime import timedelta

import pytest

from procedure.permissions import Role
from services.speakers import make_list
from services.transactions import now
from tests import site, staged
from tests.speakers import delegations, put, terms

BASE = f"/sessions/{site.SLUG}/speakers/"
HERE = f"{BASE}item-2/"
HOUR = timedelta(hours=1)


def a_list(db, *, opens=-HOUR, closes=HOUR, order=None):
    """A list on item 2, opened and closed so long from now."""
    hours = {"opens_at": now() + opens, "closes_at": now() + closes}
    session = staged.conference(db)
    return make_list(
        db, site.SECRETARIAT, session, key="item-2", business="2", terms=terms(order, **hours)
    )


@pytest.fixture
def others(db):
    """Two more delegations."""
    return delegations(db, staged.conference(db), "Brazil", "China")


PAGES = ("", "ledger", "ledger.json", "check", "records", "records.csv", "records.xlsx", "list.csv")


@pytest.mark.parametrize("role", [None, Role.FOCAL_POINT, Role.SECRETARIAT, Role.CHAIR_TABLE])
def test_every_page_is_there(db, sign_in, others, role):
    a_list(db)
    put(db, *others)
    client = sign_in(role)
    for page in (BASE, *(HERE + one for one in PAGES)):
        assert client.get(page).status_code == 200
