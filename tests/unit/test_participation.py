"""What a participant may do, and why: the rules of the Conference (rules 12 to 20)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.observers.values import ObserverStatus
from procedure.participants import PARTIES, ParticipantKind
from procedure.participation import (
    OF_THE_MEETING,
    Act,
    Condition,
    CredentialsState,
    Participant,
    Reason,
    TakesPart,
    Verdict,
    left,
    may_do,
    read_participation_rules,
)
from procedure.plain import BadData, Fields
from procedure.rulebook import rulebook

RULES = rulebook().participation
KIND = ParticipantKind
PARTY = Participant(kind=KIND.STATE_PARTY, credentials=CredentialsState.IN_ORDER)
SPEECH = {Act.ATTEND, Act.SPEAK, Act.INSCRIBE, Act.REPLY, Act.RECEIVE_DOCUMENTS}
PLENARY, INVITED, APPROVED = Condition.PLENARY, Condition.INVITED, Condition.APPROVED


def observer(kind: ParticipantKind, status: ObserverStatus | None = None) -> Participant:
    return Participant(kind=kind, observer=status)


@pytest.mark.parametrize(
    ("kind", "acts"),
    [
        (KIND.STATE_PARTY, set(Act)),
        (KIND.REIO, set(Act)),
        (KIND.SIGNATORY, {*SPEECH, Act.SUBMIT_VIEWS}),
        (KIND.OBSERVER_STATE, {*SPEECH, Act.SUBMIT_VIEWS}),
        (KIND.ENTITY, {*SPEECH, Act.SUBMIT_VIEWS}),
        (KIND.UN_BODY, {*SPEECH, Act.SUBMIT_VIEWS}),
        (KIND.IGO, {*SPEECH, Act.SUBMIT_VIEWS}),
        (KIND.NGO_ECOSOC, SPEECH),
        (KIND.NGO, SPEECH),
    ],
)
def test_each_kind_may_do_what_its_rule_says(kind: ParticipantKind, acts: set[Act]) -> None:
    who = Participant(kind=kind, observer=ObserverStatus.ACCORDED)
    assert {act for act in Act if may_do(who, act, RULES).allowed} == acts


@pytest.mark.parametrize(
    ("who", "act", "verdict"),
    [
        (PARTY, Act.SPEAK, Verdict(allowed=True, reason=Reason.IN_ORDER, rule="rule 42")),
        (PARTY, Act.REPLY, Verdict(allowed=True, reason=Reason.IN_ORDER, rule="rule 46")),
        (PARTY, Act.DECIDE, Verdict(allowed=True, reason=Reason.IN_ORDER, rule="rule 41")),
        (PARTY, Act.POINT_OF_ORDER, Verdict(allowed=True, reason=Reason.IN_ORDER, rule="rule 44")),
        (PARTY, Act.NOMINATE, Verdict(allowed=True, reason=Reason.IN_ORDER, rule="rule 22")),
        (PARTY, Act.OBJECT, Verdict(allowed=True, reason=Reason.IN_ORDER, rule="rules 17 and 20")),
        (
            Participant(kind=KIND.REIO),
            Act.VOTE,
            Verdict(allowed=True, reason=Reason.PENDING, rule="rule 20", provisional=True),
        ),
        (
            Participant(kind=KIND.STATE_PARTY, credentials=CredentialsState.OBJECTED),
            Act.VOTE,
            Verdict(allowed=True, reason=Reason.OBJECTED, rule="rule 20", provisional=True),
        ),
        (
            Participant(kind=KIND.STATE_PARTY, credentials=CredentialsState.REJECTED),
            Act.ATTEND,
            Verdict(allowed=False, reason=Reason.REJECTED, rule="rules 18 to 20"),
        ),
        (
            observer(KIND.SIGNATORY, ObserverStatus.ENTITLED),
            Act.SPEAK,
            Verdict(allowed=True, reason=Reason.ENTITLED, rule="rule 14"),
        ),
        (
            observer(KIND.OBSERVER_STATE, ObserverStatus.ACCORDED),
            Act.SPEAK,
            Verdict(
                allowed=True, reason=Reason.ACCORDED, rule="rule 15", conditions=(PLENARY, INVITED)
            ),
        ),
        (
            observer(KIND.UN_BODY),
            Act.ATTEND,
            Verdict(allowed=True, reason=Reason.LISTED, rule="rule 16", conditions=(PLENARY,)),
        ),
        (
            observer(KIND.NGO, ObserverStatus.ACCORDED),
            Act.INSCRIBE,
            Verdict(
                allowed=True,
                reason=Reason.ACCORDED,
                rule="rule 17",
                conditions=(PLENARY, INVITED, APPROVED),
            ),
        ),
        (
            observer(KIND.NGO, ObserverStatus.REFUSED),
            Act.ATTEND,
            Verdict(allowed=False, reason=Reason.REFUSED, rule="rule 17"),
        ),
        (
            observer(KIND.IGO, ObserverStatus.APPLIED),
            Act.RECEIVE_DOCUMENTS,
            Verdict(allowed=False, reason=Reason.APPLIED, rule="rule 16"),
        ),
        (
            observer(KIND.NGO, ObserverStatus.ACCORDED),
            Act.SUBMIT_VIEWS,
            Verdict(allowed=False, reason=Reason.NOT_THEIRS, rule="rule 17"),
        ),
        (
            observer(KIND.SIGNATORY, ObserverStatus.ENTITLED),
            Act.POINT_OF_ORDER,
            Verdict(allowed=False, reason=Reason.NOT_THEIRS, rule="rule 14"),
        ),
        (
            Participant(kind=None),
            Act.ATTEND,
            Verdict(allowed=False, reason=Reason.UNKNOWN_KIND, rule=""),
        ),
    ],
)
def test_a_verdict_says_why(who: Participant, act: Act, verdict: Verdict) -> None:
    assert may_do(who, act, RULES) == verdict


def test_conditions_are_those_of_the_kind_and_the_act() -> None:
    assert RULES.conditions(KIND.NGO, Act.SPEAK) == (PLENARY, INVITED, APPROVED)
    assert RULES.conditions(KIND.NGO, Act.ATTEND) == (PLENARY,)
    assert RULES.conditions(KIND.NGO, Act.VOTE) == ()  # which they may not do
    assert RULES.conditions(KIND.STATE_PARTY, Act.SPEAK) == ()
    assert replace(RULES, capacities=()).conditions(KIND.NGO, Act.SPEAK) == ()


@pytest.mark.parametrize(
    ("plenary", "there"),
    [(True, (INVITED, Condition.OPEN)), (False, (PLENARY, INVITED, Condition.OPEN))],
)
def test_a_plenary_meeting_fulfils_the_condition_that_it_is_one(
    plenary: bool, there: tuple[Condition, ...]
) -> None:
    assert left((PLENARY, INVITED, Condition.OPEN), plenary=plenary) == there


def test_where_somebody_speaks_is_a_matter_of_the_meeting() -> None:
    assert {PLENARY, Condition.OPEN} == OF_THE_MEETING


PEOPLE = st.builds(
    Participant,
    kind=st.sampled_from(KIND),
    credentials=st.sampled_from(CredentialsState),
    observer=st.none() | st.sampled_from(ObserverStatus),
)


@given(PEOPLE, st.sampled_from(Act))
def test_until_the_conference_decides_rights_are_the_same(who: Participant, act: Act) -> None:
    """Rule 20: provisional participation, with or without an objection, has the same rights."""
    verdict = may_do(who, act, RULES)
    assert who.kind is not None
    decided = may_do(
        Participant(kind=who.kind, credentials=CredentialsState.IN_ORDER, observer=who.observer),
        act,
        RULES,
    )
    if who.credentials is not CredentialsState.REJECTED:
        assert (verdict.allowed, verdict.conditions) == (decided.allowed, decided.conditions)
    assert verdict.provisional == (
        verdict.allowed
        and who.kind in PARTIES
        and who.credentials in {CredentialsState.PENDING, CredentialsState.OBJECTED}
    )


@given(PEOPLE, st.sampled_from(Act))
def test_who_may_not_attend_may_do_nothing(who: Participant, act: Act) -> None:
    if not may_do(who, Act.ATTEND, RULES).allowed:
        assert not may_do(who, act, RULES).allowed


@given(PEOPLE, st.sampled_from(Act))
def test_every_verdict_cites_a_rule(who: Participant, act: Act) -> None:
    assert may_do(who, act, RULES).rule.startswith("rule")


def test_the_kinds_that_may_decide_are_the_parties() -> None:
    assert RULES.kinds(Act.DECIDE) == PARTIES
    assert RULES.kinds(Act.ATTEND) == frozenset(KIND)
    assert RULES.kinds(Act.SUBMIT_VIEWS) == frozenset(KIND) - {KIND.NGO, KIND.NGO_ECOSOC}


def test_the_rules_that_permit_something_in_order_and_once_each() -> None:
    assert RULES.rules(Act.VOTE) == ("rule 12",)
    assert RULES.rules(Act.SPEAK) == ("rule 42", "rule 14", "rule 15", "rule 16", "rule 17")
    twice = replace(RULES, capacities=RULES.capacities * 2)
    assert twice.rules(Act.SUBMIT_VIEWS) == ("rule 12", "rule 14", "rule 15", "rule 16")
    assert replace(RULES, capacities=()).rules(Act.VOTE) == ()


def test_a_capacity_is_found_by_its_kind() -> None:
    found = RULES.capacity(KIND.SIGNATORY)
    assert found is not None
    assert (found.by, found.rule) == (TakesPart.STATUS, "rule 14")
    assert RULES.capacity(None) is None


def section(*capacities: object) -> Fields:
    data = {
        "provisional_rule": "rule 1",
        "credentials_rule": "rule 2",
        "capacities": list(capacities),
    }
    return Fields(data, "participation")


def capacity(**fields: object) -> dict[str, object]:
    permitted = [{"acts": ["vote"], "rule": "rule 9", "conditions": ["invited", "plenary"]}]
    return {
        "kinds": ["State party"],
        "by": "credentials",
        "rule": "rule 3",
        "permitted": permitted,
        **fields,
    }


def test_conditions_are_said_in_one_order() -> None:
    rules = read_participation_rules(section(capacity()))
    verdict = may_do(PARTY, Act.VOTE, rules)
    assert (verdict.rule, verdict.conditions) == ("rule 9", (PLENARY, INVITED))
    assert (rules.provisional_rule, rules.credentials_rule) == ("rule 1", "rule 2")


@pytest.mark.parametrize(
    ("capacities", "path", "wanted"),
    [
        (
            [capacity(), capacity()],
            "participation.capacities",
            "“State party” is there twice.",
        ),
        (
            [capacity(), capacity(kinds=["Signatory"]), capacity()],
            "participation.capacities",
            "“State party” is there twice.",
        ),
        (
            [capacity(permitted=[{"acts": ["vote"], "rule": "r"}] * 2)],
            "participation.capacities[0].permitted",
            "“vote” is there twice.",
        ),
        (
            [capacity(by="lot")],
            "participation.capacities[0].by",
            "Give one of: credentials, status.",
        ),
        ([capacity(extra=1)], "participation.capacities[0].extra", "There is no such field."),
        (
            [capacity(permitted=[{"acts": ["vote"], "rule": "r", "extra": 1}])],
            "participation.capacities[0].permitted[0].extra",
            "There is no such field.",
        ),
    ],
)
def test_what_is_wrong_in_the_section_is_named(
    capacities: list[object], path: str, wanted: str
) -> None:
    with pytest.raises(BadData) as refused:
        read_participation_rules(section(*capacities))
    assert (refused.value.path, refused.value.wanted) == (path, wanted)


def test_the_section_has_no_other_fields() -> None:
    fields = Fields({"provisional_rule": "a", "credentials_rule": "b", "capacities": [], "more": 1})
    with pytest.raises(BadData) as refused:
        read_participation_rules(fields)
    assert refused.value.path == "more"
