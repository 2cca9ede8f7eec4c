"""Parts of a problem that have nothing to do with one another, such as its days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scheduler.timetables.instance import Instance
from scheduler.timetables.problem import Meeting, TimetableProblem


def parts(instance: Instance) -> list[list[int]]:
    """Meetings, as numbers, that could touch one another, in parts in order of time."""
    near = [one.within + 1 for one in (instance.breaks, instance.same_room) if one]
    reach = max(near, default=0)
    spans = []
    for place, (row, length) in enumerate(zip(instance.allowed, instance.lengths, strict=True)):
        starts = np.flatnonzero(row)
        spans.append((int(starts[0]), int(starts[-1]) + int(length) + reach, place))
    found: list[list[int]] = []
    end = -1
    for first, last, place in sorted(spans):
        if first >= end:
            found.append([])
        found[-1].append(place)
        end = max(end, last)
    of = {place: part for part, mine in enumerate(found) for place in mine}
    if any(of[first] > of[then] for first, then in instance.after):
        return [list(range(len(spans)))]  # what comes after cannot: let the model say so
    return [sorted(mine) for mine in found]


def narrowed(problem: TimetableProblem, part: list[int]) -> TimetableProblem:
    """The problem with these meetings only."""
    kept = {problem.meetings[place].id for place in part}

    def of(meeting: Meeting) -> Meeting:
        return replace(
            meeting,
            after=tuple(filter(kept.__contains__, meeting.after)),
            never_beside=tuple(filter(kept.__contains__, meeting.never_beside)),
            rather_not_beside=tuple(filter(kept.__contains__, meeting.rather_not_beside)),
        )

    return replace(problem, meetings=tuple(of(problem.meetings[place]) for place in part))
