"""What delegations may no longer ask of a list once they have had the floor."""

import pytest

from procedure.floor.refusals import FloorRefusal
from procedure.permissions import PUBLIC
from services import floor
from services import speakers as lists
from services.floor_words import SENTENCES
from services.inscriptions import amend, inscribe, withdraw
from services.speakers_decisions import admit, undo_entry
from services.speakers_swaps import accept_swap, decline_swap, propose_swap
from tests.floors import names
from tests.speakers import CHAIR, CLOSES, MINISTER, focal_point, put, refusal

HEARD = ("Rules of procedure, rule 42", str(SENTENCES[FloorRefusal.HEARD_ALREADY]))


@pytest.mark.parametrize("over", [False, True])
def test_who_has_had_the_floor_makes_no_room_for_another_statement(
    table, item_list, six_states, inscribed, over
):
    timed, austria = table.db, six_states[0]
    table.do(floor.next_, expected=inscribed[0])
    if over:
        table.do(floor.end)
    acting = focal_point(austria)
    assert refusal(withdraw, timed, acting, item_list, inscribed[0]) == HEARD
    assert refusal(amend, timed, acting, item_list, inscribed[0], wanted=MINISTER) == HEARD
    assert refusal(inscribe, timed, acting, item_list, austria, wanted=MINISTER)[0].endswith("45")


def test_nobody_takes_the_place_of_who_has_been_heard(
    timed, table, item_list, six_states, inscribed
):
    austria, brazil, china, denmark = map(focal_point, six_states[:4])
    proposal = propose_swap(timed, denmark, item_list, inscribed[3], other=inscribed[0]).sequence
    before = propose_swap(timed, brazil, item_list, inscribed[1], other=inscribed[0]).sequence
    table.do(floor.next_, expected=inscribed[0])
    assert refusal(accept_swap, timed, austria, item_list, proposal) == HEARD
    for actor, one, other in ((china, 2, 0), (austria, 0, 2)):
        asked = (timed, actor, item_list, inscribed[one])
        assert refusal(propose_swap, *asked, other=inscribed[other]) == HEARD
    decline_swap(timed, austria, item_list, before)
    assert names(timed, item_list) == ["Brazil", "China", "Denmark"]


def test_an_undone_call_gives_back_what_may_be_asked(
    timed, table, item_list, six_states, inscribed
):
    table.do(floor.next_, expected=inscribed[0])
    table.do(floor.undo)
    withdraw(timed, focal_point(six_states[0]), item_list, inscribed[0])
    assert names(timed, item_list) == ["Brazil", "China", "Denmark"]


def test_an_admission_is_not_taken_back_from_who_has_been_heard(
    timed, table, item_list, six_states, clock
):
    clock.at = CLOSES
    (late,) = put(timed, six_states[4])
    admitted = admit(timed, CHAIR, item_list, late).sequence
    table.do(floor.call, number=late)
    assert refusal(undo_entry, timed, CHAIR, item_list, admitted) == HEARD
    assert late in [one.number for one in lists.standing_of(timed, PUBLIC, item_list).places]
