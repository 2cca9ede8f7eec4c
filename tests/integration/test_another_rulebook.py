"""A session of another conference: its rules are data, and its answers are its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from models.observers import ObserverRequest
from procedure.bureau.composition import Matter
from procedure.credentials.values import Form, Issuer, Need, Standing, SubmissionKind
from procedure.observers.status import Why
from procedure.observers.values import Decider
from procedure.observers.watch import DueKind
from procedure.participation import Act, Reason
from procedure.permissions import Role
from services import (
    bureau,
    credentials,
    credentials_board,
    nominations,
    observers,
    observers_decided,
    officers,
    participation,
)
from services.credentials_objections import object_to
from services.delegation_data import Participant
from services.delegations import add_delegations
from services.errors import BadRequest
from services.inscriptions import inscribe
from services.observer_data import Wanted
from services.rulebooks import choose_rulebook
from services.sessions import opening
from services.speakers import make_list, preset
from tests import site, staged
from tests.record import SECRETARIAT, a_session
from tests.speakers import REPRESENTATIVE, Clock, clock, order, refusal, terms, timed

pytestmark = pytest.mark.in_turn

__all__ = ["clock", "timed"]  # fixtures

REGIONS = (
    "African Region",
    "Eastern Mediterranean Region",
    "European Region",
    "Region of the Americas",
    "South-East Asia Region",
    "Western Pacific Region",
)
PARTIES = ("Chad", "Oman", "Kenya", "Malta", "Panama", "Bhutan", "Palau")
GROUPS = (0, 1, 0, 2, 3, 4, 5)
MAY = datetime(2008, 5, 2, 9, tzinfo=UTC)
NGO = "Non-governmental organization"


@pytest.fixture
def clock():  # noqa: F811 - the same clock at another time
    """The time: in September 2008, unless a test sets it."""
    return Clock(datetime(2008, 9, 5, 9, tzinfo=UTC))


@pytest.fixture
def session(timed):
    """A session by the rules of another conference, with a party in each of six regions."""
    found = choose_rulebook(timed, SECRETARIAT, a_session(timed), key="fctc")
    listed = [
        Participant(name, name[:3].upper(), "State party", REGIONS[group])
        for name, group in zip(PARTIES, GROUPS, strict=True)
    ]
    listed.append(Participant("Monaco", "MCO", "Observer State"))
    add_delegations(timed, SECRETARIAT, found, listed)
    return found


def named(session, name):
    return next(one for one in session.delegations if one.name == name)


def test_a_list_of_speakers_has_its_own_order_and_rules(timed, session):
    policy = preset(session, "fctc")
    opens = timed.info["clock"]() - timedelta(hours=1)
    given = terms(policy, opens_at=opens, closes_at=opens + timedelta(days=90))
    speakers = make_list(timed, SECRETARIAT, session, key="item-2", business="2", terms=given)
    for name in ("Monaco", "Palau"):
        inscribe(timed, SECRETARIAT, speakers, named(session, name), wanted=REPRESENTATIVE)
    assert order(timed, speakers) == ["PAL", "MCO"]
    again = {"wanted": REPRESENTATIVE}
    rule, _said = refusal(inscribe, timed, SECRETARIAT, speakers, named(session, "Palau"), **again)
    assert rule == "Rules of procedure, rules 32 to 48"
    with pytest.raises(BadRequest):
        preset(session, "ctoc-2008")


def test_who_takes_part_may_do_what_its_rules_say(timed, session):
    monaco = participation.verdict(timed, named(session, "Monaco"), Act.SPEAK)
    assert (monaco.reason, monaco.rule, monaco.conditions) == (
        Reason.LISTED,
        "rule 29",
        ("open", "after_parties"),
    )
    assert not participation.verdict(timed, named(session, "Monaco"), Act.SUBMIT_VIEWS).allowed
    assert participation.counted(timed, session) == len(PARTIES)


def test_a_checklist_of_credentials_asks_what_its_rules_ask(timed, session, clock):
    malta = named(session, "Malta")
    given = credentials.Given(
        kind=SubmissionKind.CREDENTIALS, issuer=Issuer.COMPETENT_AUTHORITY, form=Form.ORIGINAL
    )
    credentials.submit(timed, SECRETARIAT, malta, given=given, upload=None)
    board = credentials_board.board(timed, SECRETARIAT, session)
    stands = {row.delegation.name: row.position for row in board.rows}
    assert (stands["Malta"].standing, stands["Malta"].missing) == (Standing.IN_ORDER, ())
    assert (stands["Palau"].standing, stands["Palau"].missing) == (
        Standing.NOTHING,
        (Need.NAMES, Need.CREDENTIALS, Need.ORIGINAL),
    )
    assert not stands["Monaco"].asked
    assert board.records.dates.mark == opening(session) - timedelta(hours=48)


def test_officers_are_one_for_each_of_six_regions(timed, session):
    for name, office in (("Chad", "president"), ("Oman", "vice-president")):
        nominations.nominate(
            timed,
            SECRETARIAT,
            session,
            board="bureau",
            office=office,
            delegation=named(session, name),
        )
    stands = bureau.standing(timed, SECRETARIAT, session, "bureau")
    assert stands.board.places == len(REGIONS)
    missing = {one.group for one in stands.findings if one.matter is Matter.GROUP_SHORT}
    assert missing == set(REGIONS[2:])
    nominations.nominate(
        timed,
        SECRETARIAT,
        session,
        board="bureau",
        office="vice-president",
        delegation=named(session, "Kenya"),
    )
    stands = bureau.standing(timed, SECRETARIAT, session, "bureau")
    (beyond,) = (one for one in stands.findings if one.matter is Matter.GROUP_EXCEEDED)
    assert (beyond.group, beyond.rule) == ("African Region", "rule 21")
    nominations.nominate(
        timed,
        SECRETARIAT,
        session,
        board="committee-a",
        office="chair",
        delegation=named(session, "Kenya"),
    )
    assert bureau.standing(timed, SECRETARIAT, session, "committee-a").board.places == 3


def test_observers_apply_ninety_days_before_and_the_conference_decides(timed, session, clock):
    league = Wanted(path="ngos", name="League for Air", kind=NGO, received_at=MAY)
    late = replace(league, name="Too late", received_at=clock.at)
    first, second = observers.take_all(timed, SECRETARIAT, session, wanted=[league, late])
    found = observers.requests(timed, SECRETARIAT, session)
    assert [one.why for _, one in found] == [Why.BUREAU_TO_CONSIDER, Why.APPLIED_LATE]
    due = observers.dues_of(timed, session, [first, second])
    assert [(one.kind, one.on) for one in due] == [(DueKind.APPLICATIONS, date(2008, 7, 10))] * 2
    decided = {"accorded": True, "decided_on": clock.at.date()}
    for by, why, status in (
        (Decider.BUREAU, Why.BUREAU_PROPOSES, None),
        (Decider.CONFERENCE, Why.CONFERENCE_ACCORDED, "League for Air"),
    ):
        decided["seen"] = observers_decided.last_decision([first])
        if by is Decider.CONFERENCE:
            clock.at = opening(session)
            decided["decided_on"] = session.first_day
        observers_decided.decide(timed, SECRETARIAT, session, [first.number], by=by, **decided)
        row = timed.get(ObserverRequest, first.id)
        assert observers.standing_of(timed, session, row).why is why
        assert (row.delegation.name if row.delegation else None) == status
    with pytest.raises(BadRequest) as refused:
        observers.take(timed, SECRETARIAT, session, wanted=replace(league, path="states"))
    assert "path" in refused.value.fields


def test_rules_do_not_change_under_delegations_of_groups_that_they_do_not_know(timed, session):
    with pytest.raises(BadRequest) as refused:
        choose_rulebook(timed, SECRETARIAT, session, key="ctoc")
    assert "African Region" in str(refused.value.fields["rulebook"])
    assert session.rulebook == "fctc"
    for one in session.delegations:
        one.regional_group = ""
    timed.commit()
    assert choose_rulebook(timed, SECRETARIAT, session, key="ctoc").rulebook == "ctoc"


def test_rules_are_chosen_before_anything_rests_on_them(timed, session):
    with pytest.raises(BadRequest) as refused:
        choose_rulebook(timed, SECRETARIAT, session, key="none")
    assert list(refused.value.fields) == ["rulebook"]
    groups = {one: one.regional_group for one in session.delegations}
    for one in groups:
        one.regional_group = ""
    timed.commit()
    choose_rulebook(timed, SECRETARIAT, session, key="ctoc")
    choose_rulebook(timed, SECRETARIAT, session, key="fctc")
    for one, group in groups.items():
        one.regional_group = group
    timed.commit()
    nominations.nominate(
        timed,
        SECRETARIAT,
        session,
        board="bureau",
        office="president",
        delegation=named(session, "Chad"),
    )
    with pytest.raises(BadRequest):
        choose_rulebook(timed, SECRETARIAT, session, key="ctoc")
    choose_rulebook(timed, SECRETARIAT, session, key="fctc")  # as it is


@pytest.mark.parametrize("key", ["chair", "past", "objection", "reminder"])
def test_what_goes_by_groups_or_by_parties_rests_on_the_rules_too(timed, session, clock, key):
    day, (chad, oman) = date(2008, 9, 1), (named(session, "Chad"), named(session, "Oman"))
    group = {"group": REGIONS[0]}
    if key == "chair":
        officers.name_chair(timed, SECRETARIAT, session, since=day, person="A. Chair", **group)
    elif key == "past":
        office = {"board": "bureau", "office": "president"}
        officers.note_past(timed, SECRETARIAT, session, **office, **group)
    elif key == "objection":
        object_to(timed, SECRETARIAT, chad, by=oman, grounds="Not the government.")
    else:
        clock.at = opening(session)
        reminded = frozenset({chad.id})
        assert credentials_board.remind(timed, SECRETARIAT, session, delegations=reminded)
    with pytest.raises(BadRequest) as refused:
        choose_rulebook(timed, SECRETARIAT, session, key="ctoc")
    assert list(refused.value.fields) == ["rulebook"]


def test_its_pages_are_there(db, sign_in):
    session = choose_rulebook(db, site.SECRETARIAT, staged.conference(db), key="fctc")
    add_delegations(db, site.SECRETARIAT, session, [Participant("Oman", "OMN", "State party")])
    here = f"/sessions/{site.SLUG}/"
    client = sign_in(Role.SECRETARIAT)
    for page in (
        "delegations/",
        "credentials/",
        "observers/",
        "observers/new",
        "attendance/",
        "bureau/",
        "speakers/",
        "speakers/new",
        "floor/",
    ):
        assert client.get(here + page).status_code == 200, page
    new = staged.page_of(client, here + "observers/new")
    assert "Application to the secretariat; the Conference decides (rule 31)" in new
