"""How observers come by their status, and what is due by when (rules 14 to 17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.observers.rules import ObserversRules, read_observers_rules
from procedure.observers.status import (
    Standing,
    Why,
    days_before,
    may_decide,
    open_to_objection,
    status,
)
from procedure.observers.values import (
    HAVE_STATUS,
    Addressee,
    Decider,
    Decision,
    Objection,
    ObserverStatus,
    Request,
)
from procedure.observers.watch import Due, DueKind, dues
from procedure.plain import BadData, Fields
from procedure.rulebook import rulebook

VIENNA = ZoneInfo("Europe/Vienna")
OPENING = datetime(2008, 10, 8, 10, tzinfo=VIENNA)
DAY = date(2008, 10, 8)
LIST_DUE = date(2008, 9, 8)
MAY = datetime(2008, 5, 2, 9, tzinfo=VIENNA)
JULY = datetime(2008, 7, 1, 9, tzinfo=VIENNA)
IN_TIME = datetime(2008, 9, 8, 23, 59, tzinfo=VIENNA)
LATE = datetime(2008, 9, 9, 0, 0, tzinfo=VIENNA)
OCTOBER = datetime(2008, 10, 1, 9, tzinfo=VIENNA)
RULES = rulebook().observers
APPLIED, ENTITLED = ObserverStatus.APPLIED, ObserverStatus.ENTITLED
ACCORDED, REFUSED = ObserverStatus.ACCORDED, ObserverStatus.REFUSED
STANDS = Objection(at=OCTOBER)
TAKEN_BACK = Objection(at=JULY, withdrawn_at=OPENING - timedelta(microseconds=1))
TOO_LATE = Objection(at=OCTOBER, withdrawn_at=OPENING)


def applied(path: str = "ngos", at: datetime = MAY, **more: Any) -> Request:
    return Request(path=path, received_at=at, **more)


def referred(why: Why, rule: str) -> Standing:
    return Standing(status=APPLIED, why=why, rule=rule, next=Addressee.CONFERENCE, due=DAY)


def decided(by: Decider, accorded: bool, at: datetime = JULY) -> Decision:
    return Decision(by=by, accorded=accorded, at=at)


BUREAU_YES = Decision(by=Decider.BUREAU, accorded=True)
BUREAU_NO = Decision(by=Decider.BUREAU, accorded=False)
CONFERENCE_YES = Decision(by=Decider.CONFERENCE, accorded=True)
CONFERENCE_NO = Decision(by=Decider.CONFERENCE, accorded=False)
RULE_17 = "rule 17, paragraph 2"


@pytest.mark.parametrize(
    ("request_", "now", "standing"),
    [
        (
            applied("signatories"),
            MAY,
            Standing(status=ENTITLED, why=Why.NOTIFIED, rule="rule 14"),
        ),
        (
            applied("entities", decisions=(CONFERENCE_NO,)),
            MAY,
            Standing(status=ENTITLED, why=Why.NOTIFIED, rule="rule 16, paragraph 1"),
        ),
        (
            applied("non-signatories"),
            OPENING - timedelta(seconds=1),
            Standing(
                status=APPLIED,
                why=Why.BUREAU_TO_CONSIDER,
                rule="rule 15",
                next=Addressee.BUREAU,
                due=DAY,
            ),
        ),
        (
            applied("non-signatories"),
            OPENING,
            Standing(status=ACCORDED, why=Why.NOTHING_DECIDED, rule="rule 15", provisional=True),
        ),
        (
            applied("organizations", decisions=(BUREAU_YES,)),
            JULY,
            Standing(
                status=ACCORDED,
                why=Why.BUREAU_ACCORDED,
                rule="rule 16, paragraph 2",
                provisional=True,
            ),
        ),
        (
            applied("ngos-ecosoc", decisions=(BUREAU_NO,)),
            OPENING,
            referred(Why.BUREAU_DOUBTS, "rule 17, paragraph 1"),
        ),
        (
            applied("ngos-ecosoc", decisions=(BUREAU_NO, BUREAU_YES)),
            JULY,
            Standing(
                status=ACCORDED,
                why=Why.BUREAU_ACCORDED,
                rule="rule 17, paragraph 1",
                provisional=True,
            ),
        ),
        (
            applied("ngos-ecosoc", decisions=(CONFERENCE_NO, BUREAU_YES)),
            OPENING,
            Standing(status=REFUSED, why=Why.CONFERENCE_REFUSED, rule="rule 17, paragraph 1"),
        ),
        (
            applied(),
            JULY,
            Standing(
                status=APPLIED,
                why=Why.TO_BE_LISTED,
                rule=RULE_17,
                next=Addressee.SECRETARIAT,
                due=LIST_DUE,
            ),
        ),
        (
            applied(),
            OPENING - timedelta(seconds=1),
            Standing(
                status=APPLIED,
                why=Why.TO_BE_LISTED,
                rule=RULE_17,
                next=Addressee.SECRETARIAT,
                due=LIST_DUE,
            ),
        ),
        (applied(), OPENING, referred(Why.LISTED_LATE, RULE_17)),
        (
            applied(at=LATE),
            LATE,
            referred(Why.LISTED_LATE, RULE_17),
        ),
        (
            applied(at=IN_TIME),
            LATE,
            Standing(
                status=APPLIED,
                why=Why.TO_BE_LISTED,
                rule=RULE_17,
                next=Addressee.SECRETARIAT,
                due=LIST_DUE,
            ),
        ),
        (
            applied(circulated_at=IN_TIME),
            OPENING - timedelta(seconds=1),
            Standing(status=APPLIED, why=Why.OPEN_TO_OBJECTION, rule=RULE_17, due=DAY),
        ),
        (
            applied(circulated_at=IN_TIME),
            OPENING,
            Standing(status=ACCORDED, why=Why.NO_OBJECTION, rule=RULE_17, provisional=True),
        ),
        (
            applied(circulated_at=LATE),
            OPENING,
            referred(Why.LISTED_LATE, RULE_17),
        ),
        (
            applied(circulated_at=IN_TIME, objections=(STANDS,)),
            OPENING,
            referred(Why.OBJECTED, RULE_17),
        ),
        (  # withdrawn at the last moment before the opening, and when it was too late
            applied(circulated_at=IN_TIME, objections=(TAKEN_BACK,)),
            OPENING,
            Standing(status=ACCORDED, why=Why.NO_OBJECTION, rule=RULE_17, provisional=True),
        ),
        (
            applied(circulated_at=IN_TIME, objections=(TAKEN_BACK, TOO_LATE)),
            OPENING,
            referred(Why.WITHDRAWN_LATE, RULE_17),
        ),
        (
            applied(circulated_at=IN_TIME, objections=(STANDS, TOO_LATE)),
            OPENING,
            referred(Why.OBJECTED, RULE_17),
        ),
        (
            applied(circulated_at=IN_TIME, objections=(TOO_LATE,), decisions=(CONFERENCE_YES,)),
            OPENING,
            Standing(status=ACCORDED, why=Why.CONFERENCE_ACCORDED, rule=RULE_17),
        ),
        (
            applied(circulated_at=IN_TIME, objections=(STANDS,), decisions=(CONFERENCE_YES,)),
            OPENING,
            Standing(status=ACCORDED, why=Why.CONFERENCE_ACCORDED, rule=RULE_17),
        ),
        (
            applied(decisions=(CONFERENCE_YES, CONFERENCE_NO)),
            OPENING,
            Standing(status=REFUSED, why=Why.CONFERENCE_REFUSED, rule=RULE_17),
        ),
    ],
)
def test_how_a_request_stands(request_: Request, now: datetime, standing: Standing) -> None:
    assert status(request_, RULES, OPENING, now) == standing
    assert standing.takes_part == (standing.status in {ENTITLED, ACCORDED})


def test_a_day_is_that_of_the_place() -> None:
    """One who applies at midnight in Vienna is late, whatever the day is elsewhere."""
    asked = applied(at=datetime(2008, 9, 8, 22, 0, tzinfo=ZoneInfo("UTC")))
    assert status(asked, RULES, OPENING, MAY).why is Why.LISTED_LATE
    asked = applied(at=datetime(2008, 9, 8, 21, 59, tzinfo=ZoneInfo("UTC")))
    assert status(asked, RULES, OPENING, MAY).why is Why.TO_BE_LISTED


def other() -> ObserversRules:
    paths = [
        {
            "key": "decided",
            "title": "Organizations",
            "kinds": ["Intergovernmental organization"],
            "rule": "rule 30",
            "asks": "application",
            "to": "secretariat",
            "effect": "decided",
            "application_days": 90,
        },
        {
            "key": "invited",
            "title": "States",
            "kinds": ["Observer State"],
            "rule": "rule 29",
            "asks": "nothing",
            "effect": "entitled",
        },
    ]
    return read_observers_rules(Fields({"paths": paths}))


@pytest.mark.parametrize(
    ("request_", "standing"),
    [
        (applied("invited"), Standing(status=ENTITLED, why=Why.INVITED, rule="rule 29")),
        (
            applied("decided"),
            Standing(
                status=APPLIED,
                why=Why.BUREAU_TO_CONSIDER,
                rule="rule 30",
                next=Addressee.BUREAU,
                due=DAY,
            ),
        ),
        (
            applied("decided", decisions=(BUREAU_YES,)),
            referred(Why.BUREAU_PROPOSES, "rule 30"),
        ),
        (
            applied("decided", decisions=(BUREAU_NO,)),
            referred(Why.BUREAU_DOUBTS, "rule 30"),
        ),
        (
            applied("decided", at=datetime(2008, 7, 11, tzinfo=VIENNA)),
            referred(Why.APPLIED_LATE, "rule 30"),
        ),
        (
            applied("decided", at=datetime(2008, 7, 10, 23, 59, tzinfo=VIENNA)),
            Standing(
                status=APPLIED,
                why=Why.BUREAU_TO_CONSIDER,
                rule="rule 30",
                next=Addressee.BUREAU,
                due=DAY,
            ),
        ),
    ],
)
def test_another_conference_has_other_paths(request_: Request, standing: Standing) -> None:
    assert status(request_, other(), OPENING, OPENING) == standing


@pytest.mark.parametrize(
    ("path", "bureau", "conference"),
    [
        ("signatories", False, False),
        ("entities", False, False),
        ("non-signatories", True, True),
        ("organizations", True, True),
        ("ngos-ecosoc", True, True),
        ("ngos", False, True),
    ],
)
def test_who_decides(path: str, bureau: bool, conference: bool) -> None:
    found = RULES.path(path)
    assert may_decide(found, Decider.BUREAU) is bureau
    assert may_decide(found, Decider.CONFERENCE) is conference


def test_the_bureau_proposes_what_the_conference_decides() -> None:
    assert may_decide(other().path("decided"), Decider.BUREAU)
    assert may_decide(other().path("decided"), Decider.CONFERENCE)


@pytest.mark.parametrize(
    ("request_", "now", "is_open"),
    [
        (applied(), JULY, False),
        (applied(circulated_at=JULY), JULY, True),
        (applied(circulated_at=JULY, objections=(Objection(at=JULY),)), JULY, True),
        (applied(circulated_at=JULY), OPENING, False),
        (applied(circulated_at=JULY, objections=(Objection(at=JULY),)), OPENING, False),
        (applied(circulated_at=JULY, objections=(TAKEN_BACK,)), JULY, True),
        (applied(circulated_at=JULY, objections=(STANDS,)), OPENING - timedelta(seconds=1), True),
        (applied("ngos-ecosoc"), JULY, False),
    ],
)
def test_when_a_party_may_object(request_: Request, now: datetime, is_open: bool) -> None:
    assert open_to_objection(request_, RULES, OPENING, now) is is_open


REQUESTS = st.builds(
    Request,
    path=st.sampled_from([path.key for path in RULES.paths]),
    received_at=st.sampled_from([MAY, IN_TIME, LATE, OCTOBER]),
    circulated_at=st.none() | st.sampled_from([JULY, IN_TIME, LATE]),
    objections=st.sampled_from([(), (STANDS,), (TAKEN_BACK,), (TOO_LATE,), (TAKEN_BACK, STANDS)]),
    decisions=st.lists(
        st.sampled_from([BUREAU_YES, BUREAU_NO, CONFERENCE_YES, CONFERENCE_NO]), max_size=3
    ).map(tuple),
)
MOMENTS = st.sampled_from([MAY, JULY, IN_TIME, LATE, OCTOBER, OPENING])


@given(REQUESTS, MOMENTS)
def test_somebody_is_to_act_or_nobody_need(request_: Request, now: datetime) -> None:
    """Whatever waits has a day by which it ends, and whatever has ended waits for nobody."""
    found = status(request_, RULES, OPENING, now)
    assert (found.due is not None) == (found.status is APPLIED)
    assert found.next is None or found.status is APPLIED
    assert not found.provisional or found.status is ACCORDED


@given(REQUESTS, MOMENTS)
def test_what_the_conference_decided_prevails(request_: Request, now: datetime) -> None:
    after = replace(request_, decisions=(*request_.decisions, CONFERENCE_NO))
    found = status(after, RULES, OPENING, now).status
    assert found is (ENTITLED if request_.path in {"signatories", "entities"} else REFUSED)


@given(REQUESTS)
def test_status_that_is_had_is_not_lost_with_time_alone(request_: Request) -> None:
    had = False
    for now in (MAY, JULY, IN_TIME, LATE, OCTOBER, OPENING):
        found = status(request_, RULES, OPENING, now).status in HAVE_STATUS
        assert found or not had
        had = found


def test_a_path_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        status(applied("none"), RULES, OPENING, MAY)


def test_the_list_of_2008_was_due_on_8_september() -> None:
    assert days_before(OPENING, 30) == LIST_DUE


def test_what_is_due() -> None:
    ngos = RULES.path("ngos")
    asked = [applied(), applied(circulated_at=JULY), applied(at=LATE), applied("signatories")]
    a_list = Due(kind=DueKind.LIST, path=ngos, on=LIST_DUE, open=1, overdue=False)
    objections = Due(kind=DueKind.OBJECTIONS, path=ngos, on=DAY, open=1, overdue=False)
    assert dues(asked, RULES, OPENING, IN_TIME) == (a_list, objections)
    assert dues(asked, RULES, OPENING, LATE) == (replace(a_list, overdue=True), objections)
    assert dues(asked[1:], RULES, OPENING, LATE) == (replace(a_list, open=0), objections)


def test_what_is_due_elsewhere() -> None:
    rules = other()
    (found,) = dues([applied("decided")], rules, OPENING, OPENING)
    assert found == Due(
        kind=DueKind.APPLICATIONS,
        path=rules.path("decided"),
        on=date(2008, 7, 10),
        open=0,
        overdue=False,
    )


def path(**fields: object) -> Fields:
    data = {
        "key": "one",
        "title": "One",
        "kinds": ["Entity", "Signatory"],
        "rule": "rule 1",
        "asks": "application",
        "to": "bureau",
        "effect": "accorded",
    }
    listed = {name: value for name, value in {**data, **fields}.items() if value is not None}
    return Fields({"paths": [listed]}, "observers")


def test_kinds_are_in_one_order() -> None:
    (found,) = read_observers_rules(path()).paths
    assert found.kinds == ("Signatory", "Entity")
    assert (found.application_days, found.list_days) == (None, None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kinds": []}, "kinds: Give the kind of participant that takes this path."),
        ({"to": None}, "to: Give to whom it is sent, where something is sent."),
        ({"asks": "nothing"}, "to: Give to whom it is sent, where something is sent."),
        ({"effect": "listed"}, "list_days: Give by when a list is due, where there is one."),
        ({"list_days": 30}, "list_days: Give by when a list is due, where there is one."),
        ({"application_days": -1}, "application_days: Give a whole number of 0 or more."),
        ({"extra": 1}, "extra: There is no such field."),
    ],
)
def test_what_is_wrong_in_a_path_is_named(changes: dict[str, object], said: str) -> None:
    with pytest.raises(BadData) as refused:
        read_observers_rules(path(**changes))
    assert str(refused.value) == f"observers.paths[0].{said}"


def test_the_section_has_no_other_fields() -> None:
    with pytest.raises(BadData) as refused:
        read_observers_rules(Fields({"paths": [], "extra": 1}, "observers"))
    assert refused.value.path == "observers.extra"


def test_a_key_is_there_once() -> None:
    one = {"key": "a", "title": "A", "kinds": ["Entity"], "rule": "r", "asks": "nothing"}
    twice = [{**one, "effect": "entitled"}, {**one, "effect": "entitled"}]
    with pytest.raises(BadData) as refused:
        read_observers_rules(Fields({"paths": twice}))
    assert refused.value.path == "paths"
