"""What a delegation may do, where the system asks: on the floor, and for the quorum."""

from __future__ import annotations

import pytest

from procedure.credentials.values import Ruling
from procedure.participation import Act, Reason
from services import credentials_objections, floor, interventions, participation
from services.delegation_data import Participant
from services.delegations import add_delegations
from services.examinations import Decided
from services.floor_queues import parties
from tests.floors import chair, inscribed, item_list, item_meetings, refused, six_states, table
from tests.record import SECRETARIAT, counted
from tests.speakers import clock, timed

__all__ = [  # fixtures
    "chair",
    "clock",
    "inscribed",
    "item_list",
    "item_meetings",
    "six_states",
    "table",
    "timed",
]

MANY = 30


@pytest.fixture
def barred(timed, six_states, clock):
    """A party whose credentials the Conference has not accepted."""

    def bar():
        first, second = six_states[:2]
        made = credentials_objections.object_to(
            timed, SECRETARIAT, second, by=first, grounds="Another government."
        )
        credentials_objections.rule_on(
            timed,
            SECRETARIAT,
            first.session,
            made.id,
            ruling=Ruling.UPHELD,
            decided=Decided(day=clock.at.date(), meeting=1),
        )
        return second

    return bar


def test_points_of_order_are_for_parties(timed, table):
    listed = [Participant("Burundi", "BDI", "Signatory")]
    add_delegations(timed, SECRETARIAT, table.session, listed)
    assert refused(table, interventions.raise_point, delegation="BDI") == (
        "Rules of procedure, rule 14",
        "Participants in this capacity do not do this.",
    )
    assert table.do(interventions.ask_reply, delegation="BDI").replies[0].delegation == "BDI"


def test_who_was_not_accepted_has_no_right_on_the_floor(timed, table, barred):
    lost = barred()
    for action in (interventions.raise_point, interventions.ask_reply):
        assert refused(table, action, delegation=lost.code) == (
            "Rules of procedure, rules 18 to 20",
            "The Conference has not accepted the credentials of this delegation. "
            "Give new ones to the secretariat.",
        )


def test_who_was_not_accepted_meanwhile_is_not_given_the_floor(timed, table, inscribed, barred):
    lost = barred()
    state = table.look()
    place, after = inscribed[1:3]
    refusal = (
        "Rules of procedure, rules 18 to 20",
        "The Conference has not accepted the credentials of this delegation. "
        "Give new ones to the secretariat.",
    )
    other = {"name": lost.name, "seconds": 60, "delegation": lost.code}
    assert refused(table, floor.call, number=place) == refusal
    assert refused(table, floor.call_other, **other) == refusal
    assert table.look() == state
    assert table.do(floor.absent, number=place).current is None
    assert table.do(floor.call, number=after).current.number == after


def test_who_was_not_accepted_is_not_counted(timed, chair, six_states, barred):
    session = chair.session
    assert parties(timed, session) == 6
    lost = barred()
    assert parties(timed, session) == 5
    codes = [one.code for one in six_states[:2]]
    state = chair.do(floor.roll_call, present=codes)
    assert (state.present, chair.quorum().present) == (frozenset(codes), 1)
    verdict = participation.verdict(timed, lost, Act.DECIDE)
    assert (verdict.allowed, verdict.reason) == (False, Reason.REJECTED)


def test_more_delegations_are_no_more_queries(timed, six_states):
    session = six_states[0].session
    asked = []
    for more in (2, MANY):
        listed = [Participant(f"S{n} of {more}", f"{more}-{n}", "Signatory") for n in range(more)]
        every = [*six_states, *add_delegations(timed, SECRETARIAT, session, listed)]
        with counted(timed.get_bind()) as queries:
            found = participation.verdicts(timed, session, every, Act.SPEAK)
        assert len(found) == len(every)
        asked.append(len(queries))
    assert asked[0] == asked[1]
