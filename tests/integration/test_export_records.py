"""From stored versions to the records of calendars and documents, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from exports import records
from exports.calendar import calendar, history
from exports.organization_of_work import organization_of_work
from exports.reading import releases, session_record, version_record
from models.programmes import ProgrammeVersion
from procedure.programmes import VersionStatus
from services import programmes
from services.feeds import released_versions
from tests.record import SECRETARIAT, a_draft, a_session, counted
from tests.unit.feeds import starts_by_icalendar, starts_by_vobject
from tests.unit.problems import SIX, body, problem

MOMENTS = [datetime(2008, 5, 28, 10 + n, tzinfo=UTC) for n in range(4)]


def decide(record: Session, version: ProgrammeVersion, status: VersionStatus, n: int) -> None:
    programmes.decide(record, SECRETARIAT, version, status, decided_at=MOMENTS[n])


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
    session = a_session(record)
    assert session_record(session) == records.Session(
        slug="ctoc-cop4",
        title="Fourth session",
        time_zone="Europe/Vienna",
        first_day=session.first_day,
        last_day=session.last_day,
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
    session = session_record(approved.session)
    feed = calendar(releases([approved]), session=session, name="Programme", url="")
    starts = [datetime(2008, 10, 8, hour, tzinfo=UTC) for hour in (8, 13, 13)]
    assert starts_by_icalendar(feed) == starts
    assert starts_by_vobject(feed) == starts
    assert b"URL" not in feed
    document = organization_of_work(version_record(approved), session=session)
    assert document == organization_of_work(version_record(approved), session=session)


def test_a_longer_history_takes_no_more_queries(
    record: Session, approved: ProgrammeVersion, engine: Engine
) -> None:
    def queries() -> int:
        record.expire_all()
        session = approved.session
        with counted(engine) as seen:
            releases(released_versions(record, session))
        return len(seen)

    few = queries()
    decide(
        record, programmes.copy_version(record, SECRETARIAT, approved), VersionStatus.APPROVED, 1
    )
    decide(
        record, programmes.copy_version(record, SECRETARIAT, approved), VersionStatus.APPROVED, 2
    )
    assert queries() == few
