"""The meetings of a calendar of conferences, for the calendars of others."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from exports.conferences import YearMeeting, body_calendar
from models.calendars import CalendarPlan
from scheduler.calendars.conferences.plans import meetings_held
from services.calendars import rooms_of
from web.timetable import wording
from web.year_tables import Year


def calendar_file(version: CalendarPlan, year: Year, slug: str, body: str | None) -> bytes:
    """The meetings of a version with dates and hours, or those of a body, as iCalendar."""
    problem = year.problem
    zone = ZoneInfo(problem.time_zone or "UTC")
    rooms = {room.id: room.title for room in problem.room_names}
    listed = [
        YearMeeting(
            key=one.id,
            number=one.number,
            of=one.of,
            title=one.title,
            starts_at=datetime.combine(one.date, one.start, zone),
            ends_at=datetime.combine(one.date, one.end, zone),
            room=rooms.get(one.room, ""),
        )
        for one in meetings_held(problem, year.plan, rooms_of(version))
        if body in {None, year.body_of(problem.blocks[one.block])}
    ]
    title = version.calendar.title
    return body_calendar(
        listed,
        year=slug,
        name=title if body is None else f"{year.bodies[body]} – {title}",
        made=version.changed_at,
        words=wording(),
    )
