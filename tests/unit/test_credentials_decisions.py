"""Rules 19 and 20: findings, objections, and on what footing a delegation takes part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.credentials.decisions import (
    Found,
    Objection,
    ObjectionRefusal,
    Report,
    Represented,
    objection_refused,
    participation_state,
    proposed,
    report,
)
from procedure.credentials.standing import Position
from procedure.credentials.values import Finding, Need, Ruling, Standing
from procedure.participants import ParticipantKind
from procedure.participation import CredentialsState
from procedure.rulebook import rulebook

RULES = rulebook("ctoc").credentials
VERSION = RULES.on(date(2006, 10, 9))
NOON = datetime(2006, 10, 18, 12, tzinfo=UTC)
MICRO, HOUR = timedelta(microseconds=1), timedelta(hours=1)
STATE, REIO = ParticipantKind.STATE_PARTY, ParticipantKind.REIO
IN_ORDER = Found(Finding.IN_ORDER, NOON)
NOT_IN_ORDER = Found(Finding.NOT_IN_ORDER, NOON)
LACKING = [
    "Afghanistan",
    "Belarus",
    "Bolivia",
    "Democratic Republic of the Congo",
    "Lebanon",
    "Panama",
    "Paraguay",
    "Saudi Arabia",
    "Sri Lanka",
    "Sudan",
    "Ukraine",
    "Uruguay",
]


def state(
    *found: Found,
    objections: tuple[Objection, ...] = (),
    at: datetime = NOON + HOUR,
    given: tuple[datetime, ...] = (NOON + HOUR + MICRO,),
) -> str:
    return participation_state(found, objections, at, given)


def test_who_was_not_examined_takes_part_provisionally() -> None:
    assert state() is CredentialsState.PENDING
    assert state(NOT_IN_ORDER) is CredentialsState.PENDING


def test_the_finding_of_the_bureau_decides_from_its_moment() -> None:
    assert state(IN_ORDER, at=NOON - MICRO) is CredentialsState.PENDING
    assert state(IN_ORDER, at=NOON) is CredentialsState.IN_ORDER


def test_the_latest_finding_holds() -> None:
    later = Found(Finding.NOT_IN_ORDER, NOON + MICRO)
    assert state(later, IN_ORDER) is CredentialsState.PENDING
    assert state(IN_ORDER, later) is CredentialsState.PENDING
    assert state(IN_ORDER, later, at=NOON) is CredentialsState.IN_ORDER
    assert state(NOT_IN_ORDER, IN_ORDER) is CredentialsState.IN_ORDER
    assert state(IN_ORDER, NOT_IN_ORDER) is CredentialsState.PENDING


def test_an_objection_holds_until_it_is_decided() -> None:
    made = Objection(NOON)
    assert state(IN_ORDER, objections=(made,), at=NOON - MICRO) is CredentialsState.PENDING
    assert state(IN_ORDER, objections=(made,), at=NOON) is CredentialsState.OBJECTED
    assert state(objections=(made,)) is CredentialsState.OBJECTED
    dismissed = replace(made, ruling=Ruling.DISMISSED, ruled_at=NOON + HOUR)
    before = NOON + HOUR - MICRO
    assert state(IN_ORDER, objections=(dismissed,), at=before) is CredentialsState.OBJECTED
    assert state(IN_ORDER, objections=(dismissed,)) is CredentialsState.IN_ORDER
    assert state(objections=(dismissed,)) is CredentialsState.PENDING
    assert state(IN_ORDER, objections=(dismissed, made)) is CredentialsState.OBJECTED


def test_an_objection_upheld_bars_until_credentials_are_found_in_order_since() -> None:
    upheld = Objection(NOON, Ruling.UPHELD, NOON + HOUR)
    assert state(objections=(upheld,), at=NOON + HOUR - MICRO) is CredentialsState.OBJECTED
    assert state(objections=(upheld,)) is CredentialsState.REJECTED
    assert state(IN_ORDER, objections=(upheld,)) is CredentialsState.REJECTED
    at_once = Found(Finding.IN_ORDER, NOON + HOUR)
    assert state(at_once, objections=(upheld,)) is CredentialsState.REJECTED
    since = Found(Finding.IN_ORDER, NOON + HOUR + MICRO)
    end = NOON + 2 * HOUR
    assert state(since, objections=(upheld,), at=end) is CredentialsState.IN_ORDER
    again = Objection(NOON, Ruling.UPHELD, NOON + 2 * HOUR)
    assert state(since, objections=(again, upheld), at=end) is CredentialsState.REJECTED
    worse = Found(Finding.NOT_IN_ORDER, end)
    assert state(since, worse, objections=(upheld,), at=end) is CredentialsState.REJECTED
    assert state(since, objections=(upheld, Objection(end)), at=end) is CredentialsState.OBJECTED
    assert state(objections=(upheld, Objection(NOON))) is CredentialsState.REJECTED


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ((), CredentialsState.REJECTED),
        ((NOON,), CredentialsState.REJECTED),
        ((NOON + HOUR,), CredentialsState.REJECTED),
        ((NOON, NOON + HOUR + MICRO), CredentialsState.IN_ORDER),
        ((NOON + 2 * HOUR,), CredentialsState.IN_ORDER),
        ((NOON + 2 * HOUR + MICRO,), CredentialsState.REJECTED),
    ],
)
def test_what_the_bureau_finds_in_order_must_have_been_given_since_the_ruling(
    given: tuple[datetime, ...], wanted: CredentialsState
) -> None:
    upheld = Objection(NOON, Ruling.UPHELD, NOON + HOUR)
    since = Found(Finding.IN_ORDER, NOON + 2 * HOUR)
    assert state(since, objections=(upheld,), at=NOON + 3 * HOUR, given=given) is wanted


@pytest.mark.parametrize(
    ("by", "to", "own", "already", "wanted"),
    [
        (STATE, STATE, False, False, None),
        (REIO, STATE, False, False, None),
        (STATE, REIO, False, False, None),
        (ParticipantKind.SIGNATORY, STATE, False, False, ObjectionRefusal.NOT_A_PARTY),
        (STATE, STATE, True, False, ObjectionRefusal.OWN),
        (STATE, ParticipantKind.SIGNATORY, False, False, ObjectionRefusal.NOT_ASKED),
        (STATE, STATE, False, True, ObjectionRefusal.MADE_ALREADY),
    ],
)
def test_who_may_object_to_whom(
    by: str, to: str, own: bool, already: bool, wanted: ObjectionRefusal | None
) -> None:
    found = objection_refused(VERSION, by_kind=by, to_kind=to, own=own, open_already=already)
    assert found is wanted


def test_a_refusal_cites_its_rule() -> None:
    assert {refusal.rule(RULES) for refusal in ObjectionRefusal} == {"rule 20"}


def test_what_papers_let_the_bureau_find() -> None:
    one = Position(standing=Standing.IN_ORDER, asked=True, in_time=True, missing=(), late_changes=0)
    assert proposed(one) is Finding.IN_ORDER
    copy = replace(one, standing=Standing.COPY_ONLY, missing=(Need.ORIGINAL,))
    assert proposed(copy) is Finding.NOT_IN_ORDER
    assert proposed(replace(one, asked=False)) is None


def test_the_report_of_2006() -> None:
    complied = [
        Represented(key=f"party {n}", kind=STATE, finding=Finding.IN_ORDER) for n in range(70)
    ]
    lacking = [Represented(key=key, kind=STATE, finding=Finding.NOT_IN_ORDER) for key in LACKING]
    community = Represented(key="EC", kind=REIO, finding=Finding.IN_ORDER)
    observer = Represented(key="Japan", kind=ParticipantKind.SIGNATORY, finding=None)
    assert report(VERSION, [*complied[:9], *lacking, *complied[9:], community, observer]) == Report(
        states=82,
        organizations=1,
        states_in_order=70,
        organizations_in_order=1,
        lacking_states=tuple(LACKING),
        lacking_organizations=(),
        unexamined=(),
    )


def test_a_report_names_who_was_not_examined() -> None:
    represented = [
        Represented(key="A", kind=STATE, finding=None),
        Represented(key="B", kind=REIO, finding=None),
        Represented(key="C", kind=REIO, finding=Finding.NOT_IN_ORDER),
    ]
    assert report(VERSION, represented) == Report(
        states=1,
        organizations=2,
        states_in_order=0,
        organizations_in_order=0,
        lacking_states=(),
        lacking_organizations=("C",),
        unexamined=("A", "B"),
    )


MOMENTS = st.integers(0, 9).map(lambda hours: NOON + hours * HOUR)
FOUND = st.lists(st.builds(Found, st.sampled_from(Finding), MOMENTS), max_size=3)
OBJECTIONS = st.lists(
    st.builds(Objection, MOMENTS)
    | st.builds(
        lambda made, ruling, hours: Objection(made, ruling, made + hours * HOUR),
        MOMENTS,
        st.sampled_from(Ruling),
        st.integers(0, 5),
    ),
    max_size=3,
)


@given(FOUND, OBJECTIONS, MOMENTS)
def test_what_comes_later_does_not_change_what_was(
    found: list[Found], objections: list[Objection], at: datetime
) -> None:
    past = [one for one in found if one.at <= at]
    made = [one for one in objections if one.made_at <= at]
    assert participation_state(found, objections, at) is participation_state(past, made, at)


@given(FOUND, OBJECTIONS, MOMENTS)
def test_nobody_is_barred_without_the_conference(
    found: list[Found], objections: list[Objection], at: datetime
) -> None:
    if participation_state(found, objections, at) is CredentialsState.REJECTED:
        assert any(one.upheld(at) for one in objections)
