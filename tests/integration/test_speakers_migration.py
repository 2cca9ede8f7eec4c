"""The tables of lists of speakers and of the floor: up and down, and what they refuse."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models import schema
from models.accounts import Grant
from models.floor import Floor, FloorEventRow
from models.speakers import SpeakersEntry, SpeakersList
from procedure.floor.values import FloorEventKind
from procedure.permissions import Role
from procedure.speakers.ledger import NOTHING
from procedure.speakers.values import EntryKind
from services import accounts
from tests.record import SECRETARIAT, a_draft, a_session

BEFORE = "268324fe2178"
AT = datetime(2008, 8, 15, 8, tzinfo=UTC)
ROLES = text("SELECT role FROM role_grant ORDER BY id")


def filled(record, session):
    """A list with an entry, a floor with an event, and an interpreter."""
    speakers = SpeakersList(
        session=session,
        key="2",
        business="2",
        title="Item 2",
        opens_at=AT,
        closes_at=AT + timedelta(days=1),
        policy={},
        commitment=NOTHING,
        seed=NOTHING,
        receipt_key=NOTHING,
    )
    of_list = {"list": speakers, "kind": EntryKind.MADE, "previous": NOTHING, "digest": NOTHING}
    floor = Floor(session=session, meeting_uid="m")
    record.add_all(
        (
            SpeakersEntry(**of_list, sequence=1, at=AT, actor="x", data={}),
            FloorEventRow(
                floor=floor, sequence=1, at=AT, actor="x", data={}, kind=FloorEventKind.OPENED
            ),
        )
    )
    record.commit()


@pytest.mark.parametrize("table", ["speakers_entry", "floor_event"])
@pytest.mark.parametrize("change", ["UPDATE {} SET actor = 'z'", "DELETE FROM {}"])
def test_ledgers_are_only_added_to(record, table, change):
    filled(record, a_session(record))
    with pytest.raises(IntegrityError, match="only added to"):
        record.execute(text(change.format(table)))


@pytest.mark.parametrize("sequence", [0, 1])
def test_a_number_of_a_ledger_is_from_one_and_used_once(record, sequence):
    filled(record, a_session(record))
    with pytest.raises(IntegrityError):
        record.execute(
            text(
                "INSERT INTO speakers_entry (list_id, sequence, at, kind, actor, data, previous, "
                f"digest) VALUES (1, {sequence}, '2008-08-15', 'made', 'x', '{{}}', '', '')"
            )
        )


def test_tables_go_down_and_up_with_a_record_in_them(record, engine):
    version = a_draft(record)
    user = accounts.create_user(
        record, SECRETARIAT, email="a@b.example", name="A", password="long enough by far"
    )
    for role in (Role.READER, Role.INTERPRETER):
        accounts.grant(record, SECRETARIAT, user, role)
    filled(record, version.session)
    record.close()
    schema.downgrade(engine, BEFORE)
    with engine.begin() as connection:
        assert connection.scalars(ROLES).all() == ["reader"]
    schema.upgrade(engine)
    schema.check(engine)
    with engine.begin() as connection:
        rulebooks = connection.scalars(text("SELECT rulebook FROM conference_session")).all()
    assert rulebooks == ["ctoc"]
    assert record.query(Grant).one().role is Role.READER
