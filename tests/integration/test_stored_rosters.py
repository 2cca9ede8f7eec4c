"""Interpreters and rosters of the record: put in, searched for by a worker, repaired, refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from models.audit import AuditRecord
from models.runs import RunStatus
from procedure.permissions import Actor, Role
from scheduler.problem import SlotDate
from scheduler.roster.checker import check_roster
from scheduler.roster.reading import slot_date
from services import rosters, runs
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken, Stale
from services.roster_rows import roster_of
from services.solving import run_solver
from tests import site, staged
from tests.staged import conference

PLANNER = Actor(name="planner", roles=frozenset({Role.INTERPRETATION_PLANNER}))
NOBODY_TOLD = rosters.Search(enqueue=lambda _run: None)


@pytest.fixture
def session(record: Session) -> Any:
    """The small conference, with a draft."""
    site.populate(record)
    staged.draft(record)
    return conference(record)


def people(record: Session, session: Any, **changes: Any) -> dict[str, Any]:
    """Two for each booth of the programme."""
    version = rosters.version_to_staff(record, PLANNER, session)
    assert version is not None
    languages = sorted({one for meeting in version.meetings for one in meeting.languages})
    return {
        "format": "hemicycle-roster-problem/1",
        "session": session.slug,
        "booths": dict.fromkeys(languages, 1),
        "pivots": languages[:1],
        "interpreters": [
            {
                "id": f"{language}-{number}",
                "name": f"{language.upper()} {number}",
                "into": {language: "A"},
                "from": [one for one in languages if one != language],
                "chief": True,
            }
            for language in languages
            for number in range(4)
        ],
    } | changes


def put(record: Session, session: Any, **changes: Any) -> dict[str, Any]:
    data = people(record, session, **changes)
    rosters.import_people(record, PLANNER, session, data)
    return data


def solved(record: Session, sessions: sessionmaker[Session], run: Any) -> Any:
    number = run.id
    run_solver(sessions, number, workers=1)
    staged.renew(record)
    return run


def test_people_come_out_as_they_were_put_in(record: Session, session: Any) -> None:
    rules = {"meetings_per_day": 1, "evening_after": "18:00"}
    data = put(record, session, rules=rules, note="Example")
    assert rosters.file_of(record, PLANNER, session) == data
    assert record.query(AuditRecord).order_by(AuditRecord.id.desc()).first().action == (
        "interpretation:edit"
    )


def test_mistakes_are_told_by_field_and_nothing_is_kept(record: Session, session: Any) -> None:
    data = people(record, session)
    data["interpreters"][0]["into"] = {"xx": "A"}
    data["interpreters"][1]["id"] = data["interpreters"][2]["id"]
    with pytest.raises(BadRequest) as wrong:
        rosters.import_people(record, PLANNER, session, data)
    assert sorted(wrong.value.fields) == ["interpreters[0].into", "interpreters[2].id"]
    another = people(record, session) | {"session": "other"}
    with pytest.raises(BadRequest) as other:
        rosters.import_people(record, PLANNER, session, another)
    assert list(other.value.fields) == ["session"]
    assert rosters.terms_of(record, PLANNER, session) is None


def test_who_looked_at_earlier_people_does_not_replace_later_ones(
    record: Session, session: Any
) -> None:
    put(record, session)
    put(record, session)
    with pytest.raises(Stale):
        rosters.import_people(record, PLANNER, session, people(record, session), expected_version=1)


def test_others_may_not(record: Session, session: Any) -> None:
    bureau = Actor(name="bureau", roles=frozenset({Role.BUREAU}))
    with pytest.raises(Forbidden):
        rosters.import_people(record, bureau, session, people(record, session))
    with pytest.raises(Forbidden):
        rosters.rosters(record, bureau, session)


def test_without_people_there_is_no_search(record: Session, session: Any) -> None:
    with pytest.raises(NotFound):
        rosters.ask_roster(record, PLANNER, session, NOBODY_TOLD)


def test_a_worker_makes_a_roster(
    record: Session, session: Any, sessions: sessionmaker[Session]
) -> None:
    put(record, session)
    run = solved(record, sessions, rosters.ask_roster(record, PLANNER, session, NOBODY_TOLD))
    assert (run.status, run.answer) == (RunStatus.FINISHED, {"roster": 1})
    made = rosters.roster(record, PLANNER, session, 1)
    problem = rosters.problem_of_roster(record, session, made.version)
    assert check_roster(problem, roster_of(made)) == ()
    assert (made.proof, made.changes) == ("optimal", None)


def test_who_falls_ill_is_replaced_with_the_fewest_changes(
    record: Session, session: Any, sessions: sessionmaker[Session]
) -> None:
    put(record, session)
    solved(record, sessions, rosters.ask_roster(record, PLANNER, session, NOBODY_TOLD))
    before = rosters.roster(record, PLANNER, session, 1)
    duty = before.duties[0]
    slot = SlotDate(date=duty.date, slot=duty.slot)
    run = rosters.fall_ill(record, PLANNER, before, NOBODY_TOLD, person=duty.person, slots=[slot])
    solved(record, sessions, run)
    after = rosters.roster(record, PLANNER, session, 2)
    assert after.based_on_id == before.id
    assert after.changes is not None
    assert {one["interpreter"] for one in after.changes} >= {duty.person}
    assert len(after.changes) == 2
    entry = next(
        one
        for one in rosters.file_of(record, PLANNER, session)["interpreters"]
        if one["id"] == duty.person
    )
    assert [slot_date(one) for one in entry["absences"]] == [slot]


def test_of_what_has_begun_nothing_changes(
    record: Session, session: Any, sessions: sessionmaker[Session]
) -> None:
    put(record, session)
    solved(record, sessions, rosters.ask_roster(record, PLANNER, session, NOBODY_TOLD))
    before = rosters.roster(record, PLANNER, session, 1)
    person = before.duties[0].person
    late = max(meeting.ends_at for meeting in before.version.meetings) + timedelta(days=1)
    run = rosters.fall_ill(
        record,
        PLANNER,
        before,
        NOBODY_TOLD,
        person=person,
        slots=[SlotDate(date=before.duties[0].date, slot=None)],
        since=late.astimezone(UTC),
    )
    solved(record, sessions, run)
    assert rosters.roster(record, PLANNER, session, 2).changes == []


def test_a_roster_with_gaps_is_kept_and_says_so(
    record: Session, session: Any, sessions: sessionmaker[Session]
) -> None:
    data = people(record, session)
    first = next(iter(data["booths"]))
    data["interpreters"] = [one for one in data["interpreters"] if first not in one["into"]]
    rosters.import_people(record, PLANNER, session, data)
    solved(record, sessions, rosters.ask_roster(record, PLANNER, session, NOBODY_TOLD))
    assert rosters.roster(record, PLANNER, session, 1).proof == "infeasible"


def test_what_one_more_would_buy_is_kept_with_the_search(
    record: Session, session: Any, sessions: sessionmaker[Session]
) -> None:
    data = people(record, session)
    for one in data["interpreters"]:
        one["cost_per_day"] = 100
    rosters.import_people(record, PLANNER, session, data)
    run = solved(record, sessions, rosters.ask_one_more(record, PLANNER, session, NOBODY_TOLD))
    assert run.answer["complete"]
    assert run.answer["offers"] == []
    assert rosters.last_search(record, PLANNER, session, "one_more").id == run.id
    assert rosters.last_search(record, PLANNER, session, "make") is None


def test_a_search_that_is_cancelled_keeps_the_best_so_far(
    record: Session, session: Any, sessions: sessionmaker[Session]
) -> None:
    put(record, session)
    run = rosters.ask_roster(record, PLANNER, session, NOBODY_TOLD)
    run.cancel_asked = True  # by who sees that it runs
    record.commit()
    solved(record, sessions, run)
    assert (run.status, run.answer) == (RunStatus.CANCELLED, {"roster": 1})
    made = rosters.roster(record, PLANNER, session, 1)
    assert check_roster(rosters.problem_to_show(record, made), roster_of(made)) == ()


def test_who_may_not_ask_may_not_cancel(record: Session, session: Any) -> None:
    put(record, session)
    run = rosters.ask_roster(record, PLANNER, session, NOBODY_TOLD)
    with pytest.raises(Forbidden):
        runs.cancel(record, Actor(name="bureau", roles=frozenset({Role.BUREAU})), run)
    assert not run.cancel_asked


def test_it_is_cancelled_once(record: Session, session: Any) -> None:
    put(record, session)
    run = rosters.ask_roster(record, PLANNER, session, NOBODY_TOLD)
    assert runs.cancel(record, PLANNER, run).status is RunStatus.CANCELLED
    with pytest.raises(RuleBroken):
        runs.cancel(record, PLANNER, run)


def test_an_absence_names_somebody_and_a_time(
    record: Session, session: Any, sessions: sessionmaker[Session]
) -> None:
    put(record, session)
    solved(record, sessions, rosters.ask_roster(record, PLANNER, session, NOBODY_TOLD))
    before = rosters.roster(record, PLANNER, session, 1)
    for person, slots, field in (
        ("nobody", [SlotDate(date=date(2008, 10, 8), slot=None)], "person"),
        (before.duties[0].person, [], "last"),
    ):
        with pytest.raises(BadRequest) as wrong:
            rosters.fall_ill(
                record, PLANNER, before, NOBODY_TOLD, person=person, slots=slots,
                since=datetime.now(UTC),
            )  # fmt: skip
        assert list(wrong.value.fields) == [field]
