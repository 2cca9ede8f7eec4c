"""Observers on record: from a notification or an application to a place at the session."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from models.audit import AuditRecord
from models.conferences import Delegation
from models.files import StoredFile
from models.observers import ObserverObjection, ObserverRequest
from procedure.observers.status import Why
from procedure.observers.values import Decider
from procedure.observers.watch import DueKind
from procedure.participation import Act, Reason
from procedure.permissions import Actor, Role
from services import observers, observers_decided, observers_objections, participation
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken, Stale
from services.files import Upload
from services.inscriptions import inscribe
from services.observer_data import Wanted
from services.transactions import now
from tests.record import READER, SECRETARIAT
from tests.speakers import (
    REPRESENTATIVE,
    Clock,
    clock,
    focal_point,
    refusal,
    speakers,
    states,
    timed,
)

__all__ = ["clock", "speakers", "states", "timed"]  # fixtures

OPENING = datetime(2008, 10, 8, 8, tzinfo=UTC)  # ten in Vienna
MAY = datetime(2008, 5, 2, 9, tzinfo=UTC)
SEPTEMBER = datetime(2008, 9, 5, 9, tzinfo=UTC)
DAY = date(2008, 9, 5)
BUREAU = Actor(name="Officer", roles=frozenset({Role.BUREAU}))
NGO = "Non-governmental organization"
LEAGUE = Wanted(path="ngos", name="League for Order", kind=NGO, received_at=MAY)
COUNCIL = Wanted(
    path="ngos-ecosoc",
    name="World Council",
    kind="Non-governmental organization in consultative status",
    received_at=MAY,
)
BURUNDI = Wanted(path="signatories", name="Burundi", code="BDI", kind="Signatory", received_at=MAY)


@pytest.fixture
def clock():  # noqa: F811 - the same clock at another time
    """The time: in September, unless a test sets it."""
    return Clock(SEPTEMBER)


@pytest.fixture
def session(states):
    """A session with three parties."""
    return states[0].session


def taken(db, session, wanted):
    return observers.take(db, SECRETARIAT, session, wanted=wanted)


def why(db, session):
    """Why each request stands as it does, by name."""
    found = observers.requests(db, READER, session)
    return {row.name: standing.why for row, standing in found}


def members(session):
    return [one.name for one in session.delegations]


def circulated(db, session, at=SEPTEMBER, **more):
    return observers_decided.circulate(
        db, SECRETARIAT, session, path="ngos", circulated_at=at, **more
    )


def decided(db, session, *numbers, by=Decider.CONFERENCE, accorded=True, actor=SECRETARIAT):
    found = [row for row, _ in observers.requests(db, READER, session)]
    return observers_decided.decide(
        db,
        actor,
        session,
        numbers,
        by=by,
        accorded=accorded,
        decided_on=now(db).date(),
        seen=observers_decided.last_decision(found),
    )


def test_a_signatory_takes_part_once_it_has_notified(timed, session):
    row = taken(timed, session, BURUNDI)
    found = row.delegation
    assert (row.number, found.name, found.code, found.kind) == (1, "Burundi", "BDI", "Signatory")
    assert found.session_id == session.id
    verdict = participation.verdict(timed, found, Act.SPEAK)
    assert (verdict.allowed, verdict.reason, verdict.rule) == (True, Reason.ENTITLED, "rule 14")


def test_who_is_listed_already_is_the_same_delegation(timed, session):
    austria = session.delegations[0]
    row = taken(timed, session, replace(BURUNDI, name=austria.name, code="XYZ"))
    assert row.delegation_id == austria.id
    assert (austria.code, austria.kind) == ("AUS", "State party")


def test_a_code_that_is_taken_is_left_out(timed, session):
    assert taken(timed, session, replace(BURUNDI, code="AUS")).delegation.code == ""


def test_an_application_waits_for_the_bureau(timed, session):
    row = taken(timed, session, COUNCIL)
    assert row.delegation is None
    assert why(timed, session) == {"World Council": Why.BUREAU_TO_CONSIDER}
    decided(timed, session, 1, by=Decider.BUREAU, actor=BUREAU)
    assert why(timed, session) == {"World Council": Why.BUREAU_ACCORDED}
    assert members(session)[-1] == "World Council"


def test_a_list_an_objection_and_the_conference(timed, session, states, clock):
    taken(timed, session, LEAGUE)
    taken(timed, session, replace(LEAGUE, name="Friends of Law"))
    made = circulated(timed, session, symbol="CTOC/COP/2008/CRP.1")
    assert [row.name for row in made.requests] == ["Friends of Law", "League for Order"]
    observers_objections.object_to(
        timed, focal_point(states[1]), session, 1, delegation=states[1], grounds="Not relevant."
    )
    assert why(timed, session) == {
        "League for Order": Why.OBJECTED,
        "Friends of Law": Why.OPEN_TO_OBJECTION,
    }
    clock.at = OPENING
    admitted = observers_decided.admit_all(timed, SECRETARIAT, session)
    assert [one.name for one in admitted] == ["Friends of Law"]
    assert observers_decided.admit_all(timed, SECRETARIAT, session) == []
    decided(timed, session, 1)
    assert "League for Order" in members(session)
    decided(timed, session, 1, accorded=False)
    league = observers.request(timed, READER, session, 1)
    verdict = participation.verdict(timed, league.delegation, Act.ATTEND)
    assert (verdict.allowed, verdict.reason) == (False, Reason.REFUSED)


def test_who_was_refused_cannot_be_inscribed(timed, session, speakers, clock):
    taken(timed, session, COUNCIL)
    decided(timed, session, 1, by=Decider.BUREAU)
    clock.at = OPENING
    decided(timed, session, 1, accorded=False)
    council = observers.request(timed, READER, session, 1).delegation
    asked = {"wanted": REPRESENTATIVE}
    assert refusal(inscribe, timed, SECRETARIAT, speakers, council, **asked) == (
        "Rules of procedure, rule 17",
        "The Conference has not accorded the status of observer.",
    )
    decided(timed, session, 1)
    assert inscribe(timed, SECRETARIAT, speakers, council, **asked).receipt.number == 2


def test_what_is_due_is_watched(timed, session, clock):
    taken(timed, session, LEAGUE)
    asked = [row for row, _ in observers.requests(timed, READER, session)]
    due, objections = observers.dues_of(timed, session, asked)
    assert (due.kind, due.on, due.open, due.overdue) == (DueKind.LIST, date(2008, 9, 8), 1, False)
    assert (objections.kind, objections.on) == (DueKind.OBJECTIONS, date(2008, 10, 8))
    clock.at = datetime(2008, 9, 8, 22, tzinfo=UTC)  # midnight in Vienna
    assert observers.dues_of(timed, session, asked)[0].overdue


def test_many_are_put_down_at_once(timed, session):
    rows = observers.take_all(
        timed, SECRETARIAT, session, wanted=[BURUNDI, LEAGUE, replace(BURUNDI, name="Angola")]
    )
    assert [row.number for row in rows] == [1, 2, 3]
    assert [bool(row.delegation_id) for row in rows] == [True, False, True]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"path": "none"}, "path"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "World Council"}, "name"),
        ({"code": "x" * 11}, "code"),
        ({"kind": "Signatory"}, "kind"),
        ({"contact": "a\0b"}, "contact"),
        ({"about": "x" * 4001}, "about"),
        ({"received_at": SEPTEMBER + timedelta(seconds=1)}, "received_at"),
        ({"file": Upload(name="a.exe", content=b"MZ", most_bytes=99)}, "file"),
    ],
)
def test_what_cannot_be_put_down_is_named(timed, session, changes, field):
    taken(timed, session, COUNCIL)
    with pytest.raises(BadRequest) as refused:
        taken(timed, session, replace(LEAGUE, **changes))
    assert list(refused.value.fields) == [field]
    assert timed.query(ObserverRequest).count() == 1


def test_an_application_comes_with_its_file(timed, session):
    file = Upload(name="C:\\papers\\letter.pdf", content=b"%PDF-1.7\n%%EOF\n", most_bytes=99)
    row = taken(timed, session, replace(LEAGUE, file=file, about="One line.\n\nAnother."))
    assert (row.file.name, row.about) == ("letter.pdf", "One line.\n\nAnother.")
    assert timed.query(StoredFile).count() == 1


def a_letter(name, said="x"):
    content = f"%PDF-1.7\n{said}\n%%EOF\n".encode()
    return Upload(name=name, content=content, most_bytes=99)


def went(record):
    """The files of which the audit says that they went, the latest first."""
    details = record.scalars(select(AuditRecord.details).order_by(AuditRecord.id.desc()))
    return [one["removed_file"] for one in details if "removed_file" in one]


def test_a_file_goes_with_its_request_or_for_another_and_the_audit_says_which(timed, session):
    taken(timed, session, COUNCIL)
    first = replace(LEAGUE, file=a_letter("letter.pdf"))
    taken(timed, session, first)
    change = {"expected": replace(first, file=None)}
    observers.correct(timed, SECRETARIAT, session, 2, wanted=replace(LEAGUE, about="x"), **change)
    assert went(timed) == []  # nothing new was sent: it stays
    second = replace(LEAGUE, file=a_letter("second.pdf", "second"))
    seen = {"expected": replace(LEAGUE, about="x")}
    observers.correct(timed, SECRETARIAT, session, 2, wanted=second, **seen)
    assert timed.scalars(select(StoredFile.name)).all() == ["second.pdf"]
    observers.remove(timed, SECRETARIAT, session, 2)
    assert timed.scalars(select(StoredFile.name)).all() == []
    assert went(timed) == [
        {
            "name": name,
            "size": size,
            "sha256": sha256(f"%PDF-1.7\n{said}\n%%EOF\n".encode()).hexdigest(),
        }
        for name, size, said in (("second.pdf", 22, "second"), ("letter.pdf", 17, "x"))
    ]
    observers.remove(timed, SECRETARIAT, session, 1)  # it had no file
    assert len(went(timed)) == 2


def test_a_list_is_of_who_waits_for_one(timed, session):
    for given, field in (
        ({"path": "signatories"}, "path"),
        ({}, "path"),
        ({"at": SEPTEMBER + timedelta(days=1)}, "circulated_at"),
    ):
        at = given.get("at", SEPTEMBER)
        with pytest.raises(BadRequest) as refused:
            observers_decided.circulate(
                timed,
                SECRETARIAT,
                session,
                path=given.get("path", "ngos"),
                circulated_at=at,
            )
        assert list(refused.value.fields) == [field]
    taken(timed, session, LEAGUE)
    with pytest.raises(BadRequest) as refused:
        circulated(timed, session, at=MAY - timedelta(seconds=1))
    assert list(refused.value.fields) == ["circulated_at"]


def test_who_may_object_and_when(timed, session, states, clock):
    taken(timed, session, LEAGUE)
    taken(timed, session, BURUNDI)
    burundi = observers.request(timed, READER, session, 2).delegation
    asked = {"delegation": states[0], "grounds": "Not relevant."}
    own = focal_point(states[0])
    rule, said = refusal(observers_objections.object_to, timed, own, session, 1, **asked)
    assert rule == "Rules of procedure, rule 17, paragraph 2"
    assert said == "Objections are made to who is on a list, until the session opens."
    circulated(timed, session)
    with pytest.raises(Forbidden):
        observers_objections.object_to(timed, focal_point(states[1]), session, 1, **asked)
    rule, said = refusal(
        observers_objections.object_to,
        timed,
        SECRETARIAT,
        session,
        1,
        delegation=burundi,
        grounds="Not relevant.",
    )
    assert (rule, said) == (
        "Rules of procedure, rule 14",
        "Participants in this capacity do not do this.",
    )
    with pytest.raises(BadRequest) as refused:
        observers_objections.object_to(timed, own, session, 1, delegation=states[0], grounds=" ")
    assert list(refused.value.fields) == ["grounds"]
    observers_objections.object_to(timed, own, session, 1, **asked)
    _, said = refusal(observers_objections.object_to, timed, own, session, 1, **asked)
    assert said == "This delegation has objected already."
    clock.at = OPENING
    asked["delegation"] = states[1]
    _, said = refusal(observers_objections.object_to, timed, SECRETARIAT, session, 1, **asked)
    assert said == "Objections are made to who is on a list, until the session opens."


def test_who_decides_on_what(timed, session):
    taken(timed, session, BURUNDI)
    taken(timed, session, LEAGUE)
    with pytest.raises(RuleBroken, match="nobody decides on that"):
        decided(timed, session, 1)
    with pytest.raises(RuleBroken, match="The bureau does not decide on this"):
        decided(timed, session, 2, by=Decider.BUREAU)
    with pytest.raises(NotFound):
        decided(timed, session, 3)
    with pytest.raises(BadRequest) as refused:
        decided(timed, session)
    assert list(refused.value.fields) == ["numbers"]
    with pytest.raises(BadRequest) as refused:
        observers_decided.decide(
            timed,
            SECRETARIAT,
            session,
            [2],
            by=Decider.CONFERENCE,
            accorded=True,
            decided_on=DAY + timedelta(days=1),
            seen=0,
        )
    assert list(refused.value.fields) == ["decided_on"]


def test_a_decision_that_was_not_known_is_looked_at_first(timed, session, clock):
    taken(timed, session, COUNCIL)
    taken(timed, session, LEAGUE)
    clock.at = OPENING
    decided(timed, session, 1)
    more = {"by": Decider.CONFERENCE, "accorded": False, "decided_on": OPENING.date(), "seen": 0}
    with pytest.raises(Stale):
        observers_decided.decide(timed, SECRETARIAT, session, [1, 2], **more)
    assert why(timed, session)["World Council"] is Why.CONFERENCE_ACCORDED
    assert len(observers_decided.decide(timed, SECRETARIAT, session, [2], **more)) == 1


def test_an_objection_is_noted_as_it_came_and_withdrawn_until_it_is_decided(
    timed, session, states, clock
):
    taken(timed, session, LEAGUE)
    circulated(timed, session)
    clock.at = OPENING + timedelta(hours=1)
    asked = {"delegation": states[0], "grounds": "Not relevant."}
    for too_early_or_late in (SEPTEMBER - timedelta(seconds=1), OPENING):
        with pytest.raises(RuleBroken):
            observers_objections.object_to(
                timed, SECRETARIAT, session, 1, received_at=too_early_or_late, **asked
            )
    came = OPENING - timedelta(seconds=1)
    own = focal_point(states[0])
    with pytest.raises(RuleBroken):  # when it came is for the secretariat to say
        observers_objections.object_to(timed, own, session, 1, received_at=came, **asked)
    made = observers_objections.object_to(timed, SECRETARIAT, session, 1, received_at=came, **asked)
    assert (made.at, why(timed, session)) == (came, {"League for Order": Why.OBJECTED})
    with pytest.raises(Forbidden):
        observers_objections.withdraw(
            timed, focal_point(states[1]), session, 1, objection=made.id, reason="Not ours"
        )
    with pytest.raises(NotFound):
        observers_objections.withdraw(timed, own, session, 1, objection=made.id + 1, reason="None")
    observers_objections.withdraw(timed, own, session, 1, objection=made.id, reason="A mistake")
    assert why(timed, session) == {"League for Order": Why.WITHDRAWN_LATE}
    assert "League for Order" not in members(session)
    with pytest.raises(Stale):
        observers_objections.withdraw(timed, own, session, 1, objection=made.id, reason="Again")
    decided(timed, session, 1)
    assert "League for Order" in members(session)


def test_a_withdrawal_that_came_before_the_opening_leaves_nothing_to_decide(
    timed, session, states, clock
):
    taken(timed, session, LEAGUE)
    circulated(timed, session)
    own, asked = focal_point(states[0]), {"delegation": states[0], "grounds": "Not relevant."}
    made = observers_objections.object_to(timed, own, session, 1, **asked)
    clock.at = OPENING + timedelta(hours=1)
    withdrawn = {"objection": made.id, "reason": "By letter"}
    with pytest.raises(BadRequest) as refused:
        observers_objections.withdraw(
            timed, SECRETARIAT, session, 1, received_at=made.at - timedelta(seconds=1), **withdrawn
        )
    assert set(refused.value.fields) == {"received_at"}
    came = OPENING - timedelta(seconds=1)
    observers_objections.withdraw(timed, SECRETARIAT, session, 1, received_at=came, **withdrawn)
    assert why(timed, session) == {"League for Order": Why.NO_OBJECTION}
    assert "League for Order" in members(session)


def test_who_withdrew_an_objection_may_make_another(timed, session, states):
    taken(timed, session, LEAGUE)
    circulated(timed, session)
    own, asked = focal_point(states[0]), {"delegation": states[0], "grounds": "Not relevant."}
    made = []
    for number in (1, 2):
        made.append(observers_objections.object_to(timed, own, session, 1, **asked))
        with pytest.raises(RuleBroken, match="has objected already"):
            observers_objections.object_to(timed, own, session, 1, **asked)
        assert why(timed, session) == {"League for Order": Why.OBJECTED}
        assert [one.number for one in made] == [*range(1, number + 1)]
        observers_objections.withdraw(
            timed, own, session, 1, objection=made[-1].id, reason="A mistake"
        )
        assert why(timed, session) == {"League for Order": Why.OPEN_TO_OBJECTION}
    timed.add(
        ObserverObjection(
            request_id=made[0].request_id,
            delegation_id=states[0].id,
            number=2,
            grounds="At the same moment.",
            at=SEPTEMBER,
        )
    )
    with pytest.raises(IntegrityError):  # whoever is second at once is not kept
        timed.flush()
    timed.rollback()


@pytest.mark.parametrize(
    ("by", "at", "day", "said"),
    [
        (Decider.CONFERENCE, SEPTEMBER, DAY, "give a day from 8 October 2008 to 10 October 2008."),
        (Decider.CONFERENCE, OPENING, date(1900, 1, 1), "give a day from 8 October 2008 to"),
        (Decider.CONFERENCE, OPENING + timedelta(days=9), date(2008, 10, 11), "give a day from"),
        (Decider.BUREAU, OPENING, date(2008, 5, 1), "Give a day from 2 May 2008"),
        (Decider.BUREAU, OPENING, date(2008, 10, 9), "This day has not come yet."),
    ],
)
def test_a_body_decides_on_a_day_on_which_it_can(timed, session, clock, *, by, at, day, said):
    taken(timed, session, COUNCIL)
    clock.at = at
    asked = {"by": by, "accorded": False, "decided_on": day, "seen": 0}
    with pytest.raises(BadRequest) as refused:
        observers_decided.decide(timed, SECRETARIAT, session, [1], **asked)
    assert said in str(refused.value.fields["decided_on"])
    assert observers.request(timed, READER, session, 1).decisions == []


def test_what_the_conference_decided_is_put_down_by_the_secretariat_alone(timed, session, clock):
    taken(timed, session, COUNCIL)
    clock.at = OPENING
    with pytest.raises(Forbidden):
        decided(timed, session, 1, actor=BUREAU, accorded=False)
    decided(timed, session, 1, actor=BUREAU, by=Decider.BUREAU)
    decided(timed, session, 1, accorded=False)
    assert why(timed, session) == {"World Council": Why.CONFERENCE_REFUSED}


def test_others_may_not(timed, session):
    with pytest.raises(Forbidden):
        observers.take(timed, READER, session, wanted=LEAGUE)
    with pytest.raises(Forbidden):
        decided(timed, session, 1, actor=READER)


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["observer_list", "observer_objection", "observer_decision"])
def test_what_happened_stays(timed, session, states, clock, *, table, change):
    taken(timed, session, LEAGUE)
    circulated(timed, session)
    observers_objections.object_to(
        timed, SECRETARIAT, session, 1, delegation=states[0], grounds="Not relevant."
    )
    clock.at = OPENING
    decided(timed, session, 1)
    with pytest.raises(IntegrityError, match="only added to"):
        timed.execute(sql(change.format(table)))
    timed.rollback()


def test_who_takes_part_can_be_taken_off_the_list(timed, session):
    """The request stays; the status may then be had again."""
    row = taken(timed, session, BURUNDI)
    timed.delete(timed.get(Delegation, row.delegation_id))
    timed.commit()
    timed.expire_all()
    assert observers.request(timed, READER, session, 1).delegation_id is None


def test_a_delegation_belongs_to_the_request_by_which_it_came(timed, session):
    first = taken(timed, session, BURUNDI)
    first.delegation.name = "Republic of Burundi"
    timed.commit()
    second = taken(timed, session, replace(BURUNDI, name="Republic of Burundi"))
    assert (first.delegation.name, second.delegation_id) == ("Republic of Burundi", None)
    assert observers_decided.admit_all(timed, SECRETARIAT, session) == []
