"""The tables: up, the same as the entities, down to nothing, and up again; what they refuse."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, StatementError

from models import schema
from models.audit import AuditRecord
from models.database import make_engine
from procedure.permissions import Action


@pytest.fixture
def bare(bare_url):
    """A database without tables."""
    engine = make_engine(bare_url)
    yield engine
    engine.dispose()


def tables(engine):
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_tables_go_up_down_and_up(bare):
    schema.upgrade(bare)
    schema.check(bare)
    there = tables(bare)
    schema.downgrade(bare)
    assert tables(bare) == set()
    schema.upgrade(bare)
    schema.check(bare)
    assert tables(bare) == there


def test_tables_of_the_queue_do_not_count_as_a_difference(bare):
    schema.upgrade(bare)
    with bare.begin() as connection:
        connection.execute(text("CREATE TABLE huey_task (id integer)"))
    schema.check(bare)
    assert "huey_task" in tables(bare)


def an_audit_record(at):
    return AuditRecord(at=at, actor="x", action=Action.SESSION_IMPORT, subject="y", details={})


def test_moments_keep_their_instant(record):
    at = datetime(2008, 10, 8, 10, tzinfo=UTC)
    record.add(an_audit_record(at.astimezone(datetime.now().astimezone().tzinfo)))
    record.commit()
    record.expire_all()
    found = record.query(AuditRecord).one()
    assert (found.at, found.at.utcoffset()) == (at, timedelta(0))


def test_moments_without_an_offset_are_refused(record):
    record.add(an_audit_record(datetime(2008, 10, 8, 10)))  # noqa: DTZ001 - what is tested
    with pytest.raises(StatementError, match="has no offset"):
        record.commit()


@pytest.mark.parametrize(
    "change", ["UPDATE audit_record SET actor = 'z'", "DELETE FROM audit_record"]
)
def test_the_audit_is_only_added_to(record, change):
    record.add(an_audit_record(datetime.now(UTC)))
    record.commit()
    with pytest.raises(IntegrityError, match="only added to"):
        record.execute(text(change))
