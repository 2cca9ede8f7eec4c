"""On what conditions who is on a list may speak: beside them, there and at the chair's table."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from lxml import html

from procedure.observers.values import Decider
from procedure.permissions import Role
from procedure.programmes import VersionStatus
from services import floor_programme, observers, observers_decided, programme_decisions
from services.delegation_data import Participant
from services.delegations import add_delegations
from services.observer_data import Wanted
from tests import site, staged
from tests.floors import listed_today
from tests.integration.test_floor_pages import Table
from tests.record import SECRETARIAT, a_draft, counted
from tests.speakers import put

NGO = "Non-governmental organization"
INVITED = "at the invitation of the President, with the approval of the Conference"
RULE = "Rules of procedure, rule 17"


@pytest.fixture
def league(db):
    """An organization that follows four States on a list."""
    session = listed_today(db)
    programme_decisions.decide(db, site.SECRETARIAT, a_draft(db, session), VersionStatus.APPROVED)
    (league,) = add_delegations(db, SECRETARIAT, session, [Participant("League", "LEA", NGO)])
    put(db, league)
    return league


def table(client, db, body):
    """The chair's table of a meeting of a body, open, with the list."""
    every = floor_programme.meetings(db, staged.conference(db).id)
    uid = next(one.uid for one in every if one.body == body)
    found = Table(client, uid)
    assert found.do("open", present=2).status_code == 200
    assert found.do("take", list_id="item-2").status_code == 200
    return found


def called(found, others):
    """Let the others speak, so that the organization is next."""
    for _one in range(others):
        label = next(one for one in found.read("button-primary") if one.startswith("Next: "))
        assert found.press(label.removesuffix("N")).status_code == 200
    return found


def said(found):
    """What is beside each who waits, by name."""
    rows = found.page.xpath("//li[@data-number]")
    beside = (
        [one.text_content().strip() for one in row.find_class("on-condition")] for row in rows
    )
    return dict(zip(found.queue, beside, strict=True))


def chosen_from(found, dialog):
    """The delegations that a dialog of the page offers."""
    return found.page.get_element_by_id(dialog).xpath(".//select[@name='delegation']/option/text()")


def test_a_condition_is_beside_who_is_on_a_list(client, db, league):
    page = html.fromstring(staged.page_of(client, f"/sessions/{site.SLUG}/speakers/item-2/"))
    rows = page.xpath("//table[contains(@class, 'order-table')]//tbody//th")
    beside = [[one.text_content() for one in row.find_class("on-condition")] for row in rows]
    assert beside == [[], [], [], [], [INVITED]]


def test_who_presides_sees_the_condition_before_calling(sign_in, db, league):
    found = table(sign_in(Role.CHAIR_TABLE), db, "cop")
    assert [*said(found).values()] == [[], [], [], [], [INVITED]]
    assert found.page.xpath("//*[@class='next-press']//*[@class='rest']") == []
    (rest,) = called(found, 4).read("rest")
    assert rest == f"Speaks {INVITED}. {RULE}"


def test_out_of_plenary_it_is_said_that_they_speak_in_plenary(sign_in, db, league):
    found = table(sign_in(Role.CHAIR_TABLE), db, "wg")
    assert said(found)["League"] == [f"in plenary meetings, {INVITED}"]


def test_whoever_may_not_speak_any_more_is_marked(sign_in, db, league):
    session = staged.conference(db)
    wanted = Wanted(
        path="ngos", name="League", kind=NGO, received_at=datetime(2008, 5, 2, 9, tzinfo=UTC)
    )
    row = observers.take(db, SECRETARIAT, session, wanted=wanted)
    for accorded in (True, False):
        observers_decided.decide(
            db,
            SECRETARIAT,
            session,
            [row.number],
            by=Decider.CONFERENCE,
            accorded=accorded,
            decided_on=date(2008, 10, 8),
            seen=observers_decided.last_decision([row]),
        )
    found = table(sign_in(Role.CHAIR_TABLE), db, "cop")
    found.load()
    assert ("League" in chosen_from(found, "other"), "League" in chosen_from(found, "reply")) == (
        True,
        False,
    )
    refused = "The Conference has not accorded the status of observer."
    assert said(found)["League"] == [refused]
    assert [one for one in found.read("too-few") if one == refused] == [refused]
    (rest,) = called(found, 4).read("rest")
    assert rest == f"{refused} {RULE}"


def test_more_who_wait_are_no_more_queries(sign_in, db, league):
    client = sign_in(Role.CHAIR_TABLE)
    found = table(client, db, "cop")
    asked = []
    for number in (2, 10):
        session = staged.conference(db)
        more = [Participant(f"{number}-{n}", f"{number}-{n}", NGO) for n in range(number)]
        put(db, *add_delegations(db, SECRETARIAT, session, more))
        with counted(staged.engine_of(db)) as queries:
            assert client.get(f"{found.path}part").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
