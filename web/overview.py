"""The front page of a session: its means and business, as far as the visitor may know them.

Who may see the requirements sees them as they stand. Everybody else sees what was released: the
session and its business as the current version of the programme has kept them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from models.conferences import ConferenceSession, SessionFacts
from models.programmes import ProgrammeVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A stretch of the day in which meetings are held. `extra`: only if needed."""

    start: time
    end: time
    extra: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A piece of business. `body`: the title of the body that takes it, unless the session's."""

    item: str
    title: str
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the page says. `groups`: the business of one agenda item with its parts, in order."""

    facts: SessionFacts
    released: bool
    groups: Sequence[Sequence[Line]]
    hours: Sequence[Hours] = ()
    bodies: Sequence[str] = ()
    free_days: Sequence[date] = ()


def as_asked(session: ConferenceSession) -> Overview:
    """What is asked for now. Reads the slots, bodies and business of the session."""
    titles = {body.key: body.title for body in session.bodies if body.key != session.body}
    lines = [
        Line(item=one.item or "", title=one.title, body=titles.get(one.body, ""))
        for one in session.business
    ]
    return Overview(
        facts=session,
        released=True,
        groups=_by_item(lines),
        hours=[Hours(start=s.start, end=s.end, extra=bool(s.cost)) for s in session.slots],
        bodies=list(titles.values()),
        free_days=[date.fromisoformat(day) for day in session.days_without_meetings],
    )


def as_released(session: ConferenceSession, version: ProgrammeVersion | None) -> Overview:
    """What the version in force, if there is any, says of the session and its business."""
    if version is None:
        return Overview(facts=session, released=False, groups=[])
    zone = ZoneInfo(version.time_zone)
    titles = {m.body: m.body_title for m in version.meetings if m.body != version.body}
    lines = {
        item.business: Line(
            item=item.item or "", title=item.title, body=titles.get(meeting.body, "")
        )
        for meeting in version.meetings
        for item in meeting.items
    }
    hours = {
        (m.starts_at.astimezone(zone).time(), m.ends_at.astimezone(zone).time())
        for m in version.meetings
    }
    return Overview(
        facts=version,
        released=True,
        groups=_by_item(lines.values()),
        hours=[Hours(start=start, end=end) for start, end in sorted(hours)],
        bodies=list(titles.values()),
    )


def _agenda_order(line: Line) -> tuple[bool, list[tuple[int, str]], str, str]:
    """By the number of the item: 2, 2(a), 10; what has none comes last. Then by the words.

    So it is the same for everybody, in whatever order business was put in, or is taken.
    """
    parts = re.findall(r"(\d+)|([a-z]+)", line.item)
    numbers = [(int(number or 0), letter) for number, letter in parts]
    return not line.item, numbers, line.title, line.body


def _by_item(lines: Iterable[Line]) -> list[list[Line]]:
    """The business by agenda, in groups of one item with its parts: 2, 2(a), 2(b)."""
    groups: dict[str, list[Line]] = {}
    for line in sorted(lines, key=_agenda_order):
        groups.setdefault(line.item.partition("(")[0], []).append(line)
    return list(groups.values())
