"""The bureau examines and reports, parties object, and the Conference decides (rules 19 and 20)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from exports.credentials import Adopted
from models.conferences import ConferenceSession
from models.database import session_factory
from models.delegations import Attendance
from procedure.credentials.decisions import Report
from procedure.credentials.values import Finding, Form, Issuer, Ruling, SubmissionKind
from procedure.participation import CredentialsState
from procedure.permissions import PUBLIC
from services.credentials import Given, submit, withdraw
from services.credentials_objections import made_by, object_to, rule_on
from services.credentials_objections import withdraw as withdraw_objection
from services.credentials_states import standing_of
from services.delegation_data import Participant
from services.delegations import add_delegations
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken, Stale
from services.examinations import Decided, Opinion, adopt, draft, examine
from tests.floors import released
from tests.integration.test_credentials import BUREAU
from tests.record import READER, SECRETARIAT, a_session
from tests.speakers import focal_point, refusal
from tests.unit.problems import problem
from web.credentials.report import facts_of

IN_ORDER, NOT_IN_ORDER = Opinion(Finding.IN_ORDER), Opinion(Finding.NOT_IN_ORDER)
NOW = datetime(2008, 10, 17, 12, tzinfo=UTC)
TODAY = date(2008, 10, 17)
DECIDED = Decided(day=TODAY, meeting=16)
NEW = Given(
    kind=SubmissionKind.CREDENTIALS, issuer=Issuer.FOREIGN_MINISTER, form=Form.ORIGINAL, dated=TODAY
)


@pytest.fixture(autouse=True)
def today(clock):
    clock.at = NOW


@pytest.fixture
def session(states):
    return states[0].session


def examined(db, session, opinions, expects=0, **more):
    return examine(
        db, BUREAU, session, expects=expects, day=more.pop("day", TODAY), opinions=opinions, **more
    )


def figures(db, session):
    report = draft(db, BUREAU, session).report
    return report.states, report.states_in_order, len(report.lacking_states), len(report.unexamined)


def test_findings_are_kept_and_the_report_counts_them(timed, session, states):
    austria, brazil, china = states
    assert figures(timed, session) == (3, 0, 0, 3)
    first = examined(
        timed,
        session,
        {austria.id: IN_ORDER, brazil.id: Opinion(Finding.NOT_IN_ORDER, "Copy only")},
        originals_due=date(2008, 10, 22),
    )
    assert (first.number, figures(timed, session)) == (1, (3, 1, 1, 1))
    second = examined(timed, session, {brazil.id: IN_ORDER, china.id: NOT_IN_ORDER}, expects=1)
    assert (second.number, figures(timed, session)) == (2, (3, 2, 1, 0))
    found = draft(timed, SECRETARIAT, session)
    assert found.report == Report(
        states=3,
        organizations=0,
        states_in_order=2,
        organizations_in_order=0,
        lacking_states=(str(china.id),),
        lacking_organizations=(),
        unexamined=(),
    )
    assert found.named(found.report.lacking_states) == [china]
    assert found.records.dates.originals == date(2008, 10, 22)  # the last that was set
    assert [standing_of(timed, one).value for one in states] == ["in_order", "in_order", "pending"]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"opinions": {}}, ["opinions"]),
        ({"day": date(2008, 10, 18)}, ["day"]),
        ({"day": date.max}, ["day"]),
        ({"day": date(1900, 1, 1)}, ["day"]),
        ({"originals_due": date(2008, 10, 16)}, ["originals_due"]),
        ({"originals_due": date.max}, ["originals_due"]),
        ({"note": "a\nb"}, ["note"]),
        ({"opinions": {999: IN_ORDER}}, ["finding-999"]),
    ],
)
def test_an_examination_that_cannot_be_is_refused_by_field(timed, session, states, change, fields):
    given = {"opinions": {states[0].id: IN_ORDER}} | change
    with pytest.raises(BadRequest) as caught:
        examined(timed, session, **given)
    assert list(caught.value.fields) == fields
    assert draft(timed, BUREAU, session).latest is None


def test_originals_may_be_due_on_the_day_of_the_examination(timed, session, states):
    row = examined(timed, session, {states[0].id: IN_ORDER}, originals_due=TODAY)
    assert row.originals_due == TODAY


def test_observers_are_not_examined(timed, session):
    listed = [Participant("Japan", "JPN", "Signatory")]
    (japan,) = add_delegations(timed, SECRETARIAT, session, listed)
    with pytest.raises(BadRequest) as caught:
        examined(timed, session, {japan.id: IN_ORDER})
    assert list(caught.value.fields) == [f"finding-{japan.id}"]


def test_of_two_who_examine_at_once_one_has_to_look_again(timed, session, states, clock):
    key, own, together = session.id, states[0].id, Barrier(2)
    timed.rollback()

    def act(_):
        with session_factory(timed.get_bind(), clock)() as db:
            found = db.get_one(ConferenceSession, key)
            together.wait(120)
            try:
                return examined(db, found, {own: IN_ORDER}).number
            except Stale:
                return "stale"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(act, range(2)), key=str) == [1, "stale"]


def test_only_who_was_noted_as_present_is_counted_once_somebody_was(timed, session, states):
    timed.add(
        Attendance(
            session_id=session.id,
            meeting_uid="x",
            delegation_id=states[1].id,
            noted_at=NOW,
            noted_by="Chair",
        )
    )
    timed.commit()
    assert figures(timed, session) == (1, 0, 0, 1)
    found = {states[0].id: IN_ORDER, states[1].id: IN_ORDER, states[2].id: NOT_IN_ORDER}
    examined(timed, session, found)  # of whoever is not there the report says nothing
    assert figures(timed, session) == (1, 1, 0, 0)


def test_the_conference_adopts_the_last_report_once(timed, session, states):
    with pytest.raises(RuleBroken):
        adopt(timed, SECRETARIAT, session, number=1, decided=DECIDED)
    examined(timed, session, {states[0].id: IN_ORDER})
    examined(timed, session, {states[1].id: IN_ORDER}, expects=1)
    with pytest.raises(Stale):
        adopt(timed, SECRETARIAT, session, number=1, decided=DECIDED)
    for wrong, field in (
        (Decided(day=TODAY, meeting=None), "meeting"),
        (Decided(day=TODAY, meeting=0), "meeting"),
        (Decided(day=TODAY, meeting=1000), "meeting"),
        (Decided(day=date(2008, 10, 18), meeting=16), "day"),
        (Decided(day=date(2008, 10, 16), meeting=16), "day"),
        (Decided(day=TODAY, meeting=16, note="\0"), "note"),
    ):
        with pytest.raises(BadRequest) as caught:
            adopt(timed, SECRETARIAT, session, number=2, decided=wrong)
        assert list(caught.value.fields) == [field]
    adopt(timed, SECRETARIAT, session, number=2, decided=DECIDED)
    adopted = draft(timed, BUREAU, session).adopted
    assert (adopted.day, adopted.meeting) == (TODAY, 16)
    with pytest.raises(Stale):
        adopt(timed, SECRETARIAT, session, number=2, decided=DECIDED)


def test_an_objection_is_decided_by_the_conference(timed, session, states, clock):
    austria, brazil, _ = states
    examined(timed, session, {brazil.id: IN_ORDER})
    clock.go_on(minutes=1)
    made = object_to(timed, focal_point(austria), brazil, by=austria, grounds="No authority")
    assert standing_of(timed, brazil) is CredentialsState.OBJECTED
    assert standing_of(timed, brazil, NOW) is CredentialsState.IN_ORDER
    clock.go_on(minutes=1)
    rule_on(timed, SECRETARIAT, session, made.id, ruling=Ruling.UPHELD, decided=DECIDED)
    assert standing_of(timed, brazil) is CredentialsState.REJECTED
    with pytest.raises(Stale):
        rule_on(timed, SECRETARIAT, session, made.id, ruling=Ruling.DISMISSED, decided=DECIDED)
    (dispute,) = draft(timed, BUREAU, session).disputes
    assert (dispute.row.grounds, dispute.row.objector, dispute.ruling.ruling) == (
        "No authority",
        austria,
        Ruling.UPHELD,
    )
    clock.go_on(minutes=1)
    with pytest.raises(BadRequest) as caught:
        examined(timed, session, {brazil.id: IN_ORDER}, expects=1)
    assert list(caught.value.fields) == [f"finding-{brazil.id}"]
    assert standing_of(timed, brazil) is CredentialsState.REJECTED
    given = submit(timed, SECRETARIAT, brazil, given=NEW, upload=None)
    clock.go_on(minutes=1)
    examined(timed, session, {brazil.id: IN_ORDER}, expects=1)
    assert standing_of(timed, brazil) is CredentialsState.IN_ORDER
    assert draft(timed, BUREAU, session).records.state(brazil.id) is CredentialsState.IN_ORDER
    withdraw(timed, SECRETARIAT, brazil, given.id, reason="Of somebody else")
    assert standing_of(timed, brazil) is CredentialsState.REJECTED


def test_nothing_is_examined_before_the_first_papers_came(timed, session, states, clock):
    clock.at = datetime(2008, 10, 7, 9, tzinfo=UTC)
    submit(timed, SECRETARIAT, states[0], given=replace(NEW, dated=None), upload=None)
    clock.at = NOW
    with pytest.raises(BadRequest) as caught:
        examined(timed, session, {states[0].id: IN_ORDER}, day=date(2008, 10, 6))
    assert [*map(str, caught.value.fields.values())] == [
        "Give a day from 7 October 2008: there was nothing before."
    ]
    examined(timed, session, {states[0].id: IN_ORDER}, day=date(2008, 10, 7))


@pytest.mark.parametrize(
    ("day", "meeting", "field"),
    [
        (date(1999, 1, 1), 1, "day"),
        (date(2008, 10, 7), 1, "day"),
        (date(2008, 10, 8), 1, "day"),  # before it was made
        (date(2008, 10, 11), 1, "day"),  # the session closed on the tenth
        (date(2008, 10, 9), 99, "meeting"),
        (date(2008, 10, 9), 0, "meeting"),
    ],
)
def test_the_conference_rules_while_it_sits_on_what_was_objected(
    timed, session, states, clock, *, day, meeting, field
):
    austria, brazil, _ = states
    released(timed, session)
    clock.at = datetime(2008, 10, 9, 9, tzinfo=UTC)
    made = object_to(timed, focal_point(austria), brazil, by=austria, grounds="No authority")
    clock.at = NOW
    decided = Decided(day=day, meeting=meeting)
    with pytest.raises(BadRequest) as caught:
        rule_on(timed, SECRETARIAT, session, made.id, ruling=Ruling.DISMISSED, decided=decided)
    assert list(caught.value.fields) == [field]
    fine = Decided(day=date(2008, 10, 9), meeting=1)
    row = rule_on(timed, SECRETARIAT, session, made.id, ruling=Ruling.DISMISSED, decided=fine)
    assert row.meeting == 1


def test_a_party_objects_again_once_its_objection_was_decided(timed, session, states, clock):
    austria, brazil, _ = states
    for _ in range(2):
        made = object_to(timed, focal_point(austria), brazil, by=austria, grounds="No authority")
        clock.go_on(minutes=1)
        rule_on(timed, SECRETARIAT, session, made.id, ruling=Ruling.DISMISSED, decided=DECIDED)
        clock.go_on(minutes=1)
    assert len(draft(timed, BUREAU, session).disputes) == 2


def test_an_objection_is_withdrawn_by_who_made_it_until_it_is_ruled_upon(
    timed, session, states, clock
):
    austria, brazil, _ = states
    own = focal_point(austria)
    made = object_to(timed, own, brazil, by=austria, grounds="No authority")
    clock.go_on(minutes=1)
    with pytest.raises(Forbidden):
        withdraw_objection(timed, focal_point(brazil), austria, made.id, reason="Not ours")
    with pytest.raises(NotFound):
        withdraw_objection(timed, focal_point(brazil), brazil, made.id, reason="Not ours")
    with pytest.raises(BadRequest) as caught:
        withdraw_objection(timed, own, austria, made.id, reason=" ")
    assert list(caught.value.fields) == ["reason"]
    withdraw_objection(timed, own, austria, made.id, reason="A mistake")
    assert standing_of(timed, brazil) is CredentialsState.PENDING
    assert standing_of(timed, brazil, NOW) is CredentialsState.OBJECTED
    (kept,) = made_by(timed, austria)
    assert (kept.row.grounds, kept.withdrawal.reason) == ("No authority", "A mistake")
    for again in (
        lambda: withdraw_objection(timed, own, austria, made.id, reason="Again"),
        lambda: rule_on(
            timed, SECRETARIAT, session, made.id, ruling=Ruling.UPHELD, decided=DECIDED
        ),
    ):
        with pytest.raises(Stale):
            again()
    assert facts_of(draft(timed, BUREAU, session), session).disputed == []
    second = object_to(timed, own, brazil, by=austria, grounds="No authority")
    rule_on(timed, SECRETARIAT, session, second.id, ruling=Ruling.DISMISSED, decided=DECIDED)
    with pytest.raises(Stale):
        withdraw_objection(timed, own, austria, second.id, reason="Too late")


def test_the_secretariat_says_when_an_objection_came(timed, states):
    austria, brazil, china = states
    came = datetime(2008, 10, 7, 9, tzinfo=UTC)
    given = {"grounds": "No authority", "received_at": came}
    assert object_to(timed, SECRETARIAT, brazil, by=austria, **given).at == came
    assert object_to(timed, focal_point(austria), china, by=austria, **given).at == NOW
    for wrong in (NOW + timedelta(seconds=1), datetime(1999, 1, 1, tzinfo=UTC)):
        with pytest.raises(BadRequest) as caught:
            object_to(timed, SECRETARIAT, brazil, by=china, grounds="No", received_at=wrong)
        assert list(caught.value.fields) == ["received_at"]


def test_a_party_of_another_session_does_not_object(timed, states):
    small = problem()
    later = a_session(timed, replace(small, session=replace(small.session, id="later")))
    listed = [Participant("Chad", "TCD", "State party")]
    (chad,) = add_delegations(timed, SECRETARIAT, later, listed)
    with pytest.raises(BadRequest) as caught:
        object_to(timed, SECRETARIAT, states[0], by=chad, grounds="No authority")
    assert list(caught.value.fields) == ["by"]


def test_who_may_not_object_is_told_the_rule(timed, session, states):
    austria, brazil, _ = states
    own = focal_point(austria)
    object_to(timed, own, brazil, by=austria, grounds="No authority")
    again = refusal(object_to, timed, own, brazil, by=austria, grounds="No authority")
    assert again == (
        "Rules of procedure, rule 20",
        "This delegation has objected, and it is not decided yet.",
    )
    itself = refusal(object_to, timed, own, austria, by=austria, grounds="No authority")
    assert itself == ("Rules of procedure, rule 20", "A delegation cannot object to itself.")
    listed = [Participant("Japan", "JPN", "Signatory")]
    (japan,) = add_delegations(timed, SECRETARIAT, session, listed)
    assert refusal(object_to, timed, SECRETARIAT, brazil, by=japan, grounds="x")[1] == (
        "Only a party can object."
    )
    assert refusal(object_to, timed, own, japan, by=austria, grounds="x")[1] == (
        "Objections are to representatives of parties."
    )


def test_who_may_do_what(timed, session, states):
    austria, brazil, china = states
    for actor in (PUBLIC, READER, focal_point(austria)):
        with pytest.raises(Forbidden):
            draft(timed, actor, session)
        with pytest.raises(Forbidden):
            examine(timed, actor, session, expects=0, day=TODAY, opinions={china.id: IN_ORDER})
    with pytest.raises(Forbidden):
        object_to(timed, focal_point(austria), brazil, by=china, grounds="For another")
    made = object_to(timed, SECRETARIAT, brazil, by=china, grounds="Said in plenary")
    for actor in (BUREAU, focal_point(china)):
        with pytest.raises(Forbidden):
            rule_on(timed, actor, session, made.id, ruling=Ruling.DISMISSED, decided=DECIDED)
        with pytest.raises(Forbidden):
            adopt(timed, actor, session, number=1, decided=DECIDED)


@pytest.mark.parametrize("objection_id", [0, 99, 2**40])
def test_what_is_no_objection_is_not_found(timed, session, objection_id):
    with pytest.raises(NotFound):
        rule_on(timed, SECRETARIAT, session, objection_id, ruling=Ruling.UPHELD, decided=DECIDED)


def test_grounds_are_given(timed, states):
    with pytest.raises(BadRequest) as caught:
        object_to(timed, SECRETARIAT, states[0], by=states[1], grounds=" ")
    assert list(caught.value.fields) == ["grounds"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE credentials_finding SET finding = 'in_order'",
        "DELETE FROM credentials_examination",
        "UPDATE credentials_report SET meeting = 1",
        "DELETE FROM credentials_objection",
    ],
)
def test_decisions_are_only_added(timed, session, states, change):
    examined(timed, session, {states[0].id: NOT_IN_ORDER})
    adopt(timed, SECRETARIAT, session, number=1, decided=DECIDED)
    object_to(timed, SECRETARIAT, states[0], by=states[1], grounds="No authority")
    with pytest.raises(IntegrityError, match="only added to"):
        timed.execute(text(change))


def test_whoever_the_conference_rejected_objects_to_nobody(timed, session, states):
    austria, brazil, china = states
    made = object_to(timed, SECRETARIAT, austria, by=brazil, grounds="Not the government.")
    rule_on(timed, SECRETARIAT, session, made.id, ruling=Ruling.UPHELD, decided=DECIDED)
    said = refusal(object_to, timed, focal_point(austria), china, by=austria, grounds="In return.")
    assert said[0] == "Rules of procedure, rules 18 to 20"


def test_figures_of_a_later_examination_are_not_said_to_be_adopted(timed, session, states):
    examined(timed, session, {states[0].id: NOT_IN_ORDER})
    adopt(timed, SECRETARIAT, session, number=1, decided=DECIDED)
    assert facts_of(draft(timed, BUREAU, session), session).adopted == Adopted(16, TODAY)
    examined(timed, session, {states[0].id: IN_ORDER}, expects=1)
    assert facts_of(draft(timed, BUREAU, session), session).adopted is None


def test_credentials_may_be_dated_on_the_day_that_it_is_at_the_session(
    timed, session, states, clock
):
    clock.at = datetime(2008, 10, 7, 22, tzinfo=UTC)  # midnight in Vienna
    given = Given(
        kind=SubmissionKind.CREDENTIALS,
        issuer=Issuer.FOREIGN_MINISTER,
        form=Form.ORIGINAL,
        dated=date(2008, 10, 8),
    )
    assert submit(timed, SECRETARIAT, states[0], given=given, upload=None).dated == given.dated
    clock.go_on(microseconds=-1)
    with pytest.raises(BadRequest) as caught:
        submit(timed, SECRETARIAT, states[0], given=given, upload=None)
    assert list(caught.value.fields) == ["dated"]
