"""What it would cost to put each meeting at each start, kept up to date as others are put.

A meeting that is put changes what the others would cost only near it: for each meeting there is a
stamp of these changes, which is added around its start and taken away with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.timetables.amounts import Floats
from scheduler.timetables.instance import Instance, Near, Spot, Whole
from scheduler.timetables.problem import Level

STAMP_BYTES = 300_000_000  # stamps kept; more are made anew each time


@dataclass(frozen=True)
class Scale:
    """Points of one unit on each level, so that a search has one figure to lower."""

    hard: float
    medium: float
    soft: float = 1.0

    def of(self, level: Level) -> float:
        """Points of a level."""
        return self.medium if level is Level.MEDIUM else self.soft


class Table:
    """Costs of starts beside the meetings that have been put."""

    def __init__(self, instance: Instance, scale: Scale) -> None:
        self.instance, self.scale = instance, scale
        count, self.length = instance.allowed.shape
        near = [one.within for one in (instance.breaks, instance.same_room) if one]
        self.reach = max(near, default=-1) + 1
        self.longest = int(instance.lengths.max())
        # to begin too early is as bad as to be at once with the longest, wherever it is
        self.late = scale.hard * max(4, self.longest)
        self.pad = 2 * self.longest + self.reach + 1
        width = self.length + 2 * self.pad
        rooms = len(instance.rooms)
        self.beside = np.zeros((count, width))
        classes, self.kind = np.unique(instance.lengths, return_inverse=True)
        self.in_room = np.zeros((len(classes), rooms, width))
        self.classes = classes
        # what meetings in one room are spared of the cost of changing rooms
        self.spared = np.zeros((rooms, count, width)) if instance.same_room else None
        self.start = np.where(instance.allowed, self._by_level(instance.start_cost), np.inf)
        self.room = self._by_level(instance.room_cost)
        self.overlap = self._by_level(instance.overlap) + scale.hard * instance.forbidden
        self._stamps: dict[int, tuple[Floats, Floats, Floats | None]] = {}
        self._later = [[b for a, b in instance.after if a == n] for n in range(count)]
        self._earlier = [[a for a, b in instance.after if b == n] for n in range(count)]
        self._close_rooms()

    def _by_level(self, costs: object) -> Floats:
        assert isinstance(costs, dict)
        total: Floats = sum(self.scale.of(level) * matrix for level, matrix in costs.items())
        return total

    @cached_property
    def suitable(self) -> list[slice | list[int]]:
        """The rooms of each meeting, those with least seats first; a slice where they can be."""
        found: list[slice | list[int]] = []
        for row in self.instance.suits:
            rooms = [int(room) for room in np.flatnonzero(row)]
            if rooms and rooms == list(range(rooms[0], rooms[-1] + 1)):
                found.append(slice(rooms[0], rooms[-1] + 1))
            else:
                found.append(rooms)
        return found

    @cached_property
    def rooms_of(self) -> list[list[int]]:
        """The rooms of each meeting as numbers."""
        return [[int(room) for room in np.flatnonzero(row)] for row in self.instance.suits]

    @cached_property
    def window(self) -> list[tuple[int, int]]:
        """First start of each meeting, and one beyond its last."""
        found = []
        for row in self.instance.allowed:
            places = np.flatnonzero(row)
            found.append((int(places[0]), int(places[-1]) + 1) if len(places) else (0, 0))
        return found

    def put(self, meeting: int, spot: Spot, sign: int = 1) -> None:
        """Put a meeting, or take it away (`sign` -1)."""
        beside, in_room, spared = self._stamp(meeting)
        start, room = spot
        first = self.pad + start - self.longest - self.reach
        last = first + beside.shape[1]
        part, busy = self.beside[:, first:last], self.in_room[:, room, first:last]
        if sign > 0:
            part += beside
            busy += in_room
        else:
            part -= beside
            busy -= in_room
        if spared is not None:
            assert self.spared is not None
            self.spared[room, :, first:last] -= sign * spared
        for other in self._later[meeting]:
            end = self.pad + start + int(self.instance.lengths[meeting])
            self.beside[other, :end] += sign * self.late
        for other in self._earlier[meeting]:
            latest = self.pad + start - int(self.instance.lengths[other])
            self.beside[other, latest + 1 :] += sign * self.late

    def costs(self, meeting: int) -> Floats:
        """Of a meeting that is not put: by room (as in `rooms_of`) and start in its window."""
        first, last = self.window[meeting]
        rooms = self.suitable[meeting]
        shifted = slice(self.pad + first, self.pad + last)
        alone = self.beside[meeting, shifted] + self.start[meeting, first:last]
        found: Floats = self.in_room[self.kind[meeting], rooms, shifted] + alone
        if self.spared is not None:
            found += self.spared[rooms, meeting, shifted]
        found += self.room[meeting, rooms, None]
        return found

    def cost(self, meeting: int, spot: Spot) -> float:
        """Of a meeting that is not put, at one spot."""
        start, room = spot
        place = self.pad + start
        found = (
            self.beside[meeting, place]
            + self.start[meeting, start]
            + self.in_room[self.kind[meeting], room, place]
            + self.room[meeting, room]
        )
        if self.spared is not None:
            found += self.spared[room, meeting, place]
        return float(found)

    def _stamp(self, meeting: int) -> tuple[Floats, Floats, Floats | None]:
        known = self._stamps.get(meeting)
        if known is None:
            known = self._make_stamp(meeting)
            if known[0].nbytes * (len(self._stamps) + 1) * 2 < STAMP_BYTES:
                self._stamps[meeting] = known
        return known

    def _make_stamp(self, meeting: int) -> tuple[Floats, Floats, Floats | None]:
        instance = self.instance
        length, lengths = int(instance.lengths[meeting]), instance.lengths[:, None]
        offsets = np.arange(-self.longest - self.reach, length + self.reach + 1)[None, :]
        beside = self.overlap[:, [meeting]] * _common(offsets, lengths, length)
        spared = None
        for near in (instance.breaks, instance.same_room):
            if near is not None:
                cost = self._near(near, meeting, offsets)
                beside += cost
                spared = cost if near is instance.same_room else spared
        in_room = (self.scale.hard * _common(offsets, self.classes[:, None], length)).astype(float)
        return beside, in_room, spared

    def _near(self, near: Near, meeting: int, offsets: Whole) -> Floats:
        """Cost of starting just after the meeting ends, or ending just before it starts."""
        lengths = self.instance.lengths[:, None]
        after, before = offsets - self.instance.lengths[meeting], -offsets - lengths
        close = ((after >= 0) & (after <= near.within)) | ((before >= 0) & (before <= near.within))
        found: Floats = self.scale.of(near.level) * near.weight * near.amount[:, [meeting]] * close
        return found

    def _close_rooms(self) -> None:
        """Closed units cost as if another meeting had the room."""
        for room, closed in enumerate(self.instance.closed):
            total = np.concatenate([[0], np.cumsum(closed)])
            for kind, length in enumerate(self.classes):
                ends = np.minimum(np.arange(self.length) + length, self.length)
                busy = total[ends] - total[np.arange(self.length)]
                self.in_room[kind, room, self.pad : self.pad + self.length] += (
                    self.scale.hard * busy
                )


def _common(offsets: Whole, lengths: Whole, length: int) -> Whole:
    """Units in common of meetings that start at offsets from one of `length`."""
    found: Whole = np.maximum(0, np.minimum(offsets + lengths, length) - np.maximum(offsets, 0))
    return found
