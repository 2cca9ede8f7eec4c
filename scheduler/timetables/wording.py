"""What is wished for and not met, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from scheduler.text import Text, ntext, text
from scheduler.timetables.checker import overlap
from scheduler.timetables.outcome import Placement, Timetable
from scheduler.timetables.problem import Aim, Meeting, TimetableProblem

Placed = list[tuple[Meeting, Placement]]

LABELS: Mapping[Aim, Text] = {
    Aim.ATTENDANCE: text("Persons in two places at once, by unit of time"),
    Aim.WISHED_TIMES: text("Meetings at a time that is not wished for"),
    Aim.AVOIDED_TIMES: text("Meetings at a time to be avoided"),
    Aim.WISHED_ROOMS: text("Meetings in a room that is not wished for"),
    Aim.APART: text("Units in common of meetings that should not be at once"),
    Aim.FEW_AT_ONCE: text("Units in common of any two meetings"),
    Aim.EARLY_ENDS: text("Units before the last one of each meeting"),
    Aim.BREAKS: text("Meetings that begin as another ends"),
    Aim.LARGE_ROOMS: text("Seats of larger rooms above those of the room used"),
    Aim.SAME_ROOM: text("Persons who change rooms in a hurry"),
}


def unmet(problem: TimetableProblem, timetable: Timetable) -> Iterator[Text]:
    """What a meeting, or two of them, were to have and have not; other aims have no sentences."""
    known = problem.meeting_by_id
    placed = [(known[one.meeting], one) for one in timetable.placements]
    for aim, sentences in _SENTENCES.items():
        if aim in problem.weights:
            yield from sentences(problem, placed)


def _wished_times(_problem: TimetableProblem, placed: Placed) -> Iterator[Text]:
    for meeting, place in placed:
        if meeting.wished and not any(one.holds(place.span) for one in meeting.wished):
            yield text("%(one)s is not at a time that it wishes.", one=meeting.title)


def _avoided_times(_problem: TimetableProblem, placed: Placed) -> Iterator[Text]:
    for meeting, place in placed:
        if any(one.meets(place.span) for one in meeting.avoid):
            yield text("%(one)s is at a time that it should avoid.", one=meeting.title)


def _wished_rooms(_problem: TimetableProblem, placed: Placed) -> Iterator[Text]:
    for meeting, place in placed:
        if meeting.wished_rooms and place.room not in meeting.wished_rooms:
            yield text("%(one)s is not in a room that it wishes.", one=meeting.title)


def _apart(problem: TimetableProblem, placed: Placed) -> Iterator[Text]:
    for (one, here), (other, there) in combinations(placed, 2):
        named = one.id in other.rather_not_beside or other.id in one.rather_not_beside
        if named and overlap(problem, here.span, there.span):
            yield text(
                "%(one)s and %(other)s are at once, and should not be.",
                one=one.title,
                other=other.title,
            )


def _attendance(problem: TimetableProblem, placed: Placed) -> Iterator[Text]:
    for (one, here), (other, there) in combinations(placed, 2):
        both = {*one.required, *one.preferred} & {*other.required, *other.preferred}
        if both and overlap(problem, here.span, there.span):
            yield ntext(
                "%(n)d person is to attend both %(one)s and %(other)s, which are at once.",
                "%(n)d persons are to attend both %(one)s and %(other)s, which are at once.",
                len(both),
                one=one.title,
                other=other.title,
            )


_SENTENCES: Mapping[Aim, Callable[[TimetableProblem, Placed], Iterator[Text]]] = {
    Aim.ATTENDANCE: _attendance,
    Aim.WISHED_TIMES: _wished_times,
    Aim.AVOIDED_TIMES: _avoided_times,
    Aim.WISHED_ROOMS: _wished_rooms,
    Aim.APART: _apart,
}
