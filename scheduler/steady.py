"""What need not change beside what was moved: minutes, rooms, and the order in a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.arrange import Part, arrange, parts_of
from scheduler.checker import check
from scheduler.limits import Stop, Stopped, never
from scheduler.model import build
from scheduler.model.narrowing import Narrowing, narrow
from scheduler.preferences import costs
from scheduler.problem import Problem
from scheduler.programme import Meeting, Programme
from scheduler.stopping import new_solver, solve

SECONDS = 2.0  # for the minutes; what is found then is good enough


def steadied(
    problem: Problem, programme: Programme, before: Programme, stop: Stop = never
) -> Programme:
    """The programme with the same placements, and otherwise as near to the one before as can be.

    No preference has more points. Meetings that have been held come out as they were.
    """
    try:
        parts = _steady_minutes(problem, programme, before, stop)
    except Stopped:
        parts = parts_of(problem, programme)
    rooms = {
        (problem.period_at[one.date, one.slot].index, one.body): one.room
        for one in _known(problem, before)
    }
    arranged = arrange(problem, parts, before=rooms)
    was = {_key(meeting): meeting for meeting in before.meetings}
    meetings = tuple(_as_before(problem, one, was.get(_key(one))) for one in arranged.meetings)
    found = Programme(meetings=meetings)
    return arranged if check(problem, found) else found


def _known(problem: Problem, programme: Programme) -> list[Meeting]:
    return [one for one in programme.meetings if (one.date, one.slot) in problem.period_at]


def _key(meeting: Meeting) -> tuple[object, ...]:
    return meeting.date, meeting.slot, meeting.column, meeting.body, meeting.languages


def _as_before(problem: Problem, meeting: Meeting, was: Meeting | None) -> Meeting:
    """The meeting with its business in the order it had; as it was, if it has been held."""
    if was is None:
        return meeting
    if problem.period_at[meeting.date, meeting.slot].index < problem.periods_held:
        return was
    place = {part.item: index for index, part in enumerate(was.items)}
    if place.keys() != {part.item for part in meeting.items}:
        return meeting
    return replace(meeting, items=tuple(sorted(meeting.items, key=lambda part: place[part.item])))


def _steady_minutes(
    problem: Problem, programme: Programme, before: Programme, stop: Stop
) -> tuple[Part, ...]:
    """The parts with their minutes as near as can be to those of the parts before, in all."""
    parts = parts_of(problem, programme)
    model = build(problem, stop=stop)
    amounts = {cost.name: cost.amount for cost in costs(problem, programme) if cost.weight}
    narrow(model, Narrowing(most=amounts, start=programme))
    placed = {(model.index[part.business], part.period) for part in parts}
    for b, row in enumerate(model.part):
        for p, part in enumerate(row):
            model.cp.add(part == int((b, p) in placed))
    was = _minutes(problem, before)
    apart = []
    for b, p in sorted(placed):
        minutes = was.get((model.business[b].id, p))
        if minutes is not None:
            distance = model.cp.new_int_var(0, 24 * 60, f"apart {b} {p}")
            model.cp.add(distance >= model.minutes[b][p] - minutes)
            model.cp.add(distance >= minutes - model.minutes[b][p])
            apart.append(distance)
    model.cp.minimize(sum(apart))
    solver = new_solver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    if solve(solver, model.cp, stop) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return parts
    return tuple(
        Part(model.business[b].id, p, solver.value(model.minutes[b][p])) for b, p in sorted(placed)
    )


def _minutes(problem: Problem, programme: Programme) -> Mapping[tuple[str, int], int]:
    known = Programme(meetings=tuple(_known(problem, programme)))
    return {(part.business, part.period): part.minutes for part in parts_of(problem, known)}
