"""To the tables that knew one objection of a party and no undone acclamation, and back."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models import schema
from models.mail import Letter, LetterKind
from models.observers import ObserverObjection, ObserverObjectionWithdrawal, ObserverRequest
from services import election_steps, elections
from services.election_rows import Held
from tests.bureau import elected, states
from tests.record import READER, SECRETARIAT, a_session

HERE, BEFORE, FIRST = "7c2d84e0b19f", "3f7a52c9d816", "6d9b4f17c2e8"
AT = datetime(2008, 9, 5, tzinfo=UTC)
OBJECTIONS = text("SELECT id, grounds FROM observer_objection ORDER BY id")
LETTERS = text("SELECT kind FROM letter")
WITHDRAWN = text("SELECT objection_id FROM observer_objection_withdrawal ORDER BY objection_id")
ELECTIONS = text("SELECT office, number FROM election ORDER BY id")


@pytest.fixture
def filled(record, engine):
    """An acclamation undone and held again; objections: withdrawn and made again, and one more.

    Letters: one that was known before, and one on an observer.
    """
    session = a_session(record)
    here = states(record, session)
    elected(record, session, here)
    (held, *_) = elections.elections(record, READER, session)
    election_steps.undo_acclamation(record, SECRETARIAT, held, reason="Early.", expects=1)
    elections.acclaim(record, SECRETARIAT, session, board="bureau", held=Held(on=session.first_day))
    row = ObserverRequest(
        session=session, number=1, name="x", kind="x", path="ngos", received_at=AT
    )
    record.add(row)
    record.flush()
    for code, number, gone in (("AR", 1, True), ("AR", 2, False), ("DE", 1, True)):
        made = ObserverObjection(
            request_id=row.id,
            delegation_id=here[code].id,
            number=number,
            grounds=f"{code} {number}",
            at=AT,
        )
        record.add(made)
        record.flush()
        if gone:
            made.withdrawal = ObserverObjectionWithdrawal(reason="x", at=AT, by="x")
    for kind in (LetterKind.REQUEST_ADMITTED, LetterKind.OBSERVER_DECIDED):
        record.add(a_letter(session, kind))
    record.commit()
    record.close()
    yield engine
    schema.upgrade(engine)


def a_letter(session, kind):
    words = dict.fromkeys(("cause", "address", "name", "subject", "text", "language"), "x")
    return Letter(session_id=session.id, kind=kind, created_at=AT, due_at=AT, **words)


def values(engine, query):
    with engine.begin() as connection:
        return [tuple(one) for one in connection.execute(query).all()]


def refuses(engine, *statements):
    for one in statements:
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(one))


def test_down_and_up_again_keeps_what_the_tables_have_words_for(filled):
    assert values(filled, ELECTIONS)[-1] == ("president", 2)
    schema.downgrade(filled, BEFORE)
    assert values(filled, OBJECTIONS) == [(2, "AR 2"), (3, "DE 1")]
    assert values(filled, WITHDRAWN) == [(3,)]
    assert values(filled, LETTERS) == [("request_admitted",)]
    refuses(filled, "DELETE FROM observer_objection", "UPDATE election SET places = 9")
    schema.upgrade(filled)
    schema.check(filled)
    assert values(filled, ELECTIONS) == [
        ("vice-president", 1),
        ("rapporteur", 1),
        ("president", 1),
    ]
    assert values(filled, WITHDRAWN) == [(3,)]
    refuses(
        filled,
        "DELETE FROM observer_objection",
        "DELETE FROM observer_objection_withdrawal",
        "UPDATE election SET places = 9",
        "INSERT INTO observer_objection (request_id, delegation_id, number, grounds, at) "
        "SELECT request_id, delegation_id, number, 'x', at FROM observer_objection",
    )


def test_further_down_what_was_withdrawn_does_not_stand_again(filled):
    schema.downgrade(filled, FIRST)
    assert values(filled, OBJECTIONS) == [(2, "AR 2")]
    refuses(filled, "DELETE FROM observer_objection")


def test_a_state_with_two_offices_is_named_before_anything_is_changed(filled):
    schema.downgrade(filled, BEFORE)
    twice = text(
        "UPDATE officer SET election_id = NULL, "
        "delegation_id = (SELECT min(delegation_id) FROM officer)"
    )
    with filled.begin() as connection:
        kept = connection.execute(text("SELECT id, delegation_id FROM officer")).all()
        connection.execute(twice)
    with pytest.raises(ValueError, match=r"officer: one State has more than one.*\(ctoc-cop4\)"):
        schema.upgrade(filled)
    assert schema.revision_of(filled) == BEFORE
    with filled.begin() as connection:
        for key, delegation in kept:
            connection.execute(
                text("UPDATE officer SET delegation_id = :d WHERE id = :i"),
                {"d": delegation, "i": key},
            )
