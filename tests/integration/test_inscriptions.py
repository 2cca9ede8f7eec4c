"""Who is inscribed on a list of speakers, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from procedure.participants import Level
from procedure.permissions import PUBLIC
from procedure.speakers.receipts import read_receipt
from services import speakers as lists
from services.errors import BadRequest
from services.inscriptions import Twice, amend, inscribe, inscriptions_of, receipt_of, withdraw
from services.speakers_rows import ledger
from tests.record import SECRETARIAT, a_session
from tests.speakers import (
    MINISTER,
    OPENS,
    REPRESENTATIVE,
    a_list,
    delegations,
    focal_point,
    kinds,
    order,
    policy,
    put,
    refusal,
)
from tests.unit import problems


def test_before_the_opening_nobody_is_inscribed(timed, speakers, states, clock):
    clock.at = OPENS - timedelta(microseconds=1)
    austria = states[0]
    for actor in (focal_point(austria), SECRETARIAT):
        assert refusal(inscribe, timed, actor, speakers, austria, wanted=MINISTER) == (
            "Rules of procedure, rule 42",
            "The list opens at 10:00 on 15 August 2008, by the clocks of Europe/Vienna."
            " Nothing was inscribed.",
        )
    assert kinds(timed, speakers) == ["made"]
    clock.at = OPENS
    assert put(timed, austria) == [2]


def test_places_follow_from_category_and_request(timed, speakers, states, clock):
    clock.at = OPENS
    austria, brazil, china = states
    put(timed, austria, brazil)
    put(timed, china, wanted=MINISTER)
    assert order(timed, speakers) == ["CHI", "AUS", "BRA"]
    amend(timed, focal_point(brazil), speakers, 3, wanted=MINISTER)
    assert order(timed, speakers) == ["BRA", "CHI", "AUS"]
    assert kinds(timed, speakers)[1:] == ["inscribed"] * 3 + ["amended"]


def test_a_moment_never_runs_back(timed, speakers, states, clock):
    clock.at = OPENS + timedelta(seconds=9)
    put(timed, states[0])
    clock.at = OPENS + timedelta(seconds=2)
    put(timed, states[1])
    moments = [entry.at for entry in ledger(timed, speakers)][1:]
    assert moments == [OPENS + timedelta(seconds=9)] * 2


def test_a_receipt_proves_what_was_inscribed(timed, speakers, states, clock):
    clock.at = OPENS
    austria = states[0]
    receipt = inscribe(timed, focal_point(austria), speakers, austria, wanted=MINISTER)
    told = lists.ledger_of(timed, PUBLIC, speakers)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
    assert read_receipt(receipt.token, key) == receipt.receipt
    assert receipt.receipt.is_of(ledger(timed, speakers)[1])
    assert receipt_of(timed, focal_point(austria), speakers, 2) == receipt
    assert refusal(receipt_of, timed, focal_point(states[1]), speakers, 2)[1].startswith("You")


def test_twice_is_refused_with_the_receipt_of_the_first(timed, speakers, states, clock):
    clock.at = OPENS
    austria = states[0]
    first = inscribe(timed, focal_point(austria), speakers, austria, wanted=MINISTER)
    with pytest.raises(Twice) as caught:
        inscribe(timed, focal_point(austria), speakers, austria, wanted=REPRESENTATIVE)
    assert caught.value.receipt == first
    assert str(caught.value.rule) == "Rules of procedure, rule 45"
    assert kinds(timed, speakers) == ["made", "inscribed"]
    withdraw(timed, focal_point(austria), speakers, 2)
    assert put(timed, austria) == [4]
    found = inscriptions_of(timed, PUBLIC, speakers, austria)
    assert [(one.number, one.withdrawn) for one in found] == [(2, True), (4, False)]


def test_a_group_is_spoken_for_once(timed, speakers, states, clock):
    clock.at = OPENS
    austria, brazil, _ = states
    group = replace(MINISTER, on_behalf_of="The Group of 77", aligned=("Chile", "Chile", " "))
    put(timed, austria)
    put(timed, austria, wanted=group)
    (own, for_group) = inscriptions_of(timed, PUBLIC, speakers, austria)
    assert (own.on_behalf_of, for_group.aligned) == ("", ("Chile",))
    other = replace(group, on_behalf_of="group of 77")
    sentence = "Somebody is inscribed to speak on behalf of this group already."
    assert refusal(inscribe, timed, focal_point(brazil), speakers, brazil, wanted=other) == (
        "Rules of procedure, rule 45",
        sentence,
    )


def test_nobody_acts_for_another_delegation(timed, speakers, states, clock):
    clock.at = OPENS
    austria, brazil, _ = states
    put(timed, austria)
    rule = ("The terms of this list", "You act for another delegation. Ask the secretariat.")
    stranger = focal_point(brazil)
    assert refusal(inscribe, timed, stranger, speakers, austria, wanted=MINISTER) == rule
    assert refusal(amend, timed, stranger, speakers, 2, wanted=MINISTER) == rule
    assert refusal(withdraw, timed, stranger, speakers, 2) == rule
    assert kinds(timed, speakers) == ["made", "inscribed"]


def test_the_secretariat_acts_for_all(timed, speakers, states, clock):
    clock.at = OPENS
    number = inscribe(timed, SECRETARIAT, speakers, states[0], wanted=MINISTER).receipt.number
    (found,) = inscriptions_of(timed, PUBLIC, speakers, states[0])
    assert (found.number, found.by_secretariat) == (number, True)
    assert ledger(timed, speakers)[1].actor == "secretariat"
    withdraw(timed, SECRETARIAT, speakers, number)
    assert order(timed, speakers) == []


def test_a_delegation_of_another_session_is_no_choice(timed, speakers, states, clock):
    clock.at = OPENS
    there = a_session(timed, _elsewhere())
    (other,) = delegations(timed, there, "Chad")
    with pytest.raises(BadRequest) as caught:
        inscribe(timed, SECRETARIAT, speakers, other, wanted=MINISTER)
    assert list(caught.value.fields) == ["delegation"]


def _elsewhere():
    given = problems.problem()
    return replace(given, session=replace(given.session, id="elsewhere"))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(MINISTER, speaker="a\nb"), "speaker"),
        (replace(MINISTER, function="\ud800"), "function"),
        (replace(MINISTER, on_behalf_of="x" * 201), "on_behalf_of"),
        (replace(MINISTER, aligned=tuple(map(str, range(201)))), "aligned"),
        (replace(MINISTER, aligned=("a\0",)), "aligned"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(timed, speakers, states, wanted, field):
    with pytest.raises(BadRequest) as caught:
        inscribe(timed, SECRETARIAT, speakers, states[0], wanted=wanted)
    assert (list(caught.value.fields), kinds(timed, speakers)) == ([field], ["made"])


def test_an_amendment_without_a_change_is_no_entry(timed, speakers, states, clock):
    clock.at = OPENS
    put(timed, states[0])
    assert amend(timed, focal_point(states[0]), speakers, 2, wanted=REPRESENTATIVE) is None
    entry = amend(
        timed, focal_point(states[0]), speakers, 2, wanted=replace(REPRESENTATIVE, speaker="C.")
    )
    assert entry.data == {"number": 2, "speaker": "C."}


def test_no_state_aligned_is_lost_between_blank_lines(timed, speakers, states, clock):
    clock.at = OPENS
    names = [f"State {number}" for number in range(200)]
    wanted = replace(MINISTER, aligned=tuple(line for name in names for line in (name, "", " ")))
    put(timed, states[0], wanted=wanted)
    (kept,) = inscriptions_of(timed, PUBLIC, speakers, states[0])
    assert list(kept.aligned) == names


def test_a_capacity_that_the_policy_has_no_place_for_is_refused(timed, states, clock):
    only = (replace(policy().categories[0], levels=frozenset({Level.MINISTER})),)
    speakers = a_list(timed, states[0].session, policy(categories=only))
    clock.at = OPENS
    assert refusal(inscribe, timed, SECRETARIAT, speakers, states[0], wanted=REPRESENTATIVE) == (
        "The terms of this list",
        "Nobody who takes part in this capacity, and at this level, speaks on this list.",
    )


def test_a_delegation_without_a_code_is_named_by_its_number(timed, speakers, states, clock):
    clock.at = OPENS
    austria = states[0]
    (other,) = delegations(timed, austria.session, "Xanadu")
    other.code = ""
    timed.commit()
    put(timed, austria, other)
    assert order(timed, speakers) == [austria.code, f"#{other.id}"]
