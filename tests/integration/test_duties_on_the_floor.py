"""Nobody presides where their State has the floor: on a list, outside it, or to reply."""

from datetime import date

import pytest

from models.bureau import Officer
from services import duties, floor, interventions
from tests.record import SECRETARIAT


@pytest.fixture
def vice_presidents(timed, six_states):
    """A Vice-President of Egypt and one of France, which are on no list; by the names of States."""
    made = {
        one.name: Officer(
            session_id=one.session_id,
            position=1,
            board="bureau",
            board_title="Bureau",
            office="vice-president",
            title="Vice-President",
            place=place,
            delegation_id=one.id,
            person=f"Person of {one.name}",
            since=date(2008, 10, 8),
        )
        for place, one in enumerate(six_states[4:], 1)
    }
    timed.add_all(made.values())
    timed.commit()
    return made


def speaking(table, vice_presidents):
    """The States whose officers speak in the meeting at the table, as the roster has it."""
    problem = duties.roster(table.db, SECRETARIAT, table.session).problem
    (sitting,) = (one for one in problem.sittings if one.id == table.uid)
    return {name for name, one in vice_presidents.items() if str(one.id) in sitting.speaking}


def code(six_states, name):
    return next(one.code for one in six_states if one.name == name)


def test_a_statement_outside_the_lists_counts_while_it_is_made_and_after(
    table, six_states, vice_presidents
):
    assert speaking(table, vice_presidents) == set()
    egypt = code(six_states, "Egypt")
    table.do(floor.call_other, name="Egypt", seconds=180, delegation=egypt)
    assert speaking(table, vice_presidents) == {"Egypt"}
    table.do(interventions.raise_point, delegation=code(six_states, "France"))
    assert speaking(table, vice_presidents) == {"Egypt", "France"}
    table.do(interventions.rule_on_point, ruling="Not upheld.")
    table.do(floor.end)
    assert speaking(table, vice_presidents) == {"Egypt", "France"}


def test_who_is_to_reply_is_to_have_the_floor(table, six_states, vice_presidents):
    table.do(interventions.ask_reply, delegation=code(six_states, "France"))
    assert speaking(table, vice_presidents) == {"France"}


def test_a_statement_of_the_secretariat_is_that_of_no_state(table, vice_presidents):
    table.do(floor.call_other, name="Secretary of the Conference", seconds=180)
    assert speaking(table, vice_presidents) == set()
