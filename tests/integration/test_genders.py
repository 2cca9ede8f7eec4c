"""The gender of who speaks: counted where it was given, and told of nobody."""

from dataclasses import replace

import pytest

from exports.speakers import record_table, statistics
from procedure.permissions import PUBLIC
from services import floor
from services import speakers as lists
from services.floor_queues import speeches_on
from services.genders import gender_of
from services.inscriptions import amend, inscribe
from services.speakers_decisions import admit
from tests.speakers import CHAIR, MINISTER, OPENS, focal_point

pytestmark = pytest.mark.in_turn

TOLD = "gender told to us"


def test_a_gender_is_for_statistics_only(table, item_list, six_states):
    db, egypt = table.db, six_states[4]
    told = replace(MINISTER, gender=TOLD)
    number = inscribe(db, focal_point(egypt), item_list, egypt, wanted=told).receipt.number
    assert gender_of(db, item_list, number) == TOLD
    admit(db, CHAIR, item_list, number)  # late by now
    table.do(floor.call, number=number)
    table.do(floor.end)
    assert TOLD not in str(lists.ledger_of(db, PUBLIC, item_list))
    spoken = speeches_on(db, table.session.id)
    by_gender = statistics(spoken, categories={})[-1]
    assert [row[:2] for row in by_gender.rows] == [(TOLD, 1)]
    rows = record_table(spoken, zone=OPENS.tzinfo, meetings={}, categories={})
    assert TOLD not in str(rows)


def test_a_gender_is_changed_and_forgotten(timed, speakers, states, clock):
    clock.at = OPENS
    own = focal_point(states[0])
    number = inscribe(timed, own, speakers, states[0], wanted=MINISTER).receipt.number
    for gender in (TOLD, "another", ""):
        wanted = replace(MINISTER, gender=gender)
        assert amend(timed, own, speakers, number, wanted=wanted) is None
        assert gender_of(timed, speakers, number) == gender
    assert speakers.last_sequence == number
