"""Versions of the programme: numbered, seen by whom, decided upon, and then immutable."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models.conferences import ConferenceSession
from procedure.permissions import PUBLIC, Actor, Role
from procedure.programmes import VersionStatus
from scheduler.programme import ItemPart, Status
from services import programmes
from services.errors import BadRequest, Forbidden, NotFound, RuleBroken, Stale
from services.programme_decisions import decide
from services.programmes import label_of, programme_of, store_programme
from services.sessions import session_by_slug
from tests.record import (
    READER,
    SECRETARIAT,
    a_draft,
    a_programme,
    a_session,
    counted,
    counts,
)
from tests.unit import problems

BUREAU = Actor(name="Bureau", roles=frozenset({Role.BUREAU}))
APPROVED, ADOPTED, REVISED = (
    VersionStatus.APPROVED,
    VersionStatus.ADOPTED,
    VersionStatus.REVISED,
)


def test_a_programme_comes_back_equal(record, sessions):
    session = a_session(record)
    stored = store_programme(
        record,
        SECRETARIAT,
        session,
        a_programme(),
        objective=9,
        bound=8,
        status=Status.FEASIBLE,
    )
    with sessions() as db:
        found = programmes.version(
            db, SECRETARIAT, db.get_one(ConferenceSession, session.id), stored.number
        )
        assert programme_of(found) == a_programme()
        assert (found.number, found.made_by, found.based_on_id) == (1, "Secretary", None)
        assert (found.objective, found.bound, found.proof) == (9, 8, "feasible")
        assert str(label_of(found)) == "Version 1"
        assert programmes.check_version(db, found) == ()


def test_numbers_are_given_once_however_many_store_at_a_time(record, sessions):
    session_id = a_session(record).id
    record.rollback()

    def store(_):
        with sessions() as db:
            session = db.get_one(ConferenceSession, session_id)
            return store_programme(db, SECRETARIAT, session, a_programme()).number

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(store, range(12))) == list(range(1, 13))


def test_a_programme_of_another_session_is_refused(record):
    session = a_session(record)
    before = counts(record)
    meeting = replace(
        a_programme().meetings[0], items=(ItemPart(item="9", minutes=60, continued=False),)
    )
    wrong = replace(a_programme(), meetings=(meeting,))
    with pytest.raises(BadRequest) as refused:
        store_programme(record, SECRETARIAT, session, wrong)
    assert {path: str(what) for path, what in refused.value.fields.items()} == {
        "meetings[0]": "9 is not in the requirements of the session."
    }
    assert counts(record) == before


def test_drafts_are_for_planners(record):
    session = a_session(record)
    a_draft(record, session)
    for actor in (SECRETARIAT, BUREAU):
        assert [v.number for v in programmes.versions(record, actor, session)] == [1]
        assert programmes.version(record, actor, session, 1).number == 1
    for actor in (PUBLIC, READER):
        assert programmes.versions(record, actor, session) == []
        with pytest.raises(NotFound):
            programmes.version(record, actor, session, 1)
        assert programmes.current_version(record, actor, session) is None


def test_released_versions_are_for_everybody(record):
    session = a_session(record)
    decide(record, SECRETARIAT, a_draft(record, session), APPROVED)
    a_draft(record, session)
    for actor in (PUBLIC, READER):
        assert [v.number for v in programmes.versions(record, actor, session)] == [1]
        assert programmes.current_version(record, actor, session).number == 1


def test_the_life_of_a_programme(record):
    session = a_session(record)
    first, second, third, fourth = (a_draft(record, session) for _ in range(4))
    said = []
    for version, status in [
        (first, APPROVED),
        (second, APPROVED),
        (second, ADOPTED),
        (third, REVISED),
        (fourth, REVISED),
    ]:
        decide(record, SECRETARIAT, version, status, note="as agreed")
        current = programmes.current_version(record, PUBLIC, session)
        said.append((current.number, str(label_of(current))))
    assert said == [
        (1, "Approved by the extended bureau"),
        (2, "Approved by the extended bureau"),
        (2, "As adopted"),
        (3, "Rev.1"),
        (4, "Rev.2"),
    ]


@pytest.mark.parametrize("status", [ADOPTED, REVISED])
def test_a_draft_is_approved_first(record, status):
    draft = a_draft(record)
    before = counts(record)
    with pytest.raises(RuleBroken) as refused:
        decide(record, SECRETARIAT, draft, status)
    assert str(refused.value.rule) == "Rule 8 of the rules of procedure"
    assert counts(record) == before


def test_once_adopted_nothing_else_is_approved_or_adopted(record):
    session = a_session(record)
    first, second, third = (a_draft(record, session) for _ in range(3))
    for version, status in [(first, APPROVED), (second, APPROVED), (first, ADOPTED)]:
        decide(record, SECRETARIAT, version, status)
    for version, status in [(second, ADOPTED), (third, APPROVED), (first, REVISED)]:
        with pytest.raises(RuleBroken):
            decide(record, SECRETARIAT, version, status)


def test_only_the_secretariat_records_decisions(record):
    draft = a_draft(record)
    for actor in (BUREAU, READER, PUBLIC):
        with pytest.raises(Forbidden):
            decide(record, actor, draft, APPROVED)


def test_a_programme_that_breaks_a_requirement_needs_a_named_release(record):
    session = a_session(record)
    broken = problems.planned(problems.problem(), {"1": [(0, 60)], "2": [(0, 120)]})
    draft = store_programme(record, SECRETARIAT, session, broken)
    before = counts(record)
    with pytest.raises(BadRequest) as refused:
        decide(record, SECRETARIAT, draft, APPROVED, waiver=" ")
    assert set(refused.value.fields) == {"waiver"}
    assert counts(record) == before
    waiver = "The President: item 2 goes on informally"
    decision = decide(record, SECRETARIAT, draft, APPROVED, waiver=waiver)
    assert (decision.waiver, draft.status) == (waiver, APPROVED)


def test_decisions_follow_one_another_in_time(record):
    draft = a_draft(record)
    noon = datetime(2008, 6, 1, 12, tzinfo=UTC)
    tomorrow, earlier = datetime.now(UTC) + timedelta(days=1), noon - timedelta(hours=1)
    with pytest.raises(BadRequest):
        decide(record, SECRETARIAT, draft, APPROVED, decided_at=tomorrow)
    decide(record, SECRETARIAT, draft, APPROVED, decided_at=noon)
    with pytest.raises(BadRequest) as refused:
        decide(record, SECRETARIAT, draft, ADOPTED, decided_at=earlier)
    assert set(refused.value.fields) == {"decided_at"}
    assert decide(record, SECRETARIAT, draft, ADOPTED, decided_at=noon).decided_at == noon


def test_a_decision_on_an_old_page_is_stale(record):
    draft = a_draft(record)
    with pytest.raises(Stale):
        decide(record, SECRETARIAT, draft, APPROVED, expected_row_version=0)
    decide(record, SECRETARIAT, draft, APPROVED, expected_row_version=1)
    assert draft.row_version == 2


def test_meetings_are_known_again_in_the_next_version(record):
    session = a_session(record)
    first = a_draft(record, session)
    parts = {"1": [(0, 60)], "2": [(0, 120), (1, 120)], "wg": [(3, 180)]}
    moved = problems.planned(problems.problem(), parts)
    second = store_programme(record, SECRETARIAT, session, moved, based_on=first)
    apart = store_programme(record, SECRETARIAT, session, moved)
    assert [m.uid for m in second.meetings] == [m.uid for m in first.meetings]
    assert not {m.uid for m in apart.meetings} & {m.uid for m in first.meetings}


def test_a_copy_is_a_draft_of_its_own(record):
    first = a_draft(record)
    decide(record, SECRETARIAT, first, APPROVED)
    copy = programmes.copy_version(record, SECRETARIAT, first)
    assert (copy.number, copy.status, copy.based_on_id) == (2, VersionStatus.DRAFT, first.id)
    assert programme_of(copy) == a_programme()


@pytest.mark.parametrize("read", ["version", "current", "versions"])
def test_queries_do_not_grow_with_the_meetings(record, engine, read):
    def queries(session):
        record.rollback()
        record.expunge_all()
        session = record.get_one(ConferenceSession, session.id)
        with counted(engine) as statements:
            if read == "versions":
                found = programmes.versions(record, SECRETARIAT, session)
                said = [str(label_of(version)) for version in found]
            else:
                found = (
                    programmes.version(record, SECRETARIAT, session, 1)
                    if read == "version"
                    else programmes.current_version(record, SECRETARIAT, session)
                )
                said = [part.item for m in programme_of(found).meetings for part in m.items]
                said += [str(label_of(found)), found.session.title]
        return len(statements), len(said)

    many = [problems.business(str(n), 20) for n in range(50)]
    counted_for = []
    for items, slug in [(many[:1], "one"), (many, "fifty")]:
        problem = problems.problem(*items, session=problems.session(id=slug))
        session = a_session(record, problem)
        parts = {one.id: [(place % 6, 20)] for place, one in enumerate(items)}
        draft = store_programme(record, SECRETARIAT, session, problems.planned(problem, parts))
        decide(record, SECRETARIAT, draft, APPROVED, waiver="too long")
        if slug == "fifty" and read == "versions":
            for _ in range(3):
                programmes.copy_version(record, SECRETARIAT, draft)
        counted_for.append(queries(session))
    (few, one), (more, several) = counted_for
    assert few == more
    assert several > one


def test_the_record_keeps_no_nul(record):
    draft = a_draft(record)
    decision = decide(record, SECRETARIAT, draft, APPROVED, note="\0 As\0 agreed ", waiver="\0")
    assert (decision.note, decision.waiver) == ("As agreed", "")


@pytest.mark.parametrize("number", [-1, 0, 10**6, 10**12, 10**30])
def test_a_number_that_no_version_can_have_is_not_found(record, number):
    session = a_session(record)
    with pytest.raises(NotFound, match=f"There is no version {number} of the programme"):
        programmes.version(record, SECRETARIAT, session, number)


def test_a_slug_that_no_session_can_have_is_not_found(record):
    with pytest.raises(NotFound, match="There is no such record"):
        session_by_slug(record, SECRETARIAT, "\0")
