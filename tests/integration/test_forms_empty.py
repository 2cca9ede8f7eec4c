"""Forms that were sent empty: all that is missing is said at once, and marked beside the fields."""

import pytest
from lxml import html
from sqlalchemy import select

from models.conferences import ConferenceSession
from procedure.permissions import Role
from services import bureau_meetings, elections, nominations
from services.bureau_meetings import Minutes
from services.election_rows import Held
from tests import site
from tests.bureau import nominated, states
from tests.record import SECRETARIAT

pytestmark = pytest.mark.in_turn

HERE = f"/sessions/{site.SLUG}/"


@pytest.fixture
def secretary(db, sign_in):
    """The secretariat of a session with nominations, an acclamation, a ballot and a meeting."""
    session = db.scalars(select(ConferenceSession)).one()
    here = states(db, session)
    held = Held(on=session.first_day)
    nominated(db, session, here, "PL", "AR")
    elections.acclaim(db, SECRETARIAT, session, board="bureau", held=held)
    ways = {"board": "bureau", "office": "president"}
    nominations.nominate(db, SECRETARIAT, session, delegation=here["AR"], **ways)
    elections.open_ballot(db, SECRETARIAT, session, held=held, **ways)
    minutes = Minutes(held_on=session.first_day, extended=True)
    bureau_meetings.hold(db, SECRETARIAT, session, minutes=minutes)
    return sign_in(Role.SECRETARIAT)


@pytest.mark.parametrize(
    ("path", "sent", "missing"),
    [
        ("bureau/nominations/", {}, ["office", "delegation"]),
        ("bureau/brackets", {"source": "x"}, ["number", "title"]),
        ("bureau/others", {}, ["body", "title", "delegation", "since"]),
        ("bureau/chairs", {}, ["group", "chair_person", "chair_since"]),
        ("bureau/rotation", {}, ["office", "past_group", "sessions_before"]),
        ("bureau/elections/1/undo", {"expects": "1", "what": "office"}, ["reason"]),
        ("bureau/elections/2/off", {"expects": "1", "what": "election"}, ["reason"]),
        ("observers/", {}, ["received_at", "name", "path"]),
        ("observers/", {"path": "ngos-ecosoc"}, ["received_at", "name"]),
        ("observers/", {"path": "entities"}, ["received_at", "name", "kind"]),
    ],
)
def test_all_that_is_missing_is_said_at_once(secretary, path, sent, missing):
    answer = secretary.post(HERE + path, data=sent)
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    (summary,) = page.xpath("//*[contains(@class, 'error-summary')]")
    named = [one.removeprefix("#") for one in summary.xpath(".//a/@href")]
    assert sorted(named) == sorted(one for one in missing if page.xpath(f"//*[@id='{one}']"))
    assert len(summary.xpath(".//li")) == len(missing)
    for one in named:
        (field,) = page.xpath(f"//*[@id='{one}']")
        around = field.xpath("ancestor-or-self::*[contains(@class, 'field-wrong')]")
        assert len(around) == 1
