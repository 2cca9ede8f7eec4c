"""To the tables in which nothing was said of places and revisions, and back, with a record."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models import schema
from procedure.bureau.values import Ending, ItemOutcome
from services import bureau_decisions, bureau_meetings, election_steps, elections, officers
from services.bureau_meetings import Minutes
from services.election_rows import Held
from services.nominations import nominate
from services.officers import Named
from tests.bureau import elected, states
from tests.record import SECRETARIAT, a_session

BEFORE = "91d6f0a3c7be"
KINDS = text("SELECT kind FROM election_step ORDER BY election_id, number")
DECISIONS = text("SELECT id, revises_id FROM bureau_decision ORDER BY id")
BESIDE = text(  # the last who was elected, after the one who leaves, comes on the successor's day
    "UPDATE officer SET since = (SELECT max(since) FROM officer) WHERE id = (SELECT max(id) "
    "FROM officer WHERE office = 'vice-president' AND replaces_id IS NULL)"
)
PLACES = text("SELECT office, place, until IS NULL FROM officer ORDER BY id")


@pytest.fixture
def filled(record, engine):
    """Ten officers, one replaced; a ballot counted, another called off; an item settled twice."""
    session = a_session(record)
    here = states(record, session)
    made = elected(record, session, here)
    leaving = next(one for one in made if one.delegation.code == "DE")
    officers.replace_officer(
        record,
        SECRETARIAT,
        leaving,
        how=Ending.RESIGNED,
        on=session.first_day + timedelta(days=1),
        expected_version=1,
        follows=Named(person="D. Next"),
    )
    president = next(one for one in made if one.office == "president")
    officers.replace_officer(
        record,
        SECRETARIAT,
        president,
        how=Ending.UNABLE,
        on=session.first_day,
        expected_version=1,
    )
    nominate(
        record, SECRETARIAT, session, board="bureau", office="president", delegation=here["AR"]
    )
    ways = {"board": "bureau", "office": "president", "held": Held(on=session.first_day)}
    held = elections.open_ballot(record, SECRETARIAT, session, **ways)
    election_steps.call_off(record, SECRETARIAT, held, reason="A mistake.", expects=1)
    held = elections.open_ballot(record, SECRETARIAT, session, **ways)
    election_steps.add_ballot(
        record,
        SECRETARIAT,
        held,
        votes={str(here["AR"].id): 9},
        papers=9,
        abstentions=0,
        invalid=0,
        expects=1,
    )
    minutes = Minutes(held_on=session.first_day, extended=True)
    meeting = bureau_meetings.hold(record, SECRETARIAT, session, minutes=minutes)
    item = bureau_decisions.bracket(record, SECRETARIAT, session, number="2", title="x")
    last = None
    for _ in range(2):
        last = bureau_decisions.settle(
            record,
            SECRETARIAT,
            meeting,
            item_id=item.id,
            outcome=ItemOutcome.KEPT,
            revises=last.id if last else None,
        )
    record.close()
    yield engine
    schema.upgrade(engine)


def test_on_the_way_down_elections_that_changed_go_and_who_was_elected_stays(filled):
    schema.downgrade(filled, BEFORE)
    with filled.begin() as connection:
        assert connection.scalars(KINDS).all() == ["ballot"]
        assert connection.scalars(text("SELECT count(*) FROM officer")).one() == 12
        assert connection.scalars(text("SELECT count(*) FROM election")).one() == 4
    for refused in (
        "UPDATE election_step SET number = 9",
        "UPDATE election_step SET kind = 'void'",
        "DELETE FROM bureau_decision",
    ):
        with pytest.raises(IntegrityError), filled.begin() as connection:
            connection.execute(text(refused))


def test_on_the_way_up_places_and_revisions_follow_from_what_is_there(filled):
    with filled.begin() as connection:
        places = connection.execute(PLACES).all()
        decisions = connection.execute(DECISIONS).all()
    assert [place for office, place, _ in places if office == "president"] == [1, 1]
    assert sorted(place for office, place, holds in places if holds and place > 1) == [*range(2, 9)]
    schema.downgrade(filled, BEFORE)
    schema.upgrade(filled)
    schema.check(filled)
    with filled.begin() as connection:
        assert connection.execute(PLACES).all() == places
        assert connection.execute(DECISIONS).all() == decisions
    for refused in (
        "UPDATE election_step SET number = 9",
        "DELETE FROM election",
        "UPDATE bureau_decision SET revises_id = NULL",
        "UPDATE officer SET place = 0 WHERE until IS NULL",
        "UPDATE officer SET replaces_id = 1",
    ):
        with pytest.raises(IntegrityError), filled.begin() as connection:
            connection.execute(text(refused))


def test_on_the_way_up_who_was_elected_beside_a_successor_has_another_place(filled):
    """Who leaves had the first of two places that somebody gets on that day: their successor."""
    with filled.begin() as connection:
        places = connection.execute(PLACES).all()
    schema.downgrade(filled, BEFORE)
    with filled.begin() as connection:
        connection.execute(BESIDE)
    schema.upgrade(filled)
    schema.check(filled)
    with filled.begin() as connection:
        assert connection.execute(PLACES).all() == places


def test_checks_are_still_there_after_the_tables_were_made_anew(filled):
    for refused in (
        "INSERT INTO election_step (election_id, number, kind, data, at, by) "
        "VALUES (1, 9, 'x', '{}', '2008-10-08', 'x')",
        "INSERT INTO election_step (election_id, number, kind, data, at, by) "
        "VALUES (1, 0, 'lot', '{}', '2008-10-08', 'x')",
        "INSERT INTO bureau_decision (meeting_id, number, kind, text, new_number, at, by) "
        "VALUES (1, 9, 'item', '', '', '2008-10-08', 'x')",
        "INSERT INTO bureau_decision (meeting_id, number, kind, text, new_number, at, by) "
        "VALUES (1, 9, 'x', '', '', '2008-10-08', 'x')",
        "INSERT INTO bureau_decision (meeting_id, number, kind, text, new_number, at, by) "
        "VALUES (1, 0, 'other', '', '', '2008-10-08', 'x')",
    ):
        with (
            pytest.raises(IntegrityError, match=r"(?i)check constraint"),
            filled.begin() as connection,
        ):
            connection.execute(text(refused))
