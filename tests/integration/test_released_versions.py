"""What the database refuses: any change to a released version, its meetings and decisions."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.programmes import ProgrammeVersion
from procedure.permissions import PUBLIC
from procedure.programmes import VersionStatus
from services import programmes
from services.programme_decisions import decide
from services.programmes import programme_of
from tests.record import SECRETARIAT, a_draft, a_programme, a_session
from tests.unit import problems

APPROVED = VersionStatus.APPROVED

CHANGES = (
    "UPDATE meeting SET number = 99",
    "DELETE FROM meeting_item",
    "UPDATE meeting_item SET minutes = 1",
    "INSERT INTO meeting_item (meeting_id, position, business, title, minutes, continued) "
    "SELECT id, 50, 'x', 'x', 5, pinned FROM meeting",
    'INSERT INTO meeting (version_id, uid, position, number, "column", body, body_title, series, '
    "series_title, date, slot, starts_at, ends_at, room_title, languages, pinned) SELECT "
    "version_id, 'x', 99, 99, \"column\", body, body_title, series, "
    "series_title, date, slot, starts_at, ends_at, '', languages, pinned "
    "FROM meeting WHERE position = 0",
    "UPDATE programme_version SET time_zone = 'Asia/Tokyo'",
    "UPDATE programme_version SET number = 99",
    "UPDATE programme_version SET based_on_id = id",
    "UPDATE programme_version SET entitlement = '{}'",
    "UPDATE programme_decision SET note = 'x'",
    "DELETE FROM programme_decision",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_what_is_released(record, change):
    draft = a_draft(record)
    decide(record, SECRETARIAT, draft, APPROVED)
    with pytest.raises(IntegrityError):
        record.execute(text(change))


def test_every_column_of_a_released_version_is_guarded(record):
    draft = a_draft(record)
    decide(record, SECRETARIAT, draft, APPROVED)
    for column in set(ProgrammeVersion.__table__.columns.keys()) - {"id", "row_version"}:
        unset = "'optimal'" if column == "proof" else "1"
        other = unset if getattr(draft, column) is None else "NULL"
        with pytest.raises(IntegrityError, match="released version"), record.begin_nested():
            record.execute(text(f"UPDATE programme_version SET {column} = {other}"))


def test_meetings_do_not_move_into_a_released_version(record):
    session = a_session(record)
    released, draft = a_draft(record, session), a_draft(record, session)
    decide(record, SECRETARIAT, released, APPROVED)
    with pytest.raises(IntegrityError):
        record.execute(
            text(f"UPDATE meeting SET version_id = {released.id} WHERE version_id = {draft.id}")
        )


@pytest.mark.parametrize("change", CHANGES[:9])
def test_the_database_lets_drafts_change(record, change):
    a_draft(record)
    assert record.execute(text(change)).rowcount > 0


def test_what_is_released_stays_when_the_requirements_change(record):
    session = a_session(record)
    released = a_draft(record, session)
    decide(record, SECRETARIAT, released, APPROVED)
    changed = problems.problem(problems.business("9"), bodies=(problems.body("cop"),))
    a_session(record, replace(changed, session=problems.session(time_zone="Asia/Seoul")))
    found = programmes.version(record, PUBLIC, session, 1)
    record.refresh(found)
    assert programme_of(found) == a_programme()
    assert [m.body_title for m in found.meetings] == ["COP", "COP", "WG"]
