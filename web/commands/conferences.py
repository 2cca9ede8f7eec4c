"""A calendar of conferences by dates: in a terminal, in calendars of its bodies, and checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from gettext import gettext as _
from itertools import groupby
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from rich import box
from rich.table import Table

from scheduler.calendars.checker import CalendarViolation
from scheduler.calendars.conferences.plans import Held, meetings_held, room_changes
from scheduler.calendars.outcome import CalendarOutcome
from scheduler.calendars.problem import CalendarProblem, Kind
from scheduler.programme import Status
from web.commands.output import Exit, bullet, console, write_json
from web.commands.searching import write_out

EXITS = {
    Status.OPTIMAL: Exit.DONE,
    Status.FEASIBLE: Exit.DONE,
    Status.INFEASIBLE: Exit.INFEASIBLE,
    Status.UNKNOWN: Exit.NOT_FOUND,
}


def print_year(outcome: CalendarOutcome, problem: CalendarProblem) -> None:
    """Print what is held, week by week, and which sessions change rooms."""
    out = console()
    held = meetings_held(problem, outcome.plan)
    out.print(_weeks(held, problem))
    for sentence in room_changes(held, problem):
        out.print(bullet(str(sentence)))


def _weeks(held: Sequence[Held], problem: CalendarProblem) -> Table:
    table = Table(title=problem.name, box=box.SIMPLE_HEAD, expand=True)
    for name in (_("Date"), _("Slot"), _("Body")):
        table.add_column(name, no_wrap=True)
    table.add_column(_("Session or meeting"), ratio=3)
    table.add_column(_("Room"), ratio=2)
    rooms = {room.id: room.title for room in problem.room_names}
    for monday, here in groupby(held, key=lambda one: one.date - timedelta(one.date.weekday())):
        table.add_section()
        week = _("Week of %(day)s") % {"day": _day(monday)}
        table.add_row(f"{week} {monday.year}", style="bold")
        for run in _runs(list(here)):
            first, last = run[0], run[-1]
            slots = dict.fromkeys(one.slot for one in run)
            table.add_row(
                _day(first.date) if first.date == last.date else _between(first.date, last.date),
                ", ".join(slots),
                first.body,
                first.title,
                rooms.get(first.room, ""),
            )
    return table


def _runs(held: Sequence[Held]) -> Iterator[list[Held]]:
    """The meetings of one week: those of a session in one room together, others one by one."""
    runs: dict[tuple[object, ...], list[Held]] = {}
    for one in held:
        apart = () if one.kind is Kind.SESSION else (one.number,)
        runs.setdefault((one.id, one.room, *apart), []).append(one)
    yield from runs.values()


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _between(first: date, last: date) -> str:
    return f"{_day(first)} – {_day(last)}"


def write_calendars(outcome: CalendarOutcome, problem: CalendarProblem, folder: Path) -> None:
    """Write a calendar (.ics) for each body that meets."""
    from exports.conferences import YearMeeting, body_calendar  # noqa: PLC0415 (for those who ask)

    zone = ZoneInfo(problem.time_zone)
    rooms = {room.id: room.title for room in problem.room_names}
    held = meetings_held(problem, outcome.plan)
    made = datetime.now(UTC)
    for body in problem.bodies:
        meetings = [
            YearMeeting(
                key=one.id,
                number=one.number,
                of=one.of,
                title=one.title,
                starts_at=datetime.combine(one.date, one.start, zone),
                ends_at=datetime.combine(one.date, one.end, zone),
                room=rooms.get(one.room, ""),
            )
            for one in held
            if one.body == body.id
        ]
        if meetings:
            content = body_calendar(meetings, year=problem.name, name=body.title, made=made)
            write_out(folder / f"{quote(body.id, safe='')}.ics", content)


def tell_violations(violations: Sequence[CalendarViolation], points: int, *, as_json: bool) -> Exit:
    """Say what is wrong with a plan, and what it costs."""
    if as_json:
        write_json(
            {
                "status": "violations" if violations else "valid",
                "violations": [{"text": str(v.text), "rule": str(v.rule)} for v in violations],
                "points": points,
            }
        )
    else:
        out = console()
        for violation in violations:
            rule = _("Rule: %(rule)s") % {"rule": violation.rule}
            out.print(bullet(str(violation.text), rule))
        if not violations:
            out.print(
                _("The plan keeps every rule. It costs %(points)s points.")
                % {"points": f"{points:,}"}
            )
    return Exit.VIOLATIONS if violations else Exit.DONE
