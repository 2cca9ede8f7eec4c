"""One chain of the search: ruin a few related meetings, make them anew, keep it or not.

A round begins hot and ends cold; each round has more steps than the one before. All is decided by
the seed, so that a number of steps is always the same search, on any machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

import numpy as np

from scheduler.timetables.instance import Instance, Spot
from scheduler.timetables.search.levels import Levels, levels
from scheduler.timetables.search.table import Scale, Table

HARD, MEDIUM = 60.0, 500.0  # in units of the level below
FIRST_ROUND, LONGER = 500, 2  # steps of a round, and how many times longer the next is
# Heat in units of the medium level, or of so many points where nothing counts there. What makes a
# round good is to be long between hot and cold; its last tenth puts the soft level in order.
HOT, COLD, COLDEST = 10.0, 0.2, 0.01
LAST_TENTH, SOFT_UNIT = 0.9, 20.0
FIRST_BEGINS = 0.6  # the first round begins where others are half way: it is to keep what must be
MOST_RUINED = 7
WINDOWS = (1, 2, 4, 8, 16)  # units of time in which meetings are ruined together


class Chain:
    """A state, the best state so far, and how one becomes another."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self.instance, self.chance = instance, Random(seed)  # noqa: S311 (a search, no secret)
        self.hardness, self.steps = HARD, 0
        self.table = Table(instance, self._scale())
        shape = len(instance.lengths)
        self.spots: list[Spot] = [(0, 0)] * shape
        self.starts = np.zeros(shape, dtype=np.int64)
        self.size = _sizes(instance)
        self.cost = 0.0
        for one in sorted(range(shape), key=lambda one: -self.size[one]):
            self.cost += self._insert(one, 0.0)
        self.best, self.best_cost = list(self.spots), self.cost
        self.best_levels: Levels = levels(instance, self.spots)

    def round(self, steps: int, stop: Callable[[], bool]) -> None:
        """Go from hot to cold in so many steps; `stop` is asked before each."""
        unit = self.table.scale.medium if self.instance.weighs_medium else SOFT_UNIT
        begun = 0.0 if self.steps else FIRST_BEGINS
        for step in range(steps):
            if stop():
                return
            self._step(unit * _heat(begun + (1 - begun) * step / steps))
            self.steps += 1
        if self.best_levels[0]:
            self._harden()

    def _step(self, heat: float) -> None:
        chosen = self._choose()
        before, cost = [self.spots[one] for one in chosen], self.cost
        for one in chosen:
            self.table.put(one, self.spots[one], -1)
            cost -= self.table.cost(one, self.spots[one])
        for one in self._order(chosen):
            cost += self._insert(one, heat if self.chance.random() < 0.5 else 0.0)
        if cost <= self.cost - heat * math.log(1.0 - self.chance.random()):
            self.cost = cost
            # what breaks nothing is better, though it may cost more
            if cost < self.best_cost - 0.5 or self.best_levels[0]:
                self._note()
            return
        for one, spot in zip(chosen, before, strict=True):
            if self.spots[one] != spot:
                self.table.put(one, self.spots[one], -1)
                self._put(one, spot)

    def _note(self) -> None:
        found = levels(self.instance, self.spots)
        if found < self.best_levels:
            self.best, self.best_cost, self.best_levels = list(self.spots), self.cost, found

    def _choose(self) -> list[int]:
        chance, count = self.chance, len(self.spots)
        kind = chance.random()
        if kind < 0.35:
            return chance.sample(
                range(count), 1 + int(5 * chance.random() * chance.random()) % count
            )
        width = chance.choice(WINDOWS)
        found = self._around(width)
        further = self._around(width) if kind < 0.75 else [chance.randrange(count)]
        found = list(dict.fromkeys([*found, *further]))
        chance.shuffle(found)
        return found[:MOST_RUINED]

    def _around(self, width: int) -> list[int]:
        """Meetings in a window that begins with one of them."""
        at = self.starts[self.chance.randrange(len(self.spots))]
        here = (self.starts < at + width) & (self.starts + self.instance.lengths > at)
        found: list[int] = np.flatnonzero(here).tolist()
        return found

    def _order(self, chosen: list[int]) -> list[int]:
        chance = self.chance
        if chance.random() < 0.5:
            return sorted(chosen, key=lambda one: -self.size[one] * (0.5 + chance.random()))
        return chance.sample(chosen, len(chosen))

    def _insert(self, one: int, heat: float) -> float:
        """Put a meeting where it costs least; with heat, where it costs little more."""
        costs = self.table.costs(one).ravel()
        place = int(costs.argmin())
        if heat:
            most = costs[place] - heat * math.log(1.0 - self.chance.random())
            good = np.flatnonzero(costs <= most)
            place = int(good[int(self.chance.random() * len(good))])
        first, last = self.table.window[one]
        room, start = divmod(place, last - first)
        self._put(one, (first + start, self.table.rooms_of[one][room]))
        return float(costs[place])

    def _put(self, one: int, spot: Spot) -> None:
        self.table.put(one, spot)
        self.spots[one] = spot
        self.starts[one] = spot[0]

    def _scale(self) -> Scale:
        return Scale(hard=self.hardness * MEDIUM, medium=MEDIUM)

    def _harden(self) -> None:
        """Make what must be cost more: a round has ended without keeping it."""
        self.hardness *= 4
        self.table = Table(self.instance, self._scale())
        self.cost = 0.0
        for one, spot in enumerate(self.best):
            self.cost += self.table.cost(one, spot)
            self._put(one, spot)
        self.best_cost = self.cost


def _heat(share: float) -> float:
    """Heat when this share of a round is over."""
    if share < LAST_TENTH:
        return HOT * math.exp(math.log(COLD / HOT) * share / LAST_TENTH)
    return COLD * math.exp(math.log(COLDEST / COLD) * (share - LAST_TENTH) / (1 - LAST_TENTH))


def _sizes(instance: Instance) -> list[float]:
    """What is to be put first: what is long, much in the way of others, and has few places."""
    weight = 1.0 + sum(matrix.sum(axis=1) for matrix in instance.overlap.values())
    weight += 5 * instance.forbidden.sum(axis=1)
    places = 1 + instance.allowed.sum(axis=1) * instance.suits.sum(axis=1)
    found: list[float] = (instance.lengths * weight / np.sqrt(places)).tolist()
    return found
