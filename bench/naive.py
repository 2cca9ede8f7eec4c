"""The formulation that comes to mind first: a literal for each meeting, slot and room.

Searched as a solver is where nobody has told it how. The best total is the engine's.
"""

from __future__ import annotations

from collections import defaultdict
from unittest.mock import patch

from ortools.sat.python import cp_model

from bench import named_teams
from scheduler.calendars.problem import CalendarProblem
from scheduler.model import Model
from scheduler.model.base import Linear
from scheduler.problem import Problem


def session(problem: Problem) -> Model:
    """A session with its teams named, its rooms named, and no sets of periods."""
    with patch("scheduler.model.patterns.MOST", 0):
        model = named_teams.build(problem)
    for p, period in enumerate(problem.periods):
        rooms = [
            room
            for room in problem.rooms
            if not any(closed.covers(period) for closed in room.closed)
        ]
        beside: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for g, group in enumerate(model.groups):
            sits = {room.id: model.cp.new_bool_var(f"{g} {p} {room.id}") for room in rooms}
            model.cp.add(sum(sits.values()) == model.held[g][p])
            for room in rooms:
                beside[room.id].append(sits[room.id])
                for b in group.members:
                    if model.business[b].seats > room.seats or len(group.languages) > room.booths:
                        model.cp.add(sits[room.id] + model.part[b][p] <= 1)
        for meetings in beside.values():
            model.cp.add_at_most_one(meetings)
    return model


def calendar(problem: CalendarProblem) -> cp_model.CpModel:
    """A calendar in which each meeting of each block has a slot and a room."""
    model = cp_model.CpModel()
    rooms = [
        level
        for level, most in enumerate(problem.rooms)
        for _ in range(most - (problem.rooms[level - 1] if level else 0))
    ]
    points: list[Linear] = []
    begins: list[dict[int, cp_model.IntVar]] = []
    held: list[dict[int, Linear]] = []
    taken: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    served: dict[int, list[Linear]] = defaultdict(list)
    for block in problem.blocks:
        starts = {start.slot: model.new_bool_var("") for start in block.starts}
        model.add_at_most_one(starts.values())
        costs = [start.cost * starts[start.slot] for start in block.starts]
        points += [block.left_out * (1 - sum(starts.values())), *costs]
        meetings: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for start, begun in starts.items():
            for offset in block.covers:
                meetings[start + offset].append(begun)
        for slot, beginning in meetings.items():
            seated = [model.new_bool_var("") for level in rooms if level <= block.level]
            model.add(sum(seated) == sum(beginning))
            for room, sits in enumerate(seated):
                taken[slot, room].append(sits)
            if block.interpreted:
                served[slot].append(sum(beginning))
        begins.append(starts)
        held.append({slot: sum(beginning) for slot, beginning in meetings.items()})
    for together in taken.values():
        model.add_at_most_one(together)
    _teams(model, problem, served)
    for one, other in problem.conflicts:
        for slot in held[one].keys() & held[other].keys():
            model.add(held[one][slot] + held[other][slot] <= 1)
    for place, block in enumerate(problem.blocks):
        if block.parent is not None:
            above = begins[block.parent]
            for slot, begun in begins[place].items():
                model.add(begun <= sum(above.get(slot - by, 0) for by in block.offsets))
    model.minimize(sum(points))
    return model


def _teams(
    model: cp_model.CpModel,
    problem: CalendarProblem,
    served: dict[int, list[Linear]],
) -> None:
    """No more meetings than the teams serve in a slot, a day and a week."""
    for length, each in (
        (1, 1),
        (problem.slots_per_day, problem.meetings_per_team_day),
        (problem.slots_per_week, problem.meetings_per_team_week),
    ):
        for first in range(0, problem.slots, length):
            meetings = [one for slot in range(first, first + length) for one in served[slot]]
            model.add(sum(meetings) <= each * problem.teams)
