"""What each aim counts, as arrays: by start, by room, and for pairs of meetings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.timetables.problem import Aim, Meeting, Room, Span, TimetableProblem

Floats = NDArray[np.float64]
Spans = Sequence[Sequence[Span | None]]  # by meeting and unit


def _wished(problem: TimetableProblem, spans: Spans, _units: Any) -> Any:
    windows = [meeting.wished for meeting in problem.meetings]
    return _marked(spans, windows, lambda mine, span: not any(one.holds(span) for one in mine))


def _avoided(problem: TimetableProblem, spans: Spans, _units: Any) -> Any:
    windows = [meeting.avoid for meeting in problem.meetings]
    return _marked(spans, windows, lambda mine, span: any(one.meets(span) for one in mine))


def _marked(spans: Spans, windows: Sequence[Sequence[Span]], costs: Any) -> Floats:
    found = np.zeros((len(spans), len(spans[0])))
    for place, mine in enumerate(spans):
        if windows[place]:
            found[place] = [span is not None and costs(windows[place], span) for span in mine]
    return found


def _early(problem: TimetableProblem, spans: Spans, units: Any) -> Any:
    begins = np.cumsum([unit is not None for unit in units]) - 1  # without the dead units
    grid = problem.grid
    lengths = [1 if grid is None else (one.minutes or 0) // grid for one in problem.meetings]
    return np.array(
        [begins + length - 1 for length, _mine in zip(lengths, spans, strict=True)], dtype=float
    )


BY_START = {Aim.WISHED_TIMES: _wished, Aim.AVOIDED_TIMES: _avoided, Aim.EARLY_ENDS: _early}


def by_room(aim: Aim, meetings: Sequence[Meeting], rooms: Sequence[Room]) -> Floats:
    """Amount of an aim by meeting and room."""
    if aim is Aim.WISHED_ROOMS:
        return np.array(
            [
                [bool(one.wished_rooms) and room.id not in one.wished_rooms for room in rooms]
                for one in meetings
            ],
            dtype=float,
        )
    above = [sum(max(0, other.seats - room.seats) for other in rooms) for room in rooms]
    return np.array([above] * len(meetings), dtype=float)


class Pairs:
    """Matrices over pairs of meetings; the diagonals are zero."""

    def __init__(self, problem: TimetableProblem) -> None:
        self.problem = problem
        persons = {person.id: place for place, person in enumerate(problem.persons)}
        must = np.zeros((len(problem.meetings), len(persons)))
        comes = np.zeros_like(must)
        for place, meeting in enumerate(problem.meetings):
            must[place, [persons[name] for name in meeting.required]] = 1
            comes[place, [persons[name] for name in (*meeting.required, *meeting.preferred)]] = 1
        self.both_must = _off_diagonal(must @ must.T)
        self.everybody = _off_diagonal(comes @ comes.T)
        self.all_pairs = _off_diagonal(np.ones((len(problem.meetings),) * 2))

    def by_unit(self, aim: Aim) -> Floats:
        """What a unit in common costs before its weight."""
        if aim is Aim.ATTENDANCE:
            return self.everybody - self.both_must
        if aim is Aim.FEW_AT_ONCE:
            return self.all_pairs
        return self._named("rather_not_beside")

    def forbidden(self) -> Floats:
        """How many rules a unit in common breaks."""
        found = self.both_must + self._named("never_beside")
        known = self.problem.body_by_id
        for i, j in combinations(range(len(self.problem.meetings)), 2):
            one, other = self.problem.meetings[i].bodies, self.problem.meetings[j].bodies
            if any(a == b or a in known[b].conflicts or b in known[a].conflicts
                   for a in one for b in other):  # fmt: skip
                found[i, j] += 1
                found[j, i] += 1
        return found

    def _named(self, name: str) -> Floats:
        meetings = self.problem.meetings
        places = {meeting.id: place for place, meeting in enumerate(meetings)}
        found = np.zeros((len(meetings),) * 2)
        for place, meeting in enumerate(meetings):
            for other in getattr(meeting, name):
                found[place, places[other]] = found[places[other], place] = 1
        return found


def _off_diagonal(matrix: Floats) -> Floats:
    np.fill_diagonal(matrix, 0)
    return matrix
