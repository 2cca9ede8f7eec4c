"""Programmes that a search answers with, as plain data, to be made drafts when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.runs import SolverRun
from scheduler.arrange import Part, arrange
from scheduler.problem import Problem
from scheduler.programme import Programme

Placed = list[list[Any]]


def held_for(run: SolverRun) -> str:
    """What an answer found now holds for: the requirements, and the version that it is near."""
    near = run.based_on
    return run.session.stamp if near is None else f"{run.session.stamp}/{near.stamp}"


def pack_programme(programme: Programme) -> Placed:
    """Business, date, slot and minutes of each part; the meetings follow from these."""
    return [
        [item.item, meeting.date.isoformat(), meeting.slot, item.minutes]
        for meeting in programme.meetings
        for item in meeting.items
    ]


def unpack_programme(problem: Problem, placed: Sequence[Sequence[Any]]) -> Programme:
    """The programme again, for the problem that it was found for."""
    index = {(period.date.isoformat(), period.slot.id): period.index for period in problem.periods}
    parts = [Part(business, index[day, slot], minutes) for business, day, slot, minutes in placed]
    return arrange(problem, parts)
