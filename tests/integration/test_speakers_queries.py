"""How often pages of lists and of the floor ask the database: not more often for more speakers."""

from __future__ import annotations

import pytest

from procedure.permissions import ALLOWED, Action, Role
from services import floor
from tests import site, staged
from tests.floors import Screen, released
from tests.record import counted
from tests.speaker_pages import BASE, HERE, a_list
from tests.speakers import delegations, put

FEW, MANY = 3, 40
ROLES = (None, Role.FOCAL_POINT, Role.SECRETARIAT, Role.CHAIR_TABLE)
LISTS = (BASE, HERE, HERE + "ledger", HERE + "ledger.json", HERE + "records", HERE + "list.csv")


@pytest.fixture
def meeting(db):
    """The chair's table of a meeting that hears the list."""
    session = staged.conference(db)
    a_list(db)
    screen = Screen(db, session, released(db, session)[0])
    screen.do(floor.open_meeting, present=1)
    screen.do(floor.take_list, list_id="item-2")
    return screen


def test_more_speakers_are_no_more_queries(db, sign_in, meeting):
    here = f"/sessions/{site.SLUG}/floor/{meeting.uid}/"
    every = [*LISTS, f"{here}my-turn?delegation=S00", here.replace("/floor/", "/live/") + "now"]
    table = [here, f"{here}part", f"{here}ask/roll", f"{here}ask/adjourn"]
    few, many = {}, {}
    for asked, names in ((few, range(FEW)), (many, range(FEW, MANY))):
        put(db, *delegations(db, meeting.session, *(f"S{number:02}" for number in names)))
        db.rollback()
        for role in ROLES:
            client = sign_in(role)
            for path in every + table * (role in ALLOWED[Action.FLOOR_RUN]):
                with counted(db.get_bind()) as queries:
                    assert client.get(path).status_code == 200
                asked[role, path] = len(queries)
    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}
