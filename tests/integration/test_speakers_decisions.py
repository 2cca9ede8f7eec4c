"""What the chair decides of a list, and exchanges of places."""

import pytest

from procedure.permissions import PUBLIC
from procedure.speakers.values import Admission
from services import speakers as lists
from services.errors import Forbidden, NotFound, RuleBroken
from services.inscriptions import inscribe
from services.speakers_decisions import admit, refuse, undo_entry
from services.speakers_swaps import accept_swap, decline_swap, propose_swap
from tests.speakers import (
    CHAIR,
    CLOSES,
    MINISTER,
    OPENS,
    focal_point,
    order,
    put,
    refusal,
)


def test_after_the_closing_requests_are_kept_for_the_chair(timed, speakers, states, clock):
    clock.at = OPENS
    put(timed, states[0])
    clock.at = CLOSES
    late = [inscribe(timed, focal_point(one), speakers, one, wanted=MINISTER) for one in states[1:]]
    assert [one.late for one in late] == [True, True]
    assert order(timed, speakers) == ["AUS"]
    admit(timed, CHAIR, speakers, 3)
    refuse(timed, CHAIR, speakers, 4)
    assert order(timed, speakers) == ["AUS", "BRA"]
    decided = "There is nothing to decide, or it has been decided already."
    for number in (2, 3, 4):
        assert refusal(admit, timed, CHAIR, speakers, number) == (
            "Rules of procedure, rule 46",
            decided,
        )
    undo_entry(timed, CHAIR, speakers, 6)
    with pytest.raises(RuleBroken):
        undo_entry(timed, CHAIR, speakers, 6)
    found = lists.standing_of(timed, PUBLIC, speakers).waiting
    assert [(one.delegation, one.admission) for one in found] == [("CHI", Admission.WAITING)]
    for actor in (PUBLIC, focal_point(states[2])):
        with pytest.raises(Forbidden):
            admit(timed, actor, speakers, 4)


def test_a_refusal_is_not_undone_once_the_delegation_has_asked_anew(timed, speakers, states, clock):
    clock.at = CLOSES
    (number,) = put(timed, states[0])
    refused = refuse(timed, CHAIR, speakers, number).sequence
    put(timed, states[0])
    assert refusal(undo_entry, timed, CHAIR, speakers, refused)[0] == "Rules of procedure, rule 45"


def test_what_is_no_decision_is_not_undone(timed, speakers, states, clock):
    clock.at = OPENS
    put(timed, states[0])
    for sequence in (0, 1, 2, 3, 2**40):
        with pytest.raises(NotFound):
            undo_entry(timed, CHAIR, speakers, sequence)


def test_two_delegations_exchange_places(timed, speakers, states, clock):
    clock.at = OPENS
    austria, brazil, china = states
    put(timed, austria, brazil, china)
    proposal = propose_swap(timed, focal_point(austria), speakers, 2, other=4).sequence
    yours = "You act for another delegation. Ask the secretariat."
    for actor in (focal_point(austria), focal_point(brazil)):
        assert refusal(accept_swap, timed, actor, speakers, proposal)[1] == yours
    accept_swap(timed, focal_point(china), speakers, proposal)
    assert order(timed, speakers) == ["CHI", "BRA", "AUS"]
    assert refusal(accept_swap, timed, focal_point(china), speakers, proposal)[1] == (
        "There is no such inscription on this list."
    )
    again = propose_swap(timed, focal_point(austria), speakers, 2, other=4).sequence
    accept_swap(timed, focal_point(china), speakers, again)
    assert order(timed, speakers) == ["AUS", "BRA", "CHI"]


@pytest.mark.parametrize("who", [0, 2])
def test_a_proposal_is_declined_or_taken_back(timed, speakers, states, clock, who):
    clock.at = OPENS
    put(timed, *states)
    proposal = propose_swap(timed, focal_point(states[0]), speakers, 2, other=4).sequence
    assert refusal(propose_swap, timed, focal_point(states[0]), speakers, 2, other=4)[1] == (
        "This exchange has been proposed already, and awaits its answer."
    )
    with pytest.raises(RuleBroken):
        decline_swap(timed, focal_point(states[1]), speakers, proposal)
    decline_swap(timed, focal_point(states[who]), speakers, proposal)
    assert order(timed, speakers) == ["AUS", "BRA", "CHI"]
    assert lists.standing_of(timed, PUBLIC, speakers).swaps == ()


def test_places_are_exchanged_within_a_category(timed, speakers, states, clock):
    clock.at = OPENS
    put(timed, states[0])
    put(timed, states[1], wanted=MINISTER)
    assert refusal(propose_swap, timed, focal_point(states[0]), speakers, 2, other=3) == (
        "Rules of procedure, rule 42",
        "Places are exchanged within a category of speakers only.",
    )
    assert refusal(propose_swap, timed, focal_point(states[1]), speakers, 2, other=3)[1] == (
        "You act for another delegation. Ask the secretariat."
    )
