"""What the tables refuse of participants, whoever writes; and how an older record comes to them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models import schema
from models.conferences import Delegation
from models.delegations import Delegate
from procedure.participants import Function
from services import delegates, delegations
from services.delegation_data import DelegationData
from tests.integration.test_delegations import SILVA, TURKEY
from tests.record import SECRETARIAT, a_session

BEFORE = "f2c85d1e6a37"
CODES = text("SELECT name, code FROM delegation ORDER BY id")
PAPERS = text("SELECT kind, by_secretariat FROM credentials_submission ORDER BY id")
FILES = text("SELECT name FROM stored_file ORDER BY id")
WENT = text("SELECT actor, action, subject, details FROM audit_record ORDER BY id DESC LIMIT 1")
PAPER = text(
    "INSERT INTO credentials_submission "
    '(delegation_id, kind, issuer, form, "authorization", note, file_id, received_at, recorded_at, '
    "recorded_by) VALUES (1, :kind, :issuer, :form, FALSE, '', :file, "
    "'2008-10-01 09:00:00+00:00', :recorded, 'x')"
)
FILE = text(
    "INSERT INTO stored_file (name, media_type, size, sha256, content, given_at, given_by) "
    "VALUES (:name, 'application/pdf', 3, 'abc', :content, '2008-10-01 09:00:00+00:00', 'x')"
)


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def turkey(record, session):
    return delegations.add_delegation(record, SECRETARIAT, session, data=TURKEY)


def refused(record, *rows):
    """Whether the database refuses rows that no service has looked at."""
    record.add_all(rows)
    with pytest.raises(IntegrityError):
        record.flush()
    record.rollback()
    return True


def member(turkey, position, function):
    return Delegate(delegation=turkey, position=position, family_name="X", function=function)


def test_a_delegation_has_no_second_head_and_no_two_in_one_place(record, turkey):
    delegates.add_delegate(record, SECRETARIAT, turkey, data=SILVA)
    for second in (Function.ADVISER, Function.ADVISER, Function.EXPERT):
        more = replace(SILVA, family_name=second, function=second)
        delegates.add_delegate(record, SECRETARIAT, turkey, data=more)  # of these there are many
    assert refused(record, member(turkey, 5, Function.HEAD))
    assert refused(record, member(turkey, 4, Function.ALTERNATE))


def test_no_two_delegations_of_a_session_have_a_code(record, session, turkey):
    guests = [DelegationData(name=name, code="", kind="Entity") for name in ("A", "B")]
    for one in guests:  # none is none
        delegations.add_delegation(record, SECRETARIAT, session, data=one)
    assert refused(record, Delegation(session=session, name="X", code="TUR", kind="Entity"))


@pytest.fixture
def older(record, engine):
    """A database of before, with a delegation in it and no open connections."""
    session = a_session(record)
    delegations.add_delegation(record, SECRETARIAT, session, data=TURKEY)
    guest = DelegationData(name="A guest", code="", kind="Entity")
    delegations.add_delegation(record, SECRETARIAT, session, data=guest)
    record.close()
    schema.downgrade(engine, BEFORE)
    yield engine
    schema.upgrade(engine)


def test_codes_that_were_shared_name_nobody_any_more(older):
    with older.begin() as connection:
        connection.execute(text("UPDATE delegation SET code = 'TUR'"))
    schema.upgrade(older)
    with older.begin() as connection:
        assert connection.execute(CODES).all() == [("Turkey", ""), ("A guest", "")]


def test_what_only_the_secretariat_can_have_entered_is_its_own(older):
    none = {"issuer": None, "form": None, "recorded": "2008-10-01 09:00:00+00:00"}
    of_credentials = {
        "kind": "credentials",
        "issuer": "head_of_state",
        "recorded": none["recorded"],
    }
    with older.begin() as connection:
        for name in ("one", "two", "three"):
            connection.execute(FILE, {"name": name, "content": b"x"})
        connection.execute(PAPER, none | {"kind": "names", "file": 1})
        connection.execute(PAPER, none | {"kind": "change", "file": None})
        connection.execute(PAPER, of_credentials | {"form": "original", "file": 2})
        late = {"form": "copy", "file": 3, "recorded": "2008-10-02 09:00:00+00:00"}
        connection.execute(PAPER, of_credentials | late)
    schema.upgrade(older)
    with older.begin() as connection:
        found = [(kind, bool(own)) for kind, own in connection.execute(PAPERS)]
    assert found == [
        ("names", False),
        ("change", True),
        ("credentials", True),
        ("credentials", True),
    ]
    for change in ("UPDATE credentials_submission SET note = 'x'", "DELETE FROM stored_file"):
        with pytest.raises(IntegrityError), older.begin() as connection:
            connection.execute(text(change))


def test_files_that_nothing_refers_to_go_and_the_audit_says_so(older):
    with older.begin() as connection:
        for name in ("kept.pdf", "left.pdf"):
            connection.execute(FILE, {"name": name, "content": b"x"})
        paper = {"kind": "names", "issuer": None, "form": None, "file": 1}
        connection.execute(PAPER, paper | {"recorded": "2008-10-01 09:00:00+00:00"})
    schema.upgrade(older)
    with older.begin() as connection:
        assert connection.scalars(FILES).all() == ["kept.pdf"]
        actor, action, subject, details = connection.execute(WENT).one()
    assert (actor, action, subject) == ("upgrade", "observers:manage", "file/2")
    assert '"removed_file"' in str(details).replace("'", '"')
