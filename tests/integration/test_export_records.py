"""From stored versions to the records of calendars and documents, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from exports import records
from exports.calendar import calendar, history
from exports.organization_of_work import organization_of_work
from exports.reading import released_session, releases, session_record, version_record
from models.programmes import ProgrammeVersion
from procedure.programmes import VersionStatus
from scheduler.problem import Entitlement
from services import moves, programme_decisions, programmes
from services.feeds import released_versions
from tests.record import SECRETARIAT, a_draft, a_session, counted
from tests.unit.feeds import starts_by_icalendar, starts_by_vobject
from tests.unit.problems import SIX, WED, body, business, interpretation, problem, session

MOMENTS = [datetime(2008, 5, 28, 10 + n, tzinfo=UTC) for n in range(4)]


def decide(record: Session, version: ProgrammeVersion, status: VersionStatus, n: int) -> None:
    programme_decisions.decide(record, SECRETARIAT, version, status, decided_at=MOMENTS[n])


@pytest.fixture
def approved(record: Session) -> ProgrammeVersion:
    version = a_draft(record)
    decide(record, version, VersionStatus.APPROVED, 0)
    return version


def revised(record: Session, approved: ProgrammeVersion) -> ProgrammeVersion:
    decide(record, approved, VersionStatus.ADOPTED, 1)
    version = programmes.copy_version(record, SECRETARIAT, approved)
    decide(record, version, VersionStatus.REVISED, 2)
    return version


def test_a_session(record: Session) -> None:
    conference = a_session(record)
    assert session_record(conference) == records.Session(
        slug="ctoc-cop4",
        title="Fourth session",
        time_zone="Europe/Vienna",
        first_day=conference.first_day,
        last_day=conference.last_day,
        languages=SIX,
    )


def test_a_draft(record: Session) -> None:
    draft = a_draft(record)
    read = version_record(draft)
    assert (read.number, read.status, read.status_at, read.revision) == (
        1,
        VersionStatus.DRAFT,
        draft.created_at,
        0,
    )
    assert read.meetings[0] == records.Meeting(
        uid=draft.meetings[0].uid,
        number=1,
        column="plenary",
        body="cop",
        starts_at=datetime(2008, 10, 8, 8, tzinfo=UTC),
        ends_at=datetime(2008, 10, 8, 11, tzinfo=UTC),
        items=(
            records.Item(title="Title of 1", number="1"),
            records.Item(title="Title of 2", number="2"),
        ),
        room=draft.meetings[0].room_title,
        languages=SIX,
    )
    assert [(m.number, m.body_title, m.series_title) for m in read.meetings] == [
        (1, "", ""),
        (2, "", ""),
        (1, "WG", "WG"),
    ]
    assert [item.continued for item in read.meetings[1].items] == [True]


def test_a_body_that_is_numbered_with_the_conference(record: Session) -> None:
    bodies = (body("cop"), body("wg", numbered_with="cop"))
    draft = a_draft(record, a_session(record, problem(bodies=bodies)))
    read = version_record(draft).meetings[2]
    assert (read.body_title, read.series_title) == ("WG", "")


def restated(record: Session) -> None:
    """State everything anew that documents and calendars say of the session."""
    bodies = (body("cop", title="Another"), body("wg", numbered_with="cop"))
    facts = session(
        title="Renamed",
        venue="Elsewhere",
        time_zone="Asia/Tokyo",
        first_day=WED - timedelta(days=1),
        body="wg",
    )
    service = interpretation(languages=SIX[:5], entitlement=Entitlement(total=30))
    items = (business("9", languages=SIX[:5]),)
    a_session(record, problem(*items, session=facts, bodies=bodies, interpretation=service))


def test_new_requirements_do_not_reach_what_was_released(
    record: Session, approved: ProgrammeVersion
) -> None:
    conference = approved.session

    def released() -> tuple[bytes, bytes, records.Version]:
        record.expire_all()
        versions = released_versions(record, conference)
        facts = released_session(conference, versions)
        assert facts == session_record(versions[0])
        record_of_it = version_record(versions[0])
        return (
            calendar(releases(versions), session=facts, name=facts.title, url=""),
            organization_of_work(record_of_it, session=facts),
            record_of_it,
        )

    before = released()
    restated(record)
    assert released() == before


def test_a_revision_says_what_the_session_is_now(
    record: Session, approved: ProgrammeVersion
) -> None:
    facts = session(title="Renamed", venue="Elsewhere")
    conference = a_session(record, problem(session=facts))
    versions = [approved, revised(record, approved)]
    assert released_session(conference, versions) == session_record(conference)
    entries = history(releases(versions))
    assert [(e.sequence, e.meeting.venue) for e in entries] == [(1, "Elsewhere")] * 3


def test_a_draft_follows_the_session_when_it_is_changed_by_hand(record: Session) -> None:
    draft = a_draft(record)
    a_session(record, problem(session=session(venue="Elsewhere")))
    assert session_record(draft).venue == ""
    moves.move_meeting(
        record,
        SECRETARIAT,
        draft,
        draft.meetings[0].id,
        date=WED + timedelta(days=1),
        slot="am",
        expected_row_version=1,
    )
    assert session_record(draft).venue == "Elsewhere"


def test_before_a_release_a_calendar_names_the_session_as_it_is(record: Session) -> None:
    conference = a_session(record)
    assert released_session(conference, []) == session_record(conference)


def test_each_decision_is_a_release(record: Session, approved: ProgrammeVersion) -> None:
    second = revised(record, approved)
    seen = releases([second, approved])
    assert [(one.number, one.status, one.status_at, one.revision) for one in seen] == [
        (1, VersionStatus.APPROVED, MOMENTS[0], 0),
        (1, VersionStatus.ADOPTED, MOMENTS[1], 0),
        (2, VersionStatus.REVISED, MOMENTS[2], 1),
    ]
    assert version_record(approved) == seen[1]
    assert version_record(second) == seen[2]


def test_a_copy_changes_no_meeting_of_a_calendar(
    record: Session, approved: ProgrammeVersion
) -> None:
    entries = history(releases([approved, revised(record, approved)]))
    assert [(e.sequence, e.changed, e.cancelled) for e in entries] == [(0, MOMENTS[0], False)] * 3


def test_a_stored_programme_as_calendar_and_document(
    record: Session, approved: ProgrammeVersion
) -> None:
    facts = session_record(approved)
    feed = calendar(releases([approved]), session=facts, name="Programme", url="")
    starts = [datetime(2008, 10, 8, hour, tzinfo=UTC) for hour in (8, 13, 13)]
    assert starts_by_icalendar(feed) == starts
    assert starts_by_vobject(feed) == starts
    assert b"URL" not in feed
    document = organization_of_work(version_record(approved), session=facts)
    assert document == organization_of_work(version_record(approved), session=facts)


def test_a_longer_history_takes_no_more_queries(
    record: Session, approved: ProgrammeVersion, engine: Engine
) -> None:
    def queries() -> int:
        record.expire_all()
        conference = approved.session
        with counted(engine) as seen:
            releases(released_versions(record, conference))
        return len(seen)

    few = queries()
    decide(
        record, programmes.copy_version(record, SECRETARIAT, approved), VersionStatus.APPROVED, 1
    )
    decide(
        record, programmes.copy_version(record, SECRETARIAT, approved), VersionStatus.APPROVED, 2
    )
    assert queries() == few
