"""Whatever the services keep of a list, anyone can verify: also after all that can happen."""

import json
from datetime import timedelta

import pytest

from procedure.permissions import PUBLIC
from procedure.speakers.exchange import read_ledger
from procedure.speakers.verify import verify
from services import speakers as lists
from services.inscriptions import amend, inscribe, withdraw
from services.speakers_decisions import admit, refuse, undo_entry
from services.speakers_swaps import accept_swap, decline_swap, propose_swap
from tests.integration.commands import hemicycle
from tests.record import SECRETARIAT, a_session
from tests.speakers import (
    CHAIR,
    CLOSES,
    MINISTER,
    OPENS,
    REPRESENTATIVE,
    a_list,
    delegations,
    focal_point,
    policy,
    put,
    terms,
)


def lived(db, clock):
    """A list on which everything has happened, its delegations and a receipt."""
    states = delegations(
        db, a_session(db), "Austria", "Brazil", "China", "Denmark", "Egypt", "Finland"
    )
    speakers = a_list(db, states[0].session, policy(simultaneous_seconds=10))
    austria, brazil, china, denmark, egypt, finland = states
    clock.at = OPENS
    put(db, austria, brazil, china)
    clock.go_on(seconds=60)
    given = inscribe(db, focal_point(denmark), speakers, denmark, wanted=REPRESENTATIVE)
    number = given.receipt.number
    proposal = propose_swap(db, focal_point(denmark), speakers, number, other=2)
    accept_swap(db, focal_point(austria), speakers, proposal.sequence)
    proposal = propose_swap(db, focal_point(brazil), speakers, 3, other=number)
    decline_swap(db, focal_point(denmark), speakers, proposal.sequence)
    amend(db, focal_point(brazil), speakers, 3, wanted=MINISTER)
    withdraw(db, focal_point(china), speakers, 4)
    longer = policy(simultaneous_seconds=10)
    lists.change_list(
        db, SECRETARIAT, speakers, terms=terms(longer, closes_at=CLOSES + (CLOSES - OPENS))
    )
    clock.at = CLOSES + (CLOSES - OPENS)
    late = put(db, china, egypt, finland)
    admit(db, CHAIR, speakers, late[0])
    undone = refuse(db, CHAIR, speakers, late[1])
    undo_entry(db, CHAIR, speakers, undone.sequence)
    refuse(db, CHAIR, speakers, late[2])
    return speakers, given


def test_the_ledger_of_a_long_life_is_sound(timed, clock, tmp_path):
    speakers, given = lived(timed, clock)
    told = json.loads(json.dumps(lists.ledger_of(timed, PUBLIC, speakers)))
    ledger = read_ledger(told)
    found = verify(ledger)
    assert found.findings == ()
    assert {entry.kind.value for entry in ledger.entries} == {
        "made", "changed", "inscribed", "amended", "withdrawn", "swap_proposed", "swap_accepted",
        "swap_declined", "admitted", "refused", "revealed", "undone",
    }  # fmt: skip
    assert found.standing is not None
    now = lists.standing_of(timed, PUBLIC, speakers)
    assert (found.standing.places, found.standing.waiting) == (now.places, now.waiting)

    file = tmp_path / "ledger.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    result = hemicycle("speakers", "verify", file, "--receipt", given.token)
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith(
        f"The receipt is genuine: entry {given.receipt.number} is in the ledger.\n"
    )


@pytest.mark.parametrize(
    ("policy_key", "changes"),
    [
        ("lots", {"closes_at": OPENS + timedelta(hours=2)}),  # closed from now on
        ("groups-first", {"opens_at": OPENS - timedelta(days=2)}),  # open for a day already
    ],
)
def test_the_lot_is_drawn_by_terms_that_make_it_due(timed, states, clock, policy_key, changes):
    speakers = a_list(timed, states[0].session, policy(policy_key))
    if "closes_at" in changes:
        clock.at = OPENS
        put(timed, *states)
        clock.go_on(hours=2)
    lists.change_list(timed, SECRETARIAT, speakers, terms=terms(policy(policy_key), **changes))
    lists.reveal(timed, PUBLIC, speakers)
    ledger = read_ledger(lists.ledger_of(timed, PUBLIC, speakers))
    assert [entry.kind.value for entry in ledger.entries[-2:]] == ["changed", "revealed"]
    assert verify(ledger).findings == ()


def test_an_entry_left_out_is_found(timed, clock):
    speakers, _ = lived(timed, clock)
    told = lists.ledger_of(timed, PUBLIC, speakers)
    del told["entries"][3]
    problems = {finding.problem for finding in verify(read_ledger(told)).findings}
    assert {"sequence", "chain"} <= problems
