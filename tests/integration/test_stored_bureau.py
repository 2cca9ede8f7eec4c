"""What the database refuses of elections and decisions of the bureau."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from models.bureau import BureauDecision, BureauMeeting, Election, ElectionStep
from procedure.bureau.values import DecisionKind, ElectionMethod, ItemOutcome, StepKind
from tests.record import a_session

AT = datetime(2008, 5, 28, 10, tzinfo=UTC)


def filled(record):
    """A ballot, and a decision of the bureau."""
    session = a_session(record)
    election = Election(
        session=session,
        board="bureau",
        office="president",
        places=1,
        candidates=[{"key": "1", "name": "Here", "person": ""}],
        method=ElectionMethod.BALLOT,
        held_on=date(2008, 10, 8),
        at=AT,
        by="x",
    )
    step = ElectionStep(election=election, number=1, kind=StepKind.BALLOT, data={}, at=AT, by="x")
    meeting = BureauMeeting(
        session=session, number=1, held_on=date(2008, 5, 28), extended=True, agenda=[], notes=""
    )
    decision = BureauDecision(
        meeting=meeting, number=1, kind=DecisionKind.OTHER, text="Decided.", at=AT, by="x"
    )
    record.add_all([step, decision])
    record.commit()
    return election, step, decision


def refused(record, match):
    with pytest.raises(IntegrityError, match=match):
        record.commit()
    record.rollback()


def test_what_was_decided_is_only_added_to(record):
    election, step, decision = filled(record)
    for row, change in (
        (election, {"places": 2}),
        (step, {"data": {"votes": {"1": 5}}}),
        (decision, {"text": "Otherwise."}),
    ):
        for name, value in change.items():
            setattr(row, name, value)
        refused(record, f"{row.__tablename__} is only added to")
        record.delete(row)
        refused(record, f"{row.__tablename__} is only added to")


def test_a_decision_is_of_what_its_kind_says(record):
    _, _, decision = filled(record)
    for kind in (DecisionKind.ITEM, DecisionKind.PROGRAMME):
        record.add(
            BureauDecision(
                meeting_id=decision.meeting_id, number=2, kind=kind, text="", at=AT, by="x"
            )
        )
        refused(record, "bureau_decision")
    record.add(
        BureauDecision(
            meeting_id=decision.meeting_id,
            number=2,
            kind=DecisionKind.OTHER,
            outcome=ItemOutcome.KEPT,
            text="",
            at=AT,
            by="x",
        )
    )
    refused(record, "outcome_of_item")
