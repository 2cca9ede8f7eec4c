"""The bureau meets and decides, and its officers share the meetings over which they preside."""

from datetime import date

import pytest
from sqlalchemy import select

from models.audit import AuditRecord
from procedure.bureau.values import DecisionKind, ItemOutcome
from procedure.permissions import PUBLIC
from procedure.programmes import VersionStatus
from scheduler.duties import Bar
from services import bureau_decisions, bureau_meetings, duties
from services.bureau_meetings import Minutes
from services.duties import Put
from services.errors import BadRequest, Forbidden, RuleBroken, Stale
from services.programme_decisions import decide
from services.programmes import current_version
from tests.bureau import elected, states
from tests.record import READER, SECRETARIAT, a_draft, a_session


@pytest.fixture
def session(record):
    return a_session(record)


@pytest.fixture
def here(record, session):
    return states(record, session)


def test_meetings_of_the_bureau_are_private(record, session):
    for actor in (PUBLIC, READER):
        with pytest.raises(Forbidden):
            bureau_meetings.meetings(record, actor, session)


def a_meeting(record, session, *, extended=True):
    minutes = Minutes(held_on=date(2008, 5, 28), extended=extended, agenda=("One", "", "Two"))
    return bureau_meetings.hold(record, SECRETARIAT, session, minutes=minutes)


def test_a_meeting_of_the_bureau(record, session):
    made = a_meeting(record, session)
    assert (made.number, made.agenda, made.attendance) == (1, ["One", "Two"], None)
    changed = Minutes(
        held_on=made.held_on, extended=True, attendance=[{"name": "A", "capacity": "President"}]
    )
    bureau_meetings.edit(record, SECRETARIAT, made, minutes=changed, expected_version=1)
    assert made.attendance == [{"name": "A", "capacity": "President"}]
    with pytest.raises(Stale):
        bureau_meetings.edit(record, SECRETARIAT, made, minutes=changed, expected_version=1)
    assert a_meeting(record, session).number == 2


def test_the_extended_bureau_approves_a_programme_for_good(record, session):
    draft = a_draft(record, session)
    smaller = a_meeting(record, session, extended=False)
    with pytest.raises(RuleBroken):
        bureau_decisions.approve_programme(record, SECRETARIAT, smaller, version=draft)
    held = a_meeting(record, session)
    made = bureau_decisions.approve_programme(
        record, SECRETARIAT, held, version=draft, what="Approves it."
    )
    assert (made.kind, made.version_id, made.number) == (DecisionKind.PROGRAMME, draft.id, 1)
    released = current_version(record, READER, session)
    assert (released.status, released.decisions[-1].note) == (
        VersionStatus.APPROVED,
        "Approves it.",
    )
    audit = record.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert (audit.action, audit.details["bureau_meeting"]) == ("programme:approve", held.number)
    with pytest.raises(RuleBroken):
        bureau_decisions.approve_programme(record, SECRETARIAT, held, version=draft)
    (only,) = bureau_meetings.meeting(record, SECRETARIAT, session, held.number).decisions
    assert only.id == made.id
    decide(record, SECRETARIAT, draft, VersionStatus.ADOPTED)


def test_items_in_brackets_are_settled(record, session):
    held = a_meeting(record, session)
    kept, gone = (
        bureau_decisions.bracket(record, SECRETARIAT, session, number=number, title="x")
        for number in ("2(b)(iii)", "2 (b) (iv)")
    )
    with pytest.raises(BadRequest):
        bureau_decisions.bracket(record, SECRETARIAT, session, number="2(b)(iv)", title="x")
    assert [one.decision for one in bureau_decisions.items(record, SECRETARIAT, session)] == [
        None,
        None,
    ]
    for item, outcome, number in (
        (kept, ItemOutcome.KEPT, "2(e)"),
        (gone, ItemOutcome.DELETED, "9"),
    ):
        bureau_decisions.settle(
            record, SECRETARIAT, held, item_id=item.id, outcome=outcome, new_number=number
        )
    first, second = bureau_decisions.items(record, SECRETARIAT, session)
    assert (first.decision.new_number, second.decision.new_number) == ("2(e)", "")
    assert str(first.to_do) == "No business is asked for under item 2(e): add it."
    assert second.to_do is None
    bureau_decisions.decide(record, SECRETARIAT, held, what="Adds 1 (f).")
    with pytest.raises(BadRequest):
        bureau_decisions.decide(record, SECRETARIAT, held, what=" ")
    assert [one.number for one in held.decisions] == [1, 2, 3]


