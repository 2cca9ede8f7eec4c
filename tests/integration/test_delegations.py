"""Delegations and their delegates in the record: who may change them, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from models.audit import AuditRecord
from models.delegations import Attendance
from procedure.participants import Function, Level, ParticipantKind
from procedure.permissions import Actor, Role
from procedure.states import StateName
from services import delegates, delegations
from services.delegates import DelegateData
from services.delegation_data import DelegationData, Participant, Party, data_of
from services.errors import BadRequest, Forbidden, NotFound, Stale
from tests.record import READER, SECRETARIAT, a_session, counts
from tests.speakers import delegations as states_of
from tests.speakers import put

TURKEY = DelegationData(
    name="Turkey",
    code="TUR",
    kind=ParticipantKind.STATE_PARTY,
    regional_group="Western European and other States",
    instruments={
        "CTOC": Party(date(2003, 3, 25), source="A list"),
        "TIP": Party(date(2006, 10, 9), at_latest=True),
        "SOM": Party(None),
    },
)
SILVA = DelegateData(
    family_name="Silva",
    given_name="Ana",
    honorific="Ms.",
    function=Function.HEAD,
    post="Minister of Justice",
    level=Level.MINISTER,
    languages=("pt", "en"),
    email="ana.silva@example.org",
)


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def turkey(record, session):
    return delegations.add_delegation(record, SECRETARIAT, session, data=TURKEY)


def focal_point(*own):
    """The focal point of some delegations."""
    return Actor(
        name="Focal point",
        roles=frozenset({Role.FOCAL_POINT}),
        delegation_ids=frozenset(one.id for one in own),
    )


def refusals(service, *args, **more):
    """The fields that a service refuses, with what it says of them."""
    with pytest.raises(BadRequest) as refused:
        service(*args, **more)
    return {path: str(said) for path, said in refused.value.fields.items()}


def test_a_state_gets_the_names_that_it_had_at_the_time_of_the_session(record, session, turkey):
    kept = data_of(turkey)
    assert {code: one.name for code, one in kept.names.items()} == {
        "ar": "تركيا",
        "zh": "土耳其",
        "en": "Turkey",
        "fr": "Turquie",
        "ru": "Турция",
        "es": "Turquía",
    }
    assert replace(kept, names={}) == TURKEY
    assert [turkey.name_in(code) for code in ("fr", "de")] == ["Turquie", "Turkey"]
    days = {key: turkey.membership.party(key, date(2008, 1, 1)) for key in ("CTOC", "TIP", "SOM")}
    assert days == {"CTOC": True, "TIP": True, "SOM": False}
    assert turkey.membership.party("TIP", date(2006, 10, 8)) is None
    assert turkey.membership.party("FA", date(2008, 1, 1)) is None


def test_names_that_are_given_come_first_and_organizations_have_none_of_the_register(
    record, session
):
    given = replace(TURKEY, names={"fr": StateName("La Turquie", "A note")}, instruments={})
    added = delegations.add_delegation(record, SECRETARIAT, session, data=given)
    assert data_of(added).names == given.names
    other = DelegationData(name="An office", code="FRA", kind=ParticipantKind.UN_BODY)
    office = delegations.add_delegation(record, SECRETARIAT, session, data=other)
    assert office.names == []


def test_adding_a_list_names_states_and_leaves_what_is_there(record, session):
    listed = [Participant("Swaziland", "SWZ", "Signatory"), Participant("Guests", "G", "Others")]
    first, guests = delegations.add_delegations(record, SECRETARIAT, session, listed)
    assert (first.name_in("ru"), guests.names) == ("Свазиленд", [])
    data = replace(data_of(first), names={"ru": StateName("Другое", "")})
    delegations.edit_delegation(record, SECRETARIAT, first, data=data, expected_version=1)
    again, _ = delegations.add_delegations(record, SECRETARIAT, session, listed)
    assert (again.id, again.name_in("ru")) == (first.id, "Другое")


def test_a_list_in_which_two_would_have_one_code_is_refused(record, session, turkey):
    for listed in (
        [Participant("A", "X", "Entity"), Participant("B", "X", "Entity")],
        [Participant("A", "TUR", "Entity")],
    ):
        code = listed[0].code
        assert refusals(delegations.add_delegations, record, SECRETARIAT, session, listed) == {
            "code": f"Two delegations cannot have one code: {code}."
        }
    assert counts(record)["delegation"] == 1


def test_a_delegation_is_changed_by_whoever_has_seen_it_as_it_is(record, turkey):
    data = replace(
        TURKEY,
        code="TR",
        regional_group="",
        names={"en": StateName(" Türkiye ", "A note")},
        instruments={"FA": Party(date(2004, 5, 4))},
    )
    changed = delegations.edit_delegation(
        record, SECRETARIAT, turkey, data=data, expected_version=1
    )
    assert changed.version == 2
    assert data_of(changed) == replace(data, names={"en": StateName("Türkiye", "A note")})
    with pytest.raises(Stale):
        delegations.edit_delegation(record, SECRETARIAT, turkey, data=TURKEY, expected_version=1)
    with pytest.raises(Stale):
        delegations.remove_delegation(record, SECRETARIAT, turkey, expected_version=1)
    said = record.scalars(select(AuditRecord.subject).order_by(AuditRecord.id.desc())).first()
    assert said == "session/ctoc-cop4/delegation/Turkey"


def test_what_is_wrong_is_named_field_by_field(record, session, turkey):
    bad = DelegationData(
        name=" ",
        code="ELEVEN CHARS",
        kind="Guest",
        regional_group="Northern States",
        names={"en": StateName("x" * 201, ""), "xx": StateName("X", "\n")},
        instruments={"none": Party(None)},
    )
    assert refusals(delegations.add_delegation, record, SECRETARIAT, session, data=bad) == {
        "name": "This must not be empty.",
        "code": "Give at most 10 characters.",
        "kind": "Give one of these: State party, Regional economic integration organization, "
        "Signatory, Observer State, Entity, United Nations body, Intergovernmental organization, "
        "Non-governmental organization in consultative status and Non-governmental organization.",
        "group": "Give one of these, or nothing: African States, Asian States, Eastern European "
        "States, Latin American and Caribbean States and Western European and other States.",
        "name_en": "Give at most 200 characters.",
        "names": "No such language: xx.",
        "instruments": "No such instrument: none.",
    }
    assert refusals(delegations.add_delegation, record, SECRETARIAT, session, data=TURKEY) == {
        "name": "There is a delegation of this name already.",
        "code": "There is a delegation with this code already.",
    }
    assert counts(record)["delegation"] == 1


def test_what_was_there_before_is_not_asked_about_again(record, session):
    (guests,) = delegations.add_delegations(
        record, SECRETARIAT, session, [Participant("Guests", "", "Others", "Neighbours")]
    )
    data = replace(data_of(guests), name="Guests of honour")
    delegations.edit_delegation(record, SECRETARIAT, guests, data=data, expected_version=1)
    assert guests.name == "Guests of honour"


def test_a_delegation_goes_with_its_delegates_unless_the_record_names_it(record, session, turkey):
    delegates.add_delegate(record, SECRETARIAT, turkey, data=SILVA)
    delegations.remove_delegation(record, SECRETARIAT, turkey, expected_version=1)
    left = counts(record)
    tables = ("delegation", "delegate", "delegation_name", "delegation_instrument")
    assert [left[table] for table in tables] == [0, 0, 0, 0]


def test_who_is_on_a_list_of_speakers_stays(timed, speakers, states, clock):
    clock.at = speakers.opens_at
    put(timed, states[0])
    before = counts(timed)
    assert refusals(
        delegations.remove_delegation, timed, SECRETARIAT, states[0], expected_version=1
    ) == {"": "Lists of speakers or other records name it: it cannot be removed."}
    assert counts(timed) == before


def test_who_was_noted_as_present_stays(timed, states):
    austria = states[0]
    row = Attendance(meeting_uid="x", noted_at=datetime(2008, 10, 8, tzinfo=UTC), noted_by="Chair")
    row.session, row.delegation = austria.session, austria
    timed.add(row)
    timed.commit()
    before = counts(timed)
    assert refusals(
        delegations.remove_delegation, timed, SECRETARIAT, austria, expected_version=1
    ) == {"": "It was noted as present at a meeting: it cannot be removed."}
    assert counts(timed) == before


def test_only_the_secretariat_manages_delegations(record, session, turkey):
    own = focal_point(turkey)
    with pytest.raises(Forbidden):
        delegations.add_delegation(record, own, session, data=TURKEY)
    with pytest.raises(Forbidden):
        delegations.edit_delegation(record, own, turkey, data=TURKEY, expected_version=1)
    with pytest.raises(Forbidden):
        delegations.remove_delegation(record, own, turkey, expected_version=1)


def test_a_focal_point_manages_its_own_delegation_and_no_other(record, session, turkey):
    (other,) = states_of(record, session, "Brazil")
    actor = focal_point(turkey)
    one = delegates.add_delegate(record, actor, turkey, data=SILVA)
    assert delegates.data_of(one) == SILVA
    two = delegates.add_delegate(record, SECRETARIAT, other, data=SILVA)
    for forbidden in (actor, READER):
        with pytest.raises(Forbidden):
            delegates.add_delegate(record, forbidden, other, data=SILVA)
        with pytest.raises(Forbidden):
            delegates.edit_delegate(record, forbidden, two, data=SILVA, expected_version=1)
        with pytest.raises(Forbidden):
            delegates.remove_delegate(record, forbidden, two, expected_version=1)
    changed = replace(SILVA, function=Function.ADVISER, languages=("en", "en"), email="")
    delegates.edit_delegate(record, actor, one, data=changed, expected_version=1)
    assert delegates.data_of(one) == replace(changed, languages=("en",))
    with pytest.raises(Stale):
        delegates.remove_delegate(record, actor, one, expected_version=1)
    delegates.remove_delegate(record, actor, one, expected_version=2)
    assert delegates.delegates_of(record, READER, turkey) == []
    assert delegates.counts(record, READER, session) == {other.id: 1}
    with pytest.raises(NotFound):
        delegates.delegate(record, actor, turkey, two.id)
    said = record.scalars(select(AuditRecord.details)).all()
    assert "example.org" not in str(said)


def test_delegates_that_cannot_be_are_refused(record, turkey):
    bad = replace(
        SILVA,
        family_name="",
        given_name="x" * 101,
        email="no address",
        languages=("en", "xx", "EN"),
    )
    assert refusals(delegates.add_delegate, record, SECRETARIAT, turkey, data=bad) == {
        "family_name": "This must not be empty.",
        "given_name": "Give at most 100 characters.",
        "email": "Give an address such as name@example.org, or none.",
        "languages": "No such language: xx and EN.",
    }


def test_a_delegation_has_one_head(record, turkey):
    head = delegates.add_delegate(record, SECRETARIAT, turkey, data=SILVA)
    other = replace(SILVA, family_name="Other", function=Function.ALTERNATE)
    second = delegates.add_delegate(record, SECRETARIAT, turkey, data=other)
    said = {"function": "There is a head of delegation already: change that one first."}
    as_head = replace(other, function=Function.HEAD)
    assert refusals(delegates.add_delegate, record, SECRETARIAT, turkey, data=as_head) == said
    edit = delegates.edit_delegate
    more = {"data": as_head, "expected_version": 1}
    assert refusals(edit, record, SECRETARIAT, second, **more) == said
    edit(record, SECRETARIAT, head, data=replace(SILVA, post=""), expected_version=1)
    places = [one.position for one in delegates.delegates_of(record, READER, turkey)]
    assert places == [1, 2]
