"""One service, one permission, one transaction, one audit record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models import database
from models.audit import AuditRecord
from models.conferences import ConferenceSession
from models.database import session_factory
from procedure.permissions import Action
from services.errors import Forbidden, Stale
from services.transactions import clock, transaction, writes, writing
from tests.record import READER, SECRETARIAT, a_session, counts


@writes(Action.REQUIREMENTS_EDIT)
def rename(db, _actor, entry, session, title):
    session.title = title
    session.version += 1
    entry.subject, entry.details = "session/x", {"title": title}
    if title == "bad":
        raise ValueError(title)
    return session.title


def test_a_service_leaves_one_audit_record(record):
    session = a_session(record)
    before = counts(record)["audit_record"]
    assert rename(record, SECRETARIAT, session, "Fifth session") == "Fifth session"
    last = record.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert counts(record)["audit_record"] == before + 1
    assert (last.actor, last.actor_id, last.action, last.subject, last.details) == (
        "Secretary",
        None,
        Action.REQUIREMENTS_EDIT,
        "session/x",
        {"title": "Fifth session"},
    )


def test_who_may_not_writes_nothing(record):
    session = a_session(record)
    before = counts(record)
    with pytest.raises(Forbidden):
        rename(record, READER, session, "Fifth session")
    assert (counts(record), session.title) == (before, "Fourth session")


def test_an_error_takes_everything_back(record):
    session = a_session(record)
    before = counts(record)
    with pytest.raises(ValueError, match="bad"):
        rename(record, SECRETARIAT, session, "bad")
    assert (counts(record), session.title) == (before, "Fourth session")


def test_a_service_within_another_is_refused(record):
    session = a_session(record)
    with (
        pytest.raises(RuntimeError, match="from within another"),
        writing(record, SECRETARIAT, Action.REQUIREMENTS_EDIT),
    ):
        rename(record, SECRETARIAT, session, "Fifth session")
    assert rename(record, SECRETARIAT, session, "Sixth session") == "Sixth session"


def test_a_service_with_unsaved_changes_is_refused(record):
    session = a_session(record)
    session.title = "Changed outside"
    with pytest.raises(RuntimeError, match="unsaved changes"):
        rename(record, SECRETARIAT, session, "Fifth session")


def test_what_was_read_before_is_read_anew(record, sessions):
    session = a_session(record)
    record.refresh(session)
    with sessions() as other:
        rename(other, SECRETARIAT, other.get_one(ConferenceSession, session.id), "Changed")
    with transaction(record):
        assert (session.title, session.version) == ("Changed", 2)


def test_a_service_recovers_from_what_failed_before_it(record):
    session = a_session(record)
    with pytest.raises(DBAPIError):
        record.execute(text("SELECT no_such_column FROM audit_record"))
    assert rename(record, SECRETARIAT, session, "Fifth session") == "Fifth session"


def test_a_connection_that_was_lost_while_idle_is_replaced(postgresql_engine, monkeypatch):
    monkeypatch.setattr(database, "IDLE_SECONDS", 0)
    engine = database.make_engine(postgresql_engine.url)
    ask = text("SELECT pg_backend_pid()")
    with engine.connect() as connection:
        lost = connection.scalar(ask)
    with postgresql_engine.begin() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:lost)"), {"lost": lost})
    with engine.connect() as connection:
        assert connection.scalar(ask) != lost
    engine.dispose()


def test_no_update_is_lost(record, sessions):
    """Each reads, then writes; whoever comes late is told so, and tries again."""
    session_id = a_session(record).id
    record.rollback()

    def grow(_):
        while True:
            with sessions() as db:
                session = db.get_one(ConferenceSession, session_id)
                try:
                    with transaction(db):
                        session.teams += 1
                        session.version += 1
                except Stale:
                    continue
                return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(grow, range(40)))
    record.expire_all()
    found = record.get_one(ConferenceSession, session_id)
    assert (found.teams, found.version) == (2 + 40, 1 + 40)


def test_services_go_by_the_clock_of_their_sessions(engine):
    at = datetime(2008, 8, 15, 8, tzinfo=UTC)
    with session_factory(engine, clock=lambda: at)() as db:
        rename(db, SECRETARIAT, a_session(db), "Fifth session")
        moments = db.scalars(select(AuditRecord.at).distinct()).all()
        assert (moments, clock(db)) == ([at], at)
