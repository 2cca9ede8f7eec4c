"""Whether a timetable keeps what must be: by the clock, and sharing nothing with the search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from scheduler.text import Text, text
from scheduler.timetables.outcome import Placement, Timetable, Violation
from scheduler.timetables.problem import Meeting, Span, TimetableProblem

MINUTE = timedelta(minutes=1)


def check_timetable(problem: TimetableProblem, timetable: Timetable) -> tuple[Violation, ...]:
    """Everything that must be and is not; empty where all is kept."""
    placed = {one.meeting: one for one in timetable.placements}
    found: list[Violation] = []
    for meeting in problem.meetings:
        if meeting.id not in placed:
            found.append(
                _broken("missing", (meeting,), 1, text("%(one)s has no time.", one=meeting.title))
            )
            continue
        found += _alone(problem, meeting, placed[meeting.id])
        found += _after(problem, meeting, placed)
    for one, other in combinations([m for m in problem.meetings if m.id in placed], 2):
        here, there = placed[one.id], placed[other.id]
        units = overlap(problem, here.span, there.span)
        if units:
            found += _at_once(problem, one, other, here.room == there.room, units)
    return tuple(found)


def overlap(problem: TimetableProblem, one: Span, other: Span) -> int:
    """Units of time that two meetings have in common: of the grid, or slots."""
    common = one.common(other)
    if not common:
        return 0
    return -(-common // (problem.grid * MINUTE)) if problem.grid else 1


def _alone(problem: TimetableProblem, meeting: Meeting, place: Placement) -> Iterator[Violation]:
    span, mine, title = place.span, (meeting,), meeting.title
    if problem.grid is None:
        long_enough = meeting.minutes is None or span.end - span.start >= meeting.minutes * MINUTE
        if span not in problem.slots or not long_enough:
            yield _broken("hours", mine, 1, text("%(one)s does not lie in a slot.", one=title))
    else:
        home = next((hours for hours in problem.hours if hours.holds(span)), None)
        if home is None or span.end - span.start != (meeting.minutes or 0) * MINUTE:
            yield _broken(
                "hours", mine, 1, text("%(one)s does not lie in the hours of a day.", one=title)
            )
        elif (span.start - home.start) % (problem.grid * MINUTE):
            yield _broken("grid", mine, 1, text("%(one)s does not begin on the grid.", one=title))
    if not _allowed(meeting, span):
        yield _broken(
            "times", mine, 1, text("%(one)s is at a time that it may not have.", one=title)
        )
    room = problem.room_by_id.get(place.room)
    if room is None or (meeting.rooms and room.id not in meeting.rooms):
        yield _broken(
            "rooms", mine, 1, text("%(one)s is in a room that it may not have.", one=title)
        )
        return
    if meeting.seats > room.seats:
        lacking = meeting.seats - room.seats
        yield _broken(
            "seats",
            mine,
            lacking,
            text("%(one)s lacks %(amount)d seats.", one=title, amount=lacking),
        )
    if any(span.meets(closed) for closed in room.closed):
        yield _broken(
            "closed", mine, 1, text("%(one)s is in a room that is closed then.", one=title)
        )


def _allowed(meeting: Meeting, span: Span) -> bool:
    return (
        (not meeting.times or any(window.holds(span) for window in meeting.times))
        and (meeting.not_before is None or span.start >= meeting.not_before)
        and (meeting.not_after is None or span.end <= meeting.not_after)
    )


def _after(
    problem: TimetableProblem, meeting: Meeting, placed: dict[str, Placement]
) -> Iterator[Violation]:
    for name in meeting.after:
        if name in placed and placed[name].span.end > placed[meeting.id].span.start:
            first = problem.meeting_by_id[name]
            sentence = text(
                "%(one)s begins before the end of %(other)s.", one=meeting.title, other=first.title
            )
            yield _broken("after", (meeting, first), 1, sentence)


def _at_once(
    problem: TimetableProblem, one: Meeting, other: Meeting, same_room: bool, units: int
) -> Iterator[Violation]:
    both, titles = (one, other), {"one": one.title, "other": other.title}
    if same_room:
        sentence = text("%(one)s and %(other)s share a room.", **titles)
        yield _broken("room", both, units, sentence)
    if _bodies_clash(problem, one, other):
        sentence = text("%(one)s and %(other)s meet at once; their bodies must not.", **titles)
        yield _broken("body", both, units, sentence)
    if one.id in other.never_beside or other.id in one.never_beside:
        sentence = text("%(one)s and %(other)s meet at once, and must not.", **titles)
        yield _broken("beside", both, units, sentence)
    shared = len(set(one.required) & set(other.required))
    if shared:
        sentence = text("%(one)s and %(other)s meet at once; somebody must attend both.", **titles)
        yield _broken("person", both, units * shared, sentence)


def _bodies_clash(problem: TimetableProblem, one: Meeting, other: Meeting) -> bool:
    known = problem.body_by_id
    return any(
        here == there or here in known[there].conflicts or there in known[here].conflicts
        for here in one.bodies
        for there in other.bodies
    )


def _broken(rule: str, meetings: tuple[Meeting, ...], amount: int, sentence: Text) -> Violation:
    return Violation(rule, tuple(meeting.id for meeting in meetings), amount, sentence)
