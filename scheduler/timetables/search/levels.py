"""What a state of the search costs on each level."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.timetables.instance import Instance, Spot
from scheduler.timetables.problem import Level

Levels = tuple[int, int, int]


def levels(instance: Instance, spots: Sequence[Spot]) -> Levels:
    """Hard, medium and soft cost of a complete state."""
    starts, rooms = np.array(spots).T
    ends = starts + instance.lengths
    common = np.minimum(ends[:, None], ends) - np.maximum(starts[:, None], starts)
    common = np.triu(np.maximum(common, 0), 1)
    same_room = rooms[:, None] == rooms
    hard = (common * (instance.forbidden + same_room)).sum()
    hard += sum(ends[first] > starts[then] for first, then in instance.after)
    hard += sum(
        instance.closed[room, start:end].sum()
        for room, start, end in zip(rooms, starts, ends, strict=True)
    )
    costs = {}
    every = np.arange(len(spots))
    for level in Level:
        costs[level] = (
            instance.start_cost[level][every, starts].sum()
            + instance.room_cost[level][every, rooms].sum()
            + (common * instance.overlap[level]).sum()
        )
    between = starts - ends[:, None]  # from the end of the row to the start of the column
    for near, elsewhere in ((instance.breaks, None), (instance.same_room, ~same_room)):
        if near is not None:
            close = (between >= 0) & (between <= near.within)
            if elsewhere is not None:
                close &= elsewhere
            costs[near.level] += near.weight * (near.amount * close).sum()
    return int(hard), int(costs[Level.MEDIUM]), int(costs[Level.SOFT])