def settled(record, held, item, outcome=ItemOutcome.KEPT, **more):
    return bureau_decisions.settle(
        record, SECRETARIAT, held, item_id=item.id, outcome=outcome, **more
    )


def test_an_item_that_is_settled_is_decided_anew_only_by_a_decision_that_says_so(record, session):
    held, later = a_meeting(record, session), a_meeting(record, session)
    item, other = (
        bureau_decisions.bracket(record, SECRETARIAT, session, number=number, title="x")
        for number in ("2(b)(iii)", "2(b)(iv)")
    )
    first = settled(record, held, item, new_number="2(e)")
    with pytest.raises(BadRequest) as refused:
        settled(record, later, item, ItemOutcome.DELETED)
    assert str(refused.value.fields["item"]) == (
        "2(b)(iii): kept as 2(e). The Extended bureau decided so on 28 May 2008, as Secretary "
        "noted. To decide otherwise, choose to revise that decision."
    )
    with pytest.raises(BadRequest):
        settled(record, later, other, revises=first.id)
    second = settled(record, later, item, ItemOutcome.DELETED, revises=first.id)
    assert (second.revises, second.meeting) == (first, later)
    with pytest.raises(BadRequest) as refused:
        settled(record, later, item, revises=first.id)
    assert str(refused.value.fields["item"]).startswith("2(b)(iii): deleted. ")
    third = settled(record, later, item, revises=second.id)
    found, untouched = bureau_decisions.items(record, SECRETARIAT, session)
    assert (found.decision, untouched.decision) == (third, None)
    assert str(bureau_decisions.outcome_of(third)) == "kept"
    assert [one.id for one in item.decisions] == [first.id, second.id, third.id]


def test_the_duties_of_a_session(record, session, here):
    a_draft(record, session)
    with pytest.raises(BadRequest):
        duties.propose(record, SECRETARIAT, session)
    made = elected(record, session, here)
    president = next(one for one in made if one.office == "president")
    stands = duties.roster(record, SECRETARIAT, session)
    assert [one.office for one in stands.officers].count("rapporteur") == 0
    found = duties.propose(record, SECRETARIAT, session)
    assert found.gaps == ()
    stands = duties.roster(record, SECRETARIAT, session)
    uids = [one.meeting.uid for one in stands.meetings]
    assert [one.duty.officer_id for one in stands.meetings] == [president.id, president.id]
    first_day = stands.meetings[0].meeting.date
    duties.set_absences(record, SECRETARIAT, president, days=[first_day], expected_version=1)
    assert duties.roster(record, SECRETARIAT, session).meetings[0].against is Bar.ABSENT
    other = stands.officers[1]
    kept, put = Put(president.id), Put(other.id, pinned=True)
    duties.assign(record, SECRETARIAT, session, meeting_uid=uids[0], put=put, seen=kept)
    duties.propose(record, SECRETARIAT, session)
    stands = duties.roster(record, SECRETARIAT, session)
    assert stands.meetings[0].duty.officer_id == other.id
    assert stands.loads()[other.id] == 1
    duties.assign(record, SECRETARIAT, session, meeting_uid=uids[0], put=Put(), seen=put)
    assert duties.roster(record, SECRETARIAT, session).meetings[0].duty is None
    with pytest.raises(BadRequest) as refused:
        duties.assign(record, SECRETARIAT, session, meeting_uid="x", put=put, seen=Put())
    assert set(refused.value.fields) == {"meeting"}
