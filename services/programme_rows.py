"""Between the engine's programme and the rows of a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from models.conferences import ConferenceSession, SessionFacts
from models.programmes import Meeting, MeetingItem, ProgrammeVersion
from models.types import new_stamp
from scheduler import programme as engine
from scheduler.matching import match
from scheduler.problem import Column, Period, Problem
from scheduler.text import text
from services.errors import BadRequest

Key = tuple[str, str, frozenset[str], date, str]
"""What tells the meetings of a programme apart: body, column, languages, date, slot."""


def programme_from(version: ProgrammeVersion) -> engine.Programme:
    """The programme of a version, its times in the time zone it was made in."""
    zone = ZoneInfo(version.time_zone)
    return engine.Programme(
        meetings=tuple(
            engine.Meeting(
                number=row.number,
                column=Column(row.column),
                body=row.body,
                date=row.date,
                slot=row.slot,
                start=row.starts_at.astimezone(zone),
                end=row.ends_at.astimezone(zone),
                room=row.room,
                languages=tuple(row.languages),
                items=tuple(
                    engine.ItemPart(item=i.business, minutes=i.minutes, continued=i.continued)
                    for i in row.items
                ),
            )
            for row in version.meetings
        )
    )


def key_of(row: Meeting) -> Key:
    """The key of a stored meeting."""
    return row.body, row.column, frozenset(row.languages), row.date, row.slot


def key_in(row: Meeting, period: Period) -> Key:
    """The key that a stored meeting would have in another period."""
    return row.body, row.column, frozenset(row.languages), period.date, period.slot.id


def _key(meeting: engine.Meeting) -> Key:
    languages = frozenset(meeting.languages)
    return meeting.body, meeting.column.value, languages, meeting.date, meeting.slot


def refuse_unknown(problem: Problem, programme: engine.Programme) -> None:
    """Raise BadRequest where a programme names what the session does not have."""
    wrong = {
        f"meetings[{place}]": text("%(name)s is not in the requirements of the session.", name=name)
        for place, meeting in enumerate(programme.meetings)
        for name in [
            *([] if meeting.body in problem.body_by_id else [meeting.body]),
            *(p.item for p in meeting.items if p.item not in problem.business_by_id),
        ]
    }
    if wrong:
        raise BadRequest(wrong)


def facts_of(session: ConferenceSession) -> dict[str, Any]:
    """What a version keeps of its session, by the names of columns."""
    return {name: getattr(session, name) for name in SessionFacts.__annotations__}


def put_meetings(
    version: ProgrammeVersion,
    problem: Problem,
    programme: engine.Programme,
    *,
    based_on: ProgrammeVersion | None,
    keep_pins: bool,
) -> None:
    """Give a new version its meetings; those known from `based_on` keep their `uid`."""
    base = [] if based_on is None else based_on.meetings
    known = () if based_on is None else programme_from(based_on).meetings
    which = match(known, programme.meetings)
    pinned = {key_of(row) for row in base if row.pinned and keep_pins}
    version.meetings = [
        Meeting(
            uid=uuid4().hex if index is None else base[index].uid, pinned=_key(meeting) in pinned
        )
        for meeting, index in zip(programme.meetings, which, strict=True)
    ]
    _fill_all(version.meetings, problem, programme)


def change_meetings(
    version: ProgrammeVersion,
    problem: Problem,
    programme: engine.Programme,
    rows: Mapping[Key, Meeting],
) -> None:
    """Make a draft hold another programme; `rows` says which meeting of it each row becomes."""
    for name, value in facts_of(version.session).items():
        setattr(version, name, value)
    version.stamp = new_stamp()
    version.meetings = [
        rows.get(_key(meeting)) or Meeting(uid=uuid4().hex) for meeting in programme.meetings
    ]
    _fill_all(version.meetings, problem, programme)


def _fill_all(rows: Iterable[Meeting], problem: Problem, programme: engine.Programme) -> None:
    for position, (row, meeting) in enumerate(zip(rows, programme.meetings, strict=True)):
        _fill(row, problem, meeting)
        row.position = position


def _fill(row: Meeting, problem: Problem, meeting: engine.Meeting) -> None:
    rooms = {room.id: room.title for room in problem.rooms}
    row.number = meeting.number
    row.column = meeting.column.value
    row.body = meeting.body
    body = problem.body_by_id[meeting.body]
    series = problem.body_by_id[body.numbered_with or body.id]
    row.body_title = body.title
    row.series, row.series_title = series.id, series.title
    row.date, row.slot = meeting.date, meeting.slot
    row.starts_at, row.ends_at = meeting.start, meeting.end
    row.room = meeting.room
    row.room_title = rooms.get(meeting.room, meeting.room) if meeting.room else ""
    row.languages = list(meeting.languages)
    row.items = [_item(problem, position, part) for position, part in enumerate(meeting.items)]


def _item(problem: Problem, position: int, part: engine.ItemPart) -> MeetingItem:
    business = problem.business_by_id[part.item]
    return MeetingItem(
        position=position,
        business=business.id,
        item=business.item,
        title=business.title,
        minutes=part.minutes,
        continued=part.continued,
    )
