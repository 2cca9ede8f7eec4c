"""Meetings for which there is no room, or no time, whatever the others do."""

from __future__ import annotations

from scheduler.text import text
from scheduler.timetables.instance import Instance
from scheduler.timetables.outcome import Violation


def impossible(instance: Instance) -> tuple[Violation, ...]:
    """What rules a timetable out at sight; empty does not mean that there is one."""
    found = []
    for place, meeting in enumerate(instance.problem.meetings):
        if not instance.suits[place].any():
            said = text(
                "No room has the seats that %(one)s needs and may be used.", one=meeting.title
            )
            found.append(Violation("rooms", (meeting.id,), 1, said))
        elif not instance.allowed[place].any():
            said = text("%(one)s fits into none of the times that it may have.", one=meeting.title)
            found.append(Violation("times", (meeting.id,), 1, said))
    return tuple(found)
