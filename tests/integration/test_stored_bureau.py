"""What the database refuses of elections and decisions of the bureau."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from models.bureau import (
    BracketedItem,
    BureauDecision,
    BureauMeeting,
    Election,
    ElectionStep,
    GroupChair,
    Nomination,
    Officer,
)
from procedure.bureau.values import DecisionKind, ElectionMethod, Ending, ItemOutcome, StepKind
from tests.bureau import states
from tests.record import a_session

AT = datetime(2008, 5, 28, 10, tzinfo=UTC)


def filled(record):
    """A ballot, and a decision of the bureau."""
    session = a_session(record)
    election = Election(
        session=session,
        board="bureau",
        office="president",
        number=1,
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


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def here(record, session):
    return states(record, session)


def officer(session, delegation, **more):
    facts = {"board": "bureau", "board_title": "Bureau", "office": "x", "title": "X"}
    facts |= {"place": 1, "since": date(2008, 10, 8), "position": 0} | more
    return Officer(session=session, delegation=delegation, **facts)


def kept(record, row):
    record.add(row)
    record.commit()
    return row


def test_one_officer_is_in_a_place(record, session, here):
    first = kept(record, officer(session, here["AR"]))
    record.add(officer(session, here["DE"]))
    refused(record, "uq_officer_in_place|officer.place")
    kept(record, officer(session, here["DE"], place=2))
    first.until, first.ended = date(2008, 10, 9), Ending.RESIGNED
    record.commit()
    follows = kept(record, officer(session, here["CL"], replaces=first))
    assert follows.replaces_id == first.id
    record.add(officer(session, here["PL"], place=3, replaces=first))
    refused(record, "uq_officer_replaces_id|officer.replaces_id")


def test_a_delegation_is_elected_to_a_place_once(record, session, here):
    election = Election(
        session=session,
        board="bureau",
        office="x",
        number=1,
        places=2,
        candidates=[],
        method=ElectionMethod.ACCLAMATION,
        held_on=date(2008, 10, 8),
        at=AT,
        by="x",
    )
    kept(record, officer(session, here["AR"], election=election))
    kept(record, officer(session, here["DE"], election=election, place=2))
    record.add(officer(session, here["AR"], office="", election=election, place=3))
    refused(record, "uq_officer_elected|officer.election_id")


def test_a_state_has_one_office_of_a_board(record, session, here):
    first = kept(record, officer(session, here["AR"]))
    record.add(officer(session, here["AR"], office="y"))
    refused(record, "uq_officer_of_state|officer.delegation_id")
    kept(record, officer(session, here["AR"], board="committee", office="y"))
    for place in (1, 2):  # chairs of working groups are no offices of a rule
        kept(record, officer(session, here["AR"], board="body:", office="", place=place))
    first.until, first.ended = date(2008, 10, 9), Ending.RESIGNED
    record.commit()
    assert kept(record, officer(session, here["AR"], office="y")).until is None


def test_elections_to_an_office_are_counted(record):
    first, *_ = filled(record)
    columns = [one.key for one in Election.__table__.columns if one.key != "id"]
    again = {one: getattr(first, one) for one in columns}
    record.add(Election(**again))
    refused(record, "uq_election_number|election.number")
    record.add(Election(**{**again, "number": 2}))
    record.commit()


def test_a_group_has_one_chair(record, session):
    def chair(**more):
        return GroupChair(
            session_id=session.id, group="Asian States", person="A", since=date(2008, 1, 1), **more
        )

    first = kept(record, chair())
    record.add(chair())
    refused(record, "uq_group_chair_in_office|group_chair.group")
    first.until = date(2008, 2, 1)
    record.commit()
    assert kept(record, chair()).until is None


def test_a_delegation_is_nominated_once(record, session, here):
    def nomination(**more):
        facts = {"board": "bureau", "office": "x", "group": "", "at": AT, "by": "x"}
        return Nomination(session_id=session.id, delegation=here["AR"], **{**facts, **more})

    first = kept(record, nomination())
    kept(record, nomination(board="committee"))
    for office in ("x", "y"):
        record.add(nomination(office=office))
        refused(record, "uq_nomination_standing|nomination.delegation_id")
    first.withdrawn_at = AT
    record.commit()
    assert kept(record, nomination()).withdrawn_at is None


def test_an_item_is_settled_once_and_a_decision_revised_once(record):
    _, _, decision = filled(record)
    meeting = decision.meeting_id
    item = kept(
        record,
        BracketedItem(session_id=decision.meeting.session_id, position=0, number="2", title="x"),
    )

    def settles(number, revises=None, of=item):
        return BureauDecision(
            meeting_id=meeting,
            number=number,
            kind=DecisionKind.ITEM if of else DecisionKind.OTHER,
            item_id=of.id if of else None,
            outcome=ItemOutcome.KEPT if of else None,
            revises_id=revises,
            text="",
            at=AT,
            by="x",
        )

    first = kept(record, settles(2))
    record.add(settles(3))
    refused(record, "uq_bureau_decision_settles|bureau_decision.item_id")
    kept(record, settles(3, first.id))
    record.add(settles(4, first.id))
    refused(record, "uq_bureau_decision_revises_id|bureau_decision.revises_id")
    record.add(settles(4, decision.id, of=None))
    refused(record, "revises_of_item")
