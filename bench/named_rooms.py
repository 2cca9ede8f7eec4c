"""The same session with every meeting given a room inside the model: meeting x period x room.

The engine counts rooms and names them afterwards; this is what it would pay to name them at once.
All other constraints are the engine's own, so the two have the same best total.
"""

from __future__ import annotations

import dataclasses
import time

from ortools.sat.python import cp_model

from scheduler.model import Model, build
from scheduler.problem import Period, Problem, Room
from scheduler.solve import Options, _solver  # the engine's own settings, to be fair


def plan_with_named_rooms(problem: Problem, options: Options) -> dict[str, object]:
    """Build and solve; the figures are those of `bench.once.measure`."""
    begun = time.perf_counter()
    model, _ = build(dataclasses.replace(problem, rooms=()))
    _name_rooms(model, problem)
    build_seconds = time.perf_counter() - begun
    solver = _solver(options)
    first = _First(begun)
    status = solver.solve(model.cp, first)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    proto = model.cp.proto
    return {
        "build": build_seconds,
        "first": first.seconds,
        "total": time.perf_counter() - begun,
        "status": solver.status_name(status).lower(),
        "objective": round(solver.objective_value) if found else None,
        "bound": round(solver.best_objective_bound) if found else None,
        "variables": len(proto.variables),
        "constraints": len(proto.constraints),
    }


class _First(cp_model.CpSolverSolutionCallback):
    """Notes when the first programme was found."""

    def __init__(self, begun: float) -> None:
        super().__init__()
        self._begun = begun
        self.seconds: float | None = None

    def on_solution_callback(self) -> None:
        """Called by the solver for each better programme."""
        if self.seconds is None:
            self.seconds = time.perf_counter() - self._begun


def _name_rooms(model: Model, problem: Problem) -> None:
    for p, period in enumerate(model.periods):
        open_rooms = [room for room in problem.rooms if not _closed(room, period)]
        taken: dict[str, list[cp_model.IntVar]] = {room.id: [] for room in open_rooms}
        for g, group in enumerate(model.groups):
            inside = []
            for room in open_rooms:
                if room.booths < len(group.languages):
                    continue
                here = model.cp.new_bool_var(f"{group.body} {p} in {room.id}")
                inside.append(here)
                taken[room.id].append(here)
                for b in group.members:
                    business = model.business[b]
                    if business.seats > room.seats or business.room not in (None, room.id):
                        model.cp.add_at_most_one(here, model.part[b][p])
            model.cp.add(sum(inside) == model.held[g][p])
        for occupants in taken.values():
            model.cp.add_at_most_one(occupants)


def _closed(room: Room, period: Period) -> bool:
    return any(
        closed.date == period.date and closed.slot in (None, period.slot.id)
        for closed in room.closed
    )
