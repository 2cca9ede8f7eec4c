"""The constraint model of a timetable: a literal for each start, or for each start and room.

Where all meetings are as long as a slot and rooms differ in seats only, rooms are counted: those
with enough seats for a level of need, in each slot. Who has which is then a matching.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from scheduler.timetables.instance import Instance, Near, Spot
from scheduler.timetables.problem import Aim, Level

MOST_LITERALS, MOST_STEPS, MOST_NEAR = 120_000, 400_000, 40_000
Group = tuple[Level, int, frozenset[int]]  # the cost of each two of its members at once


@dataclass
class Model:
    """Literals and costs: `placed[meeting][start]`, and `there[meeting][start, room]` or None."""

    cp: cp_model.CpModel
    placed: list[dict[int, Any]]
    there: list[dict[Spot, Any]] | None
    costs: dict[Level, list[Any]] = field(default_factory=lambda: {level: [] for level in Level})


def counted(instance: Instance) -> bool:
    """Whether rooms need only be counted."""
    plain = not any(costs.any() for costs in instance.room_cost.values())
    needs = {tuple(row) for row in instance.suits.tolist()}
    nested = all(
        all(a <= b for a, b in zip(one, other, strict=True))
        or all(a >= b for a, b in zip(one, other, strict=True))
        for one, other in combinations(needs, 2)
    )
    held = instance.closed[:, [unit is not None for unit in instance.units]]
    return (
        bool((instance.lengths == 1).all())
        and plain
        and nested
        and not held.any()
        and instance.same_room is None
    )


def provable(instance: Instance) -> bool:
    """Whether the model is small enough to be worth building."""
    starts = instance.allowed.sum(axis=1)
    rooms = 1 if counted(instance) else instance.suits.sum(axis=1)
    near = [one for one in (instance.breaks, instance.same_room) if one]
    pairs = len(starts) * int(starts.sum()) * len(near)
    members = [len(members) for _level, _weight, members in groups(instance)]
    return (
        int((starts * rooms).sum()) <= MOST_LITERALS
        and sum(members) * len(instance.units) <= MOST_STEPS
        and pairs <= MOST_NEAR
    )


def groups(instance: Instance) -> list[Group]:
    """Who should not meet at once; where two must not, that they meet costs nothing."""
    problem = instance.problem
    found: list[tuple[Aim, Sequence[int]]] = []
    weights, meetings = problem.weights, problem.meetings
    places = {meeting.id: place for place, meeting in enumerate(meetings)}
    if Aim.FEW_AT_ONCE in weights:
        found.append((Aim.FEW_AT_ONCE, range(len(meetings))))
    if Aim.ATTENDANCE in weights:
        people: dict[str, list[int]] = {}
        for place, meeting in enumerate(meetings):
            for name in (*meeting.required, *meeting.preferred):
                people.setdefault(name, []).append(place)
        found += [(Aim.ATTENDANCE, mine) for mine in people.values()]
    if Aim.APART in weights:
        pairs = {
            frozenset((place, places[name]))
            for place, meeting in enumerate(meetings)
            for name in meeting.rather_not_beside
        }
        found += [(Aim.APART, sorted(pair)) for pair in sorted(pairs, key=sorted)]
    merged: dict[tuple[Level, frozenset[int]], int] = {}
    for aim, members in found:
        key = weights[aim].level, frozenset(members)
        if len(key[1]) > 1:
            merged[key] = merged.get(key, 0) + weights[aim].weight
    return [(level, weight, members) for (level, members), weight in merged.items()]


def build(instance: Instance) -> Model:
    """The model; costs are linear in its literals."""
    cp = cp_model.CpModel()
    starts = [np.flatnonzero(row).tolist() for row in instance.allowed]
    placed = [
        {start: cp.new_bool_var(f"start.{place}.{start}") for start in mine}
        for place, mine in enumerate(starts)
    ]
    for mine in placed:
        cp.add_exactly_one(mine.values())
    model = Model(cp, placed, None)
    if counted(instance):
        _count_rooms(model, instance)
    else:
        _take_rooms(model, instance)
    for clique in _cliques(instance):
        for literals in _each_unit(model, instance, clique):
            cp.add_at_most_one(literals)
    for first, then in instance.after:
        _after(model, instance, first, then)
    _cost_starts(model, instance)
    for group in groups(instance):
        _cost_at_once(model, instance, group)
    for near in (instance.breaks, instance.same_room):
        if near is not None:
            _cost_near(model, instance, near)
    return model


def running(model: Model, instance: Instance, meeting: int, unit: int) -> list[Any]:
    """Literals of the starts with which a meeting is held in a unit."""
    length, mine = int(instance.lengths[meeting]), model.placed[meeting]
    return [mine[start] for start in range(unit - length + 1, unit + 1) if start in mine]


def _each_unit(model: Model, instance: Instance, meetings: Iterable[int]) -> Iterator[list[Any]]:
    """The literals of those held in each unit, where there are two or more."""
    members = sorted(meetings)
    for unit in range(len(instance.units)):
        held = [running(model, instance, one, unit) for one in members]
        if sum(bool(one) for one in held) > 1:
            yield [literal for one in held for literal in one]


def _count_rooms(model: Model, instance: Instance) -> None:
    needs = sorted({tuple(row) for row in instance.suits.tolist()}, key=sum)
    rows = [tuple(row) for row in instance.suits.tolist()]
    for need in needs:
        # whoever has no more rooms than these competes for them
        rivals = [place for place, row in enumerate(rows) if sum(row) <= sum(need)]
        if len(rivals) > sum(need):
            for literals in _each_unit(model, instance, rivals):
                if len(literals) > sum(need):
                    model.cp.add(sum(literals) <= sum(need))


def _take_rooms(model: Model, instance: Instance) -> None:
    cp, there = model.cp, []
    taken: dict[Spot, list[Any]] = {}
    for place, mine in enumerate(model.placed):
        length, spots = int(instance.lengths[place]), {}
        for start, literal in mine.items():
            rooms = [
                int(room)
                for room in np.flatnonzero(instance.suits[place])
                if not instance.closed[room, start : start + length].any()
            ]
            for room in rooms:
                spot = (start, room)
                spots[spot] = (
                    literal if len(rooms) == 1 else cp.new_bool_var(f"room.{place}.{start}.{room}")
                )
                for unit in range(start, start + length):
                    taken.setdefault((unit, room), []).append(spots[spot])
            if len(rooms) != 1:
                cp.add(sum(spots[start, room] for room in rooms) == literal)
        there.append(spots)
    for literals in taken.values():
        if len(literals) > 1:
            cp.add_at_most_one(literals)
    model.there = there
    for level, costs in instance.room_cost.items():
        model.costs[level] += [
            int(costs[place, room]) * literal
            for place, spots in enumerate(there)
            for (_start, room), literal in spots.items()
            if costs[place, room]
        ]


def _cliques(instance: Instance) -> Iterator[list[int]]:
    """Sets of meetings of which no two may be held at once, with every such two in one of them."""
    forbidden = instance.forbidden > 0
    left = {(int(i), int(j)) for i, j in np.argwhere(np.triu(forbidden, 1))}
    while left:
        clique = list(min(left))
        for other in range(len(forbidden)):
            if all(forbidden[other, one] for one in clique):
                clique.append(other)
        left -= {(min(pair), max(pair)) for pair in combinations(clique, 2)}
        yield clique


def _after(model: Model, instance: Instance, first: int, then: int) -> None:
    """By the time the one has begun, the other has ended."""
    length = int(instance.lengths[first])
    for start in model.placed[then]:
        begun = [literal for one, literal in model.placed[then].items() if one <= start]
        ended = [literal for one, literal in model.placed[first].items() if one + length <= start]
        model.cp.add(sum(begun) <= sum(ended))


def _cost_starts(model: Model, instance: Instance) -> None:
    for level, costs in instance.start_cost.items():
        model.costs[level] += [
            int(costs[place, start]) * literal
            for place, mine in enumerate(model.placed)
            for start, literal in mine.items()
            if costs[place, start]
        ]


def _cost_at_once(model: Model, instance: Instance, group: Group) -> None:
    """Each two at once cost the same: the third beside two costs double, and so on."""
    level, weight, members = group
    most = min(len(members), len(instance.rooms))
    for literals in _each_unit(model, instance, members):
        further = [model.cp.new_bool_var("") for _ in range(most - 1)]
        model.cp.add(sum(literals) <= 1 + sum(further))
        model.costs[level] += [weight * (k + 1) * one for k, one in enumerate(further)]


def _cost_near(model: Model, instance: Instance, near: Near) -> None:
    cp = model.cp
    apart = near is instance.same_room
    for one, other in np.argwhere(near.amount > 0).tolist():
        length, later = int(instance.lengths[one]), model.placed[other]
        close = cp.new_bool_var("")
        model.costs[near.level].append(near.weight * int(near.amount[one, other]) * close)
        for start, literal in model.placed[one].items():
            end = start + length
            soon = [later[t] for t in range(end, end + near.within + 1) if t in later]
            if not soon:
                continue
            if not apart:
                cp.add(literal + sum(soon) <= 1 + close)
                continue
            for room in range(len(instance.rooms)):
                here, there = _in_room(model, one, room), _in_room(model, other, room)
                cp.add(literal + sum(soon) + here - there <= 2 + close)


def _in_room(model: Model, meeting: int, room: int) -> Any:
    assert model.there is not None
    return sum(
        literal for (_start, where), literal in model.there[meeting].items() if where == room
    )


def spots_of(model: Model, instance: Instance, chosen: Any) -> Sequence[Spot]:
    """Starts and rooms of a solution; `chosen(literal)` is whether it holds."""
    if model.there is not None:
        return [next(spot for spot, one in mine.items() if chosen(one)) for mine in model.there]
    starts = [next(start for start, one in mine.items() if chosen(one)) for mine in model.placed]
    spots: list[Spot] = [(0, 0)] * len(starts)
    free: dict[int, set[int]] = {}
    # those with the fewest rooms first: as the sets are nested, this is a matching
    for place in sorted(range(len(starts)), key=lambda one: int(instance.suits[one].sum())):
        rooms = free.setdefault(starts[place], set(range(len(instance.rooms))))
        room = min(room for room in rooms if instance.suits[place, room])
        rooms.remove(room)
        spots[place] = (starts[place], room)
    return spots
