"""To the tables that know no discarded drafts and back, with a record in them."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models import schema
from procedure.programmes import VersionStatus
from services import discards
from services.programme_decisions import decide
from tests.record import SECRETARIAT, a_draft

BEFORE = "8c3e51d7f0a4"
STATUSES = text("SELECT status FROM programme_decision ORDER BY id")
STAMPS = text("SELECT stamp FROM programme_version UNION ALL SELECT stamp FROM conference_session")


@pytest.fixture
def filled(record, engine):
    """A released version and a discarded draft, in a database without open connections."""
    released = a_draft(record)
    decide(record, SECRETARIAT, released, VersionStatus.APPROVED)
    discards.discard(record, SECRETARIAT, a_draft(record, released.session))
    record.close()
    yield engine
    schema.upgrade(engine)


def test_on_the_way_down_discarded_drafts_are_drafts_again(filled):
    schema.downgrade(filled, BEFORE)
    with filled.begin() as connection:
        assert connection.scalars(STATUSES).all() == ["approved"]
        assert connection.execute(text("UPDATE meeting SET number = 9 WHERE version_id = 2"))
    for refused in ("UPDATE meeting SET number = 9", "DELETE FROM programme_decision"):
        with pytest.raises(IntegrityError), filled.begin() as connection:
            connection.execute(text(refused))


def test_on_the_way_up_each_row_gets_a_stamp_and_stays_guarded(filled):
    schema.downgrade(filled, BEFORE)
    schema.upgrade(filled)
    schema.check(filled)
    with filled.begin() as connection:
        stamps = connection.scalars(STAMPS).all()
    assert (len(set(stamps)), {len(stamp) for stamp in stamps}) == (3, {32})
    for refused in (
        "UPDATE programme_version SET stamp = 'x'",
        "UPDATE meeting SET number = 9",
        "DELETE FROM programme_decision",
        "UPDATE programme_decision SET note = 'x'",
    ):
        with pytest.raises(IntegrityError), filled.begin() as connection:
            connection.execute(text(refused))
